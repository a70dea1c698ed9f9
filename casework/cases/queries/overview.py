"""Every open case that somebody reaches, in one statement, and what the case itself waits for."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor
from casework.authorities.models import Unit
from casework.cases.models import Case, Event, Handover
from casework.cases.queries import gives, visible
from casework.cases.queries.handovers import IS_WAITING
from casework.cases.queries.waiting import CONVENED, RENEW
from casework.consents.models import Consent
from casework.consents.queries import taken_back
from casework.kit.db import session
from casework.kit.swedish import date_year, local_day
from casework.kit.tasks import COORDINATOR, Waits
from casework.programmes.models import Programme

LATE = "Nästa steg, som är försenat"
Owner, Asked = aliased(Unit), aliased(Unit)


class OpenCase(NamedTuple):
    """One open case by its reference. `happened_at` is of the latest event that may be read."""

    id: UUID
    reference: str
    step: str
    next_step: str | None
    next_step_on: date | None
    paused_until: date | None
    opened_at: datetime
    programme_id: UUID
    programme: str
    owner_unit_id: UUID
    owner: str
    consent_ends: date | None
    consent_is_back: bool
    asked_unit: str | None
    asked_at: datetime | None
    happened_at: datetime | None


def open_cases(actor: Actor, on: date) -> list[OpenCase]:
    """K4: the open cases this actor reaches, the oldest first. One statement."""
    newest = and_(Consent.series_id == Case.consent_series_id, Consent.replaced_on.is_(None))
    rows = session.execute(
        select(*_told(), Consent.last_day, taken_back(Consent, None, on).label("is_back"))
        .add_columns(Asked.short_name, Handover.proposed_at, _latest_event(actor, on))
        .join(Programme, Programme.id == Case.programme_id)
        .join(Owner, Owner.id == Case.owner_unit_id)
        .outerjoin(Consent, newest)
        .outerjoin(Handover, and_(Handover.case_id == Case.id, IS_WAITING))
        .outerjoin(Asked, Asked.id == Handover.to_unit_id)
        .where(visible(actor, on), Case.closed_at.is_(None))
        .order_by(Case.opened_at, Case.id)
    )
    return [OpenCase(*row) for row in rows]


def _told() -> Sequence[Any]:
    return (
        *(Case.id, Case.reference, Case.step, Case.next_step, Case.next_step_on),
        *(Case.paused_until, Case.opened_at, Programme.id, Programme.name),
        *(Case.owner_unit_id, Owner.short_name),
    )


def _latest_event(actor: Actor, on: date) -> ScalarSelect[datetime]:
    """C5: an event that the actor may not read leaves no trace, not even its day."""
    theirs = or_(gives(actor, on, Event.info_kind), Event.unit_id == actor.unit_id)
    return (
        select(Event.happened_at)
        .where(Event.case_id == Case.id, theirs)
        .order_by(Event.happened_at.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def waits(case: OpenCase, on: date) -> Iterator[Waits]:
    """K1, K3, C6: a new next step, one that is late, a consent, another unit's answer. Pure."""
    if case.paused_until is not None and case.paused_until <= on:
        yield _of(case, "Ett nytt nästa steg", case.paused_until, COORDINATOR, case.owner)
    elif case.paused_until is None and case.next_step_on and case.next_step_on < on:
        whose = () if case.next_step in CONVENED else (case.owner,)
        yield _of(case, LATE, case.next_step_on, COORDINATOR, *whose)
    yield from _consent(case, on)
    if case.asked_unit and case.asked_at:
        said = f"Svar från {case.asked_unit} om att ta över ansvaret"
        yield _of(case, said, local_day(case.asked_at), case.asked_unit)


def _consent(case: OpenCase, on: date) -> Iterator[Waits]:
    ends = case.consent_ends
    if ends is None or ends < on or case.consent_is_back:
        yield _of(case, "Nytt samtycke, eller avslut: inget samtycke gäller", on, case.owner)
    elif ends <= on + RENEW:
        said = f"Nytt samtycke: det som gäller upphör {date_year(ends)}"
        yield _of(case, said, ends, COORDINATOR, case.owner)


def _of(case: OpenCase, what: str, due: date | None, *whose: str) -> Waits:
    return Waits(case.id, what, whose, due)
