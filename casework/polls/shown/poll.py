"""What the pages of one poll are written with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.access import Actor, Decision
from casework.authorities.queries import user_for
from casework.kit.swedish import counted, first_upper, time_span
from casework.meetings.policy import may_answer, may_manage
from casework.meetings.rules import KINDS
from casework.polls.doing.covering import why_not
from casework.polls.forms import AnswersForm, answers_form
from casework.polls.models import PollTime, PollVoter
from casework.polls.queries import PollFile
from casework.polls.queries.outside import Posted
from casework.polls.rules import (
    ANSWERS,
    CLOSED_BECAUSE,
    GICK_UT,
    SAMTYCKE,
    VALD,
    Tally,
    best_first,
    held_until,
    is_over,
    tally,
)

LEVELS = {"passar": "done", "kan_om_det_behovs": "soon", "passar_inte": "late", None: ""}
SIGNS = {"passar": "tick", "kan_om_det_behovs": "ring", "passar_inte": "stop", None: "clock"}
WORDS: dict[str | None, str] = {**ANSWERS, "kan_om_det_behovs": "Om det behövs", None: "Inget svar"}
ENDED = {
    **CLOSED_BECAUSE,
    VALD: "En tid är vald",
    GICK_UT: "Ingen tid valdes innan tiderna släpptes",
    SAMTYCKE: "Samtycket är återkallat",
}


@dataclass(frozen=True)
class Said:
    """One answer as the grid shows it: words, a sign and a colour, in that order of weight."""

    words: str
    sign: str
    level: str


@dataclass(frozen=True)
class TimeRow:
    """One time: how many have said what, and whether it is the best so far."""

    time: PollTime
    place: str
    tally: Tally
    best: bool
    over: bool

    @property
    def words(self) -> str:
        """Tre personer kan, en person kan om det behövs, två personer har inte svarat."""
        of = self.tally
        said = [
            (of.fits, f"{_people(of.fits)} kan"),
            (of.if_needed, f"{_people(of.if_needed)} kan om det behövs"),
            (of.not_then, f"{_people(of.not_then)} kan inte"),
            (of.silent, f"{_people(of.silent)} har inte svarat"),
        ]
        return first_upper(", ".join(words for number, words in said if number)) + "."


def _people(number: int) -> str:
    return counted(number, "person", "personer")


@dataclass(frozen=True)
class VoterRow:
    """One person. `may` says who may note the answers; `why` they cannot be along any longer."""

    voter: PollVoter
    name: str
    small: str
    said: tuple[Said, ...]
    line: str | None
    may: Decision
    why: str

    @property
    def goes(self) -> bool:
        return not self.why


def may(actor: Actor, file: PollFile) -> Decision:
    """Whether this actor sees to the poll."""
    return may_manage(actor, file.facts, file.poll.organiser_id, file.on)


def name_of(file: PollFile, one: PollVoter) -> str:
    """A member of staff by name, the individual and those from outside by what they are."""
    if one.user_id:
        return file.users[one.user_id].name
    return "Personen själv" if one.is_individual else str(one.external_role)


def times(file: PollFile, at: datetime) -> list[TimeRow]:
    """The times that are left, the best first."""
    asked = [one for one in file.asked if file.goes_along(one)]
    tallies = {
        time.id: tally(file.answers.get((one.id, time.id)) for one in asked) for time in file.live
    }
    ordered = best_first(file.live, tallies)
    ahead = [one for one in ordered if one.starts_at > at]
    anybody = any(one.answered_at and one.user_id != file.poll.organiser_id for one in asked)
    best = ahead[0].id if ahead and anybody else None
    return [
        TimeRow(one, file.place(one), tallies[one.id], one.id == best, one.starts_at <= at)
        for one in ordered
    ]


def rows(actor: Actor, file: PollFile, ordered: list[TimeRow]) -> list[VoterRow]:
    """Everybody who is in: the individual first, then by name."""
    manages = may(actor, file)
    told = bool(manages) or file.mine(actor) is not None
    found = [_row(actor, file, one, ordered, manages, told) for one in file.asked]
    return sorted(
        found, key=lambda row: (not row.voter.is_individual, row.voter.user_id is None, row.name)
    )


def _row(
    actor: Actor,
    file: PollFile,
    one: PollVoter,
    ordered: list[TimeRow],
    manages: Decision,
    told: bool,
) -> VoterRow:
    user = file.users[one.user_id] if one.user_id else None
    small = "svarar genom den som frågar" if one.is_individual else "utanför myndigheterna"
    said = [file.answers.get((one.id, row.time.id)) for row in ordered]
    return VoterRow(
        voter=one,
        name=name_of(file, one),
        small=user.unit.name if user else small,
        said=tuple(Said(WORDS[each], SIGNS[each], LEVELS[each]) for each in said),
        line=one.line if told else None,
        may=may_answer(actor, one.user_id, manages),
        why=why_not(file, one),
    )


def whole(actor: Actor, file: PollFile, at: datetime) -> dict[str, Any]:
    """Everything on the page of one poll."""
    poll, ordered = file.poll, times(file, at)
    reads_agenda = file.case_id is None or "planering" in file.kinds
    shown = rows(actor, file, ordered)
    return {
        "file": file,
        "poll": poll,
        "kind": KINDS[poll.kind],
        "times": ordered,
        "rows": shown,
        "mine": file.mine(actor),
        "agenda": poll.agenda if reads_agenda or poll.organiser_unit_id == actor.unit_id else None,
        "because": _because(actor, file),
        **until(actor, file, at),
        "held": held_until(poll.deadline),
        "silent": sum(row.voter.answered_at is None and row.goes for row in shown),
    }


def until(actor: Actor, file: PollFile, at: datetime) -> dict[str, Any]:
    """Whether the last day to answer has been, and with whom one talks then."""
    return {
        "over": is_over(file.poll.deadline, at),
        "organiser": user_for(actor, file.poll.organiser_id),
        "may": may(actor, file),
    }


def _because(actor: Actor, file: PollFile) -> str:
    """C5: that a consent is behind it is told to the owner and the coordinator only."""
    because = file.poll.closed_because or ""
    told = actor.coordinates or (file.case and file.case.owner_unit_id == actor.unit_id)
    if because == SAMTYCKE and not told:
        because = "annat"
    return ENDED.get(because, "")


def form_for(file: PollFile, voter: PollVoter) -> AnswersForm:
    """What this person has said, to change."""
    said = {time: answer for (who, time), answer in file.answers.items() if who == voter.id}
    labels = [(one.id, _label(one, file.place(one))) for one in file.live]
    return answers_form(labels, said, voter.line)


def form_by_link(about: Posted, places: dict[UUID, str]) -> AnswersForm:
    """M3: one's own answers. What was written in words is not shown: a link may go astray."""
    said = {one.time_id: one.answer for one in about.answers}
    labels = [(time.id, _label(time, places[time.id])) for time, _room in about.times]
    return answers_form(labels, said, None)


def _label(time: PollTime, place: str) -> str:
    when = first_upper(time_span(time.starts_at, time.ends_at))
    return f"{when}, {place}" if place else when
