"""Meetings, minutes and links after something is lost: each of these was a hole once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.access import Role
from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.letters.models import Letter
from casework.meetings.models import Meeting, MinutesItem
from casework.meetings.post import links
from casework.meetings.post.posting import LATE_NO
from casework.meetings.service import changing, minuting
from casework.meetings.service.minuting import Minutes
from casework.polls.service import deciding
from tests import build
from tests.access.knocking import Visitor
from tests.conftest import CONFIG, acting
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.several import two
from tests.meetings.test_changes import answered
from tests.meetings.test_late import LATE
from tests.meetings.test_minutes import held, written
from tests.meetings.test_several_page import typed, url_of
from tests.polls.making import poll
from tests.polls.making import reached as reached_poll

OPEN_AGAIN = "Ärendet är avslutat. Det måste öppnas igen före ett nytt möte."


def closed(case):
    case.closed_at, case.step = clock.now(), "avslut"
    case.next_step = case.next_step_on = None
    db.seal_and_commit()


def test_k6_no_meeting_is_booked_of_a_case_that_is_closed(world, sign_in):
    case, host = two(world).first, sign_in(world.user("host"))
    closed(case)
    refused = host.post(url_of(case), data=typed(world, ("host", "soc", "af")))
    assert refused.status_code == 422
    assert OPEN_AGAIN in refused.text
    assert session.scalar(select(func.count(Meeting.id))) == 0
    assert session.scalar(select(func.count(Letter.id))) == 0


def test_k6_nobody_is_asked_about_times_nor_a_time_picked_for_a_case_that_is_closed(world):
    case = build.case(world)
    row = poll(world, case)
    closed(case)
    host, file = acting(world.user("host")), reached_poll(world, "host", row)
    with pytest.raises(RuleBroken, match="avslutat"):
        deciding.pick(host, file, file.live[0], at=clock.now())
    session.rollback()
    with pytest.raises(RuleBroken, match="avslutat"):
        poll(world, case, proposed=None)


@pytest.fixture
def narrow(world):
    """A coordinator of another house, whom the consent gives planning only."""
    unit = build.unit("Norra värden", world.unit("norsjo").authority, coordinates=True, position=9)
    world.units["north"] = unit
    world.users["north"] = build.user(unit, Role.COORDINATOR, "Kaj Norrby")
    return build.case(
        world, {**dict.fromkeys(("host", "soc", "af", "fk"), "all"), "north": ("planering",)}
    )


def in_minutes(row):
    found = session.scalars(select(MinutesItem).where(MinutesItem.meeting_id == row.id))
    return {item.text for item in found if item.text}


def test_m7_c5_whoever_does_not_read_what_stands_in_the_minutes_does_not_take_it_away(
    world, narrow, sign_in
):
    row = held(world, narrow)
    written(world, row)
    client, page = sign_in(world.user("north")), f"/moten/{row.id}/anteckningar"
    assert "Sover dåligt." not in client.get(page).text
    people = reached(world, "host", row).asked
    said = {f"narvaro_{one.id.hex}": "pa_plats" for one in people}
    typed_in = {**said, "om_planering": "Vi ses i mars."}
    assert client.post(page, data=typed_in).status_code == 302
    session.expire_all()
    assert {"Sover dåligt.", "Vi ses i mars."} <= in_minutes(row)
    over = client.post(page, data={**typed_in, "om_psykisk": "Något annat."})
    assert over.status_code == 422
    assert "Sover dåligt." not in over.text
    session.expire_all()
    assert "Sover dåligt." in in_minutes(row)
    assert "Något annat." not in in_minutes(row)


def test_m7_what_the_individual_took_on_stays_when_they_are_taken_out(world, sign_in):
    row = meeting(world, build.case(world), individual=True, when=slot())
    row.starts_at, row.ends_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)
    host, file = acting(world.user("host")), reached(world, "host", row)
    said = Minutes({}, {}, individual_takes_on="Kommer på tisdag.")
    minuting.save(host, file, said, at=clock.now())
    person = next(one for one in file.asked if one.is_individual)
    changing.remove(host, file, person, at=clock.now())
    db.seal_and_commit()
    page = f"/moten/{row.id}/anteckningar"
    answer = sign_in(world.user("host")).post(page, data={"om_planering": "Vi ses."})
    assert answer.status_code == 302
    session.expire_all()
    assert in_minutes(row) == {"Kommer på tisdag.", "Vi ses."}


def late_noes():
    return session.scalar(select(func.count(Letter.id)).where(Letter.kind == LATE_NO))


def test_ac25_m5_whoever_changes_their_mind_over_and_over_writes_one_letter_an_hour(world):
    row = meeting(world, build.case(world))
    at = row.starts_at - LATE
    for _ in range(3):
        answered(world, row, "af", "kan_inte", at=at)
        answered(world, row, "af", "kommer", at=at)
    answered(world, row, "af", "kan_inte", at=at)
    assert late_noes() == 1
    answered(world, row, "fk", "kan_inte", at=at)
    assert late_noes() == 2  # somebody else's no is news


@pytest.mark.parametrize(
    ("became", "later", "letters"),
    [
        ("sent_at", timedelta(minutes=59), 1),
        ("sent_at", timedelta(minutes=61), 2),
        ("stopped_at", timedelta(minutes=1), 2),  # it was taken back as it went: nobody was told
    ],
)
def test_ac25_m5_a_no_after_a_while_is_told_again(world, became, later, letters):
    row = meeting(world, build.case(world))
    at = row.starts_at - LATE
    answered(world, row, "af", "kan_inte", at=at)
    [told] = session.scalars(select(Letter).where(Letter.kind == LATE_NO))
    setattr(told, became, at)
    answered(world, row, "af", "kommer", at=at)
    answered(world, row, "af", "kan_inte", at=at + later)
    assert late_noes() == letters


def test_ac25_one_right_link_does_not_fill_the_trail(app, world):
    """From however many addresses; and it keeps nobody else's link from being answered."""
    row = meeting(world, build.case(world))
    mine, other = (
        links.token(CONFIG["SECRET_KEY"], participant(world, row, who).id) for who in ("af", "fk")
    )
    db.seal_and_commit()
    before = session.query(AuditEntry).count()
    app.test_client_class = Visitor
    limiter = app.extensions["guessing"]
    limiter.enabled = True
    try:
        limiter.reset()
        codes = [_posted(app, mine, f"192.0.2.{number}") for number in range(15)]
        assert codes == [200] * 10 + [429] * 5
        assert _posted(app, other, "192.0.2.1") == 200
        assert app.test_client().get(f"/svar/{mine}").status_code == 200  # it may still be read
    finally:
        limiter.reset()
        limiter.enabled = False
    session.expire_all()
    assert session.query(AuditEntry).count() == before + 11


def _posted(app, token, address):
    told = {"environ_base": {"REMOTE_ADDR": address}, "data": {"answer": "kommer"}}
    return app.test_client().post(f"/svar/{token}", **told).status_code
