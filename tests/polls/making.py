"""Makers for the stories about polls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from casework.cases.models import Case
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking
from casework.polls.models import Poll, PollAnswer, PollText, PollTime, PollVoter
from casework.polls.queries import PollFile, poll_for
from casework.polls.service.answering import answer
from casework.polls.service.asking import Question, ask
from tests import build
from tests.conftest import acting


@dataclass(frozen=True)
class Proposed:
    """What differs between the times of one question."""

    slot: Slot
    room_id: Any = None
    place: str | None = None
    video_link: str | None = None


EVERYBODY = ("host", "soc", "af", "fk")


def slot(days: int = 8, hour: int = 10, minutes: int = 90, after: date | None = None) -> Slot:
    """So many working days ahead."""
    start = clock.moment(add_working_days(after or clock.today(), days), time(hour))
    return Slot(start, start + timedelta(minutes=minutes))


def three(*slots: Slot, room_id: Any = None) -> list[Proposed]:
    """Proposed times: three days in a row unless told."""
    place = None if room_id else "Telefon"
    return [Proposed(one, room_id, place) for one in slots or (slot(8), slot(9), slot(10))]


def poll(
    world: Any,
    case: Case | None,
    who: tuple[str, ...] = EVERYBODY,
    *,
    proposed: Sequence[Proposed] | None = None,
    at: datetime | None = None,
    by: str = "host",
    **more: Any,
) -> Poll:
    """A poll that the coordinator asked the way the page does it."""
    host, now = acting(world.user(by)), at or clock.now()
    today = clock.local(now).date()
    file = case_for(host, case.id, today) if case else None
    deadline = more.pop("deadline", add_working_days(today, 3))
    more.setdefault("kind", "samarbetsmote" if case else "genomgang")
    more["user_ids"] = [world.user(key).id for key in who]
    times = [vars(one) for one in proposed or three()]
    question = Question([Booking(**more, **one) for one in times], deadline)
    made = ask(host, file, question, on=today, at=now)
    session.flush()
    return made


def reached(world: Any, who: str, row: Poll, on: date | None = None) -> PollFile:
    return poll_for(acting(world.user(who)), row.id, on or clock.today())


def voter(world: Any, row: Poll, who: str) -> PollVoter:
    file = reached(world, "host", row)
    return next(one for one in file.voters if one.user_id == world.user(who).id)


def says(
    world: Any, row: Poll, who: str, *answers: str, line: str | None = None, by: str = ""
) -> None:
    """Somebody answers for the times that are left, in their order."""
    file = reached(world, by or who, row)
    actor = acting(world.user(by or who))
    mine = next(one for one in file.asked if one.user_id == world.user(who).id)
    given = {one.id: said for one, said in zip(file.live, answers, strict=True)}
    answer(actor, file, mine, given, line=line, at=clock.now())
    session.flush()


def round_a_case(place: Any, word: str) -> dict[str, object]:
    """For walls that try every address: an open poll, with `word` in every text."""
    host, now = place.world.user("host"), clock.now()
    row = build.kept(
        Poll(
            **{"code": f"T-{place.code}".upper(), "kind": "samarbetsmote", "minutes": 60},
            **{"case_id": place.case.id, "organiser_id": host.id, "asked_at": now},
            **{"organiser_unit_id": host.unit_id, "deadline": now + timedelta(days=5)},
            agenda=f"Dagordning {word}",
        )
    )
    times = [_kept_time(row, position) for position in (1, 2)]
    for user in place.asked:
        build.kept(PollVoter(poll_id=row.id, user_id=user.id, unit_id=user.unit_id))
    other = PollVoter(poll_id=row.id, external_role="God man", answered_at=now, line=f"Rad {word}")
    build.kept(other).address = "gm@test.example"
    build.kept(PollAnswer(voter_id=other.id, time_id=times[0].id, answer="passar"))
    build.kept(PollText(poll_id=row.id, party="outside", text=f"Egna {word}"))
    return {"poll_id": row.id, "poll_time_id": times[0].id}


def _kept_time(row: Poll, position: int) -> PollTime:
    starts = row.deadline + timedelta(days=position)
    when = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    return build.kept(PollTime(poll_id=row.id, position=position, place="Telefon", **when))
