"""What a meeting must not give: to another role, an old link, a protected person's strangers."""

from datetime import timedelta

import pytest

from casework.access import Role
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.models import Participant
from casework.meetings.post import links
from casework.meetings.service.booking import Guest
from casework.meetings.service.changing import NewTime, change
from casework.people.service import mark_protected
from tests import build
from tests.conftest import CONFIG, acting
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.post import sent


@pytest.mark.parametrize("role", [Role.STEERING, Role.REVIEWER, Role.ADMINISTRATOR])
def test_g2_whoever_stops_working_with_cases_keeps_no_meeting(world, sign_in, role):
    row, sitting = (
        meeting(world, build.case(world)),
        meeting(world, None, kind="genomgang", when=slot(hour=14)),
    )
    fk = world.user("fk")
    fk.role, fk.feed_token = role, "feed-of-maj"
    client = sign_in(fk)
    for page in ("/moten", "/kalender/feed-of-maj.ics"):
        told = client.get(page).text
        assert row.code not in told
        assert sitting.code not in told
    for one in (row, sitting):
        assert client.get(f"/moten/{one.id}").status_code == 404


def _link(one: Participant) -> str:
    return f"/svar/{links.token(CONFIG['SECRET_KEY'], one.id)}"


def test_m5_a_link_opens_nothing_for_somebody_who_has_left_the_unit(app, world):
    row = meeting(world, build.case(world))
    link = _link(participant(world, row, "fk"))
    assert app.test_client().get(link).status_code == 200
    world.user("fk").left_at = clock.now()
    session.commit()
    assert app.test_client().get(link).status_code == 404
    assert app.test_client().post(link, data={"answer": "kommer"}).status_code == 404


def test_m8_a_link_opens_nothing_when_the_consent_has_run_out(app, world):
    case = build.case(world)
    row = meeting(world, case, guests=(Guest("God man", "gm@utanfor.example"),))
    ends = [_link(participant(world, row, "fk"))]
    ends += [_link(one) for one in reached(world, "host", row).participants if one.external_role]
    session.commit()
    assert [app.test_client().get(link).status_code for link in ends] == [200, 200]
    file = reached(world, "host", row)
    consent = session.get_one(build.Consent, file.facts.consents[0].consent_id)
    consent.last_day = clock.today() - timedelta(days=1)
    session.commit()
    assert [app.test_client().get(link).status_code for link in ends] == [404, 404]


def test_m5_a_link_is_dead_some_time_after_the_meeting(app, world):
    case = build.case(world)
    early = clock.now() - timedelta(days=9)
    row = meeting(world, case, at=early, when=slot(clock.today() - timedelta(days=3)))
    link = _link(participant(world, row, "fk"))
    session.commit()
    page = app.test_client().get(link)
    assert "Mötet har varit" in page.text
    for field in ("starts_at", "ends_at"):
        setattr(row, field, getattr(row, field) - timedelta(days=30))
    session.commit()
    assert app.test_client().get(link).status_code == 404


def test_e3_marked_protected_nobody_uncleared_is_asked_again(world, mailbox):
    case = build.case(world)
    row = meeting(world, case)
    person = reached(world, "host", row).case
    mark_protected(
        acting(world.user("host")),
        session.get_one(build.Person, person.person_id),
        at=clock.now(),
    )
    session.flush()
    got = sent(mailbox)
    assert world.user("soc").email in got
    assert world.user("fk").email not in got
    new = NewTime(slot(hour=14), None, "Telefon", "fk")
    with pytest.raises(RuleBroken, match="skyddade personuppgifter"):
        change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())
