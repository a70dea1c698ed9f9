"""What the desk and the case page say, as tables. Today is Monday 23 November 2026."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from casework.access.facts import CaseFacts, ConsentFacts
from casework.desk.rules import case as rules
from casework.desk.rules.case import Marks, consent_state, in_words, way
from casework.desk.rules.waiting import (
    LATER,
    TODAY,
    WEEK,
    by_day,
    grouped,
    lead,
    line,
    told_once,
)
from casework.kit.tasks import Coming, Task

MONDAY = date(2026, 11, 23)


def due(day: date, **more) -> Task:
    return Task(day, more.pop("sentence", "En sak."), "Gör den", "desk.case", **more)


@pytest.mark.parametrize(
    ("day", "group", "level", "words", "icon"),
    [
        (date(2026, 11, 13), TODAY, "late", "6 arbetsdagar sen", "late"),
        (MONDAY, TODAY, "late", "Sista dagen i dag", "late"),
        (date(2026, 11, 24), WEEK, "soon", "1 arbetsdag kvar", "clock"),
        (date(2026, 11, 26), WEEK, "", "3 arbetsdagar kvar", "clock"),
        (date(2026, 11, 29), WEEK, "", "4 arbetsdagar kvar", "clock"),
        (date(2026, 11, 30), LATER, "", "5 arbetsdagar kvar", "fk:calendar"),
        (date(2026, 12, 7), LATER, "", "10 arbetsdagar kvar", "fk:calendar"),
        (date(2026, 12, 8), LATER, "", "15 dagar kvar", "fk:calendar"),
    ],
)
def test_a_day_becomes_a_flag_and_a_heading(day, group, level, words, icon):
    found = line(due(day), MONDAY)
    assert (found.group, found.level, found.words, found.icon) == (group, level, words, icon)


SATURDAY = date(2026, 11, 28)
ON_MONDAY = "Behöver göras på måndag"


@pytest.mark.parametrize(
    ("day", "on", "group", "words"),
    [
        (date(2026, 11, 26), SATURDAY, ON_MONDAY, "1 arbetsdag sen"),
        (date(2026, 11, 27), SATURDAY, ON_MONDAY, "Försenad"),
        (date(2026, 11, 28), SATURDAY, TODAY, "Sista dagen i dag"),
        (date(2026, 11, 29), SATURDAY, TODAY, "Sista dagen söndag 29 november"),
        (date(2026, 11, 30), SATURDAY, ON_MONDAY, "1 arbetsdag kvar"),
        (date(2026, 12, 1), SATURDAY, LATER, "2 arbetsdagar kvar"),
        # Maundy Thursday is worked, and Good Friday to Easter Monday are not
        (date(2026, 4, 2), date(2026, 4, 3), "Behöver göras på tisdag", "Försenad"),
        (date(2026, 4, 8), date(2026, 4, 3), LATER, "2 arbetsdagar kvar"),
        # Ascension Day is a Thursday: the Friday after it is worked
        (date(2026, 5, 15), date(2026, 5, 14), "Behöver göras på fredag", "1 arbetsdag kvar"),
        (date(2026, 5, 17), date(2026, 5, 14), WEEK, "1 arbetsdag kvar"),
    ],
)
def test_on_a_day_off_what_counts_in_working_days_is_for_the_next_of_them(day, on, group, words):
    found = line(due(day), on)
    assert (found.group, found.words) == (group, words)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([26, 27], "båda behöver göras på måndag"),
        ([30], "den behöver göras på måndag"),
        ([28], "den behöver göras i dag"),
        ([28, 30, 30], "alla behöver göras senast på måndag"),
    ],
)
def test_on_a_day_off_the_lead_says_the_day_that_is_meant(days, said):
    tasks = [due(date(2026, 11, day)) for day in days]
    found = lead("Åsa", grouped(tasks, SATURDAY))
    assert found.endswith(f", och {said}.")


def test_on_a_day_off_todays_own_come_first():
    tasks = [due(date(2026, 11, day)) for day in (26, 28, 30)]
    groups = grouped([*tasks, due(date(2026, 12, 9))], SATURDAY)
    assert [name for name, _ in groups] == [TODAY, ON_MONDAY, LATER]


def test_a_task_may_bring_its_own_flag():
    found = line(due(MONDAY, flag="inte skickat", icon="letter", level="soon"), MONDAY)
    assert (found.words, found.icon, found.level) == ("Inte skickat", "letter", "soon")


def test_the_most_urgent_comes_first_and_empty_headings_are_left_out():
    tasks = [due(date(2026, 12, 20)), due(MONDAY, level="soon"), due(date(2026, 11, 2))]
    groups = grouped([*tasks, due(MONDAY)], MONDAY)
    assert [name for name, _ in groups] == [TODAY, LATER]
    assert [one.task.due.day for one in groups[0][1]] == [2, 23, 23]
    assert [one.level for one in groups[0][1]] == ["late", "late", "soon"]


FAR, LATE = date(2027, 1, 20), date(2026, 11, 12)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Inget väntar på dig just nu."),
        ([FAR], "En sak väntar på dig, och den brådskar inte."),
        ([MONDAY], "En sak väntar på dig, och den behöver göras i dag."),
        ([LATE], "En sak väntar på dig, och den är försenad."),
        ([FAR, FAR], "Två saker väntar på dig, och ingen av dem behöver göras i dag."),
        ([MONDAY, MONDAY], "Två saker väntar på dig, och båda behöver göras i dag."),
        ([LATE, MONDAY, MONDAY], "Tre saker väntar på dig, och alla behöver göras i dag."),
        ([LATE, FAR, FAR, FAR], "Fyra saker väntar på dig, och en är försenad."),
        ([LATE, LATE, FAR], "Tre saker väntar på dig, och två är försenade."),
        ([LATE, MONDAY, FAR], "Tre saker väntar på dig, och två av dem behöver göras i dag."),
        ([FAR] * 12 + [MONDAY], "13 saker väntar på dig, och en av dem behöver göras i dag."),
    ],
)
def test_the_lead_counts_in_words(days, said):
    assert lead("Åsa", grouped([due(day) for day in days], MONDAY)) == f"Hej Åsa. {said}"


def test_a_next_step_that_a_later_room_tells_better_is_told_once():
    case, other = uuid4(), uuid4()
    own = due(MONDAY, args={"case_id": case, "_anchor": "nasta"})
    better = Task(MONDAY, "Uppföljningen …", "Gör", "followups.new", {"case_id": case})
    else_where = due(MONDAY, args={"case_id": other, "_anchor": "nasta"})
    promised = due(MONDAY, args={"case_id": case})
    assert told_once([own, better, else_where, promised]) == [better, else_where, promised]
    coming = Coming(MONDAY, "Uppföljning", "desk.case", {"case_id": case, "_anchor": "nasta"})
    assert told_once([coming], [better]) == []
    assert told_once([promised, promised]) == [promised]


def test_what_comes_stands_by_day_with_times_first():
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    late = Coming(date(2026, 11, 24), "Möte", "meetings.show", starts_at=at)
    other = Coming(date(2026, 11, 24), "Delen", "desk.case")
    soon = Coming(MONDAY, "Samtal", "desk.case")
    assert by_day([other, late, soon]) == [(MONDAY, [soon]), (late.day, [late, other])]


def words(marks: Marks) -> list[str]:
    return [f"{one.number}{one.state[3:4]} {one.words}" for one in way(marks, MONDAY)]


MAY = date(2026, 5, 7)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (
            Marks("kartlaggning", MAY, MAY),
            ["1d Klar", "2d Klar", "3n Pågår", "4 Senare", "5 Senare", "6 Senare"],
        ),
        (
            Marks("kartlaggning", MAY, MAY, assessed_on=MAY),
            ["1d Klar", "2d Klar", "3d Klar", "4n Pågår", "5 Senare", "6 Senare"],
        ),
        (
            Marks("plan", MAY, MAY, planned_on=MAY, follow_ups=1),
            [
                *("1d Klar", "2d Klar", "3 Inte klar", "4d Gäller sedan"),
                *("5n Pågår, andra gången", "6 Senare"),
            ],
        ),
        (
            Marks("avslut", MAY, MAY, MAY, MAY, 2, closed_on=MAY),
            [
                *("1d Klar", "2d Klar", "3d Klar", "4d Gäller sedan"),
                *("5d Gjord två gånger", "6d Klar"),
            ],
        ),
        (
            Marks("avslut", MAY, None, closed_on=MAY),
            [
                *("1d Klar", "2d Klar", "3 Gjordes inte", "4 Gjordes inte"),
                *("5 Gjordes inte", "6d Klar"),
            ],
        ),
    ],
)
def test_the_way_shows_and_never_blocks(marks, said):
    assert words(marks) == said


def test_a_day_of_another_year_has_its_year():
    steps = way(Marks("plan", date(2025, 12, 1), MAY), MONDAY)
    assert [one.form for one in steps[:2]] == ["short_date", "date_year"]


UNIT, OWNER = uuid4(), uuid4()


def facts(last_day=date(2027, 1, 31), withdrawn=()) -> CaseFacts:
    grants = frozenset({(UNIT, "arbete"), (OWNER, "arbete"), (OWNER, "ekonomi")})
    given = ConsentFacts(uuid4(), MAY, last_day, None, grants, frozenset(withdrawn))
    return CaseFacts(OWNER, (given,))


@pytest.mark.parametrize(
    ("last_day", "withdrawn", "level", "words"),
    [
        (date(2027, 1, 31), (), "done", "Gäller till och med 31 januari 2027, 69 dagar till"),
        (date(2026, 12, 23), (), "soon", "Gäller till och med 23 december 2026, 30 dagar till"),
        (MONDAY, (), "late", "Gäller till och med 23 november 2026, som är i dag"),
        (date(2026, 11, 22), (), "late", "Upphörde 22 november 2026"),
        (date(2027, 1, 31), [(None, MONDAY)], "late", "Återkallat 23 november 2026"),
        (date(2027, 1, 31), [(UNIT, MONDAY)], "done", None),
    ],
)
def test_how_a_consent_stands_is_said_in_words(last_day, withdrawn, level, words):
    found = consent_state(facts(last_day, withdrawn), MONDAY)
    assert found.level == level
    assert words is None or found.words == words


def test_the_owner_reads_what_it_was_given_and_others_only_while_in_force():
    taken = facts(withdrawn=[(None, MONDAY)])
    assert rules.reads(taken, UNIT, MONDAY) == frozenset()
    assert rules.reads(taken, OWNER, MONDAY) == {"arbete", "ekonomi"}
    assert rules.reads(facts(), UNIT, MONDAY) == {"arbete"}


def test_kinds_are_told_in_the_order_of_their_list():
    labels = [("ekonomi", "Ekonomi och försörjning"), ("arbete", "Arbete och utbildning")]
    assert in_words({"arbete", "ekonomi"}, labels) == (
        "Ekonomi och försörjning, arbete och utbildning"
    )
