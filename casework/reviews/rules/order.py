"""V4: what a criterion adds, who is told of it, and the order of the agenda. V2: the least walk."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from casework.kit.errors import RuleBroken
from casework.kit.swedish import plural

Thing = TypeVar("Thing")
Out = frozenset[UUID]

# What a sign tells of. Those that are not here tell of nothing but the work itself.
OF_KIND = {"long_support": "ekonomi"}


@dataclass(frozen=True)
class Part:
    """One criterion that is met, as it stands in the sum."""

    criterion_id: UUID
    label: str
    points: int
    sign: str | None

    def told_to(self, kinds: Collection[str], whole: Collection[str]) -> bool:
        """C5: `kinds` is what the reader may read, `whole` what whoever weighed could read.

        What only a human can see may rest on any kind: it is told to those who may read the whole.
        """
        if self.sign is None:
            return set(whole) <= set(kinds)
        return OF_KIND.get(self.sign) in (None, *kinds)


def total(parts: Iterable[Part]) -> int:
    """V4: the sum of the stated points."""
    return sum(part.points for part in parts)


def said(parts: Sequence[Part]) -> str:
    """V4: the sum with its parts: "5 poäng: bråttom 3, tre myndigheter 2"."""
    points = f"{total(parts)} {plural(total(parts), 'poäng', 'poäng')}"
    if not parts:
        return points
    return f"{points}: " + ", ".join(f"{_lower(part.label)} {part.points}" for part in parts)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Urgency:
    """V4: open points from last time first, then the sum, then whoever has waited longest."""

    carried: bool
    points: int
    since: date

    @property
    def key(self) -> tuple[bool, int, date]:
        return not self.carried, -self.points, self.since


def by_urgency(things: Sequence[tuple[Thing, Urgency]]) -> list[Thing]:
    """Equally urgent things keep the order they have."""
    return [thing for thing, _ in sorted(things, key=lambda one: one[1].key)]


def moved(things: Sequence[Thing], thing: Thing, place: int) -> list[Thing]:
    """`thing` at `place`, counted from one; the others keep their order."""
    if not 1 <= place <= len(things):
        raise RuleBroken("place", f"Välj en plats mellan 1 och {len(things)}.")
    rest = [one for one in things if one != thing]
    return [*rest[: place - 1], thing, *rest[place - 1 :]]


def walks(outside: Sequence[Out]) -> int:
    """V2: how many times somebody goes out, all in all. Everyone is in at the start."""
    before = [frozenset(), *outside]
    return sum(len(now - was) for was, now in zip(before, outside, strict=False))


def fewest_walks(outside: Sequence[Out]) -> list[int]:
    """V2: the places in an order in which people go out as few times as we find.

    Items with the same people outside stand together; of the ways to walk from one such group to
    the nearest, the shortest is taken. Never worse than the order given.
    """
    groups = list(dict.fromkeys(outside))
    tries = [list(range(len(outside)))]
    for first in groups:
        order = _nearest(first, groups)
        tries.append([n for group in order for n, out in enumerate(outside) if out == group])
    return min(tries, key=lambda order: walks([outside[n] for n in order]))


def _nearest(first: Out, groups: Sequence[Out]) -> list[Out]:
    order, left = [first], [group for group in groups if group != first]
    while left:
        here = order[-1]
        order.append(min(left, key=lambda group: (len(group - here), len(here - group))))
        left.remove(order[-1])
    return order


def interleaved(whole: Sequence[Thing], ordered: Sequence[Thing]) -> list[Thing]:
    """`whole` with the members of `ordered` in that order, in the places that they have together.

    What is done keeps its place, and so does what the one who orders does not see.
    """
    turn, among = iter(ordered), set(map(id, ordered))
    return [next(turn) if id(one) in among else one for one in whole]
