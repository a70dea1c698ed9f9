"""Questions without a person: seen by the unit that asked and the coordinator."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true

from casework.access import YES, Actor
from casework.audit.service import note_read
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.reviews.models import Consultation


def _visible(actor: Actor) -> ColumnElement[bool]:
    if not (actor.works_with_cases and actor.active):
        return false()
    return true() if actor.coordinates else Consultation.unit_id == actor.unit_id


def consultations(actor: Actor, limit: int = 50) -> list[Consultation]:
    """Newest first."""
    query = select(Consultation).where(_visible(actor)).order_by(Consultation.asked_at.desc())
    return list(session.scalars(query.limit(limit)))


def consultation_for(actor: Actor, consultation_id: UUID) -> Consultation:
    """One question; the read is noted (A1). Raises NotVisible."""
    query = select(Consultation).where(Consultation.id == consultation_id, _visible(actor))
    found = session.scalar(query)
    if found is None:
        raise NotVisible("consultations", consultation_id)
    note_read(actor, found, YES)
    return found
