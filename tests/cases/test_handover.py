"""K1: a case goes to another unit only when its owner asks and that unit says yes."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from casework.access import Role
from casework.audit.models import AuditEntry
from casework.cases.models import Assignment, Event, Handover
from casework.cases.policy import may_answer
from casework.cases.queries.handovers import could_receive, proposals, tasks
from casework.cases.service import handover as service
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.referrals.models import Referral
from tests import build
from tests.cases.making import asked, file_of, offer_to
from tests.conftest import acting


def take_on(world, row, who="fk", officer=None):
    user = world.user(who)
    with db.writing():
        offer = offer_to(user, row)
        service.accept(acting(user), offer, officer or user, at=clock.now())


def test_k1_the_owner_asks_the_unit_says_yes_and_then_it_owns(world):
    case, fk = build.case(world, assigned=("soc", "af")), world.user("fk")
    row = asked(world, case, "fk")
    assert case.owner_unit_id == world.unit("soc").id
    with pytest.raises(NotVisible):
        file_of(fk, case)
    take_on(world, row)
    assert case.owner_unit_id == world.unit("fk").id
    file = file_of(fk, case)
    assert file.owner.id == world.unit("fk").id
    assert (row.accepted, row.officer_id, row.answered_by_id) == (True, fk.id, fk.id)
    said = session.scalars(select(Event.sentence_sealed).where(Event.case_id == case.id)).all()
    assert len(said) == 1
    events = session.scalars(select(Event).where(Event.case_id == case.id)).all()
    assert events[0].sentence == "FK Provlunda tog över ansvaret från Socialkontoret."
    kept = set(session.scalars(select(AuditEntry.action)))
    assert {"hand-over proposed", "hand-over accepted"} <= kept


def test_k1_statistics_count_by_who_referred_and_that_stays(world):
    case = build.case(world)
    take_on(world, asked(world, case, "fk"))
    assert session.get_one(Referral, case.referral_id).unit_id == world.unit("soc").id
    reports = (Path(__file__).parents[2] / "casework" / "reports").rglob("*.py")
    texts = [path.read_text() for path in reports]
    assert any("Referral.unit_id" in text for text in texts)
    assert not any("owner_unit" in text for text in texts)


@pytest.mark.parametrize("covered", [True, False])
def test_k1_the_former_owner_stays_only_while_the_consent_covers_it(world, covered):
    grants = dict.fromkeys(("host", "soc", "fk") if covered else ("host", "fk"), "all")
    case, soc = build.case(world, grants, assigned=("soc",)), world.user("soc")
    row = asked(world, case, "fk")
    take_on(world, row)
    kept = session.scalars(select(Assignment).where(Assignment.user_id == soc.id)).one()
    assert kept.ended_at is None  # computed away, not ended
    if covered:
        assert file_of(soc, case).decision.reason.value != "owner"
    else:
        with pytest.raises(NotVisible):
            file_of(soc, case)


@pytest.mark.parametrize("who", ["host", "af"])
def test_k1_neither_the_coordinator_nor_another_unit_asks(world, who):
    case, user = build.case(world), world.user(who)
    said = {"unit": world.unit("fk"), "user": None, "reason": "Flytt.", "at": clock.now()}
    with pytest.raises(NotAllowed, match="Bara enheten som ansvarar"):
        service.propose(acting(user), file_of(user, case), **said)


def test_k1_a_coordinator_employed_by_the_asked_unit_does_not_answer(world):
    case = build.case(world)
    row = asked(world, case, "fk")
    boss = build.user(world.unit("fk"), Role.COORDINATOR)
    with pytest.raises(NotVisible):
        offer_to(boss, row)
    offer = offer_to(world.user("fk"), row)
    assert not may_answer(acting(boss), offer.asked)
    with pytest.raises(NotAllowed):
        service.accept(acting(boss), offer, world.user("fk"), at=clock.now())


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("psykiatri", "Ett nytt samtycke behövs först"),
        ("host", "samordnar"),
        ("soc", "ansvarar redan"),
    ],
)
def test_k1_only_a_unit_that_the_consent_covers_is_asked(world, unit, sentence):
    case = build.case(world)
    with pytest.raises(RuleBroken, match=sentence):
        asked(world, case, unit)


def test_k1_units_on_offer_are_covered_and_have_somebody_who_answers(world):
    case, soc = build.case(world), world.user("soc")
    world.user("af").role = world.user("af2").role = Role.OFFICER
    session.flush()
    units, staff = could_receive(acting(soc), file_of(soc, case))
    assert [unit.id for unit in units] == [world.unit("fk").id]
    assert [user.id for user in staff] == [world.user("fk").id]
    with pytest.raises(RuleBroken, match="Ingen på AF Provlunda"):
        asked(world, case, "af")


def test_k1_one_question_at_a_time_also_in_the_database(world):
    case = build.case(world)
    first = asked(world, case, "fk")
    with pytest.raises(RuleBroken, match="redan fått frågan"):
        asked(world, case, "af")
    more = {"case_id": case.id, "from_unit_id": first.from_unit_id, "reason": "x"}
    more |= {"proposed_by_id": first.proposed_by_id, "proposed_at": clock.now()}
    session.add(Handover(to_unit_id=world.unit("af").id, **more))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_k1_the_owner_takes_the_question_back_until_it_is_answered(world):
    case, soc = build.case(world), world.user("soc")
    row = asked(world, case, "fk")
    offer = offer_to(world.user("fk"), row)
    service.take_back(acting(soc), file_of(soc, case), row, at=clock.now())
    session.flush()
    with pytest.raises(RuleBroken, match="redan besvarad eller tillbakatagen"):
        service.accept(acting(world.user("fk")), offer, world.user("fk"), at=clock.now())
    assert case.owner_unit_id == world.unit("soc").id
    assert asked(world, case, "af").is_waiting
    host = world.user("host")
    with pytest.raises(NotAllowed):
        service.take_back(acting(host), file_of(host, case), row, at=clock.now())


def test_k1_a_no_leaves_the_case_and_tells_the_owner_why(world):
    case, soc, fk = build.case(world), world.user("soc"), world.user("fk")
    row = asked(world, case, "fk")
    service.decline(acting(fk), offer_to(fk, row), because="Vi är för få.", at=clock.now())
    session.flush()
    assert case.owner_unit_id == world.unit("soc").id
    assert proposals(acting(soc), file_of(soc, case))[0].answer == "Vi är för få."
    host = world.user("host")
    seen = proposals(acting(host), file_of(host, case))[0]
    assert (seen.accepted, seen.reason, seen.answer) == (False, "", "")
    with pytest.raises(RuleBroken, match="redan besvarad"):
        service.take_back(acting(soc), file_of(soc, case), row, at=clock.now())


@pytest.mark.parametrize("whole", [True, False])
def test_k1_c1_a_consent_that_ended_meanwhile_stops_it_with_a_sentence(world, whole):
    case, soc, fk = build.case(world), world.user("soc"), world.user("fk")
    row = asked(world, case, "fk")
    offer = offer_to(fk, row)
    assert offer.kinds == set(build.KINDS)
    build.withdrawal(file_of(soc, case).consent, soc, None if whole else world.unit("fk"))
    with pytest.raises(RuleBroken, match="Samtycket omfattar inte din enhet längre"):
        service.accept(acting(fk), offer, fk, at=clock.now())
    assert case.owner_unit_id == world.unit("soc").id
    with pytest.raises(NotVisible):
        offer_to(fk, row)
    assert not tasks(acting(fk), clock.today())
    (ours,) = tasks(acting(soc), clock.today())
    assert ours.sentence.startswith("Samtycket omfattar inte längre FK")


def test_k1_a_closed_case_stays_where_it_is(world):
    case, fk = build.case(world), world.user("fk")
    row = asked(world, case, "fk")
    offer = offer_to(fk, row)
    case.closed_at = clock.now()
    session.flush()
    with pytest.raises(RuleBroken, match="avslutat"):
        service.accept(acting(fk), offer, fk, at=clock.now())
    other = build.case(world, closed_at=clock.now())
    with pytest.raises(RuleBroken, match="avslutat"):
        asked(world, other, "fk")


def test_k1_the_one_who_takes_it_on_works_in_the_asked_unit_and_is_not_added_twice(world):
    case, fk = build.case(world, assigned=("soc", "fk")), world.user("fk")
    row = asked(world, case, "fk")
    with pytest.raises(RuleBroken, match="i din enhet"):
        service.accept(acting(fk), offer_to(fk, row), world.user("af"), at=clock.now())
    take_on(world, row)
    rows = session.scalars(select(Assignment).where(Assignment.user_id == fk.id)).all()
    assert len(rows) == 1


def test_k1_contact_persons_answer_and_the_officer_they_asked_for(world):
    case = build.case(world)
    wished, other = (build.user(world.unit("fk"), Role.OFFICER) for _ in range(2))
    row = asked(world, case, "fk", user=wished)
    assert offer_to(wished, row)
    for user in (other, world.user("af"), world.user("host"), world.user("soc")):
        with pytest.raises(NotVisible):
            offer_to(user, row)


def test_k1_a_protected_identity_is_offered_only_to_the_cleared(world):
    who = build.person(world.user("soc"), protected_at=clock.now())
    case, fk = build.case(world, person=who, assigned=("soc",)), world.user("fk")
    with pytest.raises(RuleBroken, match="Ingen på FK"):
        asked(world, case, "fk")
    fk.cleared = True
    session.flush()
    row = asked(world, case, "fk")
    plain = build.user(world.unit("fk"))
    with pytest.raises(NotVisible):
        offer_to(plain, row)
    with pytest.raises(RuleBroken, match="i din enhet"):
        service.accept(acting(fk), offer_to(fk, row), plain, at=clock.now())


def test_k1_two_who_answer_at_once_do_not_both_win(world):
    case, fk = build.case(world), world.user("fk")
    row = asked(world, case, "fk")
    session.commit()
    offer = offer_to(fk, row)
    session.execute(  # somebody else, in a transaction of their own, was first
        Handover.__table__.update().where(Handover.id == row.id).values(revision=row.revision + 1)
    )
    service.decline(acting(fk), offer, because="Nej.", at=clock.now())
    with pytest.raises(StaleDataError):
        session.flush()
    session.rollback()


def test_k1_the_desk_tells_those_who_are_asked_and_those_who_asked(world):
    case, today = build.case(world, assigned=("soc",)), clock.today()
    row = asked(world, case, "fk")
    (mine,) = tasks(acting(world.user("fk")), today)
    assert not tasks(acting(world.user("soc")), today)  # for a week there is nothing to do
    (theirs,) = tasks(acting(world.user("soc")), today + timedelta(days=8))
    assert "frågar om din enhet kan ta över" in mine.sentence
    assert theirs.flag == "Inget svar än"
    assert all(case.reference in one.sentence for one in (mine, theirs))
    for who in ("host", "af", "lsg"):
        assert not tasks(acting(world.user(who)), today)
    fk = world.user("fk")
    service.decline(acting(fk), offer_to(fk, row), because="Nej.", at=clock.now())
    session.flush()
    assert not tasks(acting(fk), today)
    assert tasks(acting(world.user("soc")), today)[0].flag == "Svaret blev nej"
    assert not tasks(acting(world.user("soc")), today + timedelta(days=8))
