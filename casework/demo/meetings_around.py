"""Meetings around today, each for one thing to try: minutes to write, whom to ring after a late
change, an interpreter to order, and a room with a link of its own."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from uuid import UUID

from casework.authorities.service.places import RoomWords, add_room
from casework.cases.models import Case
from casework.cases.queries import visible_cases
from casework.demo.stage import Stage
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.working_days import add_working_days, is_working_day
from casework.meetings.queries import meeting_for
from casework.meetings.rules import TEXT, Slot
from casework.meetings.service import booking, changing
from casework.meetings.service.booking import Booking, Guest
from casework.meetings.shown.booking import choices

ROOM = RoomWords(
    name="Stadshuset, rum Älven",
    short_name="Älven",
    address="Trädgårdsgatan 6, Skellefteå",
    places=8,
    offers=("horslinga", "utan_trappor", "rwc", "video"),
    features="Ring på klockan vid entrén.",
    video_link="https://video.example/rum-alven",
)
GUEST = Guest("Kontaktperson på boendet", "boendet@boende.example")


def around_today(stage: Stage) -> None:
    """One case for each, among the oldest that are open: the newest are asked about times."""
    before = _last_working_day(stage.today)
    with stage.on(before, time(7, 30)):
        room_id = add_room(stage.actor("admin"), ROOM).id
        session.flush()  # a meeting is booked in it
    cases = iter(_cases(stage, before))
    _minutes_are_missing(stage, cases, before)
    _with_an_interpreter(stage, cases, before, room_id)
    _changed_late(stage, cases, before)
    with clock.pretending(stage.now):
        stage.deliver(stage.now)


def _last_working_day(today: date) -> date:
    day = today - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _cases(stage: Stage, day: date) -> list[UUID]:
    """Open ones that the coordinator works with, the oldest first."""
    mine = visible_cases(stage.actor("koordinator"), day)
    waits = (Case.closed_at.is_(None), Case.paused_until.is_(None))
    found = list(session.scalars(mine.where(*waits).order_by(Case.opened_at, Case.reference)))
    ids = [case.id for case in found]
    session.rollback()
    return ids


def _minutes_are_missing(stage: Stage, cases: Iterator[UUID], before: date) -> None:
    """M7: held the last working day, nothing written yet."""
    slot = _slot(before, 15)
    _book(
        stage,
        cases,
        before,
        lambda people: Booking("uppfoljning", slot, people, place="Telefon"),
    )


def _changed_late(stage: Stage, cases: Iterator[UUID], before: date) -> None:
    """M4: the next working day, and moved an hour so late that somebody has to be rung."""
    day = add_working_days(stage.today, 1)
    old, new = _slot(day, 14), _slot(day, 15)
    meeting_id = _book(
        stage,
        cases,
        before,
        lambda people: Booking(
            "samarbetsmote", old, people, place="Telefon", individual=True, guests=(GUEST,)
        ),
    )
    stage.post(before)  # they have heard of the old time before there is a new one
    if meeting_id:
        with stage.on(stage.today, time(7, 50)) as at:
            actor = stage.actor("koordinator")
            moved = changing.NewTime(new, None, "Telefon", "Boendet")
            changing.change(actor, meeting_for(actor, meeting_id, stage.today), moved, at=at)


def _with_an_interpreter(stage: Stage, cases: Iterator[UUID], before: date, room_id: UUID) -> None:
    """Told by text message, in the room with a link of its own; the interpreter waits."""
    slot = _slot(add_working_days(stage.today, 8), 15)
    _book(
        stage,
        cases,
        before,
        lambda people: Booking(
            "samarbetsmote",
            slot,
            people,
            room_id=room_id,
            individual=True,
            individual_by=TEXT,
            agenda="Vad har fungerat?\nVad behöver ändras i planen?",
            interpreter=True,
            video_link=ROOM.video_link,
        ),
    )


def _slot(day: date, hour: int) -> Slot:
    starts = clock.moment(day, time(hour))
    return Slot(starts, starts + timedelta(hours=1))


def _book(
    stage: Stage, cases: Iterator[UUID], day: date, wanted: Callable[[list[UUID]], Booking]
) -> UUID | None:
    """In the first case that is left whose people are free then; None where there is none."""
    coordinator = stage.actor("koordinator")
    for case_id in cases:
        try:
            with stage.on(day, time(8, 30)) as at:
                file = stage.file("koordinator", case_id)
                found = choices(coordinator, file)
                people = [user.id for user in found.staff if user.id in found.around]
                return booking.book(coordinator, file, wanted(people), on=day, at=at).id
        except RuleBroken:  # somebody is busy: another case will do
            continue
    return None
