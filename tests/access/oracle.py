"""The rule of DOMAIN.md and ACCESS.md written a second time, by somebody who had not read the first.

Nothing here comes from casework: a day is an int, a unit is a letter, a kind is a word, and the rule is
sets of days and a table. test_oracle.py holds the code against it; where the two differ, one of them
(or DOMAIN.md) is wrong.
"""

from dataclasses import dataclass, field

NEVER = 10**9
KINDS = ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering")
REACHING = {"koordinator", "kontaktperson", "handlaggare"}
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paper:
    """One version of one consent. `last` is the last day it is in force; `gives` is unit → kinds."""

    chain: int
    number: int
    first: int
    last: int
    gives: dict[str, frozenset[str]]
    replaced: int = NEVER
    withdrawn: int = NEVER
    taken_back: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """`who` was given the case at `start`, and it ended at `end` (days, or parts of days)."""

    who: str
    start: float = 0
    end: float = NEVER


@dataclass(frozen=True)
class Stand:
    """`who` does the work of `away` from `first` up to and including `last`."""

    away: str
    who: str
    first: int
    last: int
    ended: int = NEVER


@dataclass(frozen=True)
class Who:
    """Somebody signed in. `joined` is when they came to the unit they now belong to."""

    name: str
    role: str
    unit: str
    joined: float = 0
    active: bool = True
    assured: bool = True
    cleared: bool = False


@dataclass(frozen=True)
class Matter:
    """A case: whose it is, who convenes it, the papers of the person, and who has it on their desk."""

    owner: str
    host: str
    papers: tuple[Paper, ...] = ()
    turns: tuple[Turn, ...] = ()
    stands: tuple[Stand, ...] = ()
    erased: bool = False
    protected: bool = False


def days_in_force(paper: Paper, unit: str) -> range:
    """C1: from the day given until the day before it was withdrawn, replaced or had expired."""
    over = min(paper.last + 1, paper.replaced, paper.withdrawn, paper.taken_back.get(unit, NEVER))
    return range(paper.first, over)


def given(matter: Matter, unit: str, day: int) -> frozenset[str] | None:
    """C5: the kinds `unit` is given on `day`; None when no paper in force names the unit at all."""
    papers = [p for p in matter.papers if unit in p.gives and day in days_in_force(p, unit)]
    return NONE.union(*(p.gives[unit] for p in papers)) if papers else None


def kept(matter: Matter, unit: str, day: int) -> frozenset[str]:
    """The owner keeps everything: what the newest version of each consent gave it, in force or not."""
    begun = [p for p in matter.papers if p.first <= day]
    newest = {p.chain: p for p in sorted(begun, key=lambda p: p.number)}
    return NONE.union(*(p.gives.get(unit, NONE) for p in newest.values()))


def has_it(matter: Matter, who: Who, people: dict[str, Who], day: int, now: float) -> bool:
    """On the desk of `who`: given to them, or to a colleague of the unit for whom they stand in today.

    K5: a turn from before one came to the unit (the unit one has now) has ended.
    """
    away = {s.away for s in matter.stands if s.who == who.name and s.first <= day <= s.last and day < s.ended}
    desks = [who] + [people[name] for name in sorted(away) if people[name].unit == who.unit]
    return any(
        turn.who == desk.name and turn.start <= now < turn.end and turn.start >= desk.joined
        for turn in matter.turns
        for desk in desks
    )


# may the role ever · is the unit the owner · is the unit covered · is it on the desk → reaches
TABLE = {
    # role            owner  covered desk
    ("kontaktperson", True, True, True): True,
    ("kontaktperson", True, True, False): False,
    ("kontaktperson", True, False, True): True,
    ("kontaktperson", True, False, False): False,
    ("kontaktperson", False, True, True): True,
    ("kontaktperson", False, True, False): False,
    ("kontaktperson", False, False, True): False,
    ("kontaktperson", False, False, False): False,
}


def reaches(matter: Matter, who: Who, people: dict[str, Who], day: int, now: float) -> bool:
    """K4, with the erased, the inactive, the unassured and the uncleared turned away first."""
    if matter.erased or not who.active or not who.assured or who.role not in REACHING:
        return False
    if matter.protected and not who.cleared:
        return False
    covered = given(matter, who.unit, day) is not None
    if who.role == "koordinator":
        return who.unit == matter.host and covered
    return TABLE["kontaktperson", who.unit == matter.owner, covered, has_it(matter, who, people, day, now)]


def kinds(matter: Matter, who: Who, people: dict[str, Who], day: int, now: float) -> frozenset[str]:
    """Which kinds of others' writing `who` reads; nothing at all for one who does not reach the case."""
    if not reaches(matter, who, people, day, now):
        return NONE
    now_given = given(matter, who.unit, day) or NONE
    if who.unit == matter.owner and who.role != "koordinator":
        return now_given | kept(matter, who.unit, day)
    return now_given


def reads(matter: Matter, who: Who, people: dict[str, Who], day: int, now: float, kind: str, writer: str) -> bool:
    """One text: of a kind one is given, or written by one's own unit."""
    if not reaches(matter, who, people, day, now):
        return False
    return writer == who.unit or kind in kinds(matter, who, people, day, now)
