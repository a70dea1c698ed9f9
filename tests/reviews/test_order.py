"""V4: a human weighs, the sum is told with its parts, and the agenda follows until set by hand.

V2 in the order too: the agenda can be put so that people go out as little as we find.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken, Stale
from casework.reviews import queries, service
from casework.reviews.queries.weighing import suggested
from casework.reviews.rules import order
from casework.reviews.rules.order import Part, Urgency
from tests import build
from tests.conftest import acting
from tests.reviews import making

OUTSIDE = st.lists(st.frozensets(st.sampled_from([build.any_id() for _ in range(5)])), max_size=9)


def reached(world, who, review):
    actor = acting(world.user(who))
    session.flush()
    session.expire_all()
    return actor, queries.sitting_for(actor, review.id, clock.today())


def codes_of(world, review):
    return [point.matter.code for point in reached(world, "host", review)[1].points]


def weigh(world, review, sent, *criteria):
    actor, sitting = reached(world, "host", review)
    point = next(one for one in sitting.points if one.matter.row.id == sent.id)
    service.weigh(actor, sitting, point, [one.id for one in criteria], at=clock.now())


def three(world):
    """Three referrals, the oldest first, and the criteria of the programme."""
    review = making.sitting(world)
    sent = [making.referral(world, "host", "soc", "af") for _ in range(3)]
    for days, one in zip((9, 7, 5), sent, strict=True):
        one.sent_at = clock.now() - timedelta(days=days)
    for position, one in enumerate(sent, 1):
        making.item(review, one, position=position)
    urgent = making.criterion(world, "Bråttom", 3, "urgent")
    many = making.criterion(world, "Tre myndigheter", 2, "three_authorities", 1)
    return review, sent, urgent, many


def test_v4_the_sum_is_told_with_its_parts():
    parts = [
        Part(build.any_id(), "Bråttom", 3, "urgent"),
        Part(build.any_id(), "Tre myndigheter", 2, None),
    ]
    assert order.said(parts) == "5 poäng: bråttom 3, tre myndigheter 2"
    assert order.said([]) == "0 poäng"


def test_v4_open_points_first_then_the_sum_then_the_longest_wait():
    early, late = date(2026, 10, 1), date(2026, 11, 1)
    things = [
        ("few points", Urgency(False, 1, early)),
        ("waited less", Urgency(False, 5, late)),
        ("waited longer", Urgency(False, 5, early)),
        ("from last time", Urgency(True, 0, late)),
    ]
    found = order.by_urgency(things)
    assert found == ["from last time", "waited longer", "waited less", "few points"]


def test_v4_weighing_moves_the_item_and_keeps_what_was_ticked(world):
    review, sent, urgent, many = three(world)
    weigh(world, review, sent[2], urgent, many)
    weigh(world, review, sent[1], many)
    assert codes_of(world, review) == [sent[2].reference, sent[1].reference, sent[0].reference]
    point = reached(world, "host", review)[1].points[0]
    assert point.priority == "5 poäng: bråttom 3, tre myndigheter 2"
    assert point.item.weighed_by_id == world.user("host").id
    urgent.points = 9  # what was weighed keeps its points
    weigh(world, review, sent[2], urgent)
    assert reached(world, "host", review)[1].points[0].priority == "3 poäng: bråttom 3"
    weigh(world, review, sent[2])
    assert codes_of(world, review)[0] == sent[1].reference


def test_v4_only_the_programmes_own_criteria_count(world):
    review, sent, *_ = three(world)
    other = build.programme(world.unit("host"), "READY")
    stray = making.criterion(world, "Annan", 4)
    stray.programme_id = other.id
    with pytest.raises(RuleBroken, match="finns inte"):
        weigh(world, review, sent[0], stray)


def test_v4_the_house_suggests_and_saves_nothing(world):
    review, sent, *_ = three(world)
    sent[0].urgency, sent[0].support_time = "urgent", "10_"
    case = build.case(world, next_step_on=clock.today() - timedelta(days=1))
    making.item(review, case, position=4)
    actor, sitting = reached(world, "host", review)
    seen = [suggested(actor, sitting, point) for point in sitting.points]
    assert seen[0] == {"urgent", "long_support", "answer_late"}
    assert seen[1] == {"answer_late"}
    assert seen[3] == {"step_late", "three_authorities"}
    assert not any(point.weighed for point in sitting.points)


def test_v4_c5_the_house_sees_no_sign_in_what_the_host_may_not_read(world):
    review, user = making.sitting(world), world.user("soc")
    who = build.person(user)
    named = {world.unit("host"): ["planering"], world.unit("soc"): "all"}
    sent = build.referral(world, user, who, build.consent(who, user, named), support_time="10_")
    making.item(review, sent)
    actor, sitting = reached(world, "host", review)
    assert "long_support" not in suggested(actor, sitting, sitting.points[0])


def test_v4_c5_points_of_a_kind_are_told_only_to_those_who_may_read_it(world):
    review, user = making.sitting(world), world.user("soc")
    who = build.person(user)
    kinds = {"host": "all", "soc": "all", "af": ["ekonomi"], "fk": ["planering"]}
    given = build.consent(who, user, {world.unit(key): what for key, what in kinds.items()})
    sent = build.referral(world, user, who, given)
    making.item(review, sent)
    long_on = making.criterion(world, "Länge med stöd", 1, "long_support")
    late = making.criterion(world, "Sent svar", 2, "answer_late", 1)
    by_hand = making.criterion(world, "Barn i hemmet", 4, None, 2)
    weigh(world, review, sent, long_on, late, by_hand)
    told = {who: reached(world, who, review)[1].points[0].priority for who in ("soc", "af", "fk")}
    assert told["soc"] == "7 poäng: länge med stöd 1, sent svar 2, barn i hemmet 4"
    assert told["af"] == "3 poäng: länge med stöd 1, sent svar 2"
    assert told["fk"] == "2 poäng: sent svar 2"


def test_v4_an_order_set_by_hand_stands(world):
    review, sent, urgent, _ = three(world)
    actor, sitting = reached(world, "host", review)
    service.move(actor, sitting, sitting.points[2], 1, at=clock.now())
    by_hand = [sent[2].reference, sent[0].reference, sent[1].reference]
    assert codes_of(world, review) == by_hand
    weigh(world, review, sent[1], urgent)
    assert codes_of(world, review) == by_hand
    service.arrange(*reached(world, "host", review), "prioritet", at=clock.now())
    assert codes_of(world, review)[0] == sent[1].reference
    actor, sitting = reached(world, "host", review)
    with pytest.raises(RuleBroken, match="mellan 1 och 3"):
        service.move(actor, sitting, sitting.points[0], 4, at=clock.now())


def test_v4_what_is_decided_keeps_its_place(world):
    review, sent, urgent, _ = three(world)
    actor, sitting = reached(world, "host", review)
    service.postpone(actor, sitting, sitting.points[1], at=clock.now())
    actor, sitting = reached(world, "host", review)
    service.move(actor, sitting, sitting.pending[1], 1, at=clock.now())
    assert codes_of(world, review) == [sent[2].reference, sent[1].reference, sent[0].reference]
    with pytest.raises(Stale):
        weigh(world, review, sent[1], urgent)


def test_v4_only_the_coordinator_weighs_and_orders(world):
    review, *_ = three(world)
    actor, sitting = reached(world, "soc", review)
    for verb in (
        lambda: service.weigh(actor, sitting, sitting.points[0], [], at=clock.now()),
        lambda: service.move(actor, sitting, sitting.points[0], 2, at=clock.now()),
        lambda: service.arrange(actor, sitting, "gang", at=clock.now()),
        lambda: service.attend(actor, sitting, {}),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_v2_the_agenda_can_be_put_so_that_fewer_go_out(world):
    review = making.sitting(world)
    sent = [making.referral(world, "host", "soc", key) for key in ("af", "fk", "af", "fk")]
    for position, one in enumerate(sent, 1):
        making.item(review, one, position=position)
    outside = [point.outside for point in reached(world, "host", review)[1].points]
    assert order.walks(outside) == 5
    service.arrange(*reached(world, "host", review), "gang", at=clock.now())
    after = reached(world, "host", review)[1]
    assert order.walks([point.outside for point in after.points]) == 3
    assert after.review.ordered_at is not None


@given(OUTSIDE)
def test_v2_the_fewest_walks_are_never_more_than_they_were(outside):
    best = order.fewest_walks(outside)
    assert sorted(best) == list(range(len(outside)))
    assert order.walks([outside[n] for n in best]) <= order.walks(outside)


@given(st.lists(st.integers(), unique=True, max_size=8), st.randoms())
def test_v4_a_new_order_of_some_leaves_the_others_where_they_are(whole, random):
    things = [[n] for n in whole]  # objects, as items are
    some = random.sample(things, len(things) // 2)
    found = order.interleaved(things, some)
    assert [one for one in found if one in some] == some
    assert all(a is b for a, b in zip(things, found, strict=True) if a not in some)


def test_v4_the_pages_order_and_weigh_without_script(world, sign_in):
    review, sent, urgent, many = three(world)
    sent[2].urgency = "urgent"
    host = sign_in(world.user("host"))
    items = {
        point.matter.row.id: point.item.id for point in reached(world, "host", review)[1].points
    }
    here = f"/genomgangar/{review.id}"
    last = f"{here}/punkter/{items[sent[2].id]}"
    page = host.get(f"{last}/prioritet").get_data(as_text=True)
    assert "Förslag" in page
    assert "Bråttom, 3 poäng" in page
    assert "checked" not in page
    met = {"met": [str(urgent.id)], "nasta": "1"}
    assert "/prioritet" in host.post(f"{last}/prioritet", data=met).location
    assert codes_of(world, review)[0] == sent[2].reference
    wrong = {"met": [str(build.any_id())]}
    assert host.post(f"{last}/prioritet", data=wrong).status_code == 422
    assert many.label in page


def test_v4_the_page_of_the_order_moves_without_script(world, sign_in):
    review, sent, urgent, _ = three(world)
    weigh(world, review, sent[2], urgent)
    session.commit()
    host, here = sign_in(world.user("host")), f"/genomgangar/{review.id}"
    item = reached(world, "host", review)[1].points[0].item
    last = f"{here}/punkter/{item.id}"
    assert "3 poäng: bråttom 3" in host.get(f"{here}/ordning").get_data(as_text=True)
    assert host.post(f"{last}/flytta", data={"step": "ner"}).status_code == 302
    assert codes_of(world, review)[1] == sent[2].reference
    assert host.post(f"{last}/flytta", data={"place": "3"}).status_code == 302
    assert codes_of(world, review)[2] == sent[2].reference
    assert host.post(f"{last}/flytta", data={"place": "9"}).status_code == 422
    assert host.post(f"{here}/ordning", data={"efter": "prioritet"}).status_code == 302
    assert codes_of(world, review)[0] == sent[2].reference
