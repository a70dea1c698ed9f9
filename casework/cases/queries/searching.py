"""AC12: finding a case by personnummer. Every search is in the trail, by a keyed index."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access import Actor, Decision, Reason
from casework.audit.models import AuditEntry
from casework.audit.service import note_read, note_refusal, record
from casework.authorities.models import User
from casework.cases.models import Case
from casework.cases.queries import visible_cases
from casework.kit.db import session
from casework.people.models import Person
from casework.people.rules import number_index

MOST = 30
WHILE = timedelta(hours=1)
SEARCH = "search"


def held_back(actor: Actor, number: str, at: datetime) -> timedelta | None:
    """AC12: how long this user has to wait, after thirty searches within an hour.

    They are counted in the trail, which all processes share. The user's row is held meanwhile, so
    that two searches at once are two.
    """
    own = select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True)
    session.scalars(own).one()
    made = (
        select(AuditEntry.at)
        .where(AuditEntry.user_id == actor.user_id, AuditEntry.at > at - WHILE)
        .where(AuditEntry.action == SEARCH)
        .order_by(AuditEntry.at.desc())
        .limit(MOST)
    )
    latest = session.scalars(made).all()
    if len(latest) < MOST:
        return None
    note_refusal(actor, "search held back", "people", _index_id(number))
    return latest[-1] + WHILE - at


def found_by_number(actor: Actor, number: str, on: date) -> list[Case]:
    """E2, K4: cases of the person with this number (twelve digits) that this actor reaches.

    Nobody and not yours are the same: an empty list, the same statement, the same audit row.
    """
    found = session.scalars(
        visible_cases(actor, on)
        .join(Person, Person.id == Case.person_id)
        .where(Person.number_index == number_index(number))
        .order_by(Case.opened_at.desc())
    ).all()
    if not found:
        note_refusal(actor, SEARCH, "people", _index_id(number))
        return []
    record(actor, SEARCH, Person(id=_index_id(number)))  # never added: only its index is told
    for case in found:
        note_read(actor, case, Decision(True, "", Reason.OF_ROLE), case_id=case.id)
    return list(found)


def _index_id(number: str) -> UUID:
    """Half of the keyed index, in the shape that the trail keeps."""
    return UUID(hex=number_index(number)[:32])
