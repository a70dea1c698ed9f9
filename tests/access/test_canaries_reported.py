"""C5, L1: no word of any case leaves the house in a report: files, pages, and those of a draft."""

import pytest

from casework.kit.db import session
from casework.reports.files import all_files
from tests.access.canaries import Aviary
from tests.access.sparing import databases  # noqa: F401
from tests.reports import making


@pytest.fixture
def birds(world):
    """Half a year of cases, with a word of its own in every text of theirs."""
    making.codes()
    making.half_year(world)
    aviary = Aviary()
    aviary.plant("reported")
    assert len(aviary.by_word) > 400
    return aviary


def test_l1_no_canary_stands_in_a_published_report(world, birds, sign_in):
    report = making.published(world)
    session.commit()
    address, files = f"/rapporter/{report.id}", all_files(report.frozen)
    assert len(files) > 10
    for who in ("lsg", "host", "soc"):
        client = sign_in(world.user(who))
        for path in ("", *(f"/{name}" for name in files)):
            answer = client.get(address + path)
            assert answer.status_code == 200, (who, path)
            said = str(answer.headers) + answer.get_data(as_text=True)
            assert not birds.seen_in(said), (who, path)


def test_l2_nor_in_a_draft_and_in_the_figures_behind_it(world, birds, sign_in):
    report = making.drafted(world)
    session.commit()
    client = sign_in(world.user("host"))
    for path in ("", "/text", "/lasning", "/underlag", "/publicera"):
        answer = client.get(f"/rapporter/{report.id}{path}")
        assert answer.status_code == 200, path
        assert not birds.seen_in(answer.text), path


def test_l1_a_canary_in_a_text_of_the_report_would_be_seen(world, birds, sign_in):
    """The search can fail: what the coordinator writes is published as it stands."""
    report, word = making.drafted(world), next(iter(birds.by_word))
    making.service.write(
        world.user("host").as_actor(), report, {**making.WORDS, "lead": word}, at=making.AFTER
    )
    session.commit()
    page = sign_in(world.user("host")).get(f"/rapporter/{report.id}").text
    assert birds.seen_in(page) == {word}
