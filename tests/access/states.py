"""Eleven who ask and the states of a case, each as seen by the one who asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from casework.access import Role
from casework.authorities.models import User
from casework.cases.models import Case
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from casework.people.models import Person
from tests import build
from tests.house import everything

CONTACTS = ("soc", "ame", "norsjo", "af", "fk", "primarvard", "psykiatri")
PRINCIPALS = ("koordinator", *CONTACTS, "lsg", "granskare", "admin")
# only the coordinator and the social office may work with protected identities (tests/build.py)
CLEARED = {"koordinator", "soc"}
FEWER = ("planering",)  # what is left when a consent is narrowed


def everybody(world: build.World) -> build.World:
    """The world with somebody in primary care too, and the coordinator under their own name."""
    region = world.unit("psykiatri").authority
    world.units["primarvard"] = build.unit("Primärvården", region, part="primarvard", position=9)
    world.users["primarvard"] = build.user(world.unit("primarvard"), Role.CONTACT, "Pia Rimfrost")
    world.users["koordinator"] = world.user("host")
    return world


@dataclass
class Making:
    """A case on its way into one state, as `who` will meet it."""

    world: build.World
    who: str
    owner: str
    person: Person
    assigned: bool = True
    dates: dict[str, Any] = field(default_factory=dict)

    @property
    def asker(self) -> User:
        return self.world.user(self.who)

    def consent(self, kinds: Any, **more: Any) -> Consent:
        """The coordinator, the owner and two more are given all; `who` is given `kinds`."""
        grants: dict[Any, Any] = {
            self.world.user(key).unit: "all" for key in ("host", self.owner, "af", "fk")
        }
        if self.who != self.owner:
            grants.pop(self.asker.unit, None)
            grants |= {self.asker.unit: kinds} if kinds else {}
        return build.consent(self.person, self.world.user(self.owner), grants, **self.dates, **more)

    def case(self, given: Consent) -> Case:
        working = {self.owner, "af", "fk"} - {self.who} | ({self.who} if self.assigned else set())
        return build.case(
            self.world,
            owner=self.owner,
            person=self.person,
            consent=given,
            assigned=tuple(sorted(working)),
        )


def _given(a: Making) -> Case:
    return a.case(a.consent("all"))


def _own_taken_back(a: Making) -> Case:
    given = a.consent("all")
    build.withdrawal(given, a.asker)
    return a.case(given)


def _not_named(a: Making) -> Case:
    return a.case(a.consent(()))


def _narrowed(a: Making) -> Case:
    """A second version has taken over, that gives the unit planning only."""
    today = clock.today()
    first = a.consent("all", replaced_on=today)
    a.dates = {"given_on": today}
    a.consent(FEWER, id=uuid4(), series_id=first.series_id, version=2)
    return a.case(first)


def _withdrawn(a: Making) -> Case:
    given = a.consent("all")
    build.withdrawal(given, a.world.user(a.owner), a.asker.unit)
    return a.case(given)


def _expired(a: Making) -> Case:
    today = clock.today()
    a.dates = {"given_on": today - timedelta(days=300), "last_day": today - timedelta(days=1)}
    return a.case(a.consent("all"))


def _not_assigned(a: Making) -> Case:
    a.assigned = False
    return a.case(a.consent("all"))


def _protected(a: Making) -> Case:
    a.person.name, a.person.protected_at = None, clock.now()
    return a.case(a.consent("all"))


def _erased(a: Making) -> Case:
    a.person.erased_at = clock.now()
    case = a.case(a.consent("all"))
    case.erased_at = clock.now()
    return case


MAKERS: dict[str, Callable[[Making], Case]] = {
    "own": _given,
    "own, taken back": _own_taken_back,
    "consented": _given,
    "narrowed": _narrowed,
    "not named": _not_named,
    "withdrawn": _withdrawn,
    "expired": _expired,
    "not assigned": _not_assigned,
    "protected": _protected,
    "erased": _erased,
}
NOWHERE = "nonexistent"
STATES = (NOWHERE, *MAKERS)


def make(world: build.World, who: str, state: str) -> everything.Ids:
    """{name of an argument: a real id} of a case in that state, with a row of every kind."""
    owner = who if state.startswith("own") else ("af" if who == "soc" else "soc")
    making = Making(world, who, owner, build.person(world.user(owner), everything.NAME))
    case = MAKERS[state](making)
    session.flush()
    asked = [world.user(owner), world.user("host"), *([making.asker] if making.assigned else [])]
    once = {user.id: user for user in asked}
    code = f"{who[:4]}{tuple(MAKERS).index(state)}"
    place = everything.Place(world, case, world.user(owner), tuple(once.values()), code)
    return everything.around(place)


def nowhere(ids: everything.Ids) -> everything.Ids:
    """The same arguments, of nothing that exists."""
    return {name: uuid4() if isinstance(value, UUID) else value for name, value in ids.items()}
