"""What the pages of a series are written with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import Field
from wtforms.validators import InputRequired

from casework.access import Actor, Decision, no
from casework.authorities.queries import rooms, user_for
from casework.kit.forms import HouseForm, OneOf, Pick
from casework.kit.swedish import clock_time, first_upper, in_order, weekday_date, words
from casework.kit.working_days import is_working_day
from casework.meetings.doing.moves import Move, NewRule
from casework.meetings.forms import MINUTES, AnswerForm, ChangeForm
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_manage_series
from casework.meetings.queries.series import SeriesFile
from casework.meetings.rules import ANSWERED, ANSWERS, KINDS, KOMMER
from casework.meetings.rules.series import rhythm, usual_answer
from casework.meetings.shown.booking import own_slot

Days = Sequence[tuple[Meeting, Participant]]
OVER = no("Alla möten i serien har varit eller är inställda.")


def may(actor: Actor, file: SeriesFile) -> Decision:
    """Whether this actor changes the series."""
    return may_manage_series(actor, *file.managing)


def since_of(file: SeriesFile, asked: UUID | None, at: datetime) -> Meeting:
    """The meeting that a change begins with: the one asked for, or the next. Or a refusal."""
    coming = file.coming(at)
    if not coming:
        OVER.insist()
    return next((one for one in coming if one.id == asked), coming[0])


@dataclass(frozen=True)
class Row:
    """One day of the series on its page."""

    meeting: Meeting
    place: str
    answer: str
    level: str
    over: bool


def whole(actor: Actor, file: SeriesFile, at: datetime) -> dict[str, Any]:
    """Everything on the page of a series."""
    mine = file.mine(actor, at)
    return {
        "file": file,
        "series": file.series,
        "kind": KINDS[file.series.kind],
        "rhythm": rule(file),
        "rows": [_row(actor, file, one, at) for one in file.meetings],
        "coming": file.coming(at),
        "mine": mine,
        "silent": [meeting for meeting, one in mine if one.answer is None],
        "may": may(actor, file),
        "organiser": user_for(actor, file.series.organiser_id),
        "people": names(file, file.coming(at)),
    }


def rule(file: SeriesFile) -> str:
    """varannan tisdag kl. 09.00–11.00"""
    series = file.series
    return rhythm(series.every, series.first_on, series.starts, series.minutes)


def _row(actor: Actor, file: SeriesFile, meeting: Meeting, at: datetime) -> Row:
    asked = [one for one in meeting.participants if one.is_in]
    said, level = _answers(asked), ""
    mine = next((one for one in asked if one.user_id == actor.user_id), None)
    if not may(actor, file) and mine:
        said = ANSWERED.get(mine.answer or "", "Du har inte svarat")
        level = {KOMMER: "done", None: "now"}.get(mine.answer, "soon")
    return Row(meeting, file.where(meeting), said, level, meeting.starts_at <= at)


def _answers(asked: Iterable[Participant]) -> str:
    """Två kommer, en har inte svarat."""
    answers = [one.answer for one in asked]
    said = {
        "kommer": answers.count(KOMMER),
        "har inte svarat": answers.count(None),
        "kan inte den tiden": sum(one not in (KOMMER, None) for one in answers),
    }
    return first_upper(", ".join(f"{words(n)} {what}" for what, n in said.items() if n))


def names(file: SeriesFile, meetings: Iterable[Meeting]) -> list[tuple[UUID, str]]:
    """[(user id, name and unit)] of everybody in any of these, by name."""
    ids = {one.user_id for meeting in meetings for one in meeting.participants if one.is_in}
    users = in_order([file.users[one] for one in ids if one], "name")
    return [(user.id, f"{user.name}, {user.unit.short_name}") for user in users]


def days(meetings: Iterable[Meeting]) -> list[tuple[UUID, str]]:
    """[(meeting id, its day)], for choosing where something begins."""
    return [(one.id, first_upper(day_words(one))) for one in meetings]


def day_words(meeting: Meeting) -> str:
    """tisdag 8 december kl. 09.00"""
    return f"{weekday_date(meeting.starts_at)} kl. {clock_time(meeting.starts_at)}"


@dataclass(frozen=True)
class Answers:
    """One answer to all days ahead, and the days that get another. `fields`: in their order."""

    form: HouseForm
    names: dict[UUID, str]

    @property
    def fields(self) -> list[Field]:
        return [self.form[name] for name in self.names.values()]

    @property
    def given(self) -> dict[UUID, str]:
        said = self.form.answers
        return {one: said[name] or said["answer"] for one, name in self.names.items()}


def answers(mine: Days, at: datetime) -> Answers:
    """The form of a series: what was answered before stands in it."""
    names = {meeting.id: f"dag_{meeting.id.hex}" for meeting, _ in mine}
    choices = list(ANSWERS.items())
    fields: dict[str, Any] = {
        "answer": OneOf("Svar för alla möten", [InputRequired()], choices=choices)
    } | {
        names[meeting.id]: Pick(first_upper(day_words(meeting)), choices=choices, blank="Som ovan")
        for meeting, _ in mine
    }
    usual = usual_answer([(meeting.starts_at, one.answer) for meeting, one in mine], at)
    differ = {names[m.id]: one.answer for m, one in mine if one.answer != usual}
    form = type("SeriesAnswerForm", (AnswerForm,), fields)
    return Answers(form(data={"answer": usual, **differ}), names)


def rest_form(actor: Actor, file: SeriesFile, since: Meeting) -> ChangeForm:
    """Another rule from a day on; it starts from the one there is."""
    series = file.series
    form = ChangeForm(
        day=since.recurs_on,
        starts=series.starts,
        minutes=str(series.minutes),
        room_id=series.room_id,
        place=series.place,
    )
    form.room_id.choices = [(room.id, room.name) for room in rooms(actor)]
    form.room_id.blank = "Inget av rummen"
    if (str(series.minutes), f"{series.minutes} minuter") not in MINUTES:
        form.minutes.choices = [*MINUTES, (str(series.minutes), f"{series.minutes} minuter")]
    return form


def new_rule(form: ChangeForm) -> NewRule:
    """What was asked for. Raises RuleBroken where the time cannot be told."""
    own_slot(form)
    said = form.answers
    minutes = form.length
    where = (said["room_id"], None if said["room_id"] else said["place"])
    return NewRule(said["day"], said["starts"], minutes, *where, said["asked_by"])


def preview(file: SeriesFile, form: ChangeForm, found: list[Move]) -> dict[str, Any]:
    """What becomes of each day, and who is told."""
    return {
        "found": found,
        "red": {o.meeting.id for o in found if o.slot and not is_working_day(o.recurs_on)},
        "where": _place_of(form),
        "people": names(file, [one.meeting for one in found]),
        "divided": len(found) < len(file.on_now),
    }


def _place_of(form: ChangeForm) -> str:
    said = form.answers
    named: dict[Any, str] = dict(form.room_id.choices or ())  # type: ignore[arg-type]
    return named.get(said["room_id"], said["place"] or "")
