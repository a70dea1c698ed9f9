"""What has happened in a case, newest first: events, and what the units did in its latest words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.authorities.models import User
from casework.cases.models import Event
from casework.contributions.models import Contribution
from casework.kit import clock

CANNOT = "kan_inte"


@dataclass(frozen=True)
class Line:
    """One day and one sentence; `note` says who wrote it, where the sentence does not."""

    day: date
    sentence: str
    note: str = ""


def story(events: Iterable[tuple[Event, User]], deeds: Mapping[str, Any]) -> list[Line]:
    """Both as lines, newest first. `deeds` is contributions.queries.on_case: rows and kinds."""
    lines = [_event(*one) for one in events]
    lines += [_deed(*one, deeds["kinds"]) for one in deeds["rows"]]
    return sorted(lines, key=lambda line: line.day, reverse=True)


def _event(event: Event, user: User) -> Line:
    told_later = event.told_at != event.happened_at
    note = f"Skrivet av {user.name}, {user.unit.short_name}" if told_later else ""
    return Line(clock.local(event.happened_at).date(), event.sentence, note)


def _deed(deed: Contribution, user: User, kinds: Mapping[str, str]) -> Line:
    """B2: the version that holds now, so a corrected word does not stand here."""
    who = f"{user.name}, {user.unit.short_name}"
    if deed.kind == CANNOT:
        said = f"{who}, kan inte göra det som var bestämt: {deed.text}"
    else:
        said = f"{who}: {kinds.get(deed.kind, deed.kind)}. {deed.text}"
    return Line(deed.done_on, said, "Rättad i efterhand" if deed.version > 1 else "")
