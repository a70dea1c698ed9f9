"""Two questions about times: one that waits for answers, and one that everybody has answered."""

from datetime import date, time, timedelta
from uuid import UUID

from casework.authorities.models import User
from casework.cases.models import Case
from casework.cases.queries import CaseFile, visible_cases
from casework.demo.stage import Stage, working_day
from casework.kit.db import session
from casework.kit.working_days import add_working_days, is_working_day
from casework.meetings.doing.parties import INDIVIDUAL, OWN, OwnWords
from casework.meetings.service.booking import Booking, Guest
from casework.meetings.shown.booking import choices
from casework.polls.queries import poll_for
from casework.polls.rules import OM_DET_BEHOVS, PASSAR, PASSAR_INTE
from casework.polls.service.answering import answer
from casework.polls.service.asking import Question, ask

GUEST = Guest("Studie- och yrkesvägledare", "syv@skola.example")
WELCOME = "Ta gärna med dig någon som du litar på. Vi bjuder på fika."
LINE = "Helst på förmiddagen, jag har mottagning efter lunch."
SAID = (
    (PASSAR, PASSAR_INTE, PASSAR, OM_DET_BEHOVS),
    (PASSAR, PASSAR, OM_DET_BEHOVS, PASSAR_INTE),
    (OM_DET_BEHOVS, PASSAR, PASSAR, PASSAR),
)


def two_polls(stage: Stage) -> None:
    """Asked by the coordinator the last working day before today."""
    day = stage.today - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    for number, case_id in enumerate(_cases(stage, day)):
        poll_id = _ask(stage, case_id, day, guests=() if number else (GUEST,))
        _answer(stage, poll_id, day, everybody=bool(number))
    stage.post(day)


def _cases(stage: Stage, day: date) -> list[UUID]:
    """Two open cases that wait for a meeting or a plan."""
    mine = visible_cases(stage.actor("koordinator"), day)
    waits = (Case.closed_at.is_(None), Case.paused_until.is_(None))
    found = mine.where(*waits).order_by(Case.opened_at.desc(), Case.reference).limit(2)
    ids = [case.id for case in session.scalars(found)]
    session.rollback()
    return ids


def _ask(stage: Stage, case_id: UUID, day: date, guests: tuple[Guest, ...]) -> UUID:
    deadline = add_working_days(stage.today, 3)
    first = add_working_days(deadline, 3)
    with stage.on(day, time(13, 10)) as at:
        coordinator, file = stage.actor("koordinator"), stage.file("koordinator", case_id)
        people = [user.id for user in _around(stage, file)]
        proposed = [
            Booking(
                kind="samarbetsmote",
                slot=stage.slot(working_day(first + timedelta(days=n)), 90)[1],
                user_ids=people,
                room_id=stage.rooms[n % len(stage.rooms)],
                individual=True,
                guests=guests,
                agenda="Vad är viktigast just nu?\nVem gör vad till nästa gång?",
                interpreter=file.person.interpreter,
                own=(OwnWords(WELCOME, party=INDIVIDUAL.removeprefix(OWN)),),
            )
            for n in range(4)
        ]
        proposed.sort(key=lambda one: one.slot)
        return ask(coordinator, file, Question(proposed, deadline), on=day, at=at).id


def _around(stage: Stage, file: CaseFile) -> list[User]:
    found = choices(stage.actor("koordinator"), file)
    return [user for user in found.staff if user.id in found.around]


def _answer(stage: Stage, poll_id: UUID, day: date, *, everybody: bool) -> None:
    """Of one some are silent; of the other the coordinator notes what the individual said."""
    coordinator = stage.actor("koordinator")
    with stage.on(day, time(15, 40)) as at:
        file = poll_for(coordinator, poll_id, day)
        silent = [one for one in file.asked if not one.answered_at]
        for n, one in enumerate(silent if everybody else silent[-2:]):
            actor = file.users[one.user_id].as_actor() if one.user_id else coordinator
            said = dict(zip((t.id for t in file.live), SAID[n % len(SAID)], strict=True))
            line = LINE if one.user_id and n % 2 == 0 else None
            answer(actor, poll_for(actor, poll_id, day), one, said, line=line, at=at)
