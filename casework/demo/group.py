"""The work group: a sitting some weeks ago, with advice and a question, and a series ahead."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.access import Actor
from casework.demo.stage import Stage, working_day
from casework.kit import clock
from casework.kit.working_days import is_working_day
from casework.meetings.rules import Slot
from casework.programmes.queries import programme_for
from casework.reviews import service as reviews
from casework.reviews.queries import sitting_for
from casework.reviews.queries.asking import officers
from casework.reviews.queries.series import Series, occurrences
from casework.reviews.queries.shapes import Point, Sitting
from casework.reviews.queries.weighing import criteria, suggested
from casework.reviews.rules import Ask, Ruling

GROUP = ("koordinator", "soc", "ame", "af", "fk", "primarvard", "psykiatri", "solkraft")
AWAY = "solkraft"
ADVICE = "Kom överens om vem som ringer först, och bjud in båda innan flytten. Ta upp det igen."
PLAN_HOLDS = "Planen håller. Vi ser hur det går vid nästa uppföljning."
HELD = 16  # working days ago
AHEAD = 6  # how many sittings there are in the series that comes


def the_group(stage: Stage) -> Iterator[date]:
    """Each day on which something is done, in turn."""
    held_on, slot = stage.slot(_ago(stage, HELD), 90)
    planned = working_day(held_on - timedelta(days=7))
    yield planned
    _consult(stage, planned)
    first = _plan(stage, planned, slot, times=1)[0]
    yield held_on
    _hold(stage, first, held_on)
    yesterday = _ago(stage, 1)
    yield yesterday
    _, slot = stage.slot(stage.today + timedelta(days=3), 90)
    _weigh(stage, _plan(stage, yesterday, slot, times=AHEAD)[0], yesterday)


def _ago(stage: Stage, days: int) -> date:
    """So many working days before today."""
    day = stage.today
    while days > 0:
        day -= timedelta(days=1)
        days -= is_working_day(day)
    return working_day(day)


def _consult(stage: Stage, day: date) -> None:
    with stage.on(day, time(8, 10)) as at:
        reviews.consult(
            stage.actor("ame"),
            age_span="40–49",
            kinds=("arbete", "social"),
            question="Vem håller ihop stödet när någon flyttar till en annan kommun?",
            at=at,
        )


def _plan(stage: Stage, day: date, first: Slot, *, times: int) -> list[UUID]:
    """Every second week from that day on, without the days that are taken or red."""
    coordinator, begins = stage.actor("koordinator"), clock.local(first.starts_at)
    with stage.on(day, time(8, 40)) as at:
        assert stage.cast.programme is not None
        programme = programme_for(coordinator, stage.cast.programme.id)
        wanted = Series(
            **{"first": begins.date(), "starts": begins.time(), "minutes": 90},
            **{"every": "varannan", "times": times, "room_id": stage.rooms[0]},
            user_ids=tuple(stage.user_id(key) for key in GROUP),
        )
        bookings = [wanted.booking(slot) for slot in _free(stage, wanted, first)]
        made = reviews.plan_series(coordinator, programme, bookings, every=2, on=day, at=at)
        found = [one.id for one in made]
    stage.post(day)
    return found


def _free(stage: Stage, wanted: Series, first: Slot) -> list[Slot]:
    """The hours that no other story has, and now not that of any later one."""
    hours = {
        (one.day, wanted.starts): one
        for one in occurrences(stage.actor("koordinator"), wanted, at=clock.now())
    }
    free = {hour for hour, one in hours.items() if one.is_free} - stage.taken
    stage.taken |= free
    return [one.slot for hour, one in hours.items() if hour in free or one.slot == first]


def _sitting(stage: Stage, review_id: UUID, day: date) -> Sitting:
    return sitting_for(stage.actor("koordinator"), review_id, day)


def _hold(stage: Stage, review_id: UUID, day: date) -> None:
    """V3: every point gets a decision, somebody responsible and a day; then the minutes lock."""
    coordinator = stage.actor("koordinator")
    with stage.on(day, time(8, 55)) as at:
        reviews.refresh(coordinator, _sitting(stage, review_id, day), at=at)
    with stage.on(day, time(9)):
        sitting = _sitting(stage, review_id, day)
        away, number = stage.user_id(AWAY), len(sitting.pending)
        here = {
            one.id: "franvarande_anmald" if one.user_id == away else "pa_plats"
            for one in sitting.meeting.asked
        }
        reviews.attend(coordinator, sitting, here)
    for n in range(number):
        with stage.on(day, time(9 + (5 + n) // 60, (5 + n) % 60)) as at:
            sitting = _sitting(stage, review_id, day)
            _settle(coordinator, sitting, sitting.pending[0], day, at)
    with stage.on(day, time(11)) as at:
        reviews.finish(coordinator, _sitting(stage, review_id, day), at=at)


def _settle(coordinator: Actor, sitting: Sitting, point: Point, day: date, at: datetime) -> None:
    if point.matter.kind == "remiss":
        reviews.postpone(coordinator, sitting, point, at=at)
        return
    of_a_case = point.matter.kind == "arende"
    ask = _question(coordinator, sitting, point) if of_a_case else None
    said = Ruling(
        decision="oforandrat" if of_a_case else "rad",
        sentence=PLAN_HOLDS if of_a_case else ADVICE,
        responsible_id=coordinator.user_id,
        due_on=working_day(day + timedelta(days=14)),
        again=bool(ask),
        ask=ask,
    )
    reviews.decide(coordinator, sitting, point, said, at=at)


def _question(coordinator: Actor, sitting: Sitting, point: Point) -> Ask | None:
    """The first case has something that only its own officer can tell."""
    if any(one.question for one in sitting.points):
        return None
    whom = officers(coordinator, point)
    return Ask(whom[0].id, "Vill personen att praktikplatsen får veta mer?") if whom else None


def _weigh(stage: Stage, review_id: UUID, day: date) -> None:
    """V4: the coordinator ticks what the house suggests, and leaves the last one for tomorrow."""
    coordinator = stage.actor("koordinator")
    waiting = [point.item.id for point in _sitting_on(stage, review_id, day).pending]
    for n, item_id in enumerate(waiting[:-1]):
        with stage.on(day, time(9, 10 + n)) as at:
            sitting = _sitting(stage, review_id, day)
            point = sitting.point(item_id)
            signs = suggested(coordinator, sitting, point)
            met = [one.id for one in criteria(coordinator, sitting, point) if one.sign in signs]
            reviews.weigh(coordinator, sitting, point, met, at=at)


def _sitting_on(stage: Stage, review_id: UUID, day: date) -> Sitting:
    with stage.on(day, time(9)):
        return _sitting(stage, review_id, day)
