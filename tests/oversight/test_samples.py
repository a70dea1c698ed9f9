"""T3, T4: a month's sample is drawn, looked through and signed off."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session, writing
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.oversight import rules, service
from casework.oversight.models import LogSample, ReviewTask, SampleRow
from casework.oversight.queries import samples
from tests import build
from tests.conftest import acting
from tests.oversight.making import at, is_refused, reads
from tests.statements import counted

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
LATER = at(date(2026, 4, 7))


@pytest.fixture
def story(world):
    """March: thirty reads of the municipality's case, four refusals, and FK's own case."""
    ours = build.case(world, opened_at=at(date(2026, 2, 20)))
    theirs = build.case(world, owner="fk", opened_at=at(date(2026, 2, 20)))
    for n in range(28):
        reads(world.user("soc"), ours, at(minute=n))
    for key in ("af", "host"):
        reads(world.user(key), ours, at(hour=11))
    for n in range(4):
        is_refused(world.user("psykiatri"), ours.id, at(hour=12, minute=n))
    reads(world.user("soc"), ours, at(date(2026, 4, 1)))
    reads(world.user("fk"), theirs, at())
    return ours, theirs


@pytest.fixture
def reviewer(world, story):
    assert story
    return acting(world.user("granskare"))


def drawn(reviewer, month=MARCH):
    with writing():
        row = service.draw(reviewer, month, at=LATER)
    return samples.sample_for(reviewer, row.id)


def look(reviewer, file, line, verdict="ok", note=None):
    with writing():
        service.look_at(reviewer, file, line, verdict=verdict, note=note, at=LATER)


def test_t3_drawn_from_the_months_rows_of_ones_own_cases(story, reviewer):
    file = drawn(reviewer)
    assert (file.sample.population, file.sample.refused, len(file.lines)) == (34, 4, 20)
    assert {line.log.reference for line in file.lines} == {story[0].reference}
    assert {line.log.unit for line in file.lines} == {
        *("Socialkontoret", "AF Provlunda", "Koordinatorn", "Psykiatrin")
    }
    assert sum(line.log.entry.outcome == "denied" for line in file.lines) == 4
    assert all(line.log.entry.at < at(date(2026, 4, 1), 0) for line in file.lines)


def test_t3_the_secret_and_the_log_give_the_same_rows_again(reviewer):
    file = drawn(reviewer)
    again = rules.sample(samples.population(reviewer, MARCH), file.sample.size, file.sample.seed)
    assert [line.row.entry_id for line in file.lines] == again
    assert len(file.sample.seed) == 32


def test_t3_a_month_is_drawn_once_and_only_when_it_has_ended(reviewer):
    first = drawn(reviewer)
    assert drawn(reviewer).sample.id == first.sample.id
    assert len(session.scalars(select(LogSample)).all()) == 1
    with pytest.raises(RuleBroken):
        service.draw(reviewer, date(2026, 4, 1), at=LATER)


def test_t3_the_size_is_the_authoritys_own(reviewer):
    with writing():
        service.set_size(reviewer, 8)
        service.set_size(reviewer, 9)
    assert samples.size_for(reviewer) == 9
    assert len(drawn(reviewer).lines) == 9


def test_t4_signed_off_when_all_is_looked_at_and_locked_from_then_on(reviewer):
    file = drawn(reviewer)
    with pytest.raises(RuleBroken):
        service.sign_off(reviewer, file, at=LATER)
    for line in file.lines[1:]:
        look(reviewer, file, line)
    with pytest.raises(RuleBroken):
        look(reviewer, file, file.lines[0], "look_into")
    look(reviewer, file, file.lines[0], "look_into", "Varför så ofta?")
    with writing():
        service.sign_off(reviewer, file, at=LATER)
    again = samples.sample_for(reviewer, file.sample.id)
    assert (again.sample.signed_off_at, again.signed_by) == (LATER, "Gun Granlund")
    with pytest.raises(RuleBroken):
        look(reviewer, again, again.lines[0])
    with pytest.raises(RuleBroken):
        service.sign_off(reviewer, again, at=LATER)
    kept = set(session.scalars(select(AuditEntry.action)))
    assert {"sample drawn", "sample row looked at", "sample signed off"} <= kept


def test_t4_what_needs_looking_into_is_a_task_and_the_month_says_so(reviewer):
    file = drawn(reviewer)
    for line in file.lines:
        look(reviewer, file, line, "look_into", "Varför?")
    assert not session.scalars(select(ReviewTask)).all()
    with writing():
        service.sign_off(reviewer, file, at=LATER)
    assert len(session.scalars(select(ReviewTask)).all()) == 20
    march, february = samples.overview(reviewer, date(2026, 4, 7))
    assert (march.month, march.looked_at, march.total, march.follow_ups) == (MARCH, 20, 20, 20)
    assert march.is_done
    assert (february.month, february.sample) == (FEBRUARY, None)


@pytest.mark.parametrize(("on", "late"), [(date(2026, 4, 15), 1), (date(2026, 4, 16), 2)])
def test_t4_late_fifteen_days_after_the_months_end(reviewer, on, late):
    drawn(reviewer)
    assert [one.late for one in samples.overview(reviewer, on)] == [late == 2, True]


def test_t4_of_the_right_authority_only(world, reviewer):
    file = drawn(reviewer)
    theirs = acting(build.user(world.unit("fk"), role="granskare"))
    with pytest.raises(NotVisible):
        samples.sample_for(theirs, file.sample.id)
    with pytest.raises(NotAllowed):
        service.look_at(theirs, file, file.lines[0], verdict="ok", note=None, at=LATER)
    with pytest.raises(NotAllowed):
        service.sign_off(theirs, file, at=LATER)
    for key in ("soc", "host", "admin", "lsg"):
        with pytest.raises(NotAllowed):
            service.draw(acting(world.user(key)), MARCH, at=LATER)
        with pytest.raises(NotVisible):
            samples.overview(acting(world.user(key)), LATER.date())


@pytest.fixture
def client(world, sign_in, story):
    assert story
    with clock.pretending(LATER):
        yield sign_in(world.user("granskare"))


def test_t3_size_and_drawing_through_the_pages(client):
    page = client.get("/granskning").text
    assert "Stickprovet för mars 2026 ska vara godkänt senast 15 april 2026." in page
    assert "februari 2026 skulle ha varit" in page
    assert "ett tal" in client.post("/granskning/antal", data={"size": "4"}).text
    assert client.post("/granskning/antal", data={"size": "5"}).status_code == 302
    assert "5 rader" in client.get("/granskning/dra/2026-03").text
    assert client.post("/granskning/dra/2026-04").status_code == 422
    assert client.get("/granskning/dra/2026-xx").status_code == 404
    url = client.post("/granskning/dra/2026-03").location
    assert "0 av 5 rader" in client.get(url).text


def test_t4_from_row_to_row_to_the_signing_off(client, reviewer):
    service.set_size(reviewer, 5)
    url = f"/granskning/stickprov/{drawn(reviewer).sample.id}"
    first = session.scalars(select(SampleRow).order_by(SampleRow.position)).first()
    onwards = f"{url}/{first.id}"
    bad = client.post(onwards, data={"verdict": "look_into", "note": " "})
    assert bad.status_code == 422
    for _ in range(5):
        assert "/stickprov/" in onwards
        onwards = client.post(onwards, data={"verdict": "ok", "note": ""}).location
    assert onwards == url
    assert "Godkänn månaden" in client.get(url).text
    assert "5 av 5 rader" in client.get(f"{url}/godkann").text
    assert client.post(f"{url}/godkann").location.endswith("/granskning")
    page = client.get("/granskning").text
    assert "Mars 2026 är godkänd och låst." in page
    assert "Gun Granlund" in page
    assert "Linn" not in page
    assert client.post(f"{url}/{first.id}", data={"verdict": "ok"}).status_code == 422
    assert "Godkänd och låst" in client.get(url).text


def test_t4_the_months_cost_the_same_for_one_and_for_nine(reviewer):
    with counted() as few:
        samples.overview(reviewer, date(2026, 4, 7))
    for month in range(3, 12):
        row = LogSample(
            **{"authority_id": reviewer.authority_id, "month": date(2026, month, 1), "seed": "x"},
            **{"size": 5, "population": 0, "refused": 0, "drawn_at": LATER},
            drawn_by_id=reviewer.user_id,
        )
        build.kept(row)
    with counted() as many:
        found = samples.overview(reviewer, date(2026, 12, 3))
    assert sum(one.sample is not None for one in found) == 9
    assert len(few) == len(many) <= 4, "\n".join(many)
