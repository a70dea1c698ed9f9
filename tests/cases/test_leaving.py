"""K5, AC06, AC35: leaving a unit ends every assignment that second, and coming back brings none."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.access.asking import on_behalf_of
from casework.assessments.queries.own import own_parts
from casework.authorities.accounts import Account
from casework.authorities.hiring import Post, move
from casework.authorities.models import User
from casework.authorities.service.staff import end_user
from casework.cases.models import Assignment
from casework.cases.queries import case_for, people_around, visible_cases
from casework.cases.queries.around import seats
from casework.cases.service.people import assign
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotVisible, RuleBroken
from tests import build
from tests.authorities.test_signing_in import is_out
from tests.cases.making import file_of, told
from tests.conftest import acting


def moved(user, unit, at=None, role=Role.CONTACT):
    account = session.scalars(select(Account).where(Account.user_id == user.id)).one()
    move(user, account, user.name, Post(unit, role), at or clock.now())
    session.flush()


def reaches(user):
    return bool(session.scalars(visible_cases(acting(user), clock.today())).all())


def test_ac06_a_covered_unit_is_not_enough_one_must_be_assigned(world):
    case, af2 = build.case(world), world.user("af2")
    with pytest.raises(NotVisible):
        case_for(acting(af2), case.id, clock.today())
    assert not reaches(af2)
    assert reaches(world.user("af"))


def test_k5_moving_away_and_back_brings_nothing_back(world):
    case, fk = build.case(world), world.user("fk")
    assert reaches(fk)
    moved(fk, world.unit("psykiatri"))
    assert not reaches(fk)
    moved(fk, world.unit("fk"))
    assert fk.unit_since is not None
    assert not reaches(fk)
    with pytest.raises(NotVisible):
        case_for(acting(fk), case.id, clock.today())
    soc = world.user("soc")
    file = file_of(soc, case)
    assert fk.id not in {seat.user.id for seat in seats(acting(soc), file)}
    assert fk.id not in {user.id for _, user in people_around(acting(soc), file)}


def test_k5_whoever_came_back_is_added_anew_and_then_counts(world):
    case, fk, soc = build.case(world), world.user("fk"), world.user("soc")
    moved(fk, world.unit("psykiatri"))
    moved(fk, world.unit("fk"))
    assign(acting(soc), file_of(soc, case), fk, at=clock.now())
    session.flush()
    assert reaches(fk)
    with pytest.raises(RuleBroken, match="redan"):
        assign(acting(soc), file_of(soc, case), fk, at=clock.now())


def test_k5_another_role_in_the_same_unit_keeps_what_one_works_with(world):
    build.case(world)
    fk = world.user("fk")
    moved(fk, world.unit("fk"), role=Role.OFFICER)
    assert reaches(fk)


def test_k5_an_assignment_of_the_very_moment_of_arrival_counts(world):
    case, fk = build.case(world, assigned=("soc",)), world.user("fk")
    fk.unit_since = clock.now() - timedelta(days=1)
    row = build.assign(case, fk)
    row.since = fk.unit_since
    session.flush()
    assert reaches(fk)
    row.since = fk.unit_since - timedelta(microseconds=1)
    session.flush()
    assert not reaches(fk)


def test_k5_who_came_back_does_not_read_what_colleagues_wrote_meanwhile(world):
    case, fk, other = build.case(world), world.user("fk"), build.user(world.unit("fk"))
    build.assign(case, other)
    told(other, case, "En rad.", "arbete")
    moved(fk, world.unit("psykiatri"))
    moved(fk, world.unit("fk"))
    assert not own_parts(acting(fk))


def test_ac35_whoever_leaves_loses_sessions_and_assignments_that_second(world, sign_in):
    case, fk = build.case(world), world.user("fk")
    theirs = sign_in(fk)
    assert not is_out(theirs)
    with db.writing():
        end_user(acting(world.user("admin")), session.get_one(User, fk.id), at=clock.now())
    assert is_out(theirs)
    gone = session.get_one(User, fk.id)
    assert not reaches(gone)
    soc = world.user("soc")
    assert fk.id not in {s.user.id for s in seats(acting(soc), file_of(soc, case))}
    actor = acting(gone)
    assert not actor.active


def test_ac35_a_move_ends_the_sessions_too(world, sign_in):
    fk = world.user("fk")
    theirs = sign_in(fk)
    assert not is_out(theirs)
    with db.writing():
        moved(session.get_one(User, fk.id), world.unit("psykiatri"))
    assert is_out(theirs)


def adding(adds, case_id, user_id, at, started, faults):
    """What somebody does in a thread of their own: add a user to a case, when it has started."""

    def add() -> None:
        started.wait(5)
        try:
            with on_behalf_of(adds), db.writing():
                file = case_for(adds, case_id, clock.today())
                assign(adds, file, session.get_one(User, user_id), at=at)
        except RuleBroken:
            pass  # it came after the move: the consent does not cover the new unit
        except Exception as fault:  # noqa: BLE001  a thread's failure is told by the test
            faults.append(fault)
        finally:
            session.remove()

    return add


def test_k5_added_while_being_moved_reaches_nothing_there_or_after_coming_back(world):
    """Two transactions at once: whichever waits for the other, none of them opens a door."""
    case, af2, adds = build.case(world), world.user("af2"), acting(world.user("soc"))
    session.commit()
    at, started, faults = clock.now(), threading.Event(), []
    add = adding(adds, case.id, af2.id, at + timedelta(seconds=1), started, faults)
    other = threading.Thread(target=add)
    other.start()
    with db.writing():
        moved(session.get_one(User, af2.id), world.unit("norsjo"), at)
        started.set()
        other.join(0.3)  # it reads the old unit, or waits for this transaction
    other.join(20)
    session.expire_all()
    assert not faults
    user = session.get_one(User, af2.id)
    assert not reaches(user)
    moved(user, world.unit("af"), at + timedelta(seconds=2))
    assert not reaches(user)
    rows = session.scalars(select(Assignment).where(Assignment.user_id == af2.id)).all()
    assert len(rows) <= 1
