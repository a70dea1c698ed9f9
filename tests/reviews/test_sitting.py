"""V1 what is taken up, V2 who hears and who leaves, V3 what an item ends in."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.cases.models import Assignment, Case
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken, Stale
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking
from casework.referrals.models import ReferralAnswer
from casework.reviews import queries, rules, service
from casework.reviews.queries.agenda import to_take_up
from casework.reviews.queries.waiting import tasks
from casework.reviews.rules import Ruling, moves
from tests import build
from tests.conftest import acting
from tests.reviews import making

SOON = clock.today() + timedelta(days=7)


def reached(world, who, review):
    actor = acting(world.user(who))
    session.flush()
    session.expire_all()
    return actor, queries.sitting_for(actor, review.id, clock.today())


def taken_up(world):
    host = acting(world.user("host"))
    found = to_take_up(host, world.programme, (), clock.today())
    return [i.case_id or i.referral_id or i.consultation_id for i in found]


def ruling(world, decision="antas", who="soc", **more):
    values = {"decision": decision, "sentence": "Vi är överens.", "due_on": SOON, **more}
    return Ruling(responsible_id=world.user(who).id, **values)


def decided(world, review, said):
    actor, sitting = reached(world, "host", review)
    service.decide(actor, sitting, sitting.points[0], said, at=clock.now())
    session.flush()
    return sitting.points[0].item


def names(users):
    return {user.name.split()[0] for user in users}


def test_v1_new_referrals_are_taken_up_and_answered_ones_are_not(world):
    new = making.referral(world, "host", "soc", "af")
    making.referral(world, "soc", "af")  # the consent does not name the host
    answered = making.referral(world, "host", "soc", "af")
    answer = {"answered_by_id": world.user("host").id, "answered_at": clock.now()}
    row = build.kept(
        ReferralAnswer(referral_id=answered.id, kind="kompletteras", due_on=SOON, **answer)
    )
    assert taken_up(world) == [new.id]
    row.completed_at = clock.now()
    assert set(taken_up(world)) == {new.id, answered.id}


def test_v1_cases_are_taken_up_when_late_waking_or_not_seen_for_long(world):
    yesterday = clock.today() - timedelta(days=1)
    late = build.case(world, next_step_on=yesterday)
    waking = build.case(world, paused_at=clock.now(), paused_until=clock.today())
    old = build.case(world, opened_at=clock.now() - timedelta(days=120))
    build.case(world)
    build.case(world, {"soc": "all", "af": "all"}, next_step_on=yesterday)
    for row in session.scalars(select(Case)):
        answer = {"answered_by_id": world.user("host").id, "answered_at": clock.now()}
        session.add(ReferralAnswer(referral_id=row.referral_id, kind="antas", **answer))
    session.flush()
    assert set(taken_up(world)) == {late.id, waking.id, old.id}


def test_v1_open_points_come_back_once_and_first(world):
    case = build.case(world)
    host = world.user("host")
    done = {"decision": "oforandrat", "responsible_id": host.id, "due_on": SOON}
    past = making.sitting(world, finished_at=clock.now())
    again = making.item(past, case, again=True, done_at=clock.now(), done_by_id=host.id, **done)
    asked = making.question(world)
    put_off = making.item(past, asked, position=2, postponed_at=clock.now())
    other = making.question(world)
    answer = {"answered_by_id": host.id, "answered_at": clock.now()}
    build.kept(ReferralAnswer(referral_id=case.referral_id, kind="antas", **answer))
    assert taken_up(world) == [case.id, asked.id, other.id]
    coming = making.sitting(world)
    making.item(coming, case, carried_from_id=again.id)
    making.item(coming, asked, position=2, carried_from_id=put_off.id)
    assert taken_up(world) == [other.id]


def test_v2_units_outside_the_consent_leave_the_room(world):
    review = making.sitting(world)
    making.item(review, making.referral(world, "host", "soc", "af"))
    _, sitting = reached(world, "host", review)
    assert names(sitting.points[0].hears) == {"Åsa", "Signe", "Ture"}
    assert names(sitting.points[0].leaves) == {"Maj", "Ola"}


def test_v2_a_question_of_nobody_is_heard_by_all(world):
    review = making.sitting(world)
    making.item(review, making.question(world))
    assert not reached(world, "fk", review)[1].points[0].leaves


def test_v2_who_may_not_hear_does_not_see_the_item_at_all(world):
    review = making.sitting(world)
    making.item(review, making.referral(world, "host", "soc", "af"))
    seen = {who: len(reached(world, who, review)[1].points) for who in making.PEOPLE}
    assert seen == {"host": 1, "soc": 1, "af": 1, "fk": 0, "psykiatri": 0}


def test_v2_a_withdrawal_counts_at_once_also_for_the_one_who_writes(world):
    review = making.sitting(world)
    case = build.case(world)
    making.item(review, case)
    consent = session.get(build.Consent, case.consent_series_id)
    build.withdrawal(consent, world.user("soc"), world.unit("fk"))
    assert names(reached(world, "host", review)[1].points[0].leaves) == {"Maj", "Ola"}
    build.withdrawal(consent, world.user("soc"), world.unit("host"))
    assert reached(world, "host", review)[1].points == ()
    assert len(reached(world, "soc", review)[1].points) == 1


def test_v2_a_protected_identity_is_heard_only_by_the_cleared(world):
    review = making.sitting(world)
    sent = making.referral(world, "host", "soc", "af", protected_at=clock.now())
    making.item(review, sent)
    assert names(reached(world, "host", review)[1].points[0].hears) == {"Åsa", "Signe"}
    assert reached(world, "af", review)[1].points == ()


def test_v2_only_those_called_reach_a_review(world):
    review = making.sitting(world, ("host", "soc"))
    for who in ("af", "norsjo", "lsg", "admin", "granskare"):
        with pytest.raises(NotVisible):
            reached(world, who, review)


def test_v2_moves_say_who_goes_who_returns_and_who_waits():
    a, b, c = (build.any_id() for _ in range(3))
    first, second = moves([frozenset({a, b}), frozenset({b, c})])
    assert set(first.out) == {a, b}
    assert (second.out, second.back, second.still) == ((c,), (a,), (b,))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision": "mote"}, "decision"),
        ({"sentence": ""}, "sentence"),
        ({"who": "fk"}, "responsible_id"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"),
    ],
)
def test_v3_a_decision_needs_a_sentence_somebody_who_hears_and_a_day(world, wrong, field):
    review = making.sitting(world)
    making.item(review, making.referral(world, "host", "soc", "af"))
    with pytest.raises(RuleBroken) as broken:
        decided(world, review, ruling(world, **wrong))
    assert broken.value.field == field


def test_v3_the_database_refuses_done_without_a_decision(world):
    review = making.sitting(world)
    with pytest.raises(IntegrityError):
        making.item(review, making.question(world), done_at=clock.now())
    session.rollback()


def test_v3_accepting_opens_the_case_with_those_who_heard(world):
    review = making.sitting(world)
    sent = making.referral(world, "host", "soc", "af")
    making.item(review, sent)
    item = decided(world, review, ruling(world, again=True))
    case = session.scalars(select(Case).where(Case.referral_id == sent.id)).one()
    assert (case.owner_unit_id, case.next_step_on) == (world.unit("soc").id, SOON)
    joined = set(session.scalars(select(Assignment.unit_id).where(Assignment.case_id == case.id)))
    assert joined == {world.unit("soc").id, world.unit("af").id}
    assert (item.decision, item.again, item.sentence) == ("antas", True, "Vi är överens.")


def test_v3_a_refusal_needs_its_reason(world):
    review = making.sitting(world)
    sent = making.referral(world, "host", "soc", "af")
    making.item(review, sent)
    with pytest.raises(RuleBroken) as broken:
        decided(world, review, ruling(world, "avslas"))
    assert broken.value.field == "reason"
    assert decided(world, review, ruling(world, "avslas", reason="annat")).done_at


def test_v3_a_case_gets_its_next_step(world):
    making.codes()
    review, case = making.sitting(world), build.case(world)
    making.item(review, case)
    decided(world, review, ruling(world, "mote"))
    assert (case.next_step, case.next_step_on) == ("mote", SOON)


def test_v3_a_case_may_stand_as_it_is(world):
    review, case = making.sitting(world), build.case(world)
    making.item(review, case)
    before = case.next_step_on
    decided(world, review, ruling(world, "oforandrat"))
    assert case.next_step_on == before


def test_v3_the_advice_is_written_on_the_question(world):
    review, asked = making.sitting(world), making.question(world)
    making.item(review, asked)
    decided(world, review, ruling(world, "rad", sentence="Ring vården."))
    assert asked.advice == "Ring vården."
    with pytest.raises(Stale, match="redan klar"):
        decided(world, review, ruling(world, "rad"))


def test_v3_a_review_is_finished_when_nothing_hangs_and_then_locked(world):
    review = making.sitting(world)
    making.item(review, making.question(world))
    actor, sitting = reached(world, "host", review)
    with pytest.raises(RuleBroken, match="En punkt är kvar"):
        service.finish(actor, sitting, at=clock.now())
    service.postpone(actor, sitting, sitting.points[0], at=clock.now())
    service.finish(actor, sitting, at=clock.now())
    actor, sitting = reached(world, "host", review)
    for verb in (
        lambda: service.finish(actor, sitting, at=clock.now()),
        lambda: service.refresh(actor, sitting, at=clock.now()),
        lambda: service.postpone(actor, sitting, sitting.points[0], at=clock.now()),
    ):
        with pytest.raises(RuleBroken, match="låst"):
            verb()


def test_only_the_coordinator_plans_writes_and_finishes(world):
    review = making.sitting(world)
    making.item(review, making.question(world))
    actor, sitting = reached(world, "soc", review)
    for verb in (
        lambda: service.refresh(actor, sitting, at=clock.now()),
        lambda: service.finish(actor, sitting, at=clock.now()),
        lambda: service.postpone(actor, sitting, sitting.points[0], at=clock.now()),
        lambda: service.decide(
            actor, sitting, sitting.points[0], ruling(world, "rad"), at=clock.now()
        ),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_planning_books_the_meeting_and_builds_the_agenda(world):
    sent = making.referral(world, "host", "soc", "af")
    room = build.room()
    start = clock.now() + timedelta(days=2)
    slot = Slot(start, start + timedelta(hours=2))
    people = [world.user(key).id for key in ("host", "soc")]
    host = acting(world.user("host"))
    booking = Booking("genomgang", slot, people, room_id=room.id)
    on, at = clock.today(), clock.now()
    review = service.plan(host, world.programme, booking, on=on, at=at)
    assert reached(world, "host", review)[1].points[0].matter.row is sent
    fresh = making.question(world)
    assert service.refresh(*reached(world, "host", review), at=clock.now()) == 1
    assert reached(world, "host", review)[1].points[1].matter.row is fresh
    with pytest.raises(NotAllowed):
        service.plan(acting(world.user("soc")), world.programme, booking, on=on, at=at)


def test_what_one_took_on_stands_on_the_desk_until_it_is_done(world):
    review = making.sitting(world)
    making.item(review, making.question(world))
    decided(world, review, ruling(world, "rad", who="af"))
    review.finished_at = clock.now()
    actor, sitting = reached(world, "af", review)
    assert [task.endpoint for task in tasks(actor, clock.today())] == ["reviews.show"]
    with pytest.raises(NotAllowed):
        service.keep(acting(world.user("fk")), sitting.points[0], at=clock.now())
    service.keep(actor, sitting.points[0], at=clock.now())
    session.flush()
    assert tasks(actor, clock.today()) == []


def test_the_coming_sitting_stands_on_the_coordinators_desk(world):
    making.sitting(world)
    assert len(tasks(acting(world.user("host")), clock.today())) == 1
    assert tasks(acting(world.user("soc")), clock.today()) == []


def test_every_word_of_a_decision_is_known():
    assert {*rules.ANSWERS, *rules.ADVICE, *rules.FOLLOWED, *rules.UNCHANGED} == set(rules.WORDS)
