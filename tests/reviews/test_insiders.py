"""A1, M7, V1: what an insider tried on the work group, and what it came to."""

from threading import Event

from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import session
from casework.reviews import queries, service
from tests import build
from tests.conftest import acting
from tests.reviews import making
from tests.threads import at_once


def test_a1_an_answer_to_the_group_is_noted_on_the_case_and_once(world, sign_in):
    case = build.case(world)
    asked = making.open_question(making.item(making.sitting(world), case), world.user("soc"))
    soc, there = sign_in(world.user("soc")), f"/genomgangar/oppna-fragor/{asked.id}"
    assert soc.post(there, data={"answer": "Ja."}).status_code == 200
    assert soc.post(there, data={"answer": "Nej."}).status_code == 409
    answered = AuditEntry.action == "review question answered"
    rows = session.scalars(select(AuditEntry).where(answered)).all()
    assert [(row.case_id, row.user_id) for row in rows] == [(case.id, world.user("soc").id)]


def test_v1_a_name_is_asked_about_also_when_a_question_without_a_person_is_put_off(world, sign_in):
    """What is typed so far is read by everyone next time."""
    review = making.sitting(world)
    item = making.item(review, making.question(world))
    host = sign_in(world.user("host"))
    put_off = f"/genomgangar/{review.id}/punkter/{item.id}/skjut-upp"
    asked_about = host.post(put_off, data={"sentence": "Prata med Linn Hjortronmo."})
    assert asked_about.status_code == 422
    assert "Prata med Linn Hjortronmo." in asked_about.text
    assert 'name="sure"' in asked_about.text
    sure = {"sentence": "Prata med Linn Hjortronmo.", "sure": "y"}
    assert host.post(put_off, data=sure).status_code == 302


def test_m7_nobody_notes_who_was_there_in_minutes_that_another_locks_meanwhile(app, world):
    review = making.sitting(world)
    host, review_id = acting(world.user("host")), review.id
    session.commit()
    opened, locked = Event(), Event()

    def now():
        return queries.sitting_for(host, review_id, clock.today())

    def attend():
        mine = now()
        opened.set()
        if locked.wait(1):  # SQLite lets nobody in meanwhile: there the other comes after
            service.attend(host, mine, {one.id: "franvarande" for one in mine.meeting.asked})

    def finish():
        opened.wait(5)
        service.finish(host, now(), at=clock.now())
        db.seal_and_commit()
        locked.set()

    ended = at_once(app, host, attend, finish)
    assert ended[1] == "done"
    assert {one.attendance for one in now().meeting.asked} == {None}
