"""K4 on lists: filters, paging, search by reference and by personnummer; never a name."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.cases.queries.listing import found_by_number, listing, owner_units
from casework.cases.rules import CLOSED, EVERY, LATE, MINE, OPEN, PAUSED, Wanted
from casework.kit import clock
from casework.kit.db import session
from casework.people.rules import number_index
from tests import build
from tests.conftest import acting
from tests.statements import counted

NUMBER, OTHER = "199001010017", "198505050016"


@pytest.fixture
def five(world):
    today = clock.today()
    return {
        "open": build.case(world),
        "late": build.case(world, next_step_on=today - timedelta(days=1)),
        "resting": build.case(
            world, paused_at=clock.now(), paused_until=today + timedelta(days=9), step="plan"
        ),
        "closed": build.case(world, closed_at=clock.now(), step="avslut"),
        "norsjo": build.case(
            world,
            dict.fromkeys(("host", "norsjo", "af"), "all"),
            owner="norsjo",
            assigned=("norsjo",),
        ),
    }


@pytest.mark.parametrize(
    ("who", "wanted", "expected"),
    [
        ("host", Wanted(), {"open", "late", "resting", "norsjo"}),
        ("af", Wanted(OPEN), {"open", "late", "resting"}),
        ("norsjo", Wanted(EVERY), {"norsjo"}),
        ("soc", Wanted(EVERY), {"open", "late", "resting", "closed"}),
        ("host", Wanted(MINE), set()),
        ("soc", Wanted(MINE), {"open", "late", "resting"}),
        ("host", Wanted(PAUSED), {"resting"}),
        ("host", Wanted(LATE), {"late"}),
        ("host", Wanted(CLOSED), {"closed"}),
        ("host", Wanted(step="plan"), {"resting"}),
        ("host", Wanted("strunt"), {"open", "late", "resting", "norsjo"}),
        ("lsg", Wanted(EVERY), set()),
        ("admin", Wanted(EVERY), set()),
    ],
)
def test_k4_the_list_holds_what_one_reaches_and_asked_for(world, five, who, wanted, expected):
    rows = listing(acting(world.user(who)), wanted, clock.today()).rows
    ids = {case.id: name for name, case in five.items()}
    assert {ids[row.id] for row in rows} == expected


def test_the_owner_unit_narrows_and_only_owners_one_reaches_are_offered(world, five):
    host, today = acting(world.user("host")), clock.today()
    offered = owner_units(host, today)
    assert {unit.short_name for unit in offered} == {"Socialkontoret", "Familjeomsorgen"}
    rows = listing(host, Wanted(unit_id=world.unit("norsjo").id), today).rows
    assert [row.id for row in rows] == [five["norsjo"].id]


def test_a_part_of_a_reference_finds_also_closed_cases_and_never_a_stranger(world, five):
    today = clock.today()
    code = five["closed"].reference
    for asked in (code, code.lower(), code[4:]):
        rows = listing(acting(world.user("soc")), Wanted(reference=asked), today).rows
        assert [row.id for row in rows] == [five["closed"].id]
    assert not listing(acting(world.user("norsjo")), Wanted(reference=code), today).rows
    assert not listing(acting(world.user("soc")), Wanted(reference="%"), today).rows


def test_every_case_comes_once_through_the_pages(world):
    made = {build.case(world).id for _ in range(7)}
    host, seen, mark = acting(world.user("host")), [], None
    for _round in range(4):
        page = listing(host, Wanted(), clock.today(), mark, size=3)
        seen, mark = [*seen, *(row.id for row in page.rows)], page.older
        if not mark:
            break
    assert sorted(seen) == sorted(made)


def test_e2_the_number_finds_ones_own_cases_and_nobody_elses(world):
    soc, today = world.user("soc"), clock.today()
    who = build.person(soc, number=NUMBER, number_index=number_index(NUMBER))
    case = build.case(world, person=who)
    session.commit()
    assert [c.id for c in found_by_number(acting(soc), NUMBER, today)] == [case.id]
    assert found_by_number(acting(world.user("norsjo")), NUMBER, today) == []


def test_e2_nobody_and_not_yours_cost_the_same_and_leave_the_same(world):
    soc, today = world.user("soc"), clock.today()
    who = build.person(soc, number=NUMBER, number_index=number_index(NUMBER))
    build.case(world, person=who)
    session.commit()
    norsjo = acting(world.user("norsjo"))
    with counted() as theirs:
        found_by_number(norsjo, NUMBER, today)
    with counted() as nobody:
        found_by_number(norsjo, OTHER, today)
    assert len(theirs) == len(nobody) > 0


def test_e2_a_search_is_a_post_and_leaves_a_row_without_the_number(world, sign_in):
    soc = world.user("soc")
    who = build.person(soc, number=NUMBER, number_index=number_index(NUMBER))
    case = build.case(world, person=who)
    client = sign_in(soc)
    assert case.reference in client.post("/arenden/sok", data={"number": NUMBER}).text
    stranger = sign_in(world.user("norsjo"))

    def asked(number: str) -> str:
        page = stranger.post("/arenden/sok", data={"number": number}).text
        return re.sub(r'name="csrf_token" value="[^"]*"', "", page.replace(number, ""))

    pages = [asked(number) for number in (NUMBER, OTHER)]
    assert pages[0] == pages[1]
    assert case.reference not in pages[0]
    assert stranger.get(f"/arenden/sok?number={NUMBER}").text.count("Inget ärende hittades") == 0
    searched = select(func.count()).where(AuditEntry.action == "search")
    assert session.scalar(searched) == 2


def test_a_number_that_is_not_one_is_explained_and_given_back(world, sign_in):
    answer = sign_in(world.user("soc")).post("/arenden/sok", data={"number": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.text


def test_the_list_names_nobody_and_costs_the_same_for_three_and_thirty(world, sign_in):
    build.case(world)
    client = sign_in(world.user("host"))
    client.get("/arenden")
    with counted() as few:
        first = client.get("/arenden")
    for _ in range(29):
        build.case(world)
    session.commit()
    with counted() as many:
        page = client.get("/arenden")
    assert page.text.count("SAM-") > first.text.count("SAM-") + 25
    assert len(few) == len(many) <= 8
    assert "Hjortronmo" not in page.text
