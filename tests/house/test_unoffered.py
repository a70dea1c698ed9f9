"""AC09: what a form did not offer is not taken, however real it is.

Every page is opened by somebody who gets in, and each form on it that something is chosen in is
sent once with all its choices changed to what is there but was not offered: another unit's user, a
room that is closed, a unit that the programme does not have, a code that has ended, another
programme. Each field says so itself, and nothing is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.authorities.models import Authority, Unit, User
from casework.cases.models import Case
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.models import Meeting, Participant
from casework.plans.models import Commitment
from casework.programmes.models import Code, PriorityCriterion, Programme
from tests import build
from tests.access.abuse import around
from tests.access.knocking import Visitor, doors
from tests.access.sparing import databases  # noqa: F401
from tests.access.states import everybody
from tests.house import everything
from tests.referrals.making import answered, draft, sent
from tests.reviews.making import codes
from tests.snapshot import everything as all_rows

REAL = (User, Unit, build.Room, Programme, Meeting, Case, Participant, Commitment)
REAL += (PriorityCriterion, Authority)
STEPS = range(1, 8)
LISTS = ("avslutsskal", "sysselsattning", "inkomst", "skal", "stodtid", "utbildning", "nastasteg")
ENDED, DAY = date(2021, 1, 1), timedelta(days=1)
# a time is anybody's to write, and whether it is free is asked when it is booked; the kind of a
# goal is judged by the consent (tests/plans), when all else in the form is well
JUDGED_LATER = {"slot", "times", "goals-0-kind"}
# pages with forms that are sent elsewhere
FORMS_OF_OTHERS = {"reviews.show", "assessments.show", "authorities.people", "authorities.units"}


@dataclass
class Form:
    """What a form would send as it stands, and the values that each choice in it offers."""

    action: str
    filled: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address, self.found, self._select = address, [], ""
        self._now: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._now = Form(given.get("action") or self.address)
            self.found.append(self._now)
        elif self._now is not None:
            self._field(self._now, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
        if tag == "option" and given.get("value"):
            form.offered.setdefault(self._select, set()).add(given["value"])
        elif tag == "input" and kind in ("radio", "checkbox") and given.get("value", "y") != "y":
            form.offered.setdefault(name, set()).add(given["value"])
        elif tag == "input" and name and kind not in ("checkbox", "file"):
            form.filled[name] = [given.get("value", "")]


class Pool:
    """What is really there, by what it is."""

    def __init__(self) -> None:
        self.ids = {one: [str(i) for i in session.scalars(select(one.id))] for one in REAL}
        self.codes: dict[str, list[str]] = {}
        for code in session.scalars(select(Code).order_by(Code.valid_to.is_(None), Code.position)):
            self.codes.setdefault(code.list, []).append(code.key)

    def beside(self, offered: set[str]) -> str:
        """Something of the same sort as what is offered, that is not."""
        for known in (*self.ids.values(), *self.codes.values()):
            rest = [one for one in known if one not in offered]
            if rest and offered & set(known):
                return rest[0]
        if all(":" in one for one in offered):  # a unit and a kind
            unit, kind = min(offered).split(":")
            units = {one.split(":")[0] for one in offered}
            others = [one for one in self.ids[Unit] if one not in units]
            return f"{others[0]}:{kind}" if others else f"{unit}:slut_informationsslag"
        return "2031-01-01" if min(offered).startswith("20") else "997"


def test_ac09_the_pool_finds_what_is_beside_what_is_offered(world):
    build.code("skal", "ett")
    build.code("skal", "slut", valid_to=ENDED)
    session.flush()
    pool = Pool()
    assert pool.beside({"ett"}) == "slut"
    mine, others = str(world.user("af").id), set(pool.ids[User]) - {str(world.user("af").id)}
    assert pool.beside({mine}) in others
    assert pool.beside({f"{world.unit('af').id}:social"}).endswith(":social")


def furnished(world: Any) -> everything.Ids:
    """A row of every kind, and beside it what nobody is offered."""
    everybody(world)
    codes()
    for name in (*LISTS, "informationsslag"):
        build.code(name, f"ett_{name}", position=8)
        build.code(name, f"slut_{name}", position=9, valid_to=ENDED)
    build.user(world.unit("soc"), Role.OFFICER, "Sara Videmark")
    build.user(world.unit("fk"), Role.CONTACT, "Gunnar Borta").left_at = clock.now()
    build.room().closed_at = clock.now()
    build.programme(build.unit("Norra värden", world.unit("norsjo").authority), "Norra vägen")
    build.programme(world.unit("host"), "Stängda vägen").closed_on = ENDED
    around(world, "psykiatri", "P", grants={"host": "all", "psykiatri": "all"})
    return everything.make(world)


def addresses(app: Any, world: Any, ids: everything.Ids) -> list[str]:
    begun, asked = draft(world), sent(world)
    answered(world, asked, "kompletteras", sentence="Vad?", due_on=clock.today() + DAY)
    session.commit()
    posted = {door.endpoint for door in doors(app) if door.method == "POST"} | FORMS_OF_OTHERS
    pages = {
        door.address(app, ids)
        for door in doors(app)
        if door.method == "GET" and door.endpoint in posted
    }
    pages |= {f"/remisser/{begun.id}/steg/{number}" for number in STEPS}
    return [*sorted(pages), f"/remisser/{asked.id}/komplettera"]


def forms(client: Any, pages: list[str]) -> Iterator[Form]:
    """Each form with a choice in it, once."""
    seen = set()
    for page in pages:
        session.remove()
        answer = client.get(page)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for form in Forms(answer.text, page).found:
                what = frozenset(form.offered)
                if what and (form.action, what) not in seen:
                    seen.add((form.action, what))
                    yield form


def says(page: str, name: str) -> bool:
    """At the field, or in the list of faults with a link to it."""
    marks = (f'id="{name}-error"', f'href="#{name}"', f'href="#{name}-0"')
    return any(mark in page for mark in marks)


def faults(client: Any, form: Form, pool: Pool) -> list[str]:
    """The fields of a form that took what was not offered."""
    wrong = {name: [pool.beside(offered)] for name, offered in form.offered.items()}
    session.remove()
    answer = client.post(form.action, data={**form.filled, **wrong})
    if answer.status_code != 422:
        return [f"{form.action}: {answer.status_code} for {wrong}"]
    silent = [name for name in set(wrong) - JUDGED_LATER if not says(answer.text, name)]
    return [f"{form.action}: {name} says nothing of {wrong[name]}" for name in silent]


@pytest.mark.parametrize(("who", "least"), [("host", 30), ("soc", 20), ("admin", 10)])
def test_ac09_what_a_form_did_not_offer_is_not_taken(app, world, sign_in, who, least):
    app.test_client_class = Visitor
    pages = addresses(app, world, furnished(world))
    pool, client = Pool(), sign_in(world.user(who))
    found = list(forms(client, pages))
    before = all_rows()
    wrong = [fault for form in found for fault in faults(client, form, pool)]
    assert not wrong, "\n".join(wrong)
    assert all_rows() == before
    assert len(found) >= least, f"only {len(found)} forms"
