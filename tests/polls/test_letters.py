"""M3, M5, M8, AC19, AC21: what leaves the house about a poll, over a real SMTP conversation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.consents.signals import impact_asked
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import time_span
from casework.letters.models import Letter
from casework.meetings.models import TakenTime
from casework.polls.doing.unsigned import remind
from casework.polls.post import links
from casework.polls.rules import held_until
from casework.polls.service import deciding
from tests import build
from tests.access.knocking import TOKEN
from tests.conftest import CONFIG, acting
from tests.meetings.post import GUEST, part, sent
from tests.meetings.test_withdrawal import withdraw
from tests.polls.making import poll, reached, says, three, voter

YES = "passar"


def emails(world, *who):
    return {world.user(one).email for one in who}


def test_m3_a_letter_asks_about_every_time_with_a_code_and_a_link_and_books_nothing(world, mailbox):
    room = build.room("Hörnellgatan 17, plan 2")
    row = poll(world, build.case(world), proposed=three(room_id=room.id), guests=(GUEST,))
    got = sent(mailbox)
    assert set(got) == emails(world, "soc", "af", "fk") | {GUEST.address}  # not whoever asks
    af = got[world.user("af").email]
    assert af["Subject"] == f"Vilka tider passar? {row.code}"
    assert [one.get_content_type() for one in af.iter_parts()] == ["text/plain", "text/html"]
    text = part(af, "text/plain").get_content()
    for time in reached(world, "host", row).live:
        assert f"- {time_span(time.starts_at, time.ends_at)}, {room.name}" in text
    link = text.split("/tid/")[1].split()[0]
    assert links.read(CONFIG["SECRET_KEY"], link) == voter(world, row, "af").id


def test_ac19_no_name_number_reference_or_case_text_leaves_the_house(world, mailbox):
    person = build.person(world.user("soc"), "Linn Kanarieson", number="19800101-0000")
    case = build.case(world, person=person)
    row = poll(world, case, agenda="Kanarie i agendan", individual=True, guests=(GUEST,))
    says(world, row, "af", YES, YES, YES, line="Kanarie på raden")
    got = sent(mailbox)
    remind(row.deadline - timedelta(hours=20))
    got |= {f"{to} reminded": one for to, one in sent(mailbox, row.deadline).items()}
    host = acting(world.user("host"))
    deciding.close(host, reached(world, "host", row), because="annat", at=clock.now())
    got |= {f"{to} off": one for to, one in sent(mailbox).items()}
    assert len(got) == 4 + 3 + 4
    secrets = ("kanarie", "linn", "19800101", case.reference.lower(), str(case.id), "tallmyr")
    for message in got.values():
        parts = [p.get_payload(decode=True) for p in message.walk() if not p.is_multipart()]
        whole = " ".join([*map(str, message.values()), *(p.decode() for p in parts)]).lower()
        assert row.code.lower() in whole
        assert [one for one in secrets if one in whole] == []


def test_ac19_a_line_break_in_a_place_starts_no_line_of_its_own(world, mailbox):
    times = three()
    times = [type(one)(one.slot, None, "Telefon\r\nBcc: x@y.z") for one in times]
    poll(world, build.case(world), proposed=times)
    for message in sent(mailbox).values():
        assert message["Bcc"] is None
        assert "Telefon Bcc: x@y.z" in part(message, "text/plain").get_content()


def test_m5_whoever_is_silent_is_reminded_once_the_day_before_the_last(world, mailbox):
    row = poll(world, build.case(world), guests=(GUEST,), individual=True)
    says(world, row, "af", YES, YES, YES)
    sent(mailbox)
    assert remind(row.deadline - timedelta(days=1, minutes=1)) == 0
    soon = row.deadline - timedelta(hours=15)
    assert remind(soon) == 3
    assert remind(soon + timedelta(hours=1)) == 0
    got = sent(mailbox, soon)
    assert set(got) == emails(world, "soc", "fk") | {GUEST.address}
    assert {one["Subject"] for one in got.values()} == {
        f"Påminnelse: vilka tider passar? {row.code}"
    }


def test_when_a_time_is_picked_waiting_questions_are_not_sent_and_all_get_the_invitation(
    world, mailbox
):
    row = poll(world, build.case(world), guests=(GUEST,))
    file = reached(world, "host", row)
    booked = deciding.pick(acting(world.user("host")), file, file.live[0], at=clock.now())
    got = sent(mailbox)
    assert set(got) == emails(world, "host", "soc", "af", "fk") | {GUEST.address}
    assert all(booked.code in one["Subject"] for one in got.values())


def test_those_who_were_told_hear_that_it_is_off_and_nobody_else(world, mailbox):
    row = poll(world, build.case(world), guests=(GUEST,))
    mailbox.refused = {GUEST.address}
    sent(mailbox)
    mailbox.refused = set()
    remind(held_until(row.deadline))
    got = sent(mailbox, held_until(row.deadline))
    assert set(got) == emails(world, "soc", "af", "fk")
    subjects = {one["Subject"] for one in got.values()}
    assert subjects == {f"Frågan om tider {row.code} gäller inte längre"}


def test_m8_ac21_consent_withdrawn_while_the_letter_waits_stops_it(world, mailbox):
    """Even when nothing but the consent itself was changed: rendering asks once more."""
    case = build.case(world)
    poll(world, case)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    build.withdrawal(consent, world.user("soc"), world.unit("fk"))
    assert set(sent(mailbox)) == emails(world, "soc", "af")
    stopped = session.scalars(select(Letter).where(Letter.stopped_at.is_not(None))).one()
    assert stopped.trouble == "Samtycket omfattar inte mottagaren."


def test_m8_ac21_a_unit_whose_consent_is_withdrawn_leaves_and_the_others_go_on(app, world, mailbox):
    case = build.case(world)
    row = poll(world, case, guests=(GUEST,))
    sent(mailbox)
    fk = voter(world, row, "fk")
    url = f"/tid/{links.token(CONFIG['SECRET_KEY'], fk.id)}"
    assert app.test_client().get(url).status_code == 200
    withdraw(world, case, "fk")
    got = sent(mailbox)
    assert set(got) == emails(world, "fk")
    assert "gäller inte längre" in got[world.user("fk").email]["Subject"]
    assert row.is_open
    assert app.test_client().get(url).status_code == 404
    with pytest.raises(NotVisible):
        reached(world, "fk", row)
    held = session.scalars(select(TakenTime.user_id).where(TakenTime.held_for == row.id))
    assert set(held) == {world.user(who).id for who in ("host", "soc", "af")}
    file = reached(world, "host", row)
    assert deciding.pick(acting(world.user("host")), file, file.live[0], at=clock.now())
    assert set(sent(mailbox)) == emails(world, "host", "soc", "af") | {GUEST.address}


@pytest.mark.parametrize("who", [None, "host"])
def test_m8_consent_withdrawn_wholly_or_for_who_asks_closes_it_and_the_links_are_dead(
    app, world, mailbox, who
):
    case = build.case(world)
    row = poll(world, case, guests=(GUEST,))
    af = voter(world, row, "af")
    sent(mailbox)
    withdraw(world, case, who)
    got = sent(mailbox)
    assert set(got) == emails(world, "soc", "af", "fk") | {GUEST.address}
    assert (row.is_open, row.closed_because) == (False, "samtycke")
    assert session.scalars(select(TakenTime)).all() == []
    stranger = app.test_client()
    nothing = stranger.get(f"/tid/{links.token(CONFIG['SECRET_KEY'], build.any_id())}")
    dead = stranger.get(f"/tid/{links.token(CONFIG['SECRET_KEY'], af.id)}")
    assert dead.status_code == nothing.status_code == 404
    assert TOKEN.sub("", dead.text) == TOKEN.sub("", nothing.text)


def test_m8_a_protected_identity_set_meanwhile_stops_letters_and_links_to_the_uncleared(
    app, world, mailbox
):
    person = build.person(world.user("soc"))
    row = poll(world, build.case(world, person=person))
    af, soc = voter(world, row, "af"), voter(world, row, "soc")
    person.name, person.protected_at = None, clock.now()
    assert set(sent(mailbox)) == emails(world, "soc")
    stranger = app.test_client()
    for one, status in ((af, 404), (soc, 200)):
        url = f"/tid/{links.token(CONFIG['SECRET_KEY'], one.id)}"
        assert stranger.get(url).status_code == status


def test_c4_the_impact_on_polls_is_told_beforehand(world):
    case = build.case(world)
    row = poll(world, case)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent

    def lines(unit_id, who="soc", **more):
        asked = {"actor": acting(world.user(who)), "on": clock.today(), "unit_id": unit_id, **more}
        found = [one for _, many in impact_asked.send(consent, **asked) for one in many]
        return [(one.heading, " ".join(one.lines)) for one in found if "mötestider" in one.heading]

    [(heading, said)] = lines(world.unit("fk").id)
    assert heading == "Enheten lämnar en fråga om mötestider"
    assert row.code in said
    assert "En person från enheten får inte svara." in said
    assert lines(None)[0][0] == "En fråga om mötestider avslutas"
    assert lines(world.unit("psykiatri").id) == []
    assert lines(world.unit("fk").id, kinds=frozenset({"arbete"})) == []
    assert lines(None, who="norsjo") == []  # who does not reach the case hears nothing of it
