"""K1, K4: who works with a case, and who may say so."""

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.cases.models import Event
from casework.cases.policy import may_assign, may_hand_over
from casework.cases.queries.around import assignment_for, seats, units_named
from casework.cases.queries.listing import could_join
from casework.cases.service import people
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from tests import build
from tests.cases.making import file_of
from tests.conftest import acting


@pytest.mark.parametrize(("who", "yes"), [("host", True), ("soc", True), ("af", False)])
def test_k4_the_coordinator_and_the_owner_say_who_works_with_it(world, who, yes):
    case, user = build.case(world), world.user(who)
    file = file_of(user, case)
    assert bool(may_assign(acting(user), file.facts, file.on)) is yes
    if not yes:
        with pytest.raises(NotAllowed):
            people.assign(acting(user), file, world.user("af2"), at=clock.now())


@pytest.mark.parametrize("who", ["host", "soc", "af"])
def test_k1_only_the_owners_officer_passes_the_case_on_and_the_coordinator_never(world, who):
    case, user = build.case(world), world.user(who)
    file = file_of(user, case)
    answer = may_hand_over(acting(user), file.facts, file.on)
    assert bool(answer) is (who == "soc")
    assert ("Bara enheten som ansvarar" in answer.because) is (who != "soc")


def test_k4_a_colleague_reaches_the_case_when_added_and_not_when_removed(world):
    case, host, af2 = build.case(world), world.user("host"), world.user("af2")
    with pytest.raises(NotVisible):
        file_of(af2, case)
    row = people.assign(acting(host), file_of(host, case), af2, at=clock.now())
    db.seal_and_commit()
    assert file_of(af2, case)
    people.unassign(acting(host), file_of(host, case), row, at=clock.now())
    db.seal_and_commit()
    with pytest.raises(NotVisible):
        file_of(af2, case)
    said = session.scalars(select(Event).where(Event.case_id == case.id)).all()
    assert [e.sentence for e in said] == ["Ylva Stenros, AF Provlunda, arbetar nu med ärendet."]
    kept = set(session.scalars(select(AuditEntry.action)))
    assert {"assigned", "unassigned"} <= kept


def test_k4_only_staff_of_covered_units_and_nobody_twice(world):
    case, host = build.case(world), world.user("host")
    file = file_of(host, case)
    assert {u.name for u in could_join(acting(host), file, set())} == {
        *("Signe Lingonhed", "Ture Blåklint", "Ylva Stenros", "Maj Fjällskär")
    }
    with pytest.raises(RuleBroken, match="samtycket räcker inte dit"):
        people.assign(acting(host), file, world.user("psykiatri"), at=clock.now())
    with pytest.raises(RuleBroken, match="redan"):
        people.assign(acting(host), file, world.user("af"), at=clock.now())


def test_k4_a_protected_identity_is_met_only_by_the_cleared(world):
    who = build.person(world.user("soc"), protected_at=clock.now())
    case, host = build.case(world, person=who, assigned=("soc", "af")), world.user("host")
    file = file_of(host, case)
    assert {u.name for u in could_join(acting(host), file, set())} == {"Signe Lingonhed"}
    assert [seat.user.name for seat in seats(acting(host), file)] == [
        *("Åsa Tallmyr", "Signe Lingonhed")
    ]


def test_k1_the_owner_unit_always_has_somebody_left(world):
    case, host, soc = build.case(world), world.user("host"), world.user("soc")
    file = file_of(host, case)
    mine = next(s.assignment for s in seats(acting(host), file) if s.user.id == soc.id)
    with pytest.raises(RuleBroken, match="måste ha någon kvar"):
        people.unassign(acting(host), file, mine, at=clock.now())
    colleague = build.user(world.unit("soc"), name="Tove Sand")
    people.assign(acting(host), file, colleague, at=clock.now())
    session.flush()
    people.unassign(acting(host), file, mine, at=clock.now())
    assert mine.ended_by_id == host.id


def test_k4_those_the_consent_no_longer_covers_are_not_among_the_people(world):
    case, soc = build.case(world), world.user("soc")
    consent = file_of(soc, case).consent
    build.withdrawal(consent, soc, world.unit("fk"))
    names = {seat.user.name for seat in seats(acting(soc), file_of(soc, case))}
    assert names == {"Signe Lingonhed", "Ture Blåklint", "Åsa Tallmyr"}


def test_an_assignment_of_another_case_is_not_found(world):
    one, other, host = build.case(world), build.case(world), world.user("host")
    theirs = next(s for s in seats(acting(host), file_of(host, other)) if s.assignment)
    with pytest.raises(NotVisible):
        assignment_for(acting(host), file_of(host, one), theirs.assignment.id)


def test_the_units_of_every_version_are_named(world):
    case, soc = build.case(world), world.user("soc")
    first = file_of(soc, case).consent
    build.consent(
        build.person(soc),
        soc,
        {world.unit("psykiatri"): ("planering",)},
        series_id=first.series_id,
        version=2,
    )
    first.replaced_on = clock.today()
    session.flush()
    named = {unit.short_name for unit in units_named(acting(soc), file_of(soc, case))}
    assert "Psykiatrin" in named
    assert "FK Provlunda" in named
