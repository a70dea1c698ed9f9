"""The rule of DOMAIN.md and ACCESS.md a second time, by somebody who had not read the first.

Nothing here comes from casework: a day is an int, a unit is a letter, a kind is a word, and the
rule is sets of days and a table. test_oracle.py holds the code against it; where the two differ,
one of them (or DOMAIN.md) is wrong.
"""

from dataclasses import dataclass, field

NEVER = 10**9
KINDS = ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering")
OFFICERS = {"kontaktperson", "handlaggare"}
REACHING = {"koordinator", *OFFICERS}
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paper:
    """One version of one consent. `last` is its last day in force; `gives` is unit → kinds."""

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
    """`who` does the work of `away` from `first` up to and including `last`; said at `named`."""

    away: str
    who: str
    first: int
    last: int
    named: float = 0
    ended: float = NEVER


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
    """A case: whose it is, who convenes it, its papers, and who has it on their desk."""

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
    """The owner keeps everything: what the newest version gave it, in force or not."""
    begun = [p for p in matter.papers if p.first <= day]
    newest = {p.chain: p for p in sorted(begun, key=lambda p: p.number)}
    return NONE.union(*(p.gives.get(unit, NONE) for p in newest.values()))


def stands(stand: Stand, who: Who, people: dict[str, Who], day: int, now: float) -> bool:
    """Both are still where they were when it was said: leaving a unit ends it for either (K5).

    K4 knows of assigned officers: whoever has become something else leaves no desk to stand in at.
    """
    away = people[stand.away]
    still = (
        away.active
        and away.role in OFFICERS
        and away.unit == who.unit
        and max(away.joined, who.joined) <= stand.named
    )
    return (
        stand.who == who.name and still and stand.first <= day <= stand.last and now < stand.ended
    )


def has_it(matter: Matter, who: Who, people: dict[str, Who], day: int, now: float) -> bool:
    """On the desk of `who`: given to them, or to a colleague for whom they stand in today.

    K5: a turn from before one came to the unit that one has now has ended. A stand-in takes over
    what the other was given, never what the other has by standing in.
    """
    away = {s.away for s in matter.stands if stands(s, who, people, day, now)}
    desks = [who, *(people[name] for name in sorted(away))]
    return any(
        turn.who == desk.name and desk.joined <= turn.start <= now < turn.end
        for turn in matter.turns
        for desk in desks
    )


# is the unit the owner · does a consent in force name it · is it on the desk → an officer reaches
TABLE = {
    # owner, covered, desk
    (True, True, True): True,
    (True, True, False): False,
    (True, False, True): True,
    (True, False, False): False,
    (False, True, True): True,
    (False, True, False): False,
    (False, False, True): False,
    (False, False, False): False,
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
    return TABLE[who.unit == matter.owner, covered, has_it(matter, who, people, day, now)]


def kinds(matter: Matter, who: Who, people: dict[str, Who], day: int, now: float) -> frozenset[str]:
    """Which kinds of others' writing `who` reads; none for one who does not reach the case."""
    if not reaches(matter, who, people, day, now):
        return NONE
    now_given = given(matter, who.unit, day) or NONE
    if who.unit == matter.owner and who.role != "koordinator":
        return now_given | kept(matter, who.unit, day)
    return now_given


def reads(
    matter: Matter, who: Who, people: dict[str, Who], day: int, now: float, kind: str, writer: str
) -> bool:
    """One text: of a kind one is given, or written by one's own unit."""
    if not reaches(matter, who, people, day, now):
        return False
    return writer == who.unit or kind in kinds(matter, who, people, day, now)
