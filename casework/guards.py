"""Wall 2 (ACCESS.md): which rows a SELECT may load, for every table that leads to a person.

The conditions are the rooms' own; here each table is given one. A table that leads to a case and
is not named here fails `tests/access/test_wall.py`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from casework.access import Actor
from casework.access.wall import Condition, guard, guard_children
from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.cases.models import Assignment, Case, Event, Handover, SubstitutedCase
from casework.cases.queries import gives
from casework.cases.queries import visible as reaches_case
from casework.consents.models import Consent
from casework.consents.queries import people_of as of_consents
from casework.consents.queries import series_names
from casework.consents.queries import visible as reaches_consent
from casework.contributions.models import Contribution
from casework.followups.models import CommitmentCheck, FollowUp, GoalCheck
from casework.meetings.models import (
    InvitationText,
    Meeting,
    MeetingTime,
    MinutesAddition,
    MinutesItem,
    Participant,
    TakenTime,
)
from casework.meetings.queries import asked_of_case, reached_meetings
from casework.outcomes.models import Outcome
from casework.people.models import Person
from casework.people.queries import visible as reaches_person
from casework.plans.models import Approval, Commitment, Goal, JointPlan, TakenUp
from casework.polls.models import Poll, PollAnswer, PollText, PollTime, PollVoter
from casework.polls.queries import asked_of_case as asked_about_times
from casework.polls.queries import reached_polls
from casework.referrals.models import Amendment, Referral, ReferralAnswer, ReferralText
from casework.referrals.queries import people_of as of_referrals
from casework.referrals.queries import visible as reaches_referral
from casework.reviews.models import CaseReview, ReviewItem, ReviewQuestion, ReviewWeight

PEOPLE = (reaches_person, of_referrals, of_consents)
CASES = (reaches_case, asked_of_case, asked_about_times)

FOLLOW_THE_CASE = (
    *(Assignment.case_id, Handover.case_id, SubstitutedCase.case_id),
    *(JointPlan.case_id, Outcome.case_id, TakenUp.case_id),
)


def stand() -> None:
    """Every table gets its condition. Twice is once."""
    _roots()
    for key in FOLLOW_THE_CASE:
        guard_children(key)
    for key in (AssessmentPart.case_id, Contribution.case_id, Event.case_id, FollowUp.case_id):
        guard_children(key, _of_kind(key.class_))
    guard_children(AssessmentAnswer.part_id)
    guard_children(Goal.plan_id, _in(JointPlan.case_id, Goal))
    for key in (Commitment.goal_id, Approval.plan_id):
        guard_children(key)
    for key in (CommitmentCheck.follow_up_id, GoalCheck.follow_up_id):
        guard_children(key)
    for key in (ReferralText.referral_id, Amendment.referral_id):
        guard_children(key, _told(key.class_))
    guard_children(ReferralAnswer.referral_id)
    _of_meetings()


def _roots() -> None:
    guard(Person, lambda *asked: or_(*(reach(*asked) for reach in PEOPLE)))
    guard(Consent, _through(Consent, reaches_consent))
    guard(Referral, _through(Referral, reaches_referral))
    guard(Case, lambda *asked: or_(*(reach(*asked) for reach in CASES)))


def _of_meetings() -> None:
    guard(Meeting, reached_meetings)
    for key in (MinutesItem.meeting_id, MinutesAddition.meeting_id):
        guard_children(key, _in(Meeting.case_id, key.class_))
    for key in (
        Participant.meeting_id,
        MeetingTime.meeting_id,
        InvitationText.meeting_id,
        CaseReview.meeting_id,
        TakenTime.meeting_id,
    ):
        guard_children(key)
    guard_children(ReviewItem.review_id)
    guard(Poll, reached_polls)
    for key in (PollTime.poll_id, PollVoter.poll_id, PollText.poll_id, PollAnswer.voter_id):
        guard_children(key)
    for key in (ReviewWeight.item_id, ReviewQuestion.item_id):
        guard_children(key)


def _through(model: Any, visible: Condition) -> Condition:
    """A condition on a row joined with its person, as a condition on the row alone."""
    table, people = model.__table__, Person.__table__

    def condition(actor: Actor, on: date) -> ColumnElement[bool]:
        joined = table.outerjoin(people, people.c.id == table.c.person_id)
        return table.c.id.in_(select(table.c.id).select_from(joined).where(visible(actor, on)))

    return condition


def _of_kind(model: Any) -> Condition:
    """C5 for texts of a case."""
    return lambda actor, on: gives(actor, on, model.__table__.c.info_kind)


def _in(case_id: Any, model: Any) -> Condition:
    """C5 for texts of what may belong to a case."""

    def condition(actor: Actor, on: date) -> ColumnElement[bool]:
        cases, column = Case.__table__, case_id.property.columns[0]
        given = gives(actor, on, model.__table__.c.info_kind)
        its_own = exists().where(cases.c.id == column, given)
        return or_(column.is_(None), its_own.correlate_except(cases))

    return condition


def _told(model: Any) -> Callable[[Actor, date], ColumnElement[bool]]:
    """C5 for texts of a referral: the sender reads its own, others what they are given."""

    def condition(actor: Actor, on: date) -> ColumnElement[bool]:
        sent, kind = Referral.__table__.c, model.__table__.c.info_kind
        given = series_names(sent.consent_series_id, actor.unit_id, on, kind)
        return or_(sent.unit_id == actor.unit_id, given)

    return condition
