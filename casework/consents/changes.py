"""C3, C4, C5: what a new version changes, as pure functions of what held and what is said now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.consents.rules import Given

Pairs = frozenset[tuple[UUID, str]]


class Worded(Protocol):
    """What a version says in words: a row of `consents` does, and a Given."""

    @property
    def purpose(self) -> str | None: ...

    @property
    def exceptions(self) -> str | None: ...

    @property
    def survey(self) -> bool: ...

    @property
    def statistics(self) -> bool: ...


@dataclass(frozen=True)
class Change:
    """From what held that day to what will. Pairs are (unit, kind)."""

    before: Pairs
    after: Pairs
    last_day_before: date | None = None
    last_day: date | None = None
    loosened: bool = False  # another purpose, an exception gone, or a new yes beside (C2)

    @property
    def gains(self) -> Pairs:
        return self.after - self.before

    @property
    def losses(self) -> Pairs:
        return self.before - self.after

    @property
    def leaving(self) -> frozenset[UUID]:
        """Units that read something that day and will read nothing."""
        return _units(self.before) - _units(self.after)

    @property
    def narrowed(self) -> frozenset[UUID]:
        """Units that lose a kind and keep another."""
        return _units(self.losses) - self.leaving

    @property
    def longer(self) -> bool:
        """A longer time is more: a consent is never renewed on the side."""
        if self.last_day is None or self.last_day_before is None:
            return False
        return self.last_day > self.last_day_before

    @property
    def gives_more(self) -> bool:
        """C5: another unit, another kind, a longer time or looser words."""
        return bool(self.gains) or self.longer or self.loosened

    def lost_by(self, unit_id: UUID) -> frozenset[str]:
        return frozenset(kind for unit, kind in self.losses if unit == unit_id)

    def gained_by(self, unit_id: UUID) -> frozenset[str]:
        return frozenset(kind for unit, kind in self.gains if unit == unit_id)


def holding(versions: Iterable[ConsentFacts], on: date) -> Pairs:
    """C1, C5: who reads what that day, whichever version gives it."""
    return frozenset(
        (unit, kind)
        for facts in versions
        for unit, kind in facts.grants
        if kind in facts.kinds_for(unit, on)
    )


def change(former: Sequence[ConsentFacts], worded: Worded | None, given: Given, on: date) -> Change:
    """What recording `given` that day does. `worded` is the newest of the former versions.

    When nothing holds any more, all of it is new: there is nothing to narrow.
    """
    before = holding(former, on)
    return Change(
        before=before,
        after=given.grants,
        last_day_before=former[-1].last_day if before else None,
        last_day=given.last_day,
        loosened=bool(before) and worded is not None and _loosened(worded, given),
    )


def named_in(former: Iterable[Any]) -> frozenset[UUID]:
    """The units that some version names; versions with their grants loaded."""
    return frozenset(grant.unit_id for version in former for grant in version.grants)


def _loosened(before: Worded, after: Worded) -> bool:
    """Words cannot be compared as sets: an exception counts as kept when it still stands there."""
    if (after.survey and not before.survey) or (after.statistics and not before.statistics):
        return True
    return _plain(before.purpose) != _plain(after.purpose) or _plain(
        before.exceptions
    ) not in _plain(after.exceptions)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _units(pairs: Pairs) -> frozenset[UUID]:
    return frozenset(unit for unit, _ in pairs)
