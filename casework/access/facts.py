"""What the rule needs to know about a case, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class ConsentFacts:
    """One version of a consent. `withdrawn` holds (unit or None for all, first day without)."""

    consent_id: UUID
    given_on: date
    last_day: date
    replaced_on: date | None
    grants: frozenset[tuple[UUID, str]]
    withdrawn: frozenset[tuple[UUID | None, date]] = frozenset()

    def in_force(self, on: date) -> bool:
        """C1: from the day given until the day before it is withdrawn, replaced or expired."""
        return (
            self.given_on <= on <= self.last_day
            and not (self.replaced_on is not None and self.replaced_on <= on)
            and not self._taken_back(None, on)
        )

    def kinds_for(self, unit_id: UUID, on: date) -> frozenset[str]:
        """C5: the kinds that this unit may read that day; empty when it may read nothing."""
        if not self.in_force(on) or self._taken_back(unit_id, on):
            return frozenset()
        return self.kinds_given(unit_id)

    def kinds_given(self, unit_id: UUID) -> frozenset[str]:
        """What was once given to the unit, whatever has happened since."""
        return frozenset(kind for unit, kind in self.grants if unit == unit_id)

    def units_in_force(self, on: date) -> frozenset[UUID]:
        """The units that the consent covers that day."""
        return frozenset(unit for unit, _ in self.grants if self.kinds_for(unit, on))

    def _taken_back(self, unit_id: UUID | None, on: date) -> bool:
        return any(unit == unit_id and first <= on for unit, first in self.withdrawn)


@dataclass(frozen=True)
class CaseFacts:
    """A case as `decide` sees it: `assigned` is the actor, `kind` that of the text asked for."""

    owner_unit_id: UUID
    consents: tuple[ConsentFacts, ...] = ()
    assigned: bool = False
    erased: bool = False
    protected: bool = False
    kind: str | None = None
    written_by_unit_id: UUID | None = None


def latest(consents: Iterable[ConsentFacts]) -> ConsentFacts | None:
    """The version given last, or None."""
    return max(consents, key=lambda c: (c.given_on, c.replaced_on is None), default=None)
