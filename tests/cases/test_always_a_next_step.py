"""K3 after every verb that moves a case, in any order, as days go by.

Hypothesis chooses the verbs. What a rule or a policy refuses is undone, as a page would.
"""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casework.assessments import service as assessments
from casework.cases import service
from casework.cases.queries import waiting
from casework.cases.service import handover
from casework.followups import queries as followups
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.meetings.service import minuting
from casework.outcomes import queries as proposals
from casework.outcomes import service as outcomes
from tests import build
from tests.access.sparing import LONG
from tests.cases.making import file_of, offer_to
from tests.conftest import acting
from tests.followups.making import followed, hold
from tests.meetings.making import meeting, reached
from tests.plans.making import a_plan

REFUSED = (RuleBroken, NotAllowed, NotVisible)
DAYS = st.integers(-2, 30)
WHO = st.sampled_from(("host", "soc", "af"))


class Moving(RuleBasedStateMachine):
    """One case, moved by the coordinator, its owner and somebody else."""

    def __init__(self, world, done: Counter) -> None:
        super().__init__()
        self.world, self.done, self.ahead = world, done, timedelta()
        self.case = build.case(world)
        self.meeting, self.planned = None, False

    @property
    def owner(self):
        return self.world.user(
            "af" if self.case.owner_unit_id == self.world.unit("af").id else "soc"
        )

    def does(self, verb, act) -> None:
        """The verb, on the day it is now; undone when it is refused."""
        with clock.pretending(clock.now() + self.ahead):
            within = session.begin_nested()
            try:
                act()
                session.flush()
                within.commit()
                self.done[verb] += 1
            except REFUSED:
                within.rollback()
                session.refresh(self.case)

    def file(self, user):
        return file_of(user, self.case)

    def day(self, days):
        return clock.today() + timedelta(days=days)

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days):
        self.ahead += timedelta(days=days if self.ahead.days < 200 else 0)

    @rule(who=WHO, days=DAYS, step=st.sampled_from(("mote", "plan", "uppfoljning", "annat")))
    def choose(self, who, days, step):
        user = self.world.user(who)
        said = {"step": step}
        self.does(
            "choose",
            lambda: service.set_next_step(acting(user), self.file(user), on=self.day(days), **said),
        )

    @rule(who=WHO, days=DAYS, why=st.sampled_from(("", "Väntar på utredning.")))
    def pause(self, who, days, why):
        user = self.world.user(who)
        self.does(
            "pause",
            lambda: service.pause(
                acting(user), self.file(user), until=self.day(days), because=why, at=clock.now()
            ),
        )

    @rule(days=DAYS)
    def finish_assessment(self, days):
        host = self.world.user("host")
        self.does(
            "finish",
            lambda: assessments.finish(
                acting(host), self.file(host), on=self.day(days), at=clock.now()
            ),
        )

    @rule()
    def plan(self):
        def act():
            a_plan(self.world, self.case)
            self.planned = True

        self.does("plan", act)

    @precondition(lambda self: self.planned)
    @rule(closing=st.booleans())
    def follow_up(self, closing):
        more = {"proposes_closing": True, "next_on": None} if closing else {}
        self.does(
            "follow up",
            lambda: hold(self.world, self.case, followed(self.world, self.case, **more)),
        )

    @rule()
    def book(self):
        def act():
            self.meeting = meeting(self.world, self.case, ("host", "soc"))

        self.does("book", act)

    @precondition(lambda self: self.meeting)
    @rule()
    def minutes(self):
        def act():
            host = self.world.user("host")
            file = reached(self.world, "host", self.meeting)
            there = {one.id: "pa_plats" for one in file.asked}
            said = minuting.Minutes(
                paragraphs={"planering": "Sagt."}, attendance=there, takes_on={}
            )
            minuting.save(acting(host), file, said, at=clock.now())
            minuting.approve(acting(host), file, at=clock.now())

        self.does("minutes", act)

    @rule(agreed=st.booleans())
    def close(self, agreed):
        def act():
            actor, said, now = acting(self.owner), {"closing_reason": "flytt"}, clock.now()
            outcomes.propose(actor, self.file(self.owner), said, before=(None, None), at=now)
            session.flush()
            row = proposals.waiting(actor, self.file(self.owner))
            if agreed:
                outcomes.agree(actor, self.file(self.owner), row, {}, at=now)
            else:
                outcomes.decline(actor, self.file(self.owner), row, because="Inte nu.", at=now)

        self.does("close" if agreed else "decline", act)

    @rule(days=DAYS)
    def reopen(self, days):
        owner = self.owner
        self.does(
            "reopen",
            lambda: service.reopen(
                acting(owner),
                self.file(owner),
                because="Nytt.",
                next_on=self.day(days),
                at=clock.now(),
            ),
        )

    @rule()
    def hand_over(self):
        def act():
            old, now = self.owner, clock.now()
            new = self.world.user("af" if old is self.world.user("soc") else "soc")
            said = {"unit": new.unit, "user": None, "reason": "Flytt.", "at": now}
            row = handover.propose(acting(old), self.file(old), **said)
            session.flush()
            handover.accept(acting(new), offer_to(new, row), new, at=now)

        self.does("hand over", act)

    @invariant()
    def k3_it_has_a_next_step_with_a_day_or_rests_with_one(self):
        case = self.case
        if case.is_open:
            assert case.paused_until or (case.next_step and case.next_step_on), vars(case)
        else:
            assert case.paused_until is None
            assert case.next_step is None
        assert (case.paused_until is None) == (case.paused_at is None)
        assert (case.paused_until is None) == (case.paused_because is None)

    @invariant()
    def k3_what_is_due_stands_on_the_desk_of_the_coordinator(self):
        with clock.pretending(clock.now() + self.ahead):
            on, host = clock.today(), acting(self.world.user("host"))
            day = self.case.paused_until or self.case.next_step_on
            asked = {one.ref for one in waiting.tasks(host, on)}
            assert (self.case.reference in asked) is bool(day and day <= on)
            if self.case.is_open and self.case.next_step == "uppfoljning":
                rows = followups.waits(host, on)
                assert all(one.due == self.case.next_step_on for one in rows)


@pytest.mark.usefixtures("app")
def test_k3_holds_after_every_verb_in_any_order():
    done = Counter()
    few = settings(
        max_examples=200 if LONG else 12,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    def begin():
        session.rollback()
        return Moving(build.world(), done)

    run_state_machine_as_test(begin, settings=few)
    assert len(done) >= (10 if LONG else 7), done  # which of them succeed is chance
