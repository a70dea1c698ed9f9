"""M3, M5, M7, AC24: what an insider tried on meetings, and what it came to."""

from threading import Event
from uuid import uuid4

import pytest

from casework.kit import clock, db
from casework.kit.errors import RuleBroken
from casework.meetings.post import links
from casework.meetings.queries import additions_of, meeting_for, minutes_of
from casework.meetings.service import adding, answering, changing, minuting
from casework.meetings.service.adding import More
from casework.meetings.service.minuting import Addition
from tests import build
from tests.access.knocking import heard
from tests.conftest import CONFIG, acting
from tests.meetings.making import meeting, miswritten, participant, reached, series
from tests.meetings.recurring import FIRST
from tests.meetings.test_minutes import held, written
from tests.meetings.test_pages import typed
from tests.threads import at_once

NOW = clock.now


def approved(world, row):
    file = written(world, row)
    minuting.approve(acting(world.user("host")), file, at=clock.now())
    db.seal_and_commit()
    return row


def test_m7_whoever_writes_while_another_approves_does_not_write_in_locked_minutes(app, world):
    row = held(world, build.case(world))
    written(world, row)
    host, row_id = acting(world.user("host")), row.id
    opened, locked = Event(), Event()

    def write():
        mine = meeting_for(host, row_id, clock.today())
        opened.set()
        if locked.wait(1):  # SQLite lets nobody in meanwhile: there the other comes after
            minuting.save(host, mine, minuting.Minutes({"planering": "Efteråt."}, {}), at=NOW())

    def approve():
        opened.wait(5)
        minuting.approve(host, meeting_for(host, row_id, clock.today()), at=NOW())
        db.seal_and_commit()
        locked.set()

    ended = at_once(app, host, write, approve)
    assert ended[1] == "done"
    texts = {one.text for one in minutes(world, row_id)}
    assert "Efteråt." not in texts
    assert "Vi ses igen." in texts


def minutes(world, row_id):
    host = acting(world.user("host"))
    return minutes_of(host, meeting_for(host, row_id, clock.today()))


def test_m7_two_additions_at_once_both_stand(app, world):
    row_id, host = approved(world, held(world, build.case(world))).id, acting(world.user("host"))

    def add(text):
        file = meeting_for(host, row_id, clock.today())
        minuting.add_later(host, file, Addition("planering", text, "Glömt"), at=NOW())

    assert set(at_once(app, host, *(lambda t=t: add(t) for t in "abcd")).values()) == {"done"}
    rows = additions_of(host, meeting_for(host, row_id, clock.today()))
    assert sorted(one.text for one, _ in rows) == list("abcd")


@pytest.mark.parametrize("what", ["agenda", "time", "off", "out", "in"])
def test_m7_what_is_locked_while_the_meeting_goes_on_is_not_turned_round(world, what):
    """Approved in the last minutes of the meeting: nobody is taken out of what was signed."""
    row = meeting(world, build.case(world), at=NOW())
    row.starts_at = clock.now() - (row.ends_at - row.starts_at) / 2
    approved(world, row)
    host, file = acting(world.user("host")), reached(world, "host", row)
    verbs = {
        "agenda": lambda: changing.write_agenda(host, file, "Något annat"),
        "time": lambda: changing.change(host, file, None, at=NOW()),
        "off": lambda: changing.cancel(host, file, because="annat", at=NOW()),
        "out": lambda: changing.remove(host, file, participant(world, row, "fk"), at=NOW()),
        "in": lambda: adding.invite_more(
            host, file, More(user_ids=[world.user("ame").id]), at=NOW()
        ),
    }
    with pytest.raises(RuleBroken, match="låsta"):
        verbs[what]()


def test_c5_what_somebody_wrote_with_an_answer_is_for_those_of_the_meeting(world, sign_in):
    """A line is of no kind of information: who works with the case reads how they answered."""
    case = build.case(world, {"host": "all", "soc": "all", "af": "all", "fk": ("planering",)})
    row = meeting(world, case, ("host", "soc", "af"))
    mine = participant(world, row, "af")
    answering.answer(
        acting(world.user("af")),
        reached(world, "af", row),
        mine,
        answer="kan_inte",
        line="Hon opereras.",
        at=NOW(),
    )
    db.seal_and_commit()
    told = {who: "Hon opereras." in show(sign_in, world, who, row) for who in ("host", "af", "soc")}
    assert told == {"host": True, "af": True, "soc": True}
    page = show(sign_in, world, "fk", row)
    assert "Kan inte" in page
    assert "Hon opereras." not in page


def show(sign_in, world, who, row):
    answer = sign_in(world.user(who)).get(f"/moten/{row.id}")
    assert answer.status_code == 200
    return answer.text


ODD = {
    "minutes": ("", "x", "-1", "0", "99999999999999999999", "\u0663\u0660"),
    "slot": ("0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T00:00", "\ud800"),
    "times": ("0001-01-01T00:00", "9999-12-31T23:59"),
    "first": ("0001-01-01", "x"),
    "room_id": ("x", "00000000-0000-0000-0000-000000000000"),
    "people": ("x", "00000000-0000-0000-0000-000000000000"),
    "needs": ("guld",),
    "kind": ("genomgang", "x"),
    "individual_by": ("duva",),
}


@pytest.mark.parametrize("page", ["boka", "fraga"])
def test_e3_the_person_is_not_asked_as_somebody_from_outside(world, sign_in, page):
    """Their address would stand where marking them as protected does not look for it."""
    case = build.case(world, person=build.person(world.user("soc"), email="linn@egen.example"))
    form = typed(world, role_1="Anhörig", address_1="Linn@Egen.example", deadline="2199-01-01")
    url = f"/moten/{page}?arende={case.id}"
    refused = sign_in(world.user("host")).post(url, data=form)
    assert refused.status_code == 422
    assert "är personens egen. Kryssa i rutan för personen i stället." in refused.text


@pytest.mark.parametrize("page", ["boka", "fraga"])
def test_what_was_not_offered_is_refused_with_a_sentence(world, sign_in, page):
    """AC09: a length, a time, a room or a person that the page never had: no fault of ours."""
    build.room("Plan 2")
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/{page}?arende={case.id}"
    answers = {}
    for name, values in ODD.items():
        if (page, name) == ("boka", "times"):
            continue  # a booking has one, and books it
        for value in values:
            for looks in ({}, {"granska": "1"}, {"uppdatera": "1"}):
                form = typed(world, deadline="2199-01-01") | {
                    name: value.encode("utf-8", "replace")
                }
                answers[name, value, *looks] = client.post(url, data={**form, **looks}).status_code
    assert len(answers) > 50
    assert {one for one in answers.items() if one[1] not in (200, 422)} == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.usefixtures("in_november")
def test_m3_whatever_is_wrong_with_a_link_about_a_series_the_answer_is_the_same(app, world, method):
    of, made = series(world, FIRST)
    af = world.user("af").id
    token = links.series_token(CONFIG["SECRET_KEY"], of.id, af)
    wrong = {
        "x": "x",
        "changed": miswritten(token),
        "another's": links.token(CONFIG["SECRET_KEY"], made[0].id),
        "never in it": links.series_token(CONFIG["SECRET_KEY"], of.id, world.user("ame").id),
        "no series": links.series_token(CONFIG["SECRET_KEY"], uuid4(), af),
        "nobody": links.series_token(CONFIG["SECRET_KEY"], of.id, uuid4()),
    }
    answers = {why: heard(app, f"/svar/serie/{one}", method)[:3] for why, one in wrong.items()}
    assert heard(app, f"/svar/serie/{token}")[0] == 200
    world.user("af").unit_id = world.unit("fk").id
    answers["moved"] = heard(app, f"/svar/serie/{token}", method)[:3]
    first = next(iter(answers.values()))
    assert first[0] == 404
    assert [why for why, one in answers.items() if one != first] == []
