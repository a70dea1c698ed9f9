"""M3, M5: everyone answers, signed in or by a link that opens their own answers and no more."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.codes import IN_TEXT
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.kit.swedish import local
from casework.meetings.post import links as meeting_links
from casework.meetings.service.booking import Guest
from casework.polls.doing.unsigned import remind
from casework.polls.models import Poll, PollVoter
from casework.polls.post import links
from casework.polls.queries import waiting
from casework.polls.rules import Tally, held_until, tally
from casework.polls.service import deciding
from casework.polls.shown.poll import times
from tests import build
from tests.access.knocking import TOKEN
from tests.conftest import CONFIG, acting
from tests.meetings.making import meeting, miswritten, participant
from tests.polls.making import poll, reached, says, voter

YES, MAYBE, NO = "passar", "kan_om_det_behovs", "passar_inte"
GUEST = Guest("God man", "gm@utanfor.example")


def token(one):
    return links.token(CONFIG["SECRET_KEY"], one.id)


def guest_of(row):
    outside = PollVoter.external_role.is_not(None)
    return session.scalars(select(PollVoter).where(PollVoter.poll_id == row.id, outside)).one()


def filled(row, *answers, **more):
    live = sorted(session.get_one(Poll, row.id).times, key=lambda one: one.starts_at)
    return {f"tid_{t.id.hex}": said for t, said in zip(live, answers, strict=True)} | more


def tasks(world, who):
    return [one.sentence for one in waiting.tasks(acting(world.user(who)), clock.today())]


def test_m5_everybody_answers_for_themselves_and_the_best_time_stands_first(world):
    row = poll(world, build.case(world), guests=(GUEST,), individual=True)
    says(world, row, "af", NO, YES, MAYBE, line="Helst på onsdagar.")
    says(world, row, "fk", YES, YES, YES)
    file = reached(world, "host", row)
    shown = times(file, clock.now())
    assert [one.time.id for one in shown] == [file.live[n].id for n in (1, 2, 0)]
    assert [one.best for one in shown] == [True, False, False]
    assert shown[0].tally == Tally(3, 0, 0, 3)
    assert voter(world, row, "af").line == "Helst på onsdagar."
    says(world, row, "af", YES, NO, NO)
    assert [one.best for one in times(reached(world, "host", row), clock.now())][0]
    assert times(reached(world, "host", row), clock.now())[0].time.id == file.live[0].id


def test_the_tally_ranks_by_who_cannot_then_by_who_gladly_can():
    few, many = tally([YES, MAYBE, None]), tally([YES, YES, NO])
    assert few == Tally(1, 1, 0, 1)
    assert few.rank < many.rank
    assert tally([YES, YES]).rank < tally([YES, MAYBE]).rank < tally([YES, None]).rank


def test_m5_nobody_answers_for_a_colleague_but_the_organiser_notes_for_those_without_account(world):
    row = poll(world, build.case(world), individual=True)
    with pytest.raises(NotAllowed, match="svarar för sig själv"):
        says(world, row, "af", YES, YES, YES, by="fk")
    with pytest.raises(NotAllowed, match="svarar för sig själv"):
        says(world, row, "af", YES, YES, YES, by="host")


@pytest.mark.parametrize("said", [(YES, YES), (YES, YES, "kanske")])
def test_m5_an_answer_is_one_of_three_for_every_time(world, said):
    row = poll(world, build.case(world))
    file, af = reached(world, "af", row), acting(world.user("af"))
    given = {one.id: answer for one, answer in zip(file.live, said, strict=False)}
    with pytest.raises(RuleBroken, match="Svara på alla tiderna"):
        _answer(af, file, given)


def _answer(actor, file, given):
    from casework.polls.service.answering import answer  # noqa: PLC0415

    answer(actor, file, file.mine(actor), given, line=None, at=clock.now())


def test_m5_the_desk_asks_for_an_answer_and_tells_the_organiser_when_to_pick(world):
    row = poll(world, build.case(world), ("host", "af", "fk"))
    assert tasks(world, "af") == [f"Frågan om tider {row.code} väntar på ditt svar."]
    assert tasks(world, "soc") == tasks(world, "host") == []
    says(world, row, "af", YES, YES, YES)
    assert tasks(world, "af") == []
    says(world, row, "fk", YES, YES, NO)
    assert tasks(world, "host") == [f"Alla har svarat på tidsfråga {row.code}: välj tid."]
    assert IN_TEXT.findall(tasks(world, "host")[0]) == [row.code]


def test_m5_the_organiser_is_told_when_the_time_to_answer_is_over_and_when_it_lapsed(world):
    row = poll(world, build.case(world))
    with time_machine.travel(row.deadline + timedelta(hours=8), tick=False):
        assert tasks(world, "host") == [
            f"Tiden för svar på tidsfråga {row.code} har gått ut: välj tid."
        ]
        assert tasks(world, "af") == []
    lapses = held_until(row.deadline)
    assert remind(lapses - timedelta(minutes=1)) == 0
    assert row.is_open
    with time_machine.travel(lapses, tick=False):
        remind(lapses)
        session.flush()
        assert (row.closed_because, row.meeting_id) == ("gick_ut", None)
        assert tasks(world, "host") == [
            f"Ingen tid valdes i tidsfråga {row.code}. Tiderna hålls inte längre."
        ]
    with time_machine.travel(lapses + timedelta(days=9), tick=False):
        assert tasks(world, "host") == []


def test_m3_an_outsider_answers_by_link_and_learns_nothing_but_times_and_places(app, world):
    case = build.case(world)
    row = poll(world, case, guests=(GUEST,), agenda="Hemligt", individual=True)
    says(world, row, "af", YES, YES, YES, line="Turerad")
    db.seal_and_commit()
    stranger, url = app.test_client(), f"/tid/{token(guest_of(row))}"
    page = stranger.get(url)
    for time in reached(world, "host", row).live:
        assert local(time.starts_at).strftime("%H.%M") in page.text
    assert row.code in page.text
    assert "Telefon" in page.text
    secret = (case.reference, "Hemligt", "Linn", "Ture", "AF Provlunda", "God man", GUEST.address)
    assert not [one for one in (*secret, "Åsa", "Turerad") if one in page.text]
    assert stranger.post(url, data={}).status_code == 422


def test_m3_a_link_shows_ones_answers_and_never_what_one_wrote(app, world):
    row = poll(world, build.case(world), guests=(GUEST,))
    db.seal_and_commit()
    stranger, url = app.test_client(), f"/tid/{token(guest_of(row))}"
    assert stranger.get(url).text.count(" checked") == 0
    said = filled(reached(world, "host", row), YES, MAYBE, NO, line="Kfxrad")
    assert stranger.post(url, data=said).status_code == 200
    session.expire_all()
    assert guest_of(row).line == "Kfxrad"
    again = stranger.get(url).text
    assert again.count(" checked") == 3
    assert "Kfxrad" not in again  # what was written is not shown to whoever has the link
    assert stranger.post(url, data={**said, "line": ""}).status_code == 200
    session.expire_all()
    assert guest_of(row).line == "Kfxrad"
    trail = select(AuditEntry).where(AuditEntry.action == "poll answered by link")
    assert {one.user_id for one in session.scalars(trail)} == {None}


def test_m3_a_token_that_is_not_ours_or_for_something_else_is_the_same_404(app, world):
    case = build.case(world)
    row, booked = poll(world, case), meeting(world, case)
    af = voter(world, row, "af")
    other_purpose = meeting_links.token(CONFIG["SECRET_KEY"], af.id)
    unknown = links.token(CONFIG["SECRET_KEY"], build.any_id())
    forged = links.token("another secret key of thirty-two", af.id)
    of_a_meeting = links.token(CONFIG["SECRET_KEY"], participant(world, booked, "af").id)
    db.seal_and_commit()
    stranger = app.test_client()
    assert stranger.get(f"/tid/{token(af)}").status_code == 200
    answers = set()
    for bad in (other_purpose, unknown, forged, of_a_meeting, miswritten(token(af)), "x"):
        answer = stranger.get(f"/tid/{bad}")
        answers.add((answer.status_code, TOKEN.sub("", answer.text)))
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert stranger.get(f"/svar/{token(af)}").status_code == 404  # and it opens no meeting
    assert stranger.get(f"/moten/fraga/{row.id}").status_code == 302


def test_m3_a_link_says_for_two_weeks_that_it_is_over_and_shows_and_changes_nothing(app, world):
    row = poll(world, build.case(world))
    says(world, row, "af", YES, MAYBE, NO)
    af, now = voter(world, row, "af"), clock.now()
    host = acting(world.user("host"))
    deciding.close(host, reached(world, "host", row), because="annat", at=now)
    db.seal_and_commit()
    stranger, url = app.test_client(), f"/tid/{token(af)}"
    page = stranger.get(url).text
    assert "Frågan är avslutad" in page
    assert world.unit("host").name in page
    for hidden in ("om det behövs", "Telefon:", "kl. 1", world.user("host").name):
        assert hidden not in page, hidden
    refused = stranger.post(url, data=filled(reached(world, "host", row), YES, YES, YES))
    assert refused.status_code == 422
    session.expire_all()
    assert set(reached(world, "host", row).answers.values()) == {YES, MAYBE, NO}
    for days, status in ((13, 200), (14, 404)):
        with time_machine.travel(now + timedelta(days=days, minutes=1), tick=False):
            assert stranger.get(url).status_code == status, days


@pytest.mark.parametrize("how", ["left", "moved"])
def test_k5_whoever_has_left_or_moved_is_not_let_in_by_the_old_link(app, world, how):
    row = poll(world, build.case(world))
    af = voter(world, row, "af")
    user = world.user("af")
    if how == "left":
        user.left_at = clock.now()
    else:
        user.unit, user.unit_id = world.unit("psykiatri"), world.unit("psykiatri").id
        user.unit_since = clock.now()
    db.seal_and_commit()
    assert app.test_client().get(f"/tid/{token(af)}").status_code == 404
    with pytest.raises(NotVisible):
        reached(world, "af", row)
    shown = times(reached(world, "host", row), clock.now())
    assert {one.tally.silent for one in shown} == {2}  # soc and fk; af is no longer counted


def test_lines_are_read_by_those_asked_and_whoever_sees_to_it_and_by_nobody_else(world, sign_in):
    case = build.case(world)
    row = poll(world, case, ("host", "af"))
    says(world, row, "af", YES, YES, YES, line="Helst tidigt.")
    db.seal_and_commit()
    for who, reads in (("host", True), ("af", True), ("soc", False), ("fk", False)):
        page = sign_in(world.user(who)).get(f"/moten/fraga/{row.id}")
        assert page.status_code == 200, who
        assert ("Helst tidigt." in page.text) is reads, who
    assert sign_in(world.user("psykiatri")).get(f"/moten/fraga/{row.id}").status_code == 404
