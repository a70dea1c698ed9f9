"""V3 at the table: the next item opens, nothing typed is lost, two who write see both texts.

And the open question to the person's own officer: asked, answered in the app, read by those who
may hear the item and by nobody else.
"""

from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken, Stale
from casework.meetings.models import Meeting
from casework.reviews import queries, service
from casework.reviews.models import CaseReview, ReviewItem, ReviewQuestion
from casework.reviews.queries.asking import question_for
from casework.reviews.queries.waiting import tasks
from tests import build
from tests.conftest import acting
from tests.reviews import making
from tests.statements import counted

SOON = (clock.today() + timedelta(days=7)).isoformat()
CANARY = "Kanariefågeln sjunger i dag."


def text_of(answer):
    return answer.get_data(as_text=True)


def said(world, decision="vantar", who="soc", **more):
    chosen = {"decision": decision, "responsible_id": str(world.user(who).id), "due_on": SOON}
    return {**chosen, "sentence": "Vi är överens om vägen.", **more}


def two_items(world):
    making.codes()
    review = making.sitting(world)
    first = making.item(review, making.referral(world, "host", "soc", "af"))
    second = making.item(review, making.question(world), position=2)
    third = making.item(review, making.referral(world, "host", "soc", "fk"), position=3)
    session.commit()
    return review, first, second, third


def test_v3_after_a_decision_the_next_item_is_open(world, sign_in):
    review, first, second, third = two_items(world)
    host, here = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    to = host.post(f"{here}/punkter/{second.id}", data=said(world, "rad")).location
    assert f"punkt={third.id}" in to
    to = host.post(f"{here}/punkter/{third.id}", data=said(world)).location
    assert f"punkt={first.id}" in to
    page = text_of(host.get(to))
    assert page.index('id="nu"') < page.index("Spara beslutet")


def test_v3_what_is_typed_survives_a_refused_save_and_being_put_off(world, sign_in):
    review, first, second, _ = two_items(world)
    host, here = sign_in(world.user("host")), f"/genomgangar/{review.id}/punkter"
    typed = said(world, due_on="", question="Har han en läkare?")
    refused = host.post(f"{here}/{first.id}", data=typed)
    assert refused.status_code == 422
    assert "Vi är överens om vägen." in text_of(refused)
    assert "Har han en läkare?" in text_of(refused)
    off = host.post(f"{here}/{second.id}/skjut-upp", data={"sentence": "Ring 070-123 45 67"})
    assert off.status_code == 422
    assert "Ring 070-123 45 67" in text_of(off)
    assert host.post(f"{here}/{first.id}/skjut-upp", data=typed).status_code == 302
    item = session.get_one(ReviewItem, first.id, populate_existing=True)
    assert (item.decision, item.sentence) == (None, "Vi är överens om vägen.")
    assert session.query(ReviewQuestion).one().question == "Har han en läkare?"


def test_v3_two_who_write_at_once_see_both_texts(world, sign_in):
    review, first, *_ = two_items(world)
    one, other = sign_in(world.user("host")), sign_in(world.user("host"))
    where = f"/genomgangar/{review.id}/punkter/{first.id}"
    assert one.post(where, data=said(world, sentence="Den första skrev så.")).status_code == 302
    answer = other.post(where, data=said(world, sentence="Den andra skrev annat."))
    assert answer.status_code == 409
    assert "Den första skrev så." in text_of(answer)
    assert "Den andra skrev annat." in text_of(answer)
    off = other.post(f"{where}/skjut-upp", data={"sentence": "Och en sak till."})
    assert off.status_code == 409
    assert "Och en sak till." in text_of(off)


def test_v3_a_cancelled_sitting_takes_no_minutes(world, sign_in):
    review, first, *_ = two_items(world)
    session.get_one(Meeting, review.meeting_id).cancelled_at = clock.now()
    host = sign_in(world.user("host"))
    page = host.get(f"/genomgangar/{review.id}")
    assert "inställd" in text_of(page)
    answer = host.post(f"/genomgangar/{review.id}/punkter/{first.id}", data=said(world))
    assert answer.status_code == 422
    assert "inställd" in text_of(answer)


def asked(world, sign_in, text=CANARY):
    """The first item is decided with an open question; the sender's officer is at the sitting."""
    review, first, *_ = two_items(world)
    host = sign_in(world.user("host"))
    form = said(world, question=text)
    assert host.post(f"/genomgangar/{review.id}/punkter/{first.id}", data=form).status_code == 302
    return review, session.query(ReviewQuestion).one()


def test_v3_the_question_is_on_the_officers_desk_and_answered_there(world, sign_in):
    review, question = asked(world, sign_in)
    soc = sign_in(world.user("soc"))
    desk = text_of(soc.get("/"))
    assert "Arbetsgruppen har en fråga till dig" in desk
    assert CANARY not in desk
    there = f"/genomgangar/oppna-fragor/{question.id}"
    assert CANARY in text_of(soc.get(there))
    assert soc.post(there, data={"answer": " "}).status_code == 422
    assert "locket" in text_of(soc.post(there, data={"answer": "Ja, locket är på."}))
    again = soc.post(there, data={"answer": "Nej, inte alls."})
    assert again.status_code == 409
    assert "Ja, locket är på." in text_of(again)
    assert "Arbetsgruppen har en fråga" not in text_of(soc.get("/"))
    page = text_of(sign_in(world.user("host")).get(f"/genomgangar/{review.id}"))
    assert "Ja, locket är på." in page


def test_v2_question_and_answer_are_read_by_those_who_may_hear_and_by_nobody_else(world, sign_in):
    review, question = asked(world, sign_in)
    row = session.get_one(ReviewQuestion, question.id)
    row.answer, row.answered_at = "Svaret är gult.", clock.now()
    session.get_one(CaseReview, review.id).finished_at = clock.now()
    session.commit()
    pages = (f"/genomgangar/{review.id}", f"/genomgangar/{review.id}/utskrift", "/", "/genomgangar")
    seen = {}
    for who in ("host", "soc", "af", "fk", "psykiatri"):
        client = sign_in(world.user(who))
        text = "".join(text_of(client.get(page)) for page in pages)
        seen[who] = (CANARY in text, "Svaret är gult." in text, "Vi är överens" in text)
        status = client.get(f"/genomgangar/oppna-fragor/{question.id}").status_code
        assert status == (200 if who == "soc" else 404)
    assert seen == {
        **dict.fromkeys(("host", "soc", "af"), (True, True, True)),
        **dict.fromkeys(("fk", "psykiatri"), (False, False, False)),
    }


def test_v2_the_question_goes_out_of_reach_with_what_it_is_about(world, sign_in):
    review, question = asked(world, sign_in)
    officer, sent = world.user("soc"), session.query(ReviewItem).filter_by(position=1).one()
    assert len(tasks(acting(officer), clock.today())) == 1
    session.get_one(
        type(making.referral(world, "host", "soc")), sent.referral_id
    ).withdrawn_at = clock.now()
    session.flush()
    assert tasks(acting(officer), clock.today()) == []
    with pytest.raises(NotVisible):
        question_for(acting(officer), question.id, clock.today())
    assert review.id


def test_v3_only_the_persons_own_officer_is_asked_and_answers(world, sign_in):
    making.codes()
    review, case = making.sitting(world), build.case(world)
    making.item(review, case)
    colleague = build.user(world.unit("soc"), name="Ylva Ulv")
    build.assign(case, colleague)
    session.commit()
    host, here = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    item = session.query(ReviewItem).one()
    page = text_of(host.get(here))
    assert "Ylva Ulv" in page
    form = said(world, "mote", question="Vad hände?")
    assert host.post(f"{here}/punkter/{item.id}", data=form).status_code == 422  # which of two
    form["officer_id"] = str(world.user("af").id)
    assert host.post(f"{here}/punkter/{item.id}", data=form).status_code == 422
    form["officer_id"] = str(colleague.id)
    assert host.post(f"{here}/punkter/{item.id}", data=form).status_code == 302
    row = session.query(ReviewQuestion).one()
    assert (row.asked_of_id, row.unit_id) == (colleague.id, colleague.unit_id)


def test_v3_whoever_was_asked_answers_and_once(world):
    item = making.item(making.sitting(world), making.referral(world, "host", "soc", "af"))
    officer = world.user("soc")
    row = making.open_question(item, officer)
    with pytest.raises(NotAllowed):
        service.reply(acting(world.user("host")), row, "Jag svarar.", at=clock.now())
    with pytest.raises(RuleBroken):
        service.reply(acting(officer), row, "", at=clock.now())
    service.reply(acting(officer), row, "Inget.", at=clock.now())
    with pytest.raises(Stale):
        service.reply(acting(officer), row, "Jo.", at=clock.now())


def test_v1_an_open_point_comes_back_with_what_was_said_and_asked(world, sign_in):
    review, question = asked(world, sign_in)
    item = session.query(ReviewItem).filter_by(position=1).one()
    item.again = True
    session.get_one(CaseReview, review.id).finished_at = clock.now()
    coming = making.sitting(world)
    making.item(coming, session.get_one(_referral(), item.referral_id), carried_from_id=item.id)
    session.commit()
    af = text_of(sign_in(world.user("af")).get(f"/genomgangar/{coming.id}"))
    assert "Kvar från förra gången" in af
    assert "Vi är överens om vägen." in af
    assert question.question in af
    assert "Vi är överens" not in text_of(
        sign_in(world.user("fk")).get(f"/genomgangar/{coming.id}")
    )


def _referral():
    return type(session.query(build.Referral).first())


def test_v3_finished_minutes_are_locked_for_everything(world, sign_in):
    review, first, second, third = two_items(world)
    session.get_one(CaseReview, review.id).finished_at = clock.now()
    host, here = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    for path, form in (
        (f"punkter/{first.id}/skjut-upp", {}),
        (f"punkter/{second.id}/flytta", {"step": "upp"}),
        (f"punkter/{third.id}/prioritet", {}),
        ("ordning", {"efter": "gang"}),
        ("narvaro", {"alla_andra": "y"}),
        ("dagordning", {}),
    ):
        answer = host.post(f"{here}/{path}", data=form, follow_redirects=True)
        assert "låst" in text_of(answer), path
    rows = session.query(ReviewItem).order_by(ReviewItem.position)
    assert [row.id for row in rows] == [first.id, second.id, third.id]
    assert not any(row.done_at or row.postponed_at or row.weighed_at for row in rows)


@pytest.mark.parametrize("who", ["host", "soc"])
def test_the_agenda_costs_twelve_statements_whatever_its_length(world, sign_in, who):
    making.codes()
    review, urgent = making.sitting(world), making.criterion(world, "Bråttom", 3)
    client, counts = sign_in(world.user(who)), []
    for rounds in (1, 13):
        for _ in range(rounds):
            position = 1 + 3 * (session.query(ReviewItem).count() // 3)
            sent = making.item(review, making.referral(world, "host", "soc"), position=position)
            making.item(review, build.case(world), position=position + 1)
            making.item(review, making.question(world), position=position + 2)
            build.kept(making.weight(sent, urgent))
        session.commit()
        session.remove()
        with counted() as sent_to_the_database:
            page = client.get(f"/genomgangar/{review.id}")
        assert page.status_code == 200
        counts.append(len(sent_to_the_database))
    assert session.query(ReviewItem).count() == 42
    assert counts[1] <= counts[0] <= 13
    assert counts[1] <= 12


def test_v2_the_print_has_only_the_items_of_its_reader(world, sign_in):
    review = making.sitting(world)
    theirs = making.referral(world, "host", "soc", "fk")
    mine = making.referral(world, "host", "soc", "af")
    done = {"done_at": clock.now(), "due_on": clock.today(), "decision": "vantar"}
    done |= {"responsible_id": world.user("soc").id, "sentence": CANARY}
    making.item(review, theirs, **done)
    making.item(review, mine, position=2, **{**done, "sentence": "Det här hör vi."})
    session.get_one(CaseReview, review.id).finished_at = clock.now()
    af = text_of(sign_in(world.user("af")).get(f"/genomgangar/{review.id}/utskrift"))
    assert mine.reference in af
    assert "Det här hör vi." in af
    assert theirs.reference not in af
    assert CANARY not in af
    actor = acting(world.user("af"))
    assert len(queries.sitting_for(actor, review.id, clock.today()).points) == 1
