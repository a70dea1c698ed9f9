"""V2: "Visa på skärm" shows no more than everyone who can see it may hear, whoever they are."""

import itertools
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from casework.kit import clock
from casework.kit.db import session
from casework.meetings.models import Participant
from casework.reviews import queries
from casework.reviews.rules import on_the_wall
from tests import build
from tests.conftest import acting
from tests.reviews import making

CODE = re.compile(r"\b(?:REM|SAM|K)-[0-9A-Z]{5}\b")
EARS = [build.any_id() for _ in range(5)]
ROOMS = st.frozensets(st.sampled_from(EARS))


@given(st.lists(ROOMS, max_size=8), ROOMS, st.data())
def test_v2_everyone_in_front_of_the_wall_may_hear_all_of_it(hears, room, data):
    hears = [ears & room for ears in hears]
    now = data.draw(st.none() | st.sampled_from(range(len(hears)))) if hears else None
    inside = room if now is None else hears[now]
    shown = on_the_wall(hears, room, now)
    assert all(one in hears[place] for place in shown for one in inside)
    assert now is None or now in shown
    left_out = set(range(len(hears))) - set(shown)
    assert all(any(one not in hears[place] for one in inside) for place in left_out)


def test_v2_with_nobody_marked_out_the_wall_between_items_is_for_the_whole_room():
    a, b = EARS[:2]
    hears = [frozenset({a, b}), frozenset({a})]
    assert on_the_wall(hears, frozenset({a, b}), None) == [0]
    assert on_the_wall(hears, frozenset({a, b}), 1) == [0, 1]
    assert on_the_wall(hears, frozenset({a}), None) == [0, 1]


def _mixed(world):
    """A sitting with referrals and cases whose consents name all sorts of units, and a question."""
    dice, units = random.Random(41), ("af", "fk", "psykiatri", "soc")  # noqa: S311
    review = making.sitting(world)
    for position in range(1, 9):
        named = ("host", *dice.sample(units, dice.randint(0, 3)))
        hidden = {"protected_at": clock.now()} if position == 5 else {}
        if position % 2:
            about = making.referral(world, *named, sender="soc", **hidden)
        else:
            about = build.case(world, dict.fromkeys(named, "all"), owner="soc", assigned=("soc",))
        making.item(review, about, position=position)
    making.item(review, making.question(world), position=9)
    session.commit()
    return review


def _read_by(world, review):
    """{user: the codes that they may read themselves}"""
    found = {}
    for key in making.PEOPLE:
        user = world.user(key)
        sitting = queries.sitting_for(acting(user), review.id, clock.today())
        found[user.id] = {point.matter.code for point in sitting.points}
    return found


def _wall(client, review, item_id=None):
    page = client.get(f"/genomgangar/{review.id}/visa" + (f"?punkt={item_id}" if item_id else ""))
    return set(CODE.findall(page.get_data(as_text=True)))


def test_v2_nothing_stands_on_the_wall_that_somebody_in_the_room_cannot_read(world, sign_in):
    review = _mixed(world)
    read = _read_by(world, review)
    host = sign_in(world.user("host"))
    seen = 0
    for away in itertools.chain([()], itertools.combinations(("af", "fk", "psykiatri"), 2)):
        _mark(world, review, away)
        sitting = queries.sitting_for(acting(world.user("host")), review.id, clock.today())
        for point in [None, *sitting.points]:
            inside = point.may_take_on if point else {user.id for user in sitting.might_see}
            codes = _wall(host, review, point.item.id if point else None)
            assert all(codes <= read[one] for one in inside), (away, point)
            assert point is None or point.matter.code in codes
            seen += len(codes)
    assert seen > 60


def _mark(world, review, away):
    """These are away, the others here."""
    gone = {world.user(key).id for key in away}
    for one in session.query(Participant).filter_by(meeting_id=review.meeting_id):
        one.attendance = "franvarande" if one.user_id in gone else "pa_plats"
    session.commit()


def test_v2_the_wall_is_for_everyone_when_the_item_is_done_or_unknown(world, sign_in):
    review = making.sitting(world)
    few = making.item(review, making.referral(world, "host", "soc"), position=1)
    making.item(review, making.question(world), position=2)
    host = sign_in(world.user("host"))
    assert len(_wall(host, review, few.id)) == 2
    assert len(_wall(host, review, build.any_id())) == 1
    assert len(_wall(host, review, "x")) == 1
    row = session.get_one(type(few), few.id)
    row.postponed_at = clock.now()
    session.commit()
    assert len(_wall(host, review, few.id)) == 1


def test_v2_the_wall_does_not_reload_itself_and_says_no_text(world, sign_in):
    review = making.sitting(world)
    done = {"done_at": clock.now(), "due_on": clock.today(), "decision": "rad"}
    done |= {"responsible_id": world.user("fk").id, "sentence": "Kanariefågelns råd."}
    asked = making.question(world, text="Kanariefågelns fråga?")
    making.open_question(making.item(review, asked, **done), world.user("soc"), "Kanariefågeln?")
    page = sign_in(world.user("host")).get(f"/genomgangar/{review.id}/visa").get_data(as_text=True)
    assert asked.code in page
    assert "Råd finns" in page
    assert "anariefågel" not in page
    assert "http-equiv" not in page


def test_v2_who_is_away_is_not_in_the_room_and_who_came_anyway_is(world, sign_in):
    review = making.sitting(world)
    making.item(review, making.referral(world, "host", "soc", "af"))
    host = sign_in(world.user("host"))
    names = {user.id: key for key, user in world.users.items()}

    def leaves():
        session.expire_all()
        sitting = queries.sitting_for(acting(world.user("host")), review.id, clock.today())
        return {names[user.id] for user in sitting.points[0].leaves}

    rows = {names[p.user_id]: p for p in session.query(Participant)}
    rows["fk"].answer = "kan_inte"
    session.commit()
    assert leaves() == {"psykiatri"}
    form = {f"n_{rows['psykiatri'].id.hex}": "franvarande_anmald", "alla_andra": "y"}
    form[f"n_{rows['fk'].id.hex}"] = "video"
    assert host.post(f"/genomgangar/{review.id}/narvaro", data=form).status_code == 302
    assert leaves() == {"fk"}
    assert {p.attendance for p in session.query(Participant)} == {
        *("pa_plats", "video", "franvarande_anmald"),
    }
    wrong = {f"n_{rows['fk'].id.hex}": "någonstans"}
    assert host.post(f"/genomgangar/{review.id}/narvaro", data=wrong).status_code == 422


def test_v2_who_said_they_come_are_filled_in_and_nothing_is_saved_by_it(world, sign_in):
    review = making.sitting(world)
    making.item(review, making.referral(world, "host", "soc", "af"))
    rows = {p.user_id: p for p in session.query(Participant)}
    soc, fk = rows[world.user("soc").id], rows[world.user("fk").id]
    for one in rows.values():
        one.answer = None
    soc.answer, fk.answer = "kommer", "kan_inte"
    session.commit()
    host, here = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    page = host.post(f"{here}/narvaro", data={"fyll": "1"}).get_data(as_text=True)
    there = page[page.index('class="cw-there') : page.index("Spara närvaron")]
    assert there.count('selected value="pa_plats"') == 1
    assert f"Ifyllt som på plats: {world.user('soc').name}" in there
    assert " open>" in there[:60]
    session.expire_all()
    assert {p.attendance for p in session.query(Participant)} == {None}
