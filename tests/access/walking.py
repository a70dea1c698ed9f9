"""A random walk through the house by its own pages, with the oracle walking beside.

A `Walk` knows the house as the oracle's picture has it. For each thing that can be done
`may_<name>` lists, from that picture alone, who may do it to what; `any_<name>` is anybody's try;
and `<name>` does it by the pages. What the page took (a redirect) is told to the picture. A page
that refuses what the list holds, or takes what it does not hold, is a disagreement.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from random import Random
from re import findall
from typing import Any
from uuid import UUID

from casework.access import Role
from casework.authorities.models import Unit
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.access import oracle
from tests.access.oracle import KINDS, NEVER, Matter, Paper, Stand, Turn, Who

START = datetime(2026, 10, 20, 9, tzinfo=UTC)
UNITS = ("soc", "ame", "af", "fk", "host")
PLACES = UNITS[:-1]
STAFF = ("soc", "soc2", "ame", "af", "af2", "fk", "fk2", "host", "lsg", "granskare", "admin")
OFFICERS = STAFF[:7]
WORKING = STAFF[:8]
FIRST = {key: frozenset(KINDS) for key in ("host", "soc", "af", "fk")}
A_WHILE = timedelta(minutes=10)  # less than a session may be idle
OPENED_BY = ("soc", "af", "fk", "soc")
ENOUGH = 3  # cases that somebody reaches: with fewer, a new one is opened


@dataclass
class Text:
    word: str
    case: UUID
    kind: str
    writer: str


@dataclass
class Walk:
    """The house as it is, and `matters` and `people` as the oracle sees them."""

    world: build.World
    sign_in: Any
    random: Random
    shift: Any = None  # moves the clock of the whole machine
    people: dict[str, Who] = field(default_factory=dict)
    matters: dict[UUID, Matter] = field(default_factory=dict)
    stands: list[tuple[UUID, Stand]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    references: dict[UUID, str] = field(default_factory=dict)
    closed: set[UUID] = field(default_factory=set)
    took: dict[UUID, list[tuple[str, float]]] = field(default_factory=dict)  # each version, when
    entered: dict[UUID, str] = field(default_factory=dict)  # the person, by which unit
    asked: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)  # hand-over, to which unit
    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    clients: dict[str, tuple[datetime, Any]] = field(default_factory=dict)

    def begin(self) -> None:
        for code_list, key in (("bidragsslag", "samtal"), ("avslutsskal", "felregistrering")):
            build.code(code_list, key)
        self._hire("soc2", "soc", Role.OFFICER, cleared=True)
        self._hire("fk2", "fk", Role.CONTACT, cleared=True)
        for key in STAFF:
            user = self.world.user(key)
            unit = next(k for k, u in self.world.units.items() if u.id == user.unit_id)
            self.people[key] = Who(key, str(user.role), unit, cleared=user.cleared)
        for owner in OPENED_BY:
            self._open(owner)

    def _hire(self, key: str, unit: str, role: Role, *, cleared: bool) -> None:
        at = session.get_one(Unit, self.world.unit(unit).id)
        row = build.user(at, role, f"Person {key}", cleared=cleared)
        self.world.users[key] = row

    def _open(self, owner: str) -> None:
        case = build.case(self.world, FIRST, owner=owner)
        paper = Paper(1, 1, self.today - 10, self.today + 350, FIRST)
        turns = tuple(Turn(key, self.now) for key in ("soc", "af", "fk"))
        self.entered[case.id] = unit = self.people[owner].unit
        self.matters[case.id] = Matter(unit, "host", (paper,), turns)
        self.took[case.id] = [(owner, self.now)]
        self.references[case.id] = case.reference
        session.commit()
        self.shift(timedelta(minutes=1))  # nothing else happens in the same moment

    def keep_going(self) -> None:
        """A case whose consent is gone and whose people have left is nobody's, for ever."""
        if sum(1 for case_id in self.matters if self.reaching(case_id)) < ENOUGH:
            self._open(self.random.choice(OFFICERS))

    # what the picture says

    @property
    def today(self) -> int:
        return clock.today().toordinal()

    @property
    def now(self) -> float:
        return (clock.now() - START) / timedelta(days=1)

    def a_case(self) -> UUID:
        return self.random.choice(list(self.matters))

    def anybody(self) -> tuple[UUID, str]:
        """Half the time somebody who reaches the case, and may do this or may not."""
        reaching = list(self.each("reaching")) if self.random.randint(0, 1) else []
        return self.random.choice(reaching or [(self.a_case(), self.random.choice(WORKING))])

    def matter(self, case_id: UUID) -> Matter:
        """With everybody's stand-ins, which are about all their cases."""
        return replace(self.matters[case_id], stands=tuple(stand for _, stand in self.stands))

    def tell(self, case_id: UUID, **changed: Any) -> None:
        self.matters[case_id] = replace(self.matters[case_id], **changed)

    def asking(self, case_id: UUID, who: str) -> tuple[Any, ...]:
        """What the oracle is asked with."""
        return self.matter(case_id), self.people[who], self.people, self.today, self.now

    def reaching(self, case_id: UUID) -> list[str]:
        return [who for who in WORKING if oracle.reaches(*self.asking(case_id, who))]

    def owning(self, case_id: UUID) -> list[str]:
        """K1: those of the owner unit who work with the case; never the coordinator."""
        owner = self.matters[case_id].owner
        return [k for k in self.reaching(case_id) if k != "host" and self.people[k].unit == owner]

    def keeping(self, case_id: UUID) -> list[str]:
        """K3, K4: the owner's and the coordinator, who keep it going."""
        by_role = [who for who in self.reaching(case_id) if who == "host"]
        return by_role + self.owning(case_id)

    def covered(self, case_id: UUID) -> list[str]:
        """C1: the units that a consent in force names today."""
        matter = self.matters[case_id]
        return [unit for unit in UNITS if oracle.given(matter, unit, self.today) is not None]

    def meets(self, case_id: UUID, who: str) -> bool:
        """E3: a protected identity is met only by those who are cleared."""
        return self.people[who].cleared or not self.matters[case_id].protected

    def seated(self, case_id: UUID) -> list[str]:
        """K5: those who were given the case since they came to their unit, and have it still."""
        turns = self.matters[case_id].turns
        return [
            who
            for who in OFFICERS
            if any(
                t.who == who and self.people[who].joined <= t.start < t.end == NEVER for t in turns
            )
        ]

    def could_sit(self, case_id: UUID) -> list[str]:
        """K4: staff of the owner and of the units that are covered."""
        units = {*self.covered(case_id), self.matters[case_id].owner}
        able = [who for who in OFFICERS if self.people[who].unit in units]
        return [who for who in able if self.meets(case_id, who)]

    def each(self, who: str) -> Iterator[tuple[UUID, str]]:
        """Every case with each of those who are "reaching", "owning" or "keeping" it."""
        for case_id in self.matters:
            for by in getattr(self, who)(case_id):
                yield case_id, by

    # the pages

    def client(self, who: str) -> Any:
        """Signed in since a while, unless they have done something after that."""
        session.commit()
        since, client = self.clients.get(who, (START, None))
        if client is None or clock.now() - since > A_WHILE:
            client = self.sign_in(self.world.user(who))
            self.clients[who] = clock.now(), client
        return client

    def post(self, who: str, url: str, may: bool | None = None, **data: Any) -> bool:
        """True when the page took it. `may` is what the picture says, if it says anything."""
        answer = self.client(who).post(url, data=data)
        assert answer.status_code in (302, 303, 403, 404, 409, 422), (url, answer.status_code)
        away = answer.location or ""
        took = answer.status_code in (302, 303) and "logga-in" not in away and "login" not in away
        if took:
            del self.clients[who]  # with the sentence that waits for their next page
        if may not in (None, took):
            faults = findall(r'<a href="#[^"]*">([^<]*)', answer.text)
            said = (answer.status_code, unescape(" ".join(faults)))
            self.wrong.append(f"{who} posted {url} {data}: {said}, the picture says {may}")
        return took
