"""What the plans ask of somebody, and what a withdrawal would do to them."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select

from casework.access import Actor, Decision, Reason
from casework.audit.service import note_read
from casework.authorities.models import Unit, User
from casework.cases.models import Assignment, Case
from casework.cases.queries import covers, visible
from casework.cases.queries.working import ASSIGNED, counts
from casework.consents.models import Consent, Grant
from casework.consents.signals import Impact
from casework.kit.db import session
from casework.kit.swedish import date_year, listed, local_day, weekday_date
from casework.kit.tasks import COORDINATOR, INDIVIDUAL, Coming, Task, Waits
from casework.plans.models import Approval, Commitment, Goal, JointPlan

SOON = timedelta(days=7)
OF_THE_CASE = Decision(True, reason=Reason.CONSENT)


def tasks(actor: Actor, on: date) -> list[Task]:
    """Commitments of the actor's own that are due, and yeses that are asked. Two statements."""
    due = session.execute(_own(actor, on, Commitment.due_on <= on + SOON)).all()
    return [_promised(actor, row) for row in due] + _to_approve(actor, on)


def coming(actor: Actor, on: date, until: date) -> list[Coming]:
    """The actor's own commitments with a day further ahead. One statement."""
    rows = session.execute(
        _own(actor, on, Commitment.due_on > on + SOON, Commitment.due_on <= until)
    ).all()
    return [
        Coming(
            day=row.Commitment.due_on,
            label=f"Ditt åtagande i {row.reference}: {_what(actor, row)}",
            endpoint="desk.case",
            args={"case_id": row.case_id},
        )
        for row in rows
    ]


def waits(actor: Actor, on: date) -> list[Waits]:
    """P4: plans in force that a party, or the individual, has not approved. One statement.

    The parties are those who work with the case under a consent in force, as the page of the plan
    has it: that a unit is one says nothing of what stands in the plan.
    """
    yes = exists().where(Approval.plan_id == JointPlan.id)
    theirs, own = yes.where(Approval.unit_id == Unit.id), yes.where(Approval.by_individual)
    rows = session.execute(
        _parties(actor, on)
        .add_columns(theirs.label("theirs"), own.label("own"))
        .where(or_(~theirs, ~own))
        .order_by(Case.id, Unit.position, Unit.short_name)
    )
    return [_unapproved(*key, list(some)) for key, some in groupby(rows, key=lambda row: row[:2])]


def _parties(actor: Actor, on: date) -> Select:
    """(case, since when, unit): the plans in force, and the units that say yes to them."""
    return (
        select(Case.id, JointPlan.put_in_force_at, Unit.short_name)
        .join(JointPlan, JointPlan.case_id == Case.id)
        .join(Assignment, Assignment.case_id == Case.id)
        .join(User, counts())
        .join(Unit, Unit.id == User.unit_id)
        .where(
            visible(actor, on),
            Case.closed_at.is_(None),
            JointPlan.put_in_force_at.is_not(None),
            JointPlan.replaced_at.is_(None),
            User.role.in_(ASSIGNED),
            or_(Unit.id == Case.owner_unit_id, covers(User.unit_id, on)),
        )
    )


def _unapproved(case_id: UUID, since: Any, parties: list[Row]) -> Waits:
    """The individual's yes is noted by the coordinator, so it is owed by them too."""
    units = tuple(dict.fromkeys(row[2] for row in parties if not row[3]))
    own = () if parties[0][4] else (INDIVIDUAL, COORDINATOR)
    said = listed((*(INDIVIDUAL.lower() for _ in own[:1]), *units))
    return Waits(case_id, f"Godkännande av planen: {said}", own + units, local_day(since) + SOON)


def open_commitments(actor: Actor, on: date, case_id: UUID | None = None) -> list[Row]:
    """The actor's own commitments that are not settled: Commitment, Goal, case_id, reference."""
    narrowed = () if case_id is None else (Case.id == case_id,)
    rows = session.execute(_own(actor, on, *narrowed)).all()
    for row in rows:
        note_read(actor, row.Commitment, OF_THE_CASE, case_id=row.case_id)
    return list(rows)


def impact(
    consent: Consent,
    *,
    actor: Actor,
    unit_id: UUID | None,
    on: date,
    kinds: frozenset[str] | None = None,
) -> list[Impact]:
    """C4: whose commitments nobody would answer for. Only what the actor may read is told.

    With `kinds`: those under goals that the unit could not read any more.
    """
    rows = session.execute(
        _standing(actor, on)
        .join(User, User.id == Commitment.user_id)
        .join(Unit, Unit.id == Commitment.unit_id)
        .add_columns(User.name, Unit.short_name)
        .where(Case.consent_series_id == consent.series_id, *_whose(unit_id, kinds))
        .where(Commitment.unit_id != Case.owner_unit_id)
    ).all()
    lines = tuple(_taken_on(actor, row) for row in rows)
    if not lines:
        return []
    return [Impact("late", "Åtaganden i den gemensamma planen behöver någon annan", lines)]


def _taken_on(actor: Actor, row: Row) -> str:
    who = f"{row.reference}: {row.name}, {row.short_name}"
    return f"{who}, har åtagit sig: {_what(actor, row)}{_when(row.Commitment)}."


def _whose(unit_id: UUID | None, kinds: frozenset[str] | None) -> list[ColumnElement[bool]]:
    """Of one unit or of any, and under goals of some kinds or of all."""
    unit = Commitment.unit_id.is_not(None) if unit_id is None else Commitment.unit_id == unit_id
    return [unit] if kinds is None else [unit, Goal.info_kind.in_(sorted(kinds))]


def _standing(actor: Actor, on: date) -> Select:
    """Commitments in plans in force that this actor may read, and that are not settled."""
    return (
        select(Commitment, Goal, Case.id.label("case_id"), Case.reference)
        .join(Goal, Goal.id == Commitment.goal_id)
        .join(JointPlan, JointPlan.id == Goal.plan_id)
        .join(Case, Case.id == JointPlan.case_id)
        .where(
            visible(actor, on),
            _may_read(actor, on),
            Case.closed_at.is_(None),
            JointPlan.put_in_force_at.is_not(None),
            JointPlan.replaced_at.is_(None),
            Commitment.settled_at.is_(None),
        )
        .order_by(Commitment.due_on, Case.reference, Commitment.position)
    )


def _own(actor: Actor, on: date, *narrowed: ColumnElement[bool]) -> Select:
    return _standing(actor, on).where(Commitment.user_id == actor.user_id, *narrowed)


def _may_read(actor: Actor, on: date) -> ColumnElement[bool]:
    """C5, G3 for a commitment: its goal's kind is given, or it is the unit's own in its own words.

    The owner reads what the latest version gave it, whatever has ended since.
    """
    mine = and_(Goal.unit_id == actor.unit_id, Commitment.unit_id == actor.unit_id)
    kept = exists().where(
        Case.owner_unit_id == actor.unit_id,
        Consent.series_id == Case.consent_series_id,
        Consent.replaced_on.is_(None),
        Grant.consent_id == Consent.id,
        Grant.unit_id == actor.unit_id,
        Grant.kind == Goal.info_kind,
    )
    kept = kept.correlate(Case, Goal)
    return or_(covers(actor.unit_id, on, Goal.info_kind), mine, kept)


def _promised(actor: Actor, row: Row) -> Task:
    one = row.Commitment
    return Task(
        due=one.due_on,
        sentence=f"Du har åtagit dig i {row.reference}: {_what(actor, row)}{_when(one)}.",
        button="Svara hur det gick",
        endpoint="contributions.new",
        args={"arende": row.case_id, "atagande": one.lineage_id},
        ref=row.reference,
    )


def _what(actor: Actor, row: Row) -> str:
    note_read(actor, row.Commitment, OF_THE_CASE, case_id=row.case_id)
    text = str(row.Commitment.what).rstrip(".")
    return text[:1].lower() + text[1:]


def _when(one: Commitment) -> str:
    if one.due_on:
        return f", senast {weekday_date(one.due_on)}"
    return f", {str(one.recurring).lower()}"


def _to_approve(actor: Actor, on: date) -> list[Task]:
    """P4: plans in force that the actor's unit works with and has not answered.

    The coordinator is asked for the individual's yes, which is theirs to note.
    """
    whose = Approval.unit_id == actor.unit_id
    if actor.coordinates:
        whose = Approval.by_individual.is_(True)
    answered = exists().where(Approval.plan_id == JointPlan.id, whose)
    rows = session.execute(
        select(Case.id, Case.reference, JointPlan.put_in_force_at)
        .join(JointPlan, JointPlan.case_id == Case.id)
        .where(
            visible(actor, on),
            Case.closed_at.is_(None),
            JointPlan.put_in_force_at.is_not(None),
            JointPlan.replaced_at.is_(None),
            ~answered,
        )
        .order_by(JointPlan.put_in_force_at)
    )
    asked = _FOR_THE_INDIVIDUAL if actor.coordinates else _FOR_THE_UNIT
    return [_unanswered(*row, *asked) for row in rows]


_FOR_THE_UNIT = ("väntar på att din enhet godkänner den", "Godkänn planen")
_FOR_THE_INDIVIDUAL = ("den enskildes svar är inte antecknat", "Anteckna svaret")


def _unanswered(case_id: UUID, reference: str, since: Any, said: str, button: str) -> Task:
    return Task(
        due=local_day(since) + SOON,
        sentence=f"Planen i {reference} gäller sedan {date_year(since)} och {said}.",
        button=button,
        endpoint="plans.approve",
        args={"case_id": case_id},
        ref=reference,
    )
