"""V1 V2 V3 through the pages: planned, written during the sitting, on the wall, read after."""

from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from casework.kit import clock
from casework.kit.db import session
from casework.reviews.models import CaseReview, ReviewItem
from tests import build
from tests.reviews import making

SOON = (clock.today() + timedelta(days=7)).isoformat()


@contextmanager
def selects():
    """The questions that the database is asked meanwhile."""
    seen: list[str] = []
    bind = session.get_bind()

    def hear(*args):
        if args[2].lstrip().startswith("SELECT"):
            seen.append(args[2])

    event.listen(bind, "before_cursor_execute", hear)
    yield seen
    event.remove(bind, "before_cursor_execute", hear)


def text_of(answer):
    return answer.get_data(as_text=True)


def said(world, decision, who="soc"):
    chosen = {"decision": decision, "responsible_id": str(world.user(who).id), "due_on": SOON}
    return {**chosen, "sentence": "Vi är överens om vägen."}


def test_v1_v2_v3_a_whole_sitting_by_pages_alone(world, sign_in):
    making.codes()
    sent, room = making.referral(world, "host", "soc", "af"), build.room()
    making.question(world, text="Hur går det till?")
    host = sign_in(world.user("host"))
    people = [str(world.user(key).id) for key in making.PEOPLE]
    when = {"day": SOON, "starts": "09.00", "minutes": "120", "room": str(room.id)}
    assert host.get("/genomgangar/ny").status_code == 200
    assert host.post("/genomgangar/ny", data=when).status_code == 422
    here = host.post("/genomgangar/ny", data={**when, "people": people}).location
    page = text_of(host.get(here))
    assert sent.reference in page
    page = page[page.index("Lämnar rummet först") :]
    assert page.index("Maj Fjällskär") < page.index("Får höra") < page.index("Beslut</legend>")
    items = {i.position: f"{here}/punkter/{i.id}" for i in session.query(ReviewItem)}
    refused = host.post(items[1], data={**said(world, "antas"), "due_on": ""})
    assert refused.status_code == 422
    assert "Vi är överens om vägen." in text_of(refused)
    assert host.post(items[1], data=said(world, "antas")).status_code == 302
    assert host.get(f"{here}/avsluta").status_code == 200
    assert host.post(f"{here}/avsluta").status_code == 422
    assert host.post(f"{items[2]}/skjut-upp").status_code == 302
    assert host.post(f"{here}/avsluta").status_code == 302
    assert "Vi är överens om vägen." in text_of(host.get(here))
    assert "låst" in text_of(host.post(f"{items[2]}/skjut-upp", follow_redirects=True))


def test_v2_a_participant_sees_only_their_items_and_no_decision_before_the_end(world, sign_in):
    review = making.sitting(world)
    sent = making.referral(world, "host", "soc", "af")
    making.item(review, sent)
    done = {"done_at": clock.now(), "due_on": clock.today(), "decision": "rad"}
    done = {**done, "responsible_id": world.user("fk").id, "sentence": "Ring vårdcentralen."}
    told = making.item(review, making.question(world), position=2, **done)
    here = f"/genomgangar/{review.id}"
    fk, af = sign_in(world.user("fk")), sign_in(world.user("af"))
    assert sent.reference in text_of(af.get(here))
    assert sent.reference not in text_of(fk.get(here))
    assert "Ring vårdcentralen" not in text_of(fk.get(here))
    session.get(CaseReview, review.id).finished_at = clock.now()
    session.commit()
    assert "Ring vårdcentralen" in text_of(fk.get(here))
    assert fk.post(f"{here}/punkter/{told.id}/gjort").status_code == 302
    assert "Gjort" in text_of(fk.get(here))


def test_v2_on_the_wall_stands_only_what_everyone_in_the_room_may_hear(world, sign_in):
    review = making.sitting(world)
    done = {"done_at": clock.now(), "due_on": clock.today(), "decision": "vantar"}
    done = {**done, "responsible_id": world.user("soc").id, "sentence": "Orden syns aldrig."}
    few = making.referral(world, "host", "soc")
    making.item(review, few, **done)
    making.item(review, making.question(world), position=2)
    host = sign_in(world.user("host"))
    wall = f"/genomgangar/{review.id}/visa"
    assert few.reference not in text_of(host.get(wall))
    same = making.item(review, making.referral(world, "host", "soc"), position=3)
    session.get(ReviewItem, same.id).position = 0
    session.commit()
    assert few.reference not in text_of(host.get(wall))
    page = text_of(host.get(f"{wall}?punkt={same.id}"))
    assert few.reference in page
    assert "Väntar" in page
    assert "Orden syns aldrig" not in page
    assert sign_in(world.user("soc")).get(wall).status_code == 403


def test_a_question_is_asked_and_read_by_its_unit_and_the_coordinator(world, sign_in):
    af = sign_in(world.user("af"))
    where = "/genomgangar/fragor/ny"
    wrong = {"age_span": "30–39", "kinds": ["arbete"], "question": "Ring 070-123 45 67"}
    assert af.get(where).status_code == 200
    answer = af.post(where, data=wrong)
    assert answer.status_code == 422
    assert "070-123 45 67" in text_of(answer)
    there = af.post(where, data={**wrong, "question": "Hur börjar man?"}).location
    seen = {who: sign_in(world.user(who)).get(there).status_code for who in ("host", "af", "soc")}
    assert seen == {"host": 200, "af": 200, "soc": 404}
    for who in ("host", "soc", "af"):
        assert sign_in(world.user(who)).get("/genomgangar").status_code == 200


def test_strangers_get_404_on_every_address_of_a_review(world, sign_in):
    review = making.sitting(world, ("host", "soc"))
    item = making.item(review, making.question(world))
    here = f"/genomgangar/{review.id}"
    for who in ("norsjo", "fk", "lsg", "admin"):
        client = sign_in(world.user(who))
        for path in (here, f"{here}/visa", f"{here}/avsluta"):
            assert client.get(path).status_code == 404
        for path in ("dagordning", f"punkter/{item.id}", f"punkter/{item.id}/skjut-upp"):
            assert client.post(f"{here}/{path}").status_code == 404


def test_the_page_costs_the_same_whatever_the_number_of_items(world, sign_in):
    making.codes()
    review = making.sitting(world)
    host = sign_in(world.user("host"))
    counts = []
    for more in (1, 6):
        for _ in range(more):
            position = 1 + session.query(ReviewItem).count()
            making.item(review, making.referral(world, "host", "soc"), position=position)
            making.item(review, build.case(world), position=position + 1)
        session.commit()
        with selects() as seen:
            assert host.get(f"/genomgangar/{review.id}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
