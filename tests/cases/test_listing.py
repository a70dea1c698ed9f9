"""K4 on lists: filters, paging, search by reference and by personnummer; never a name."""

from datetime import timedelta

import pytest

from casework.cases.queries.listing import listing, owner_units
from casework.cases.rules import CLOSED, EVERY, LATE, MINE, OPEN, PAUSED, Wanted
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.cases.making import away
from tests.conftest import acting
from tests.statements import counted

NUMBER, OTHER = "199001010017", "198505050016"


@pytest.fixture
def six(world):
    today = clock.today()
    return {
        "open": build.case(world),
        "late": build.case(world, next_step_on=today - timedelta(days=1)),
        "resting": build.case(
            world, paused_at=clock.now(), paused_until=today + timedelta(days=9), step="plan"
        ),
        "woken": build.case(
            world, paused_at=clock.now(), paused_until=today - timedelta(days=1), step="avslut"
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
        ("host", Wanted(), {"open", "late", "resting", "woken", "norsjo"}),
        ("af", Wanted(OPEN), {"open", "late", "resting", "woken"}),
        ("norsjo", Wanted(EVERY), {"norsjo"}),
        ("soc", Wanted(EVERY), {"open", "late", "resting", "woken", "closed"}),
        ("host", Wanted(MINE), set()),
        ("soc", Wanted(MINE), {"open", "late", "resting", "woken"}),
        ("host", Wanted(PAUSED), {"resting", "woken"}),
        ("host", Wanted(LATE), {"late", "woken"}),
        ("host", Wanted(CLOSED), {"closed"}),
        ("host", Wanted(step="plan"), {"resting"}),
        ("host", Wanted("strunt"), {"open", "late", "resting", "woken", "norsjo"}),
        ("lsg", Wanted(EVERY), set()),
        ("admin", Wanted(EVERY), set()),
    ],
)
def test_k4_the_list_holds_what_one_reaches_and_asked_for(world, six, who, wanted, expected):
    rows = listing(acting(world.user(who)), wanted, clock.today()).rows
    ids = {case.id: name for name, case in six.items()}
    assert {ids[row.id] for row in rows} == expected


def test_mine_are_not_those_that_one_stands_in_for(world, sign_in):
    case, colleague = build.case(world), world.user("af2")
    away(world, "af", colleague)
    today = clock.today()
    for who, mine in (("af", [case.id]), ("af2", [])):
        actor = acting(world.user(who))
        assert [row.id for row in listing(actor, Wanted(OPEN), today).rows] == [case.id]
        assert [row.id for row in listing(actor, Wanted(MINE), today).rows] == mine
    assert "Mina egna" in sign_in(world.user("af")).get("/arenden").text
    assert "Mina egna" not in sign_in(world.user("host")).get("/arenden").text


def test_the_owner_unit_narrows_and_only_owners_one_reaches_are_offered(world, six):
    host, today = acting(world.user("host")), clock.today()
    offered = owner_units(host, today)
    assert {unit.short_name for unit in offered} == {"Socialkontoret", "Familjeomsorgen"}
    rows = listing(host, Wanted(unit_id=world.unit("norsjo").id), today).rows
    assert [row.id for row in rows] == [six["norsjo"].id]


def test_a_part_of_a_reference_finds_also_closed_cases_and_never_a_stranger(world, six):
    today = clock.today()
    code = six["closed"].reference
    for asked in (code, code.lower(), code[4:]):
        rows = listing(acting(world.user("soc")), Wanted(reference=asked), today).rows
        assert [row.id for row in rows] == [six["closed"].id]
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
