"""A1, A2: rows are added with the change they tell of, chained, and a tampered chain is found."""

import pytest
from sqlalchemy import text

from casework.audit.queries import verify
from casework.audit.service import record, waiting
from casework.authorities.models import Room
from casework.kit.db import session, writing
from tests import build
from tests.conftest import acting


@pytest.fixture
def five_rows(world):
    session.commit()
    for number in range(5):
        with writing():
            record(acting(world.user("soc")), f"act {number}", build.room())
    return world


def spoil(statement):
    session.execute(text(statement))
    session.commit()
    session.expire_all()
    return verify()


@pytest.mark.usefixtures("five_rows")
def test_a2_an_honest_chain_holds():
    verdict = verify()
    assert (verdict.rows, verdict.first_bad) == (5, None)


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit_entries SET action = 'nothing' WHERE seq = 3", 3),
        ("UPDATE audit_entries SET user_id = NULL WHERE seq = 1", 1),
        ("UPDATE audit_entries SET outcome = 'denied' WHERE seq = 5", 5),
        ("DELETE FROM audit_entries WHERE seq = 2", 2),
        ("DELETE FROM audit_entries WHERE seq = 5", 5),
        ("DELETE FROM audit_head", 5),
        ("UPDATE audit_head SET seq = 4", 6),
        ("UPDATE audit_head SET mac = 'x'", 5),
    ],
)
def test_a2_a_spoiled_chain_names_its_first_bad_row(statement, first_bad):
    assert spoil(statement).first_bad == first_bad


@pytest.mark.usefixtures("five_rows")
def test_a2_two_rows_that_change_places_are_found():
    for old, new in ((2, 92), (3, 2), (92, 3)):
        verdict = spoil(f"UPDATE audit_entries SET seq = {new} WHERE seq = {old}")
    assert verdict.first_bad == 2


def test_a1_a_change_that_fails_leaves_no_row(world):
    session.commit()

    def fails():
        with writing():
            record(acting(world.user("soc")), "room added", build.room("Fel"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not waiting()
    assert verify().rows == 0
    assert session.query(Room).count() == 0


def test_a1_without_the_trail_nothing_is_kept(world):
    session.commit()

    def one_more():
        with writing():
            record(acting(world.user("soc")), "room added", build.room("Ej"))
            session.execute(text("DROP TABLE audit_entries"))

    with pytest.raises(Exception, match="audit_entries"):
        one_more()
    assert session.query(Room).count() == 0
