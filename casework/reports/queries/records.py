"""What is counted. Rows go in, coded events come out: no person data leaves this file.

Counted are sent referrals and what came of them, when the last version of the consent ticked
statistics and it is not wholly withdrawn, and never what was registered by mistake (O2).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from casework.access import Actor
from casework.access.wall import beyond
from casework.authorities.models import Unit
from casework.cases.models import Case
from casework.consents.models import Consent, Withdrawal
from casework.followups.models import FollowUp
from casework.kit.db import session
from casework.meetings.models import Meeting, Participant
from casework.outcomes.models import Outcome
from casework.outcomes.queries import earlier
from casework.people.models import Person
from casework.plans.models import Commitment, Goal, JointPlan
from casework.programmes.models import Code, Programme
from casework.referrals.models import Referral
from casework.reports import counting
from casework.reports.rules import Seen
from casework.reports.tables import COMMITMENTS, MEETINGS, Local

LISTS = ("part", "sysselsattning", "inkomst", "avslutsskal")
MISTAKE = "felregistrering"
COUNTED = beyond("L2: every case is counted, and no person leaves this file")
PERSON = (Person.sex, Person.birth_year, Person.protected_at)


def local_codes(actor: Actor, programme: Programme) -> Local:
    """O3: the installation's own codes, old ones too. Needs the programme's ladder loaded."""
    del actor
    query = select(Code).where(Code.list.in_(LISTS)).order_by(Code.list, Code.position)
    names: dict[str, dict[str, str]] = {name: {} for name in LISTS}
    groups: dict[str, dict[str, str]] = {name: {} for name in LISTS}
    for code in session.scalars(query):
        if code.key != MISTAKE:
            names[code.list][code.key] = code.label
            groups[code.list][code.key] = code.group or ""
    return Local(names, groups, len(programme.ladder) or 6)


def everything(actor: Actor, programme: Programme, codes: Local, at: datetime) -> list[Seen]:
    """Every event of the programme until `at`, in six statements."""
    return [
        *_referrals(programme, codes),
        *_closings(programme, codes),
        *counting.earlier(earlier(actor, programme.id), codes),
        *_meetings(programme, at),
        *_absences(programme, codes),
        *_commitments(programme, at),
    ]


def _referrals(programme: Programme, codes: Local) -> Iterator[Seen]:
    mistaken = exists().where(
        Outcome.case_id == Case.id,
        Outcome.agreed_at.is_not(None),
        Outcome.closing_reason == MISTAKE,
    )
    query = (
        select(Referral.sent_at, Case.opened_at, Unit.part, *PERSON)
        .join(Unit, Unit.id == Referral.unit_id)
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(Case, Case.referral_id == Referral.id)
        .where(
            Referral.programme_id == programme.id,
            Referral.sent_at.is_not(None),
            _said_yes(Referral.consent_series_id),
            ~mistaken,
        )
    )
    for row in _rows(query):
        yield counting.received(row, counting.day_of(row["sent_at"]), codes)
        if row["opened_at"]:
            yield counting.opened(row, counting.day_of(row["opened_at"]))


def _closings(programme: Programme, codes: Local) -> Iterator[Seen]:
    query = (
        select(
            *(Outcome.case_id, Outcome.agreed_at, Outcome.closing_reason),
            *(Outcome.occupation_before, Outcome.occupation_after),
            *(Outcome.income_before, Outcome.income_after, Outcome.ladder_end),
            *(Outcome.life_end, Outcome.influence_end, Case.reopened_at),
            func.coalesce(Outcome.ladder_start, _first(FollowUp.ladder_step)).label("ladder_start"),
            _first(FollowUp.life).label("life_start"),
            *PERSON,
        )
        .join(Case, Case.id == Outcome.case_id)
        .join(Person, Person.id == Case.person_id)
        .where(
            Case.programme_id == programme.id,
            Outcome.agreed_at.is_not(None),
            Outcome.closing_reason != MISTAKE,
            _said_yes(Case.consent_series_id),
        )
    )
    for day, row in counting.standing(_rows(query)):
        yield counting.closed(row, day, codes)


def _meetings(programme: Programme, at: datetime) -> Iterator[Seen]:
    """Meetings about a case that were not cancelled and are over."""
    query = (
        select(Meeting.starts_at)
        .join(Case, Case.id == Meeting.case_id)
        .where(
            Case.programme_id == programme.id,
            Meeting.cancelled_at.is_(None),
            Meeting.ends_at <= at,
            _said_yes(Case.consent_series_id),
        )
    )
    for starts_at in session.scalars(query.execution_options(**COUNTED)):
        yield Seen(MEETINGS, counting.day_of(starts_at))


def _absences(programme: Programme, codes: Local) -> Iterator[Seen]:
    """L4, M7: parties that were asked and not there, as approved minutes have it.

    The individual and people from outside are no parties, and are not counted.
    """
    query = (
        select(Meeting.starts_at, Unit.part, Participant.attendance)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .join(Unit, Unit.id == Participant.unit_id)
        .join(Case, Case.id == Meeting.case_id)
        .where(
            Case.programme_id == programme.id,
            Meeting.cancelled_at.is_(None),
            Meeting.approved_at.is_not(None),
            Participant.removed_at.is_(None),
            Participant.attendance.in_(list(counting.ABSENCES)),
            _said_yes(Case.consent_series_id),
        )
    )
    for row in _rows(query):
        yield counting.absent(row, counting.day_of(row["starts_at"]), codes)


def _commitments(programme: Programme, at: datetime) -> Iterator[Seen]:
    """Commitments of the plans in force that had a day, and the day has been."""
    query = (
        select(Commitment.due_on)
        .join(Goal, Goal.id == Commitment.goal_id)
        .join(JointPlan, JointPlan.id == Goal.plan_id)
        .join(Case, Case.id == JointPlan.case_id)
        .where(
            Case.programme_id == programme.id,
            JointPlan.put_in_force_at.is_not(None),
            JointPlan.replaced_at.is_(None),
            Commitment.due_on <= counting.day_of(at),
            _said_yes(Case.consent_series_id),
        )
    )
    for row in _rows(query):
        yield Seen(COMMITMENTS, row["due_on"])


def _said_yes(series_id: Any) -> ColumnElement[bool]:
    """The last version of the consent ticks statistics, and nobody has taken it all back."""
    given, newer, back = aliased(Consent), aliased(Consent), aliased(Consent)
    last = (
        select(func.max(newer.version))
        .where(newer.series_id == given.series_id)
        .correlate(given)
        .scalar_subquery()
    )
    ticked = exists().where(
        given.series_id == series_id, given.version == last, given.statistics.is_(True)
    )
    withdrawn = exists().where(
        back.series_id == series_id,
        Withdrawal.consent_id == back.id,
        Withdrawal.unit_id.is_(None),
    )
    return ticked & ~withdrawn


def _first(column: Any) -> Any:
    """The first answer that follow-ups of the case hold."""
    return (
        select(column)
        .where(FollowUp.case_id == Outcome.case_id, column.is_not(None))
        .order_by(FollowUp.held_on, FollowUp.recorded_at)
        .limit(1)
        .correlate(Outcome)
        .scalar_subquery()
    )


def _rows(query: Select) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(query.execution_options(**COUNTED)).mappings()]
