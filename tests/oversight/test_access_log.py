"""T2, A1: the reviewer reads who has been in the cases that their own authority owns."""

import pytest

from casework.kit.errors import NotVisible
from casework.oversight.queries.log import access_log
from tests import build
from tests.conftest import acting
from tests.oversight.making import at, reads

LOG = "/granskning/logg"


@pytest.fixture
def story(world):
    """One case of the municipality and one of FK, each opened by its officer."""
    ours = build.case(world)
    theirs = build.case(world, owner="fk")
    for who, case in (("af", ours), ("fk", ours), ("fk", theirs)):
        reads(world.user(who), case, at())
    return ours, theirs


def read(client, url=LOG):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_t2_only_cases_of_ones_own_authority(world, sign_in, story):
    ours, theirs = story
    page = read(sign_in(world.user("granskare")))
    assert ours.reference in page
    assert theirs.reference not in page
    assert "Läste ärendet" in page
    assert page.index("Maj Fjällskär") < page.index("Ture Blåklint"), "newest first"
    assert "Linn" not in page, "never the person"


def test_t2_refusals_stand_in_the_log_of_the_case_that_was_asked_for(world, sign_in, story):
    ours, theirs = story
    for case in (ours, theirs):
        answer = sign_in(world.user("psykiatri")).get(f"/arenden/{case.id}/vem-har-sett")
        assert answer.status_code == 404
    client = sign_in(world.user("granskare"))
    assert read(client).count("Nekades åtkomst") == 1
    assert "Ola Norrsken" in read(client, f"{LOG}?arende={ours.reference}")


def test_t2_one_case_at_a_time(world, sign_in, story):
    ours, theirs = story
    client = sign_in(world.user("granskare"))
    assert "Läste ärendet" in read(client, f"{LOG}?arende={ours.reference.lower()}")
    for nothing in (theirs.reference, "SAM-XXXXX", "'"):
        assert "Inga rader." in read(client, f"{LOG}?arende={nothing}")


@pytest.mark.parametrize("one_case", [False, True])
def test_t2_pages_follow_one_another_without_a_gap(world, story, one_case):
    reviewer, reference = acting(world.user("granskare")), story[0].reference if one_case else ""
    whole = [row.entry.seq for row in access_log(reviewer, reference, size=100).rows]
    seen, before = [], None
    while True:
        page = access_log(reviewer, reference, before=before, size=1)
        seen += [row.entry.seq for row in page.rows]
        before = page.older
        if before is None:
            break
    assert len(whole) == 2
    assert seen == whole == sorted(whole, reverse=True)


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "admin", "af"])
def test_t2_to_everybody_else_there_is_no_log(world, sign_in, who, story):
    assert story
    client = sign_in(world.user(who))
    for url in ("/granskning", LOG, "/granskning/antal", "/granskning/dra/2026-01"):
        assert client.get(url).status_code == 404
    with pytest.raises(NotVisible):
        access_log(acting(world.user(who)))


def test_t2_the_reviewer_opens_no_case(world, sign_in, story):
    ours, _ = story
    client = sign_in(world.user("granskare"))
    for page in ("", "/vem-har-sett", "/utdrag"):
        assert client.get(f"/arenden/{ours.id}{page}").status_code == 404
