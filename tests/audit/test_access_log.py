"""A1: the reviewer reads who has been in the cases that their own authority owns."""

import pytest

from casework.cases.queries.log import access_log
from casework.kit.errors import NotVisible
from tests import build
from tests.conftest import acting


@pytest.fixture
def story(world, sign_in):
    """One case of the municipality and one of FK, each opened by its officer."""
    ours = build.case(world)
    theirs = build.case(world, owner="fk")
    for who, case in (("af", ours), ("fk", ours), ("fk", theirs)):
        assert sign_in(world.user(who)).get(f"/arenden/{case.id}").status_code == 200
    return ours, theirs


def read(client, url="/granskning"):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a1_only_cases_of_ones_own_authority(world, sign_in, story):
    ours, theirs = story
    page = read(sign_in(world.user("granskare")))
    assert ours.reference in page
    assert theirs.reference not in page
    assert "Läste ärendet" in page
    assert page.index("Maj Fjällskär") < page.index("Ture Blåklint"), "newest first"
    assert "Linn" not in page, "never the person"


def test_a1_one_case_at_a_time(world, sign_in, story):
    ours, theirs = story
    client = sign_in(world.user("granskare"))
    assert "Läste ärendet" in read(client, f"/granskning?arende={ours.reference.lower()}")
    for nothing in (theirs.reference, "SAM-XXXXX", "'"):
        assert "Inga rader." in read(client, f"/granskning?arende={nothing}")


def test_a1_pages_follow_one_another_without_a_gap(world, story):
    assert story
    reviewer = acting(world.user("granskare"))
    whole = [row.entry.seq for row in access_log(reviewer, size=100).rows]
    seen, before = [], None
    while True:
        page = access_log(reviewer, before=before, size=1)
        seen += [row.entry.seq for row in page.rows]
        before = page.older
        if before is None:
            break
    assert seen == whole == sorted(whole, reverse=True)


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "admin", "af"])
def test_to_everybody_else_there_is_no_log(world, sign_in, who, story):
    assert story
    assert sign_in(world.user(who)).get("/granskning").status_code == 404
    with pytest.raises(NotVisible):
        access_log(acting(world.user(who)))


def test_the_reviewer_opens_no_case(world, sign_in, story):
    ours, _ = story
    assert sign_in(world.user("granskare")).get(f"/arenden/{ours.id}").status_code == 404
