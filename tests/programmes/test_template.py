"""S1, O3, V4: questions and criteria begin, end and move; what was written keeps its words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.programmes import rules, service
from casework.programmes.models import AssessmentQuestion, PriorityCriterion
from casework.programmes.queries import all_questions, criteria, programme_for, questions
from tests import build
from tests.conftest import acting
from tests.programmes.test_settings import recorded

DAY = timedelta(days=1)


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.user("admin"))


@pytest.fixture
def url(world):
    return f"/admin/programmes/{world.programme.id}"


def asked(world, on=None):
    session.expire_all()
    return [one.words for one in questions(None, world.programme.id, on or clock.today())]


def weighed(world, on=None):
    session.expire_all()
    return [one.label for one in criteria(None, world.programme.id, on or clock.today())]


def test_o3_a_question_is_added_last_in_its_part_from_a_day_on(world, client, url):
    build.question(world, "Först?", position=4)
    tomorrow = clock.today() + DAY
    data = {"part": "egen", "words": "Vad drömmer du om?", "valid_from": str(tomorrow)}
    answer = client.post(f"{url}/fragor", data=data)
    assert answer.location == f"{url}/fragor#egen"
    assert asked(world) == ["Först?"]
    assert asked(world, tomorrow) == ["Först?", "Vad drömmer du om?"]
    page = client.get(f"{url}/fragor").text
    assert "Vad drömmer du om?" in page
    assert "Vad drömmer du om?" not in client.get(f"{url}/fragor/visa").text
    assert recorded() == ["template question added"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": "hur ÄR det?"}, "Det finns redan en som lyder så."),
        ({"valid_from": "2020-01-01"}, "Välj idag eller en dag som kommer."),
        ({"part": "tandhälsa"}, "Välj"),
        ({"words": " "}, "Fråga"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_its_words_kept(
    world, client, url, change, said
):
    build.question(world)
    session.commit()
    data = {"part": "egen", "words": "Något nytt?", "valid_from": str(clock.today()), **change}
    answer = client.post(f"{url}/fragor", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["words"].strip() in answer.text
    assert asked(world) == ["Hur är det?"]


def test_o3_reworded_the_old_ends_the_day_before_and_keeps_its_words(world, client):
    old, today = build.question(world, "Hur mår du?", position=3), clock.today()
    session.commit()
    page = f"/admin/programmes/fragor/{old.id}"
    assert "Hur mår du?" in client.get(page).text
    data = {"words": "Hur har du det?", "valid_from": str(today + DAY)}
    assert client.post(page, data=data).status_code == 302
    assert asked(world) == ["Hur mår du?"]
    assert asked(world, today + DAY) == ["Hur har du det?"]
    rows = all_questions(None, world.programme.id)
    assert [(row.words, row.valid_to, row.position) for row in rows] == [
        ("Hur mår du?", today, 3),
        ("Hur har du det?", None, 3),
    ]


def test_words_that_nobody_was_asked_yet_are_changed_as_they_stand(world, client):
    soon = clock.today() + 9 * DAY
    row = build.question(world, "Stavfle?", valid_from=soon)
    session.commit()
    data = {"words": "Stavfel?", "valid_from": str(soon)}
    assert client.post(f"/admin/programmes/fragor/{row.id}", data=data).status_code == 302
    assert [one.words for one in all_questions(None, world.programme.id)] == ["Stavfel?"]


def test_o3_an_ended_question_is_read_and_not_changed(world, client, url):
    row, today = build.question(world, "Ska sluta?"), clock.today()
    session.commit()
    page = f"/admin/programmes/fragor/{row.id}/avsluta"
    late = client.post(page, data={"last_day": str(today - DAY)})
    assert (late.status_code, "Välj idag eller en dag som kommer." in late.text) == (422, True)
    assert client.post(page, data={"last_day": str(today)}).status_code == 302
    assert asked(world) == ["Ska sluta?"]
    assert asked(world, today + DAY) == []
    old = session.get_one(AssessmentQuestion, row.id)
    old.valid_to = today - DAY
    session.commit()
    assert "Frågor som inte längre ställs" in client.get(f"{url}/fragor").text
    refused = client.post(page, data={"last_day": str(today)})
    assert "redan avslutad" in refused.text
    with pytest.raises(RuleBroken, match="redan avslutad"):
        service.reword_question(
            acting(world.user("admin")), old, words="Nej", valid_from=today, on=today
        )


def test_a_question_moves_within_its_part_only(world, client):
    rows = [build.question(world, f"{n}?", position=7) for n in range(3)]
    build.question(world, "Annan del?", info_kind="social", position=7)
    session.commit()
    last = all_questions(None, world.programme.id)
    order = [one.words for one in last if one.info_kind is None]
    up = next(one for one in rows if one.words == order[2])
    address = f"/admin/programmes/fragor/{up.id}/flytta"
    assert client.post(address, data={"vart": "upp"}).status_code == 302
    assert _own(world) == [order[0], order[2], order[1]]
    client.post(address, data={"vart": "upp"})
    client.post(address, data={"vart": "upp"})
    assert _own(world) == [order[2], order[0], order[1]]
    client.post(address, data={"vart": "ner"})
    assert _own(world) == [order[0], order[2], order[1]]


def _own(world):
    session.expire_all()
    return [q.words for q in all_questions(None, world.programme.id) if q.info_kind is None]


def test_v4_criteria_are_stated_with_their_points_and_the_largest_sum(world, client, url):
    build.criterion(world, "Bråttom", points=3, sign="urgent", position=1)
    build.criterion(world, "Har slutat", points=9, valid_to=clock.today() - DAY)
    data = {"label": "Hotas av avhopp", "points": "4", "sign": "", "valid_from": ""}
    data["valid_from"] = str(clock.today())
    assert client.post(f"{url}/kriterier", data=data).location == f"{url}/kriterier"
    page = client.get(f"{url}/kriterier").text
    assert "<strong>7 poäng</strong>" in page
    assert "Avsändaren skriver att det är bråttom" in page
    assert weighed(world) == ["Bråttom", "Hotas av avhopp"]
    newest = session.scalars(
        select(PriorityCriterion).where(PriorityCriterion.label == "Hotas av avhopp")
    ).one()
    client.post(f"/admin/programmes/kriterier/{newest.id}/flytta", data={"vart": "upp"})
    assert weighed(world) == ["Hotas av avhopp", "Bråttom"]
    end = f"/admin/programmes/kriterier/{newest.id}/avsluta"
    assert client.post(end, data={"last_day": str(clock.today())}).status_code == 302
    assert weighed(world, clock.today() + DAY) == ["Bråttom"]
    assert recorded() == ["criterion added", "criterion moved", "criterion ended"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": "10"}, "mellan 1 och 9"),
        ({"points": "0"}, "mellan 1 och 9"),
        ({"sign": "hemligt"}, "Välj"),
        ({"label": "det är BRÅTTOM"}, "Det finns redan en som lyder så."),
        ({"valid_from": "2020-01-01"}, "Välj idag eller en dag som kommer."),
    ],
)
def test_v4_a_criterion_that_could_not_be_seen_through_is_refused(world, client, url, change, said):
    build.criterion(world)
    session.commit()
    data = {"label": "Nytt", "points": "1", "sign": "soon", "valid_from": str(clock.today())}
    answer = client.post(f"{url}/kriterier", data={**data, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert weighed(world) == ["Det är bråttom"]


@pytest.mark.parametrize(("points", "sign"), [(0, None), (10, None), (1, "hemligt")])
def test_v4_the_rule_itself_knows_points_and_signs(points, sign):
    with pytest.raises(RuleBroken):
        rules.check_points(points, sign)
    rules.check_points(9, "urgent")


def test_what_is_moved_stays_among_its_own():
    assert rules.moved("abc", "a", up=True) == list("abc")
    assert rules.moved("abc", "c", up=False) == list("abc")
    assert rules.moved("abc", "b", up=False) == list("acb")
    assert rules.moved("abc", "x", up=True) == list("abc")


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "granskare"])
def test_ac08_the_verbs_guard_themselves_and_the_pages_do_not_exist(world, sign_in, who):
    actor, today = acting(world.user(who)), clock.today()
    row, asks, weighs = world.programme, build.question(world), build.criterion(world)
    row = programme_for(None, row.id)
    new = {"words": "x", "valid_from": today, "on": today}
    for verb in (
        lambda: service.add_question(actor, row, info_kind=None, **new),
        lambda: service.reword_question(actor, asks, **new),
        lambda: service.end_question(actor, asks, last_day=today, on=today),
        lambda: service.move_question(actor, asks, up=True, on=today),
        lambda: service.add_criterion(actor, row, label="x", points=1, sign=None, **new),
        lambda: service.end_criterion(actor, weighs, last_day=today, on=today),
        lambda: service.move_criterion(actor, weighs, up=True, on=today),
    ):
        with pytest.raises(NotAllowed):
            verb()
    other, base = sign_in(world.user(who)), "/admin/programmes"
    for url in (
        *(f"{base}/{row.id}/fragor", f"{base}/{row.id}/fragor/visa", f"{base}/{row.id}/kriterier"),
        *(f"{base}/fragor/{asks.id}", f"{base}/kriterier/{weighs.id}/avsluta"),
    ):
        assert other.get(url).status_code == 404, url
