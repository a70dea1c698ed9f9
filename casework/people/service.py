from dataclasses import dataclass
from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.people import signals
from casework.people.models import Person
from casework.people.policy import may_enter, may_mark_protected
from casework.people.rules import born, normalise, number_index

LEADS_TO_THEM = (
    *("name", "number", "number_index", "phone", "email", "address", "municipality"),
    *("language", "access_needs", "representative"),
)


@dataclass(frozen=True)
class Details:
    """What may be known of a person beside name and number. E4: it follows the person."""

    phone: str | None = None
    email: str | None = None
    address: str | None = None
    municipality: str | None = None
    language: str | None = None
    interpreter: bool = False
    access_needs: str | None = None
    representative_kind: str | None = None
    representative: str | None = None


def enter(
    actor: Actor,
    *,
    name: str | None = None,
    number: str | None = None,
    details: Details | None = None,
    protected: bool = False,
    at: datetime,
) -> Person:
    """E1: a record of the actor's own unit. It never asks whether others know the person (R8).

    E3: with `protected`, nothing of what was typed is kept.
    """
    may_enter(actor, protected=protected).insist()
    person = Person(unit_id=actor.unit_id, entered_by_id=actor.user_id, entered_at=at)
    if protected:
        person.protected_at = at
    else:
        _identify(person, name, number, at)
        _describe(person, details or Details())
    session.add(person)
    record(actor, "person entered", person)
    return person


def mark_protected(actor: Actor, person: Person, *, at: datetime) -> None:
    """E3: everything that could lead to the person is erased at once.

    A rare language leads to somebody. That an interpreter is needed stays: meetings need it.
    """
    may_mark_protected(actor).insist()
    for field in LEADS_TO_THEM:
        setattr(person, field, None)
    person.protected_at = person.protected_at or at
    record(actor, "person marked protected", person)
    signals.protected.send(person, actor=actor, at=at)


def _identify(person: Person, name: str | None, number: str | None, at: datetime) -> None:
    if not name:
        raise RuleBroken("name", "Skriv personens namn.")
    digits = normalise(number or "", on=clock.local(at).date())
    known = born(digits)
    person.name, person.number, person.number_index = name, digits, number_index(digits)
    person.birth_year, person.sex = known.year, known.sex


def _describe(person: Person, details: Details) -> None:
    for field, value in vars(details).items():
        setattr(person, field, value if isinstance(value, bool) else value or None)
