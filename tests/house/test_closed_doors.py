"""Every address of the house, tried with real ids by those who should not get in.

The same answer as for what does not exist: status, headers, body and number of statements; and the
database unchanged but for one row in the trail.
"""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from casework.access.web import PUBLIC
from casework.kit.db import session
from tests.house import everything
from tests.snapshot import everything as all_rows
from tests.snapshot import trail_length

OUTSIDERS = ("norsjo", "af2", "psykiatri", "lsg", "admin", "granskare")
# what somebody outside the case may still reach, by the beginning of the endpoint's name
ALSO_OPEN = {
    "admin": (
        "authorities.",
        "programmes.",
        "letters.listing",
        "letters.folder",
        "letters.message",
    ),
    "granskare": ("cases.access_log",),
    # a report holds no person; who may read a draft is the reports' own test
    **dict.fromkeys(("norsjo", "af2", "psykiatri"), ("reports.",)),
}
# a code list or a page of text, not an id of anybody's
NO_ID = {"slug", "filename", "name", "list", "code_list"}


# signed with the second it was made in, so it differs between any two pages
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def _doors(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC and set(rule.arguments) - NO_ID:
            yield rule


def _address(app, rule, ids):
    missing = set(rule.arguments) - set(ids)
    assert not missing, f"{rule.rule}: tell tests/house/everything.py of {missing}"
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})


def _nowhere(ids):
    return {name: uuid4() if isinstance(value, UUID) else value for name, value in ids.items()}


def _methods(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


class Statements:
    """How many statements the database was sent meanwhile."""

    def __enter__(self):
        self.number = 0
        self.engine = session.get_bind()
        event.listen(self.engine, "before_cursor_execute", self._count)
        return self

    def _count(self, *_rest):
        self.number += 1

    def __exit__(self, *_failure):
        event.remove(self.engine, "before_cursor_execute", self._count)


def _asked(client, address, method):
    session.remove()
    with Statements() as statements:
        answer = client.open(address, method=method, data={"x": "y"} if method == "POST" else None)
    headers = sorted((k, v) for k, v in answer.headers if k not in ("Set-Cookie", "Content-Length"))
    return answer.status_code, headers, TOKEN.sub("", answer.text), statements.number


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_get_the_same_404_as_for_nothing(app, world, sign_in, who):
    ids = everything.make(world)
    client = sign_in(world.user(who))
    before, length, faults, tried = all_rows(), trail_length(), [], 0
    for rule in _doors(app):
        if rule.endpoint.startswith(ALSO_OPEN.get(who, ("-",))):
            continue
        real, nothing = _address(app, rule, ids), _address(app, rule, _nowhere(ids))
        for method in _methods(rule):
            tried += 1
            got, expected = _asked(client, real, method), _asked(client, nothing, method)
            if got[0] != 404 or got != expected or everything.CANARY in got[2].lower():
                faults.append(
                    f"{method} {rule.rule}: {got[0]} {got[3]} for {expected[3]} statements"
                )
            now = trail_length()
            if now != length + 2:
                faults.append(f"{method} {rule.rule}: {now - length} rows in the trail, not 2")
            length = now
    assert not faults, "\n".join(faults)
    assert tried > 60
    assert all_rows() == before


def test_strangers_are_sent_to_sign_in(app, world):
    ids = everything.make(world)
    faults = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or rule.endpoint == "security.logout":
            continue
        for method in _methods(rule):
            session.remove()
            answer = app.test_client().open(_address(app, rule, ids), method=method)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/logga-in"):
                faults.append(f"{method} {rule.rule}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_the_public_list_is_short(app):
    public = {rule.endpoint for rule in app.url_map.iter_rules()} & PUBLIC
    assert public == PUBLIC
    assert len(PUBLIC) <= 8


def test_the_owner_gets_in_so_the_wall_is_not_just_broken(app, world, sign_in):
    ids = everything.make(world)
    client = sign_in(world.user("soc"))
    opened = [
        rule.rule
        for rule in _doors(app)
        if "GET" in rule.methods and client.get(_address(app, rule, ids)).status_code == 200
    ]
    assert len(opened) > 25, opened
