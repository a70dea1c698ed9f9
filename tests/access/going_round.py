"""Somebody goes round the whole house, from one state of a case to the next."""

from typing import Any
from uuid import uuid4

from casework.kit.db import session
from tests.access import states
from tests.access.expected import expected
from tests.access.knocking import (
    Door,
    Heard,
    Visitor,
    denied_since,
    doors,
    knock,
    trail_end,
    undone,
)
from tests.access.states import NOWHERE, PRINCIPALS, STATES
from tests.house import everything
from tests.snapshot import everything as all_rows

LET_IN = {"GET": {200, 302}, "POST": {200, 302, 303, 400, 409, 422}}
REFUSAL = "Din roll ger dig inte rätt att göra det."  # what stands where no reason was given
RAISES = "oversight.home"  # T5: what the rules find in the trail is raised before the page is read
Cell = tuple[Door, str]


def cells(found: list[Door], of_cases: set[str], who: str, share: int) -> dict[str, list[Cell]]:
    """{state: its cells}, every `share`-th of them. Where no case is behind a door: once."""
    chosen: dict[str, list[Cell]] = {state: [] for state in STATES}
    for number, door in enumerate(found):
        for turn, state in enumerate(STATES if door.ids & of_cases else (NOWHERE,)):
            if (number + turn + PRINCIPALS.index(who)) % share == 0:
                chosen[state].append((door, state))
    return chosen


class Round:
    """What one principal met: `tried` cells, and the `faults` among them."""

    def __init__(self, app: Any, world: Any, sign_in: Any, who: str) -> None:
        app.test_client_class = Visitor  # pages are inspected once each, in `knock`
        states.everybody(world)
        self.app, self.who = app, who
        self.house = everything.of_the_house(world)
        self.ids = {state: states.make(world, who, state) for state in states.MAKERS}
        self.of_cases = set(self.ids["own"])
        self.ids[NOWHERE] = states.nowhere(self.ids["own"])
        session.commit()
        self.client = sign_in(world.user(who))
        self.hand = sign_in(world.user(who))  # posts; what is flashed at it stays with it
        self.client.get("/finns-inte")  # the trail has begun
        self.known: set[str] = set()
        self.nothing: dict[Door, Heard] = {}
        self.faults: list[str] = []
        self.tried = 0

    def go(self, share: int) -> "Round":
        for state, chosen in cells(doors(self.app), self.of_cases, self.who, share).items():
            before = all_rows()
            # closed doors first: to whoever has had a thing open, AC03 says more than nothing
            for door, _ in sorted(chosen, key=lambda cell: self._wanted(*cell) == "o"):
                fault = self._cell(door, state)
                self.tried += 1
                if fault:
                    self.faults.append(f"{state}: {door.method} {door.name}: {fault}")
            if all_rows() != before:
                self.faults.append(f"{state}: a refusal, or a GET, changed the database")
        return self

    def _address(self, door: Door, state: str, **made_up: object) -> str:
        return door.address(self.app, {**self.house, **self.ids[state], **made_up})

    def _hear(self, door: Door, state: str, **made_up: object) -> Heard:
        return knock(self.client, door, self._address(door, state, **made_up), self.known)

    def _wanted(self, door: Door, state: str) -> str:
        of_a_case = bool(door.ids & self.of_cases)
        return expected(door.method, door.name, self.who, state, of_a_case=of_a_case)

    def _cell(self, door: Door, state: str) -> str:
        wanted = self._wanted(door, state)
        if wanted == "o":
            return self._let_in(door, state)
        end = trail_end()
        heard = self._hear(door, state)
        if (trail_end() - end, denied_since(end)) != (1, 1):
            return f"{heard.status}, {trail_end() - end} rows in the trail, not one: denied"
        return self._refused(heard) if wanted == "r" else self._closed(door, state, heard)

    def _let_in(self, door: Door, state: str) -> str:
        if door.method == "GET" and door.endpoint != RAISES:
            heard = self._hear(door, state)
        else:
            with undone():
                heard = knock(self.hand, door, self._address(door, state), self.known)
        return "" if heard.status in LET_IN[door.method] else f"{heard.status}, not let in"

    def _refused(self, heard: Heard) -> str:
        said = heard.status == 403 and REFUSAL not in heard.body
        return "" if said else f"{heard.status}, not 403 with a sentence of its own"

    def _closed(self, door: Door, state: str, heard: Heard) -> str:
        """The same as for nothing, or as for no such child of a parent that they reach.

        AC03: what is saved under a parent that they had open gives the text back: 409 for both.
        """
        ids = sorted(door.arguments & self.of_cases, key=door.rule.index)
        shut = {404, 409} if door.method == "POST" and len(ids) > 1 else {404}
        if heard.status not in shut or everything.CANARY in heard.body.lower():
            return f"{heard.status}, not the 404 that says nothing"
        if not door.ids & self.of_cases:
            return ""
        if door not in self.nothing:
            self.nothing[door] = self._hear(door, NOWHERE)
        differs = heard.differs(self.nothing[door])
        if differs and len(ids) > 1:
            differs = heard.differs(self._hear(door, state, **{ids[-1]: uuid4()}))
        return f"not as for nothing: {differs}" if differs else ""
