from collections.abc import Iterable

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.desk.policy import may_fetch
from casework.desk.rules.overview import Row, as_csv


def fetch_references(actor: Actor, user: User, rows: Iterable[Row]) -> bytes:
    """A1: references of cases that the actor reaches leave the house, and the trail says so."""
    may_fetch(actor).insist()
    record(actor, "references fetched", user)
    return as_csv(rows)
