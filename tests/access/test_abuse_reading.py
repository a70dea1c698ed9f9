"""AC01 AC02 AC05 AC06 AC07: reading what is another's, by every way there is."""

import pytest

from casework.cases.models import Case
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.access import abuse
from tests.access.knocking import Visitor, doors, knock
from tests.access.sparing import databases  # noqa: F401
from tests.house import everything

AF_AND_KOMMUN = dict.fromkeys(("host", "soc", "af"), "all")

# the desk sends LSG on to the reports; one's own account; in the demo everybody sees the post
NOBODYS = {
    *("desk.home", "authorities.account", "letters.listing", "letters.folder", "typed.awake"),
}


def test_ac01_fk_opens_a_case_whose_consent_names_af_and_the_municipality(world, sign_in):
    case_id = build.case(world, AF_AND_KOMMUN, assigned=("soc", "af", "fk")).id
    fk, af = sign_in(world.user("fk")), sign_in(world.user("af"))
    fk.get("/finns-inte")
    with abuse.unchanged():
        assert fk.get(f"/arenden/{case_id}").status_code == 404
    assert af.get(f"/arenden/{case_id}").status_code == 200


def test_ac02_the_same_through_every_child_and_every_verb(app, world, sign_in):
    app.test_client_class = Visitor
    ids = abuse.around(world, "soc", "T", grants=AF_AND_KOMMUN, assigned=("soc", "af", "psykiatri"))
    them, found = sign_in(world.user("psykiatri")), abuse.of_cases(app, ids)
    them.get("/finns-inte")
    with abuse.unchanged(len(found)):
        open_to_them = [
            f"{door.method} {door.name}"
            for door in found
            if them.open(door.address(app, ids), method=door.method).status_code != 404
        ]
    assert not open_to_them
    assert len(found) > 90


def test_ac02_search_lists_calendar_and_desk_say_nothing_of_it(world, sign_in):
    ids = abuse.around(world, "soc", "T", grants=AF_AND_KOMMUN, assigned=("soc", "af", "psykiatri"))
    reference = session.get_one(Case, ids["case_id"]).reference
    world.user("psykiatri").feed_token = "a-calendar"
    them = sign_in(world.user("psykiatri"))
    pages = ["/", "/arenden?which=alla", f"/arenden?reference={reference}", "/moten", "/insatser"]
    pages += ["/remisser", "/genomgangar", "/kalender/a-calendar.ics"]
    for page in pages:
        answer = them.get(page)
        assert answer.status_code == 200, page
        body = answer.text.replace(f'value="{reference}"', "")
        for secret in (everything.CANARY, reference, str(ids["case_id"]), "M-SAM"):
            assert secret.lower() not in body.lower(), (page, secret)


@pytest.mark.parametrize("who", ["fk", "soc", "host"])
def test_ac02_theirs_nested_under_mine_is_not_there(app, world, sign_in, who):
    app.test_client_class = Visitor
    mine = abuse.around(world, "soc", "A")
    theirs = abuse.around(world, "norsjo", "B", grants={"norsjo": "all"}, assigned=("norsjo",))
    visitor, known, tried, faults = sign_in(world.user(who)), set(), 0, []
    visitor.get("/finns-inte")
    for door in abuse.of_cases(app, mine):
        ids = abuse.mixed(door, mine, theirs)
        if ids is None:
            continue
        tried += 1
        last = max(door.arguments & set(mine) - abuse.NO_IDS, key=door.rule.index)
        made_up = door.address(app, abuse.nothing_like(ids, last))
        with abuse.unchanged(2):
            heard = knock(visitor, door, door.address(app, ids), known)
            nothing = knock(visitor, door, made_up, known)
        if heard.status not in (403, 404) or heard.differs(nothing):
            faults.append(f"{door.method} {door.name}: {heard.status} {heard.differs(nothing)}")
    assert not faults, "\n".join(faults)
    assert tried > 15


def test_ac02_a_child_of_another_case_that_one_reaches_too_is_not_here(app, world, sign_in):
    app.test_client_class = Visitor
    mine, also = abuse.around(world, "soc", "A"), abuse.around(world, "soc", "B")
    visitor, tried = sign_in(world.user("soc")), 0
    for door in abuse.of_cases(app, mine, "GET"):
        ids = abuse.mixed(door, mine, also)
        if ids and visitor.get(door.address(app, mine)).status_code == 200:
            tried += 1
            assert visitor.get(door.address(app, ids)).status_code == 404, door.name
    assert tried > 5


def test_e3_a_list_holds_no_protected_person_s_case_for_who_is_not_cleared(world, sign_in):
    who = build.person(world.user("soc"), protected_at=clock.now())
    reference = build.case(world, person=who).reference
    cleared, other = sign_in(world.user("soc")), sign_in(world.user("fk"))
    assert reference in cleared.get("/arenden").text
    assert reference not in other.get("/arenden").text


def test_ac05_another_unit_of_the_same_party_or_the_same_unit_of_another(world, sign_in):
    """The consent names the social office of one municipality, and one unit of the region."""
    other = build.unit("Familjerätten", world.unit("soc").authority, part="soc")
    clinic = build.unit("Rehab", world.unit("psykiatri").authority, part="primarvard")
    strangers = [world.user("norsjo"), world.user("ame"), build.user(other), build.user(clinic)]
    grants = dict.fromkeys(("host", "soc", "psykiatri"), "all")
    case = build.case(world, grants, assigned=("soc", "psykiatri"))
    for stranger in strangers:
        build.assign(case, stranger)
    case_id, named = case.id, sign_in(world.user("psykiatri"))
    for client in [sign_in(stranger) for stranger in strangers]:
        client.get("/finns-inte")
        with abuse.unchanged():
            assert client.get(f"/arenden/{case_id}").status_code == 404
    assert named.get(f"/arenden/{case_id}").status_code == 200


def test_ac06_a_covered_unit_but_not_assigned(world, sign_in):
    case_id = build.case(world, assigned=("soc", "af")).id
    for client in [sign_in(world.user(who)) for who in ("fk", "af2")]:
        client.get("/finns-inte")
        with abuse.unchanged():
            assert client.get(f"/arenden/{case_id}").status_code == 404


def test_ac07_lsg_calls_every_address_with_real_ids(app, world, sign_in):
    app.test_client_class = Visitor
    ids = everything.make(world)
    case = session.get_one(Case, ids["case_id"])
    secrets = (everything.CANARY, case.reference.lower(), str(case.id), str(case.person_id))
    lsg, answered = sign_in(world.user("lsg")), set()
    for door in doors(app):
        address = door.address(app, ids)
        answer = lsg.open(address, method=door.method)
        said = (answer.text + str(answer.headers)).lower()
        assert not [secret for secret in secrets if secret in said], address
        if answer.status_code != 404:
            answered.add(door.endpoint)
    assert answered == {"reports.listing", *NOBODYS}
