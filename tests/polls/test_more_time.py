"""C1, M1, K5: more time to answer asks consent again, and tells whoever gives it what it meant."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.cases.queries import case_for
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotVisible, RuleBroken
from casework.kit.swedish import local_day, weekday_date
from casework.kit.working_days import add_working_days
from casework.meetings.models import TakenTime
from casework.polls.doing.unsigned import remind
from casework.polls.service import deciding
from tests import build
from tests.conftest import acting
from tests.meetings.post import sent
from tests.polls.making import poll, reached, slot, voter


def extend(world, row, days=5):
    file = reached(world, "host", row)
    later = add_working_days(clock.today(), days)
    host = acting(world.user("host"))
    left = deciding.extend(host, file, deadline=later, at=clock.now())
    session.flush()
    return left


def withdrawn(world, case, who):
    """The consent alone, as when it runs out: no listener takes anybody out of the question."""
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    build.withdrawal(consent, world.user("soc"), world.unit(who))


def held(row):
    return set(session.scalars(select(TakenTime.user_id).where(TakenTime.held_for == row.id)))


def test_c1_whoever_is_no_longer_covered_is_not_asked_again_nor_held(world, mailbox):
    case = build.case(world)
    row, fk = poll(world, case), world.user("fk")
    sent(mailbox)
    gone = voter(world, row, "fk")
    withdrawn(world, case, "fk")
    assert fk.id in held(row)
    assert [one.id for one in extend(world, row)] == [gone.id]
    assert held(row) == {world.user(who).id for who in ("host", "soc", "af")}
    told = sent(mailbox)
    assert set(told) == {fk.email}
    assert "gäller inte längre" in told[fk.email]["Subject"]
    day_before = row.deadline - timedelta(hours=15)
    assert remind(day_before) == 2
    assert fk.email not in sent(mailbox, day_before)
    with pytest.raises(NotVisible):
        reached(world, "fk", row)
    trail = select(AuditEntry.action).where(AuditEntry.subject_id == row.id)
    assert {"poll extended", "poll voters removed"} <= set(session.scalars(trail))


def test_c1_the_coordinator_is_told_who_and_why_before_and_after_and_nobody_else(world, sign_in):
    case = build.case(world)
    row = poll(world, case)
    withdrawn(world, case, "fk")
    world.user("af").left_at = clock.now()
    db.seal_and_commit()
    fk = f"{world.user('fk').name}: samtycket omfattar inte längre {world.unit('fk').name}"
    af = f"{world.user('af').name}: har slutat"
    host, url = sign_in(world.user("host")), f"/moten/fraga/{row.id}"
    before = host.get(f"{url}/forlang").text
    assert fk in before
    assert af in before
    assert "Samtycket omfattar inte längre" in host.get(url).text
    assert "omfattar inte längre" not in sign_in(world.user("soc")).get(url).text
    later = add_working_days(clock.today(), 5).isoformat()
    after = host.post(f"{url}/forlang", data={"deadline": later}, follow_redirects=True).text
    assert f"Frågas inte igen: {fk}." in after
    assert f"Frågas inte igen: {af}." in after


def test_m1_the_consent_must_still_hold_on_every_day_that_is_asked_about(world):
    case = build.case(world)
    row = poll(world, case)
    given = session.scalars(build.select_consent(case)).one()
    given.last_day = local_day(slot(9).starts_at)
    session.flush()
    with pytest.raises(RuleBroken, match="då omfattar samtycket inte längre") as no:
        extend(world, row)
    assert str(no.value).lower().startswith(weekday_date(slot(10).starts_at))
    file = reached(world, "host", row)
    deciding.take_back(acting(world.user("host")), file, file.live[2], at=clock.now())
    assert extend(world, row) == []


def test_c1_with_nobody_left_to_ask_it_is_closed_instead(world):
    case = build.case(world)
    row = poll(world, case, ("host", "fk"), individual=True)
    withdrawn(world, case, "fk")
    with pytest.raises(RuleBroken, match="Avsluta frågan i stället"):
        extend(world, row)
