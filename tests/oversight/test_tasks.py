"""T5, T6 (AC38): a browsing insider raises a review task, once, at the right authority."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session, writing
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.oversight import service, watch
from casework.oversight.models import ReviewTask, ReviewTaskRow
from casework.oversight.queries import tasks
from tests import build
from tests.conftest import acting
from tests.oversight.making import at, browses, is_refused, reads
from tests.statements import counted


def raised():
    with writing():
        return watch.raise_all(at(hour=18))


def found():
    query = select(ReviewTask).order_by(ReviewTask.rule, ReviewTask.fingerprint)
    return list(session.scalars(query))


@pytest.fixture
def many(world):
    """Forty-one cases of the municipality."""
    person = build.person(world.user("soc"))
    return [build.case(world, person=person) for _ in range(41)]


@pytest.fixture
def reviewers(world):
    theirs = build.user(world.unit("fk"), role="granskare", name="Fredrik Kvist")
    return acting(world.user("granskare")), acting(theirs)


def test_ac38_t5_41_cases_in_an_hour_raise_a_task_and_40_do_not(world, many):
    browses(world.user("soc"), many[:40], at())
    assert raised() == 0
    browses(world.user("soc"), many[40:], at(minute=50))
    assert raised() == 1
    (task,) = found()
    assert (task.rule, task.user_id) == ("many_cases", world.user("soc").id)
    assert task.authority_id == world.unit("soc").authority_id
    assert (task.first_at, task.last_at) == (at(), at(minute=50))
    rows = session.scalar(select(func.count()).select_from(ReviewTaskRow))
    assert rows == 41
    assert "review task raised" in set(session.scalars(select(AuditEntry.action)))


def test_ac38_t5_once_however_often_the_trail_is_read(world, many):
    browses(world.user("soc"), many, at())
    assert raised() == 1
    assert raised() == 0
    reads(world.user("soc"), many[0], at(minute=45))
    assert raised() == 0
    assert len(found()) == 1


@pytest.mark.parametrize("at_a_time", [1, 7, 1000])
def test_t5_in_stretches_of_any_length(world, many, monkeypatch, at_a_time):
    real = watch.stretch_after
    monkeypatch.setattr(watch, "stretch_after", lambda seq: real(seq, at_a_time))
    browses(world.user("soc"), many, at())
    is_refused(world.user("ame"), many[0].id, at())
    assert raised() == 1


def test_ac38_t5_ones_own_surname_and_no_name_is_kept(world, sign_in):
    case = build.case(world, person=build.person(world.user("soc"), "Kanarie Blåklint"))
    reads(world.user("af"), case, at())
    reads(world.user("fk"), case, at())
    assert raised() == 2, "for AF, who employs him, and for the municipality, whose case it is"
    for task in found():
        assert (task.rule, task.user_id) == ("own_name", world.user("af").id)
        kept = [str(getattr(task, column.name)) for column in ReviewTask.__table__.columns]
        assert not any("Kanarie" in text or "Blåklint" in text for text in kept)
    page = sign_in(world.user("granskare")).get(f"/granskning/uppgift/{found()[0].id}")
    assert "Kanarie" not in page.text


def test_ac38_t5_a_protected_identitys_case(world):
    case = build.case(world, person=build.person(world.user("soc"), protected_at=clock.now()))
    for hour in (9, 11):
        reads(world.user("soc"), case, at(hour=hour))
    assert raised() == 1
    assert found()[0].rule == "protected"


def test_ac38_t5_refusals_and_searches(world):
    theirs = build.case(world, owner="fk")
    for n in range(10):
        is_refused(world.user("ame"), theirs.id, at(minute=n))
    assert raised() == 2
    assert {task.rule for task in found()} == {"refusals"}
    owners = {task.authority_id for task in found()}
    assert owners == {world.unit("ame").authority_id, world.unit("fk").authority_id}


def test_t6_the_employer_gets_every_row_and_an_owner_its_own(world, many, reviewers):
    kommun, fk = reviewers
    theirs = [build.case(world, owner="fk", assigned=("fk", "soc")) for _ in range(3)]
    browses(world.user("soc"), [*many[:38], *theirs], at())
    assert raised() == 2
    (ours,) = tasks.open_tasks(kommun)
    file = tasks.task_for(kommun, ours[0].id)
    assert (file.own, file.cases, file.elsewhere) == (38, 38, 3)
    seen = {row.reference for row in file.page.rows}
    assert seen == {case.reference for case in many[:38]}
    (other,) = tasks.open_tasks(fk)
    file = tasks.task_for(fk, other[0].id)
    assert (file.own, file.cases, file.elsewhere) == (3, 3, 0)
    assert {row.reference for row in file.page.rows} == {case.reference for case in theirs}


def test_t6_each_authority_its_own_task_and_nobody_elses(world, many, reviewers, sign_in):
    kommun, fk = reviewers
    browses(world.user("soc"), many, at())
    raised()
    (task,) = found()
    assert tasks.open_tasks(fk) == []
    with pytest.raises(NotVisible):
        tasks.task_for(fk, task.id)
    file = tasks.task_for(kommun, task.id)
    with pytest.raises(NotAllowed):
        service.assess(fk, file, verdict="ok", sentence=None, at=at(hour=19))
    for key in ("soc", "host", "lsg", "admin"):
        assert sign_in(world.user(key)).get(f"/granskning/uppgift/{task.id}").status_code == 404


def test_t5_assessed_once_and_reported_onwards_only_with_a_sentence(world, many, reviewers):
    browses(world.user("soc"), many, at())
    raised()
    kommun = reviewers[0]
    file = tasks.task_for(kommun, found()[0].id)
    with pytest.raises(RuleBroken):
        service.assess(kommun, file, verdict="onwards", sentence="", at=at(hour=19))
    with writing():
        said = "Anmält till enhetschefen i dag."
        service.assess(kommun, file, verdict="onwards", sentence=said, at=at(hour=19))
    file = tasks.task_for(kommun, found()[0].id)
    assert (file.task.sentence, file.assessed_by) == (said, "Gun Granlund")
    assert tasks.open_tasks(kommun) == []
    assert tasks.assessed(kommun).rows == [file.task]
    with pytest.raises(RuleBroken):
        service.assess(kommun, file, verdict="ok", sentence=None, at=at(hour=20))


def test_ac38_the_reviewer_opens_the_page_and_the_task_is_there(world, sign_in, many):
    browses(world.user("soc"), many, at())
    with clock.pretending(at(hour=18)):
        client = sign_in(world.user("granskare"))
        page = client.get("/granskning").text
        assert "Läste många ärenden på kort tid" in page
        assert "Signe Lingonhed, Socialkontoret" in page
        url = f"/granskning/uppgift/{found()[0].id}"
        page = client.get(url).text
        assert "41 rader i 41 ärenden" in page
        assert "Visa äldre" not in page
        assert client.post(url, data={"verdict": "onwards"}).status_code == 422
        assert client.post(url, data={"verdict": "ok"}).status_code == 302
        page = client.get("/granskning").text
        assert "Inget väntar på dig" in page
        assert "i sin ordning" in page


def test_t5_as_many_statements_for_3_cases_as_for_41(world, many):
    def asked(cases, day):
        browses(world.user("soc"), cases, at(day))
        with counted() as sent, writing():
            watch.raise_tasks(at(day, 18))
        return [one for one in sent if one.startswith("SELECT")]

    few = asked(many[:3], date(2026, 3, 3))
    lots = asked(many[:40], date(2026, 3, 5))
    assert len(few) == len(lots), "\n".join(lots)


def test_t5_yesterday_is_behind_the_rows_of_today(world, many):
    """The hour may lie across where the trail was read to."""
    start = at(hour=14)
    browses(world.user("soc"), many[:20], start)
    assert raised() == 0
    browses(world.user("soc"), many[20:], start + timedelta(minutes=30))
    assert raised() == 1
