"""G1: who does not work with cases finds no room of people and cases, not even an empty one."""

import pytest

from casework.pages import ALSO, CASE_ROOMS


@pytest.mark.parametrize("who", ["lsg", "admin", "granskare"])
def test_g1_the_rooms_of_cases_do_not_exist_for_them(app, world, sign_in, who):
    client = sign_in(world.user(who))
    open_to_them, tried = [], 0
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.split(".")[0]
        if room in CASE_ROOMS and rule.endpoint not in ALSO and not rule.arguments:
            tried += 1
            if rule.rule != "/" and client.get(rule.rule).status_code not in (404, 405):
                open_to_them.append(rule.rule)
    assert tried > 8
    assert not open_to_them


def test_the_contact_person_finds_them(world, sign_in):
    assert sign_in(world.user("soc")).get("/arenden").status_code == 200
