"""E1: a unit finds the people it entered, and those of the cases that the actor reaches.

`also_reached` holds conditions that later rooms add when the house starts: the cases room knows
who reaches a person through a case, and this room must not know cases.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from casework.access import YES, Actor
from casework.audit.service import note_read
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.people.models import Person

also_reached: set[Callable[[Actor, date], ColumnElement[bool]]] = set()


def visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """E1, E3 as a condition on `Person`."""
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    reached = or_(Person.unit_id == actor.unit_id, *(more(actor, on) for more in also_reached))
    conditions = [Person.erased_at.is_(None), reached]
    if not actor.cleared:
        conditions.append(Person.protected_at.is_(None))
    return and_(*conditions)


def person_for(actor: Actor, person_id: UUID, on: date) -> Person:
    """One person; the read is noted (A1). Raises NotVisible."""
    person = session.scalar(select(Person).where(Person.id == person_id, visible(actor, on)))
    if person is None:
        raise NotVisible("people", person_id)
    note_read(actor, person, YES)
    return person
