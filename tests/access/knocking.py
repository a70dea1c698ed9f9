"""Every door of the house, knocked on by somebody: what they hear, and what it cost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from casework.access.web import PUBLIC
from casework.kit.db import seal_and_commit, session
from tests.house.everything import Ids
from tests.pages import forget_the_request_before, inspect
from tests.statements import counted

# signed with the second it was made in, so it differs between any two pages
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
FORM = {"x": "y"}
# ids that a page takes behind the question mark
ASKED = {
    "contributions.new": ("arende", "case_id"),
    "meetings.book": ("arende", "case_id"),
    "polls.ask": ("arende", "case_id"),
}
_OF_THE_MOMENT = ("Set-Cookie", "Content-Length")


class Visitor(FlaskClient):
    """Each request by whoever asks. What the pages look like is inspected by who knocks."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        forget_the_request_before()
        answer = super().open(*args, **kwargs)
        forget_the_request_before()
        return answer


@dataclass(frozen=True)
class Door:
    """One address and method. `query` is an id that is asked for behind the question mark."""

    endpoint: str
    method: str
    rule: str
    arguments: frozenset[str]
    query: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return f"{self.endpoint}?{self.query[0]}" if self.query else self.endpoint

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.name

    @property
    def ids(self) -> frozenset[str]:
        """The names of what it is asked about."""
        return self.arguments | frozenset((self.query or ())[1:])

    def address(self, app: Flask, ids: Ids) -> str:
        missing = self.ids - set(ids)
        assert not missing, f"{self.endpoint}: tell tests/house/everything.py of {missing}"
        values = {name: ids[name] for name in self.arguments}
        if self.query:
            values[self.query[0]] = ids[self.query[1]]
        with app.test_request_context():
            return app.url_for(self.endpoint, **values)


def doors(app: Flask) -> list[Door]:
    """Every address that needs a signed-in visitor, with each method it knows."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or rule.endpoint == "security.logout":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            door = Door(rule.endpoint, method, rule.rule, frozenset(rule.arguments))
            found.append(door)
            if rule.endpoint in ASKED:
                found.append(replace(door, query=ASKED[rule.endpoint]))
    return sorted(found, key=lambda door: (door.method, door.name))


@dataclass(frozen=True)
class Heard:
    """An answer without what differs between any two of them."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    statements: int

    def differs(self, other: "Heard") -> str:
        """In what it is not the same as `other`, or nothing."""
        unlike = []
        for name in ("status", "headers", "statements"):
            if getattr(self, name) != getattr(other, name):
                unlike.append(f"{name} {getattr(self, name)} and {getattr(other, name)}")
        return ", ".join(unlike + ["the body"] * (self.body != other.body))


def knock(client: FlaskClient, door: Door, address: str, known: set[str]) -> Heard:
    """What one hears. A page not `known` yet is inspected as any page is."""
    session.remove()
    with counted() as sent:
        form = FORM if door.method == "POST" else None
        answer = client.open(address, method=door.method, data=form)
    body = TOKEN.sub("", answer.get_data(as_text=True)) if _is_text(answer) else ""
    if answer.mimetype == "text/html" and answer.status_code < 300 and body not in known:
        known.add(body)
        inspect(body)
    headers = tuple(sorted((k, v) for k, v in answer.headers if k not in _OF_THE_MOMENT))
    return Heard(answer.status_code, headers, body, len(sent))


def _is_text(answer: Any) -> bool:
    return answer.mimetype.startswith("text/") or answer.mimetype == "application/json"


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back afterwards, also what was committed meanwhile."""
    engine = session.get_bind()
    session.remove()
    with engine.connect() as line, line.begin() as outer:
        session.configure(bind=line, join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            session.remove()
            session.configure(bind=engine, join_transaction_mode="conditional_savepoint")
            outer.rollback()


def trail_end() -> int:
    """The number of the last row of the trail."""
    return _number("SELECT max(seq) FROM audit_entries")


def denied_since(number: int) -> int:
    """How many rows after that one say that somebody was refused."""
    return _number(
        "SELECT count(*) FROM audit_entries WHERE seq > :n AND outcome = 'denied'", n=number
    )


def _number(query: str, **values: int) -> int:
    session.remove()
    found = session.scalar(text(query), values)
    session.remove()
    return int(found or 0)


def heard(app: Flask, address: str, method: str = "GET") -> tuple[int, list, str, int]:
    """Status, headers, body and number of statements, to whoever is not signed in."""
    seal_and_commit()
    session.expire_all()
    with counted() as sent:
        answer = app.test_client().open(address, method=method, data={"answer": "kommer"})
    headers = sorted((k, v) for k, v in answer.headers if k != "Content-Length")
    return answer.status_code, headers, TOKEN.sub("", answer.get_data(as_text=True)), len(sent)
