"""The letters are shown before anything is saved, and are what is sent: up to a code and a link."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.swedish import local
from casework.letters.models import Letter
from casework.meetings.forms import BookingForm
from casework.meetings.models import InvitationText, Meeting, Participant
from casework.meetings.post.words import INDIVIDUAL, Told, asked, text_message
from casework.meetings.service import changing
from casework.meetings.shown import booking as page
from casework.meetings.shown.preview import preview
from casework.people import service as people
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, reached, slot
from tests.meetings.post import event_of, part, sent
from tests.meetings.test_pages import text, typed

LINK = re.compile(r"https?://\S+/svar/\S+")
OWN = {"soc": "Ta med blanketten.", "af": "Ring på klockan.", "outside": "Fråga i receptionen."}
GUEST = {"role_1": "God man", "address_1": "godman@utanfor.example"}


def own(world, key):
    return f"own_{world.unit(key).authority_id.hex}"


def everything(world, case, **more):
    """A form with something in every letter."""
    case_person(case).email = "linn@hemma.example"
    return typed(
        world,
        ("host", "soc", "af", "fk"),
        **GUEST,
        **{own(world, "soc"): OWN["soc"], own(world, "af"): OWN["af"]},
        **{"own_outside": OWN["outside"], "own_individual": "Vi bjuder på kaffe."},
        **{"individual_by": "epost", "video": "y", "video_link": "https://video.example.se/17"},
        **more,
    )


def case_person(case):
    return case_for_host(case).person


def case_for_host(case):
    host = session.scalars(select(build.User).where(build.User.name == "Åsa Tallmyr")).one()
    return case_for(acting(host), case.id, clock.today())


def shown_before(app, world, case, data):
    """The preview of a form, as the view makes it."""
    host, file = acting(world.user("host")), case_for_host(case)
    with app.test_request_context("/moten/boka", method="POST", data=data):
        found = page.choices(host, file)
        form = page.form_for(found, file, clock.today(), BookingForm)
        return preview(host, form, found, file, world.user("host"), at=clock.now())


def test_m3_what_is_shown_before_is_what_each_party_gets(app, world, sign_in, mailbox):
    case = build.case(world)
    data = everything(world, case)
    before = shown_before(app, world, case, data)
    sign_in(world.user("host")).post(f"/moten/boka?arende={case.id}", data=data)
    code, names = session.scalars(select(Meeting.code)).one(), receivers(world)
    expected = {who: letter for letter in before.letters for who in letter.receivers}
    got = sent(mailbox)
    assert set(got) == set(names)
    for address, message in got.items():
        letter = expected[names[address]]
        assert said_in(message, code) == (letter.words.subject, letter.text.strip())
        location = str(event_of(message)["LOCATION"])
        assert location == dict(before.calendar)["Plats"]
        assert "https://video.example.se/17" in location
    assert len(before.letters) == 5  # the municipality, AF, FK, from outside, the individual


def said_in(message, code):
    """Subject and text of a letter, up to the code and the one link."""
    plain = part(message, "text/plain").get_content().replace("\r\n", "\n")
    (link,) = LINK.findall(plain)
    subject = message["Subject"].replace(code, "M-…")
    return subject, plain.replace(link, "…/svar/…").replace(code, "M-…").strip()


def receivers(world):
    """{address: how the preview calls them}"""
    staff = {
        world.user(key).email: f"{world.user(key).name} ({world.unit(key).short_name})"
        for key in ("host", "soc", "af", "fk")
    }
    return {
        **staff,
        "godman@utanfor.example": "God man",
        "linn@hemma.example": "Personen själv",
    }


def test_own_words_stand_in_their_partys_letter_and_in_no_other(world, sign_in, mailbox):
    case = build.case(world)
    data = everything(world, case)
    sign_in(world.user("host")).post(f"/moten/boka?arende={case.id}", data=data)
    got = sent(mailbox)
    whose = {
        world.user("host").email: OWN["soc"],
        world.user("soc").email: OWN["soc"],
        world.user("af").email: OWN["af"],
        world.user("fk").email: "",
        "godman@utanfor.example": OWN["outside"],
        "linn@hemma.example": "Vi bjuder på kaffe.",
    }
    texts = [*OWN.values(), "Vi bjuder på kaffe."]
    for address, message in got.items():
        plain = part(message, "text/plain").get_content()
        html = part(message, "text/html").get_content()
        for one in texts:
            assert (one in plain) is (one == whose[address]), (address, one)
            assert (one in html) is (one == whose[address])
            assert one not in str(event_of(message).get("DESCRIPTION", ""))
    rows = session.scalars(select(InvitationText)).all()
    assert {one.text for one in rows} == set(texts)
    assert b"kaffe" not in b"".join(one.text_sealed for one in rows)


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("own_individual", "Hej Linn, ta med", "Personens namn får inte stå i breven"),
        ("own_outside", "Det gäller 19800101-0000", "personnummer"),
        ("own_outside", "Ärende SAM-7K3QF", "nummer som leder till ärendet"),
        ("place", "Hos Linns mamma", "Personens namn får inte stå i breven"),
        ("role_1", "Linns god man", "Personens namn får inte stå i breven"),
        ("own_individual", "Fråga efter Karin Berg", "någon annans namn"),
        ("role_1", "God man Karin Berg", "någon annans namn"),
    ],
)
def test_m3_letters_are_read_through_before_they_are_saved(world, sign_in, field, words, said):
    case = build.case(world)
    data = typed(world, **{**GUEST, "slot": typed(world)["slot"], field: words})
    page_shown = sign_in(world.user("host")).post(f"/moten/boka?arende={case.id}", data=data)
    assert page_shown.status_code == 422
    assert said in text(page_shown)
    assert session.scalars(select(Meeting)).all() == []


def test_m3_the_box_never_lets_the_individuals_name_or_number_through(world, sign_in):
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    for words in ("Linn Hjortronmo kommer", "Det gäller 19800101-0000"):
        data = typed(world, own_individual=words, own_outside="Ring Karin")
        first = text(client.post(url, data=data))
        offered = re.search(r'name="read_through" value="([^"]*)"', first)
        ticked = {**data, "read_through": offered[1] if offered else ""}
        assert client.post(url, data=ticked).status_code == 422
    allowed = typed(world, own_individual="Fråga efter Karin i receptionen")
    offered = re.search(
        r'name="read_through" value="([^"]*)"', text(client.post(url, data=allowed))
    )
    assert client.post(url, data={**allowed, "read_through": offered[1]}).status_code == 302


def test_looking_at_the_letters_saves_nothing_and_keeps_what_was_typed(world, sign_in):
    case = build.case(world)
    build.room("Plan 2", 12)
    data = everything(world, case, granska="1", agenda="Kvar", place="")
    shown = sign_in(world.user("host")).post(f"/moten/boka?arende={case.id}", data=data)
    assert shown.status_code == 200
    page_text = text(shown)
    for words in ("Inget är bokat ännu", "Kvar", "Plan 2", OWN["af"], "Vi bjuder på kaffe."):
        assert words in page_text
    assert session.scalars(select(Meeting)).all() == []
    assert session.scalars(select(Letter)).all() == []


def test_the_individual_is_offered_only_what_can_reach_them(world, sign_in):
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    person = case_person(case)
    person.email = person.phone = None
    db.seal_and_commit()
    assert "Personen får kallelsen på papper" in text(client.get(url))
    refused = client.post(url, data=typed(world, individual_by="epost"))
    assert refused.status_code == 422
    person.phone = "070-000 00 00"
    db.seal_and_commit()
    shown = text(client.get(url))
    assert 'value="sms"' in shown
    assert 'value="epost"' not in shown


def test_a_text_message_is_shown_to_be_pasted_and_leaves_by_no_gateway(world, sign_in, mailbox):
    case = build.case(world)
    case_person(case).phone = "070-000 00 00"
    db.seal_and_commit()
    client = sign_in(world.user("host"))
    done = client.post(f"/moten/boka?arende={case.id}", data=typed(world, individual_by="sms"))
    shown = text(client.get(done.location))
    one = session.scalars(select(Participant).where(Participant.is_individual)).one()
    assert (one.told_by, one.address) == ("sms", None)
    assert "Hej! Du är välkommen till möte M-" in shown
    assert "/svar/" in shown
    assert len(sent(mailbox)) == 3
    assert "/svar/" not in text(sign_in(world.user("af")).get(done.location))


def booked_by_mail(world, case):
    case_person(case).email = "linn@hemma.example"
    row = meeting(world, case, individual=True, individual_by="epost")
    db.seal_and_commit()
    return row


def test_m8_no_letter_to_the_individual_without_consent_when_it_goes(world, mailbox):
    case = build.case(world)
    row = booked_by_mail(world, case)
    assert "linn@hemma.example" in sent(mailbox)
    new = changing.NewTime(slot(hour=14), None, "Telefon", "AF")
    changing.change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())
    db.seal_and_commit()
    consent = case_for_host(case).consent
    build.withdrawal(consent, world.user("soc"))
    session.expire_all()
    assert set(sent(mailbox)) == {world.user("soc").email}  # the owner keeps its case


def test_e3_once_protected_no_address_is_left_and_no_letter_goes(world, mailbox):
    case = build.case(world)
    booked_by_mail(world, case)
    person = case_person(case)
    people.mark_protected(acting(world.user("soc")), person, at=clock.now())
    one = session.scalars(select(Participant).where(Participant.is_individual)).one()
    assert (one.address, one.told_by) == (None, "brev")
    session.flush()
    assert "linn@hemma.example" not in {x.address for x in session.scalars(select(Letter))}
    assert "linn@hemma.example" not in sent(mailbox)


def test_m3_the_words_are_pure_and_know_no_more_than_they_are_told():
    told = Told("M-4H8TN", slot().starts_at, slot().ends_at, "Plan 2", to=INDIVIDUAL, link="L")
    assert asked(told).subject == "Välkommen till möte M-4H8TN"
    assert text_message(replace(told, own="Kaffe.")).count("Kaffe.") == 1
    when = f"kl. {local(slot().starts_at):%H.%M}"
    assert when in asked(told).opening
    assert when in text_message(told)
