"""Random cases for the oracle: people, papers, turns and stand-ins that could have come about.

Made with any `random.Random`, also the one that Hypothesis hands out and shrinks.
"""

from dataclasses import replace
from random import Random

from tests.access.oracle import KINDS, NEVER, Matter, Paper, Stand, Turn, Who

UNITS, HOST = "ABCH", "H"
TODAY, NOW, HORIZON = 20, 20.5, 34  # nothing is recorded after today
MOVED = 8.0  # when those who moved came to the unit they have now
ROSTER = (
    *(Who(f"{unit}1", "kontaktperson", unit, cleared=unit in "AH") for unit in UNITS),
    *(Who(f"{unit}2", "handlaggare", unit, cleared=unit == "B") for unit in UNITS),
    *(Who(f"{unit}3", "kontaktperson", unit, joined=MOVED) for unit in "AB"),
    Who("H4", "koordinator", HOST, cleared=True),
    Who("H5", "koordinator", HOST),
    Who("A6", "kontaktperson", "A", active=False),
    Who("B6", "kontaktperson", "B", assured=False),
    Who("A7", "granskare", "A", cleared=True),
    Who("A8", "lsg", "A", cleared=True),
    Who("H9", "administrator", HOST, cleared=True),
)
PEOPLE = {who.name: who for who in ROSTER}
COLLEAGUES = [(a, b) for a in ROSTER for b in ROSTER if a is not b and a.unit == b.unit]


def some(random: Random, of: tuple[str, ...], least: int = 1) -> frozenset[str]:
    return frozenset(random.sample(of, random.randint(least, len(of))))


def grants(random: Random) -> dict[str, frozenset[str]]:
    return {unit: some(random, KINDS) for unit in UNITS if random.randint(0, 3)}


def paper(random: Random, number: int, first: int) -> Paper:
    """In force from `first`; withdrawn and taken back for units no earlier than that."""
    on = {"first": first, "last": random.randint(first, HORIZON)}
    given = grants(random) or {HOST: frozenset(KINDS)}
    whole = random.randint(first, TODAY) if not random.randint(0, 4) else NEVER
    back = {u: random.randint(first, TODAY) for u in sorted(given) if not random.randint(0, 4)}
    return Paper(1, number, **on, gives=given, withdrawn=whole, taken_back=back)


def versions(random: Random) -> tuple[Paper, ...]:
    """C3: each begins when it replaces the one before, and no earlier."""
    days = sorted(random.randint(0, TODAY) for _ in range(random.randint(1, 3)))
    made = [paper(random, number, first) for number, first in enumerate(days, 1)]
    replaced = [*days[1:], NEVER]
    return tuple(replace(one, replaced=day) for one, day in zip(made, replaced, strict=True))


def turn(random: Random, who: Who) -> Turn:
    """Before or after they came to their unit; ended by somebody now and then."""
    moment = random.choice([2.0, MOVED, 9.0])
    ended = 12.0 if not random.randint(0, 4) else NEVER
    return Turn(who.name, moment if who.joined else 2.0, ended)


def stand(random: Random) -> Stand:
    away, who = random.choice(COLLEAGUES)
    first = random.randint(3, TODAY)
    last = random.randint(first, HORIZON)
    ended = 15.0 if not random.randint(0, 4) else NEVER
    return Stand(away.name, who.name, first, last, random.choice([2.5, MOVED, 9.5]), ended)


def matter(random: Random) -> Matter:
    working = [who for who in ROSTER if random.randint(0, 1)]
    return Matter(
        owner=random.choice(UNITS),
        host=HOST,
        papers=versions(random),
        turns=tuple(turn(random, who) for who in working),
        stands=tuple(stand(random) for _ in range(random.randint(0, 4))),
        erased=not random.randint(0, 9),
        protected=not random.randint(0, 4),
    )


def newest_from(of: Matter) -> int:
    """The first day of the newest version: today is never before it."""
    return of.papers[-1].first
