"""Every address of the house, tried by somebody who has not signed in.

What those who have signed in meet there is tests/access/test_matrix.py.
"""

from casework.access.web import PUBLIC
from casework.kit.db import session
from tests.access.knocking import doors
from tests.house import everything


def test_strangers_are_sent_to_sign_in(app, world):
    ids, faults, tried = everything.make(world), [], 0
    for door in doors(app):
        session.remove()
        answer = app.test_client().open(door.address(app, ids), method=door.method)
        tried += 1
        if answer.status_code != 302 or not answer.headers["Location"].startswith("/logga-in"):
            faults.append(f"{door.method} {door.rule}: {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert tried > 150


def test_the_public_list_is_short(app):
    public = {rule.endpoint for rule in app.url_map.iter_rules()} & PUBLIC
    assert public == PUBLIC
    assert len(PUBLIC) <= 8
