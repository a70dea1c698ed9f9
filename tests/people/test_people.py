from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.audit.service import waiting
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.people import queries, service
from casework.people.models import Person
from casework.people.rules import number_index
from tests import build
from tests.conftest import acting

NUMBER = "19900101-0017"


def enter(user, **more):
    return service.enter(
        acting(user),
        **{"name": "Linn Hjortronmo", "number": NUMBER, "at": clock.now(), **more},
    )


def found(user):
    """E2: those with the number whom this user reaches; how it is searched: cases, AC12."""
    ones = select(Person).where(Person.number_index == number_index("199001010017"))
    return list(session.scalars(ones.where(queries.visible(acting(user), clock.today()))))


def test_e1_the_same_individual_may_be_entered_by_several_units_and_each_finds_its_own(world):
    """E1, R8: no uniqueness, and nothing that tells the second unit about the first."""
    first = enter(world.user("soc"))
    seal_and_commit()
    second = enter(world.user("af"))
    seal_and_commit()
    today = clock.today()
    assert found(world.user("af")) == [second]
    assert found(world.user("fk")) == []
    assert queries.person_for(acting(world.user("soc")), first.id, today) is first
    with pytest.raises(NotVisible):
        queries.person_for(acting(world.user("af")), first.id, today)


@pytest.mark.parametrize("who", ["lsg", "granskare", "admin"])
def test_e1_only_those_who_work_with_cases_reach_a_person(world, who):
    user = world.user(who)
    person = build.person(user)
    with pytest.raises(NotVisible):
        queries.person_for(acting(user), person.id, clock.today())
    with pytest.raises(NotAllowed):
        enter(user)


def test_e1_a_case_gives_reach_to_its_person_while_it_is_reached_itself(world):
    case = build.case(world)
    today = clock.today()
    assert queries.person_for(acting(world.user("af")), case.person_id, today)
    assert queries.person_for(acting(world.user("host")), case.person_id, today)
    for stranger in ("af2", "norsjo", "psykiatri"):
        with pytest.raises(NotVisible):
            queries.person_for(acting(world.user(stranger)), case.person_id, today)
    with pytest.raises(NotVisible):
        queries.person_for(acting(world.user("af")), case.person_id, today + timedelta(days=400))


def test_e2_nothing_that_identifies_lies_open_in_the_database(world):
    enter(
        world.user("soc"),
        details=service.Details(phone="070-1740605", email="linn@test.example", address="Myrv 1"),
    )
    seal_and_commit()
    row = session.execute(select(Person.__table__)).mappings().one()
    kept = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row.values())
    for secret in (b"Linn", b"0017", b"1740605", b"linn@", b"Myrv"):
        assert secret not in kept
    assert (row["birth_year"], row["sex"]) == (1990, "man")


def test_e3_a_protected_person_is_kept_without_anything(world):
    person = enter(world.user("soc"), protected=True, details=service.Details(phone="070"))
    seal_and_commit()
    assert person.is_protected
    assert (person.name, person.number, person.number_index, person.phone) == (None,) * 4
    with pytest.raises(NotAllowed, match="behörighet"):
        enter(world.user("af"), protected=True)


def test_e3_marked_later_everything_is_erased_at_once(world):
    details = service.Details(
        phone="070",
        municipality="Norsjö",
        language="tigrinja",
        interpreter=True,
        access_needs="Hiss",
        representative="Gustav Godhed",
    )
    person = enter(world.user("soc"), details=details)
    seal_and_commit()
    service.mark_protected(acting(world.user("soc")), person, at=clock.now())
    seal_and_commit()
    row = session.execute(select(Person.__table__)).mappings().one()
    open_words = ("number_index", "municipality", "language")
    empty = [c for c in row if c.endswith("_sealed") or c in open_words]
    assert [row[c] for c in empty] == [None] * len(empty)
    assert row["interpreter"], "a meeting is booked by it"
    assert found(world.user("soc")) == []


@pytest.mark.parametrize("field", service.LEADS_TO_THEM)
def test_e3_the_database_itself_refuses_it_on_a_protected_person(world, field):
    person = enter(world.user("soc"), protected=True)
    setattr(person, field, "Linn")
    with pytest.raises(IntegrityError):
        session.flush()


def test_e3_without_clearance_a_protected_person_is_not_there(world):
    af = world.user("af")
    person = build.person(af, protected_at=clock.now())
    with pytest.raises(NotVisible):
        queries.person_for(acting(af), person.id, clock.today())
    af.cleared = True
    assert queries.person_for(acting(af), person.id, clock.today()) is person


def test_e4_interpreter_needs_and_representative_follow_the_person(world):
    person = enter(
        world.user("soc"),
        details=service.Details(
            language="tigrinja",
            interpreter=True,
            access_needs="Hiss",
            representative_kind="god_man",
            representative="Siv Granås",
        ),
    )
    assert (person.language, person.interpreter, person.access_needs) == ("tigrinja", True, "Hiss")
    assert (person.representative_kind, person.representative) == ("god_man", "Siv Granås")


def test_a_person_without_a_name_or_number_is_refused(world):
    with pytest.raises(RuleBroken) as broken:
        enter(world.user("soc"), name="")
    assert broken.value.field == "name"
    with pytest.raises(RuleBroken):
        enter(world.user("soc"), number=None)


def test_a1_entering_and_reading_leave_a_row_each(world):
    person = enter(world.user("soc"))
    assert [entry.action for entry in waiting()] == ["person entered"]
    seal_and_commit()
    queries.person_for(acting(world.user("soc")), person.id, clock.today())
    assert [(e.action, e.subject_id) for e in waiting()] == [("read", person.id)]
