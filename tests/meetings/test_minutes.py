"""M5 and M7: answers, attendance and minutes, and who reads what of them."""

from datetime import timedelta

import pytest

from casework.cases.queries import case_for
from casework.kit import clock, db
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.kit.working_days import add_working_days
from casework.meetings.queries import additions_of, minutes_of
from casework.meetings.queries.case_page import on_case
from casework.meetings.queries.waiting import coming, tasks
from casework.meetings.service import answering, minuting
from casework.meetings.service.booking import Guest
from casework.meetings.service.minuting import Minutes
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, participant, reached, slot


def held(world, case, **more):
    """A meeting of three days ago."""
    return meeting(
        world,
        case,
        at=clock.now() - timedelta(days=9),
        when=slot(clock.today() - timedelta(days=3)),
        **more,
    )


def written(world, row, **more):
    file = reached(world, "host", row)
    minutes = Minutes(
        paragraphs=more.pop(
            "paragraphs", {"planering": "Vi ses igen.", "psykisk": "Sover dåligt."}
        ),
        attendance={one.id: "pa_plats" for one in file.asked},
        takes_on={world.unit("af").id: "Söker två praktikplatser."},
        individual_takes_on="Kommer tisdag till torsdag.",
    )
    minuting.save(acting(world.user("host")), file, minutes, at=clock.now())
    db.seal_and_commit()
    return file


def texts(world, who, row):
    return {item.text for item in minutes_of(acting(world.user(who)), reached(world, who, row))}


def test_m7_each_reads_the_kinds_that_the_consent_gives(world):
    case = build.case(
        world, {"host": "all", "soc": "all", "af": ("planering",), "fk": ("psykisk",)}
    )
    row = held(world, case)
    written(world, row)
    plan = {"Vi ses igen.", "Söker två praktikplatser.", "Kommer tisdag till torsdag."}
    assert texts(world, "host", row) == plan | {"Sover dåligt."}
    assert texts(world, "af", row) == plan
    assert texts(world, "fk", row) == {"Sover dåligt."}


def test_m7_minutes_are_rewritten_until_approved_and_then_locked(world):
    row = held(world, build.case(world), individual=True)
    written(world, row)
    file = written(world, row, paragraphs={"planering": "Vi ses i mars.", "psykisk": ""})
    assert "Vi ses i mars." in texts(world, "host", row)
    assert "Vi ses igen." not in texts(world, "host", row)
    host = acting(world.user("host"))
    minuting.approve(host, file, at=clock.now())
    db.seal_and_commit()
    for again in (
        lambda: written(world, row),
        lambda: minuting.approve(host, file, at=clock.now()),
    ):
        with pytest.raises(RuleBroken, match="godkända och låsta"):
            again()


def test_m7_attendance_is_needed_before_they_are_approved(world):
    row = held(world, build.case(world))
    file = reached(world, "host", row)
    with pytest.raises(RuleBroken, match="Fyll i närvaro"):
        minuting.approve(acting(world.user("host")), file, at=clock.now())


@pytest.mark.parametrize(("was", "then"), [("plan", "plan"), ("uppfoljning", "uppfoljning")])
def test_k3_a_case_that_waited_for_the_meeting_waits_for_what_it_led_to(world, was, then):
    case = build.case(world, step=was, next_step="mote")
    file = written(world, held(world, case))
    minuting.approve(acting(world.user("host")), file, at=clock.now())
    assert (case.next_step, case.next_step_on) == (then, add_working_days(clock.today(), 5))


def test_k3_a_next_step_that_somebody_chose_is_left_alone(world):
    case = build.case(world, next_step="annat")
    file = written(world, held(world, case))
    case.next_step = "annat"
    minuting.approve(acting(world.user("host")), file, at=clock.now())
    assert case.next_step == "annat"


def test_m7_nothing_is_minuted_before_the_meeting_and_only_by_the_organiser(world):
    case = build.case(world)
    row = meeting(world, case)
    with pytest.raises(RuleBroken, match="inte börjat"):
        written(world, row)
    past = held(world, case)
    file = reached(world, "af", past)
    with pytest.raises(NotAllowed):
        minuting.save(acting(world.user("af")), file, Minutes({}, {}), at=clock.now())


def test_m5_everyone_answers_for_themselves_and_the_organiser_for_those_without_account(world):
    row = meeting(world, build.case(world), individual=True, guests=(Guest("SYV", "s@u.example"),))
    now = clock.now()
    host, af = acting(world.user("host")), acting(world.user("af"))
    fk = participant(world, row, "fk")
    file = reached(world, "host", row)
    for actor in (host, af):
        with pytest.raises(NotAllowed, match="Var och en svarar"):
            answering.answer(actor, file, fk, answer="kommer", line=None, at=now)
    linn = next(p for p in file.asked if p.is_individual)
    with pytest.raises(NotAllowed):
        answering.answer(af, reached(world, "af", row), linn, answer="kommer", line=None, at=now)
    answering.answer(host, file, linn, answer="annan_tid", line="Helst efter lunch", at=now)
    assert (linn.answer, linn.answer_line) == ("annan_tid", "Helst efter lunch")
    with pytest.raises(RuleBroken, match="redan varit"):
        answering.answer(host, file, linn, answer="kommer", line=None, at=row.ends_at)
    with pytest.raises(RuleBroken, match="Välj ett"):
        answering.answer(host, file, linn, answer="kanske", line=None, at=now)


def test_the_desk_is_told_what_waits(world):
    case = build.case(world)
    row = meeting(world, case)
    past = held(world, case)
    today = clock.today()
    host, af = acting(world.user("host")), acting(world.user("af"))
    assert [t.endpoint for t in tasks(af, today)] == ["meetings.answer"]
    assert [t.args for t in tasks(host, today)] == [{"meeting_id": past.id}]
    mine = participant(world, row, "af")
    answering.answer(
        af, reached(world, "af", row), mine, answer="kan_inte", line=None, at=clock.now()
    )
    db.seal_and_commit()
    assert tasks(af, today) == []
    said = {t.sentence for t in tasks(host, today)}
    assert f"En person har svarat att tiden för möte {row.code} inte passar." in said
    [one] = coming(af, today, today + timedelta(days=14))
    assert (one.starts_at, one.place) == (row.starts_at, "Telefon")
    assert coming(acting(world.user("psykiatri")), today, today + timedelta(days=14)) == []


def test_the_case_page_is_told_what_comes_and_how_people_answered(world):
    case = build.case(world)
    row, past = meeting(world, case), held(world, case)
    af, host, today = acting(world.user("af")), acting(world.user("host")), clock.today()
    file = reached(world, "af", row)
    answering.answer(af, file, file.mine(af), answer="kan_inte", line=None, at=clock.now())
    db.seal_and_commit()
    found = on_case(host, case_for(host, case.id, today))
    assert found["next"].meeting.id == row.id
    assert found["next"].answers == (
        "En person kommer, en person kan inte den tiden, två personer har inte svarat."
    )
    assert [m.id for m in found["past"]] == [past.id]


def test_the_nearest_stands_on_the_case_however_many_are_ahead(world):
    case = build.case(world)
    ahead = [meeting(world, case, ("host",), when=slot(hour=h, minutes=30)) for h in range(7, 20)]
    host = acting(world.user("host"))
    found = on_case(host, case_for(host, case.id, clock.today()))
    assert (found["next"].meeting.id, found["more"]) == (ahead[0].id, len(ahead) - 1)


REACH = ("host", "soc", "af", "fk")


@pytest.mark.parametrize(
    "who", [*REACH, "ame", "af2", "psykiatri", "norsjo", "lsg", "granskare", "admin"]
)
def test_m1_who_reaches_a_meeting(world, who):
    """Those who reach the case; one who is only asked to the meeting reaches that and no more."""
    case = build.case(world, dict.fromkeys((*REACH, "ame"), "all"))
    row = meeting(world, case, ("host", "soc", "af", "ame"))
    if who in (*REACH, "ame"):
        assert reached(world, who, row).reaches_case is (who != "ame")
        return
    with pytest.raises(NotVisible):
        reached(world, who, row)


def test_a_review_without_a_case_is_seen_by_those_who_are_asked(world):
    row = meeting(world, None, ("host", "soc"), kind="genomgang")
    assert reached(world, "soc", row)
    for who in ("af", "lsg", "admin"):
        with pytest.raises(NotVisible):
            reached(world, who, row)


def _locked(world, case, **more):
    row = held(world, case, **more)
    file = written(world, row)
    minuting.approve(acting(world.user("host")), file, at=clock.now())
    db.seal_and_commit()
    return row


def _added(world, row, kind="planering", who="host"):
    said = minuting.Addition(kind, "AF ringer på fredag.", "Glömdes")
    made = minuting.add_later(
        acting(world.user(who)), reached(world, who, row), said, at=clock.now()
    )
    db.seal_and_commit()
    return made


def added(world, who, row):
    return [
        (one.text, one.reason, by.name)
        for one, by in additions_of(acting(world.user(who)), reached(world, who, row))
    ]


def test_m7_after_the_lock_something_is_added_with_a_reason_and_the_minutes_stay(world):
    row = _locked(world, build.case(world))
    before = texts(world, "host", row)
    _added(world, row)
    _added(world, row, "psykisk")
    assert added(world, "af", row) == [("AF ringer på fredag.", "Glömdes", "Åsa Tallmyr")] * 2
    assert texts(world, "host", row) == before


def test_m7_c5_an_addition_is_read_by_those_who_are_given_its_kind(world):
    case = build.case(
        world, {"host": "all", "soc": "all", "af": ("planering",), "fk": ("psykisk",)}
    )
    row = _locked(world, case)
    _added(world, row, "psykisk")
    assert len(added(world, "fk", row)) == 1
    assert added(world, "af", row) == []


def test_m7_nothing_is_added_before_the_lock_or_by_others_or_of_a_kind_one_does_not_read(world):
    case = build.case(world, {"host": ("planering",), "soc": "all", "af": "all", "fk": "all"})
    row = held(world, case)
    with pytest.raises(RuleBroken, match="inte låsta än"):
        _added(world, row)
    file = written(world, row)
    minuting.approve(acting(world.user("host")), file, at=clock.now())
    with pytest.raises(RuleBroken, match="ger inte din enhet den sorten"):
        _added(world, row, "psykisk")
    with pytest.raises(NotAllowed):
        _added(world, row, who="af")


def test_m7_an_addition_through_its_page(world, sign_in):
    row = _locked(world, build.case(world))
    client, url = sign_in(world.user("host")), f"/moten/{row.id}"
    assert "Lägg till i anteckningarna" in client.get(url).text
    there = f"{url}/anteckningar/tillagg"
    typed = {"kind": "planering", "text": "AF ringer på fredag."}
    refused = client.post(there, data=typed)
    assert refused.status_code == 422
    assert "AF ringer på fredag." in refused.text
    assert client.post(there, data=typed | {"reason": "Glömdes"}).status_code == 302
    shown = sign_in(world.user("af")).get(url).text
    assert "AF ringer på fredag." in shown
    assert "Varför: Glömdes" in shown
    assert sign_in(world.user("af")).get(there).status_code == 403
