"""M2: the search for a common free time."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from casework.kit import clock
from casework.kit.swedish import local
from casework.meetings.rules import Slot, weeks_ahead
from casework.meetings.rules.suggesting import Suggestion, suggest
from casework.meetings.shown.board import Who, weeks

MONDAY = date(2026, 11, 30)
LONG_AGO = datetime(2026, 1, 1, tzinfo=clock.STOCKHOLM)
PERSON, OTHER, ROOM, SMALL = uuid4(), uuid4(), uuid4(), uuid4()
DAY = timedelta(days=1)


def at(day: date, start: float, end: float) -> Slot:
    def moment(hour: float) -> datetime:
        return clock.moment(day, time(int(hour), round(hour % 1 * 60)))

    return Slot(moment(start), moment(end))


def found(busy, days=None, minutes=90, rooms=(ROOM,), after=LONG_AGO):
    days = days or weeks_ahead(MONDAY)
    return suggest(days, timedelta(minutes=minutes), (PERSON, OTHER), rooms, busy, after=after)


def test_m2_touching_is_not_overlapping():
    assert not at(MONDAY, 9, 10).overlaps(at(MONDAY, 10, 11))
    assert not at(MONDAY, 10, 11).overlaps(at(MONDAY, 9, 10))
    assert at(MONDAY, 9, 10).overlaps(at(MONDAY, 9.5, 11))
    assert at(MONDAY, 9, 12).overlaps(at(MONDAY, 10, 11))


def test_the_first_five_are_one_a_day_when_everything_is_free():
    slots = [one.slot for one in found({})]
    assert [local(slot.starts_at).date() for slot in slots] == weeks_ahead(MONDAY, 1)
    assert {local(slot.starts_at).time() for slot in slots} == {time(8)}


def test_what_is_taken_lunch_and_closing_time_are_kept_clear():
    busy = {PERSON: [at(MONDAY, 8, 10)], OTHER: [at(MONDAY, 10, 11)], ROOM: [at(MONDAY, 13, 15)]}
    slots = [one.slot for one in found(busy, [MONDAY])]
    assert slots == [at(MONDAY, 15, 16.5)]
    assert [s.slot for s in found({}, [MONDAY], 240)] == [at(MONDAY, 8, 12), at(MONDAY, 13, 17)]


def test_a_time_needs_a_room_and_names_all_that_are_free():
    busy = {ROOM: [at(MONDAY, 8, 12)]}
    first = found(busy, [MONDAY], rooms=(ROOM, SMALL))[0]
    assert first == Suggestion(at(MONDAY, 8, 9.5), (SMALL,))
    assert found(busy, [MONDAY], rooms=(ROOM, SMALL))[-1].room_ids == (ROOM, SMALL)
    assert found({}, [MONDAY], rooms=()) == []


def test_nothing_is_offered_before_now_or_on_a_day_off():
    noon = clock.moment(MONDAY, time(12))
    assert found({}, [MONDAY], after=noon)[0].slot == at(MONDAY, 13, 14.5)
    christmas = weeks_ahead(date(2026, 12, 23), 2)[:3]
    assert christmas == [date(2026, 12, 23), date(2026, 12, 28), date(2026, 12, 29)]


def test_a_full_calendar_offers_nothing_and_a_single_day_fills_up():
    everything = {PERSON: [Slot(LONG_AGO, LONG_AGO + 1000 * DAY)]}
    assert found(everything) == []
    assert len(found({}, [MONDAY], 60)) == 5


def test_the_table_says_in_words_what_it_draws():
    busy = {PERSON: [at(MONDAY, 7, 9), at(MONDAY, 13, 14.5)], ROOM: []}
    who = [Who(PERSON, "Ture", "AF"), Who(ROOM, "Plan 2", "10 platser", is_room=True)]
    offered = [Suggestion(at(MONDAY, 10, 11.5), (ROOM,))]
    [week] = weeks([MONDAY], who, busy, offered)
    free, person, room = week.lines
    assert week.caption == "Vecka 49, 30 november–4 december 2026"
    assert week.days == ("mån 30 nov", "tis 1 dec", "ons 2 dec", "tors 3 dec", "fre 4 dec")
    assert free.cells[0].words == "Förslag 1: 10–11.30."
    assert free.cells[1].words == "Inget förslag tisdag."
    assert person.cells[0].words == "Upptagen 8–9 och 13–14.30."
    assert [(bar.left, bar.wide) for bar in person.cells[0].busy] == [(0, 11.11), (55.56, 16.67)]
    assert room.starts_rooms
    assert room.cells[0].words == "Ledig."
    assert [bar.number for bar in room.cells[0].picks] == [1]
