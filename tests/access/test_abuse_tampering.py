"""AC09 AC10: what a form does not ask for is not taken, and nobody may ask for an override."""

import pytest
from sqlalchemy import text

from casework.kit.db import session
from casework.pages.overriding import NAMES, PARTS
from tests.access import abuse
from tests.access.knocking import Visitor, doors, undone
from tests.house import everything

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


@pytest.mark.parametrize("who", ["soc", "fk", "lsg", "admin"])
def test_ac10_a_field_that_asks_to_override_consent_is_400(app, world, sign_in, who):
    app.test_client_class = Visitor
    ids = everything.make(world)
    client = sign_in(world.user(who))
    client.get("/finns-inte")
    asked = [*sorted(NAMES), *(f"consent_{part}" for part in PARTS), "Override"]
    with abuse.unchanged(2 * len(asked)):
        for name in asked:
            address = f"/arenden/{ids['case_id']}"
            assert client.get(f"{address}?{name}=1").status_code == 400
            assert client.post(f"{address}/beratta", data={name: "1"}).status_code == 400


def test_ac10_no_form_of_ours_has_such_a_field(app, world, sign_in):
    """Otherwise somebody's ordinary work would be refused."""
    app.test_client_class = Visitor
    ids, tried = everything.make(world), 0
    for who in ("soc", "host", "admin"):
        client = sign_in(world.user(who))
        for door in doors(app):
            if door.method == "GET" and door.name != "static":
                body = client.get(door.address(app, ids)).get_data(as_text=True).lower()
                tried += 1
                for name in NAMES:
                    assert f'name="{name}"' not in body, door.name
    assert tried > 200
