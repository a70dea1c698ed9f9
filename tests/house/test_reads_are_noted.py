"""A1: whoever is shown something of a case has left a row that says so, and nobody else has.

Somebody goes to every address, and sends every form of it empty, round cases in which each text is
a word of its own (tests/access/canaries.py). A page that a word of a case stands on has left a row
in the trail: read, by them, of that case. An address that is of no case, and shows none, left none.

What is no read. A reference is not personal (K2): lists of the cases one works with, with codes
and days and no text, are not noted, and each is named here. Nor is the place of a meeting: it
stands in any invitation (M3), with nothing of whom it is about.

The ordinary run goes to each address round one of three cases in turn, for two of three who ask,
and sends each form once. With --long round all of them, for four, on PostgreSQL too.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.authorities.models import User
from casework.cases.models import Case
from casework.kit.db import session
from tests.access import aviary as cases
from tests.access import states
from tests.access.canaries import Aviary
from tests.access.crawling import page_text
from tests.access.knocking import FORM, Door, Visitor, doors, trail_end, undone
from tests.access.sparing import LONG, databases  # noqa: F401
from tests.house import everything

WHO = ("soc", "koordinator", "fk", *(("psykiatri",) if LONG else ()))
MOSTLY_OPEN = ("varied", "wide", "protected")  # to those who ask; the others are with --long
ANYWHERE = ("/", "/arenden?visa=alla")
IN_INVITATIONS = {("meetings", "place")}
LISTS = {
    "desk.home": "what is to be done next in the cases one works with",
    "cases.listing": "the cases one works with",
    "desk.overview": "where the cases one works with stand, and whom they wait for",
    "desk.references": "the same cases as a file, which leaves a row of its own",
    "cases.absence": "which cases a colleague looks after meanwhile",
    "meetings.book?arende": "which cases may be booked straight after, and whom they leave out",
    "contributions.new": "the cases that one may choose between",
    "contributions.listing": "which parts of assessments one's own unit wrote",
}


@dataclass
class Seen:
    """What stood on one page: `texts` and references by case, and the cases that were noted."""

    door: str
    texts: set[str]
    named: set[str]
    noted: set[str]
    of_a_case: bool


class Reader:
    """Somebody who goes everywhere, and what they saw."""

    def __init__(self, app: Any, client: Any, user_id: Any, planted: tuple[Aviary, Any]) -> None:
        self.app, self.client, self.user_id = app, client, user_id
        self.birds, self.ids = planted
        self.case_of = {one: name for name, ids in self.ids.items() for one in ids.values()}
        self.references = {
            session.get_one(Case, ids["case_id"]).reference: name for name, ids in self.ids.items()
        }
        client.get("/finns-inte")  # the trail has begun

    def go(self, house: everything.Ids, turn: int) -> Iterator[Seen]:
        for address in ANYWHERE:
            yield self._see("GET", address, "desk.home" if address == "/" else "cases.listing")
        for number, door in enumerate(doors(self.app)):
            for ids in self._round(door, number, turn):
                address = door.address(self.app, {**house, **ids})
                yield self._see(
                    door.method, address, door.name, of_a_case=bool(door.ids & set(ids))
                )

    def _round(self, door: Door, number: int, turn: int) -> list[everything.Ids]:
        """The cases that this door is tried with: all but one open a page, the last sends it."""
        every = [ids for name, ids in self.ids.items() if LONG or name in MOSTLY_OPEN]
        if ((number + turn) % len(WHO) > 0) is (door.method == "POST"):
            return []
        return every if LONG else [every[(number // 3 + turn) % len(every)]]

    def _see(self, method: str, address: str, door: str, *, of_a_case: bool = False) -> Seen:
        session.remove()
        with nullcontext() if method == "GET" else undone():
            end = trail_end()
            form = FORM if method == "POST" else None
            answer = self.client.open(address, method=method, data=form)
            noted = self._noted(end)
        text = page_text(answer)
        words = [self.birds.by_word[word] for word in self.birds.seen_in(text)]
        texts = {one.case for one in words if one.place not in IN_INVITATIONS}
        named = {name for reference, name in self.references.items() if reference in text}
        return Seen(f"{method} {door}", texts, named, noted, of_a_case)

    def _noted(self, end: int) -> set[str]:
        session.remove()
        rows = session.execute(
            select(AuditEntry.case_id, AuditEntry.subject_id).where(
                AuditEntry.seq > end,
                AuditEntry.user_id == self.user_id,
                AuditEntry.action == "read",
                AuditEntry.outcome == "allowed",
            )
        ).all()
        session.remove()
        found = {self.case_of.get(one) for row in rows for one in row if one}
        return {name for name in found if name}


@pytest.fixture
def readers(app, world, sign_in):
    states.everybody(world)
    house, planted = everything.of_the_house(world), cases.planted(world)
    app.test_client_class = Visitor
    users = {who: world.user(who).id for who in WHO}
    clients = {who: sign_in(session.get_one(User, user_id)) for who, user_id in users.items()}
    return house, {who: Reader(app, clients[who], users[who], planted) for who in WHO}


def test_a1_what_is_shown_of_a_case_is_noted_and_nothing_else_is(readers, record_property):
    house, everybody = readers
    faults, listed, shown = [], set(), 0
    for turn, (who, reader) in enumerate(everybody.items()):
        pages = list(reader.go(house, turn))
        faults += [f"{who} {fault}" for page in pages for fault in _wrong(page)]
        listed |= {page.door.split()[-1] for page in pages if page.named - page.noted}
        opened = sum(bool(page.texts) for page in pages)
        assert opened > 8, f"{who} read {opened} pages"
        shown += opened
    record_property("pages", shown)
    record_property("lists", ", ".join(sorted(listed)))
    assert shown > 35, f"{shown} pages with a text of a case"
    assert not faults, "\n".join(sorted(faults))
    assert listed <= set(LISTS), f"a list of references: say why in LISTS: {listed - set(LISTS)}"


def _wrong(page: Seen) -> Iterator[str]:
    for case in page.texts - page.noted:
        yield f"{page.door} shows a text of {case}, and no row says so"
    if not page.of_a_case:
        for case in page.noted - page.texts - page.named:
            yield f"{page.door} notes a read of {case}, and shows nothing of it"
