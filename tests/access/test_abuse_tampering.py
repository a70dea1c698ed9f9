"""AC09 AC10: what a form does not ask for is not taken, and nobody may ask for an override."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from casework.kit.db import session
from casework.pages.overriding import NAMES, PARTS, overrides
from tests.access import abuse
from tests.access.knocking import Visitor, doors, undone
from tests.access.sparing import databases  # noqa: F401
from tests.house import everything

# the header names who is signed in; a form of the page is signed with the second
CHANGING = r"(?s)<header.*?</header>|value=\"[^\"]*\""
WHOSE = {
    "cases": "owner_unit_id, consent_series_id, person_id, reference",
    "users": "unit_id, role, cleared",
    "consents": "series_id, unit_id, person_id, last_day",
    "consent_grants": "consent_id, unit_id, kind",
    "people": "unit_id, protected_at",
}


def _whose() -> dict[str, list[str]]:
    """Who owns what, and who is given what. Rows that were added say who owns them too."""
    said = {
        table: sorted(str(row) for row in session.execute(text(f"SELECT id, {named} FROM {table}")))
        for table, named in WHOSE.items()
    }
    session.remove()
    return said


@pytest.mark.parametrize("who", ["soc", "fk", "host", "norsjo"])
def test_ac09_ownership_is_not_changed_by_a_field_that_no_form_has(app, world, sign_in, who):
    app.test_client_class = Visitor
    ids, to = everything.make(world), world.user(who)
    tampered = {
        **dict.fromkeys(("owner_unit_id", "owner_unit", "owner", "unit_id"), str(to.unit_id)),
        **{"owner_id": str(to.id), "author_id": str(to.id), "role": "koordinator"},
        **{"cleared": "y", "is_admin": "1", "case_id": str(ids["case_id"]), "kind": "social"},
        **{"consent_series_id": str(ids["consent_id"]), "person_id": str(ids["person_id"])},
    }
    client, before, tried = sign_in(to), _whose(), 0
    for door in doors(app):
        if door.method == "POST" and door.name not in MAY:
            with undone():
                tried += 1
                client.post(door.address(app, ids), data=tampered)
                assert _whose() == before, door.name
    assert tried > 50


# what is done there is to mark somebody protected: a page of its own says so
MAY = {"people.protect"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("soc", 400), ("fk", 400), ("norsjo", 400), ("lsg", 404), ("admin", 404)],
)
def test_ac10_whoever_asks_to_override_consent_asked_wrongly(app, world, sign_in, who, status):
    """400, or the 404 of their role; nothing is changed."""
    app.test_client_class = Visitor
    ids = everything.make(world)
    client = sign_in(world.user(who))
    client.get("/finns-inte")
    asked = [*sorted(NAMES), *(f"consent_{part}" for part in PARTS), "Override"]
    with abuse.unchanged(2 * len(asked)):
        for name in asked:
            address = f"/arenden/{ids['case_id']}"
            assert client.get(f"{address}?{name}=1").status_code == status
            assert client.post(f"{address}/beratta", data={name: "1"}).status_code == status


def test_ac10_the_400_is_the_same_for_mine_for_theirs_and_for_nothing(app, world, sign_in):
    app.test_client_class = Visitor
    ids, made_up = everything.make(world), uuid4()
    heard = set()
    for who, case_id in (("soc", ids["case_id"]), ("norsjo", ids["case_id"]), ("soc", made_up)):
        answer = sign_in(world.user(who)).post(f"/arenden/{case_id}?override=1")
        heard.add((answer.status_code, re.sub(CHANGING, "", answer.text)))
    assert len(heard) == 1
    assert next(iter(heard))[0] == 400


def test_ac10_a_stranger_is_sent_to_sign_in(app, world):
    app.test_client_class = Visitor
    case_id = everything.make(world)["case_id"]
    answer = app.test_client().get(f"/arenden/{case_id}?override=1")
    assert answer.status_code == 302
    assert "/logga-in" in answer.location


def test_ac10_no_form_of_ours_has_such_a_field(app, world, sign_in):
    """Otherwise somebody's ordinary work would be refused."""
    app.test_client_class = Visitor
    ids, tried = everything.make(world), set()
    for who in ("soc", "host", "admin"):
        client = sign_in(world.user(who))
        for door in doors(app):
            if door.method == "GET":
                answer = client.get(door.address(app, ids))
                if answer.mimetype == "text/html":
                    tried |= set(re.findall(r'name="([^"]+)"', answer.text))
    assert not [name for name in tried if overrides(name)]
    assert len(tried) > 100, f"{len(tried)} fields"
