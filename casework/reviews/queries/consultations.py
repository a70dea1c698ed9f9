"""Questions without a person: seen by the unit that asked and the coordinator."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, true

from casework.access import YES, Actor
from casework.audit.service import note_read
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.reviews.models import Consultation


def _visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """From its last day on a question is gone, whether or not it has been swept away."""
    if not (actor.works_with_cases and actor.active):
        return false()
    asked = true() if actor.coordinates else Consultation.unit_id == actor.unit_id
    return and_(Consultation.purge_on > on, asked)


def consultations(actor: Actor, on: date, limit: int = 50) -> list[Consultation]:
    """Newest first."""
    query = select(Consultation).where(_visible(actor, on)).order_by(Consultation.asked_at.desc())
    return list(session.scalars(query.limit(limit)))


def consultation_for(actor: Actor, consultation_id: UUID, on: date) -> Consultation:
    """One question; the read is noted (A1). Raises NotVisible."""
    query = select(Consultation).where(Consultation.id == consultation_id, _visible(actor, on))
    found = session.scalar(query)
    if found is None:
        raise NotVisible("consultations", consultation_id)
    note_read(actor, found, YES)
    return found
