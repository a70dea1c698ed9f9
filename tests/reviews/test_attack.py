"""C1, K4, V2, V3, V4: the page of the one who writes is not had by sending a form; a question goes
in time, and from whoever left the case; the wall counts on whoever may have come.
"""

from datetime import time, timedelta

import pytest

from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed
from casework.meetings.models import Participant
from casework.meetings.rules import slot_of
from casework.meetings.service.booking import Booking
from casework.reviews import queries, service
from casework.reviews.models import CaseReview
from tests import build
from tests.conftest import acting
from tests.reviews.making import (
    codes,
    criterion,
    item,
    open_question,
    question,
    referral,
    sitting,
    weight,
)


def test_v3_a_form_does_not_open_the_writers_page(world, sign_in):
    codes()
    review = sitting(world)
    point = item(review, referral(world, "host", "soc", "af"))
    answer = sign_in(world.user("af")).post(f"/genomgangar/{review.id}/punkter/{point.id}", data={})
    assert answer.status_code == 403
    assert world.user("fk").name not in answer.text


def test_v2_the_form_of_an_item_one_may_not_hear_is_not_there(world, sign_in):
    codes()
    review = sitting(world)
    point = item(review, referral(world, "host", "soc", "af"))
    client = sign_in(world.user("fk"))
    for address in (f"/{point.id}", f"/{point.id}/gjort", f"/{point.id}/skjut-upp"):
        answer = client.post(f"/genomgangar/{review.id}/punkter{address}", data={})
        assert answer.status_code == 404, address


def test_a_question_is_gone_from_its_day_on(world, sign_in):
    codes()
    asked = question(world, text="Kanariefågelns fråga")
    review = sitting(world)
    item(review, asked)
    asked.purge_on = clock.today() + timedelta(days=1)
    pages = ("/genomgangar", f"/genomgangar/{review.id}", f"/genomgangar/fragor/{asked.id}")
    host = sign_in(world.user("host"))
    assert [host.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Kanariefågelns" in host.get(pages[1]).text
    asked.purge_on = clock.today()
    host = sign_in(world.user("host"))
    assert [host.get(page).status_code for page in pages] == [200, 200, 404]
    assert asked.code not in host.get(pages[0]).text
    assert "Kanariefågelns" not in host.get(pages[1]).text


def test_k4_a_question_is_out_of_reach_for_whoever_left_the_case(world, sign_in):
    codes()
    case = build.case(world)
    point = item(sitting(world), case)
    asked = open_question(point, world.user("soc"), "Kanariefågelns fråga")
    soc, there = sign_in(world.user("soc")), f"/genomgangar/oppna-fragor/{asked.id}"
    assert "Kanariefågelns" in soc.get(there).text
    build.end_assignments(case, world.user("soc"))
    session.commit()
    assert soc.get(f"/arenden/{case.id}").status_code == 404
    assert soc.get(there).status_code == 404
    lost = soc.post(there, data={"answer": "Ett svar"})
    assert lost.status_code == 409  # AC03: it was open a moment ago
    assert "Kanariefågelns" not in lost.text
    assert "Arbetsgruppen har en fråga" not in soc.get("/").text


def test_v4_c5_what_the_host_could_read_when_it_weighed_still_counts(world):
    """A point that only a human sees may rest on a kind that the host has lost since."""
    user = world.user("soc")
    who = build.person(user)
    kinds = {"host": "all", "soc": "all", "fk": ["planering"]}
    given = build.consent(who, user, {world.unit(key): what for key, what in kinds.items()})
    review = sitting(world)
    point = item(review, build.referral(world, user, who, given), weighed_at=clock.now())
    by_hand = criterion(world, "Kanariefågelns ohälsa", 4)
    session.add(weight(point, by_hand))
    given.replaced_on = clock.today()
    fewer = {world.unit("host"): ["planering"], world.unit("fk"): ["planering"]}
    version = {"series_id": given.series_id, "version": 2, "given_on": clock.today()}
    build.consent(who, user, fewer, **version)
    session.commit()
    for key, told in (("fk", []), ("soc", ["Kanariefågelns ohälsa"])):
        seen = queries.sitting_for(acting(world.user(key)), review.id, clock.today()).points[0]
        assert [part.label for part in seen.parts] == told


def test_v2_whoever_said_no_may_have_come_until_it_is_noted(world, sign_in):
    review, few = sitting(world), referral(world, "host", "soc", "af")
    item(review, few)
    away = ("fk", "psykiatri")
    gone = {world.user(key).id for key in away}
    rows = [one for one in session.query(Participant) if one.user_id in gone]
    for one in rows:
        one.answer = "kan_inte"
    host, wall = sign_in(world.user("host")), f"/genomgangar/{review.id}/visa"
    assert few.reference not in host.get(wall).text
    for one in rows:
        session.get_one(Participant, one.id).attendance = "franvarande_anmald"
    session.commit()
    assert few.reference in host.get(wall).text
    moved = session.get_one(type(world.user("fk")), world.user("fk").id)
    moved.unit_id = world.unit("ame").id  # is here, but no longer for the unit that was asked
    for one in rows:
        session.get_one(Participant, one.id).attendance = "pa_plats"
    session.commit()
    assert few.reference not in host.get(wall).text


def test_c1_what_was_typed_of_a_point_is_back_there_and_gone_with_the_consent(world, sign_in):
    codes()
    review, sent = sitting(world), referral(world, "host", "soc", "af")
    point = item(review, sent)
    other = item(review, question(world), position=2)
    host, page = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    where = {"sida": page, "till": f"{page}/punkter/{point.id}"}
    host.post("/pagaende", query_string=where, data={"sentence": "Kanariefågelns hyra"})
    assert "Kanariefågelns" in host.get(page).text
    assert "Kanariefågelns" not in host.get(f"{page}?punkt={other.id}").text
    given = session.query(Consent).filter_by(series_id=sent.consent_series_id).one()
    build.withdrawal(given, world.user("soc"))
    session.commit()
    assert "Kanariefågelns" not in host.get(page).text


def test_v2_what_is_carried_from_last_time_and_lost_since_is_not_counted(world, sign_in):
    """That there is a point is told to those who may hear it, and to nobody else."""
    codes()
    past = clock.now() - timedelta(days=3)
    before = sitting(world, starts_at=past, finished_at=past)
    lost = build.case(world, dict.fromkeys(("soc", "af"), "all"))
    item(before, lost, postponed_at=past, again=True)
    review, asked = sitting(world), question(world)
    host, page = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    shown = host.post(f"{page}/dagordning", follow_redirects=True).text
    assert "Dagordningen fick en ny punkt." in shown
    assert asked.code in shown
    assert lost.reference not in shown


def test_v1_nobody_takes_up_what_waits_in_a_programme_of_another_host(world, sign_in):
    """What is carried is carried once: a sitting of one's own would take it from theirs."""
    north = build.unit("Norra värden", world.unit("norsjo").authority, coordinates=True, position=9)
    theirs, room = build.programme(north, "Norra vägen"), build.room()
    build.programme(world.unit("host"), "Egna vägen")
    host = world.user("host")
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    typed = {"day": day, "starts": "10:00", "minutes": "60", "room": str(room.id)}
    typed |= {"people": str(host.id), "every": "en", "programme_id": str(theirs.id)}
    client = sign_in(host)
    assert "Norra vägen" not in client.get("/genomgangar/ny").text
    refused = client.post("/genomgangar/ny", data=typed)
    assert (refused.status_code, 'id="programme_id-error"' in refused.text) == (422, True)
    slot = slot_of(clock.today() + timedelta(days=7), time(10), 60)
    booking = Booking("genomgang", slot, [host.id], room_id=room.id)
    with pytest.raises(NotAllowed, match="En annan enhet"):
        service.plan(acting(host), theirs, booking, on=clock.today(), at=clock.now())
    assert session.query(CaseReview).count() == 0
