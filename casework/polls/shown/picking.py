"""What is said before a time is booked or more time is given: all that follows, and for whom."""

from datetime import datetime
from typing import Any

from casework.access import Actor
from casework.authorities.rules import OFFERS
from casework.cases.queries import case_for
from casework.kit.swedish import listed
from casework.meetings.rules import MAIL, PAPER, TEXT
from casework.people.models import Person
from casework.polls.doing.booked import way_to
from casework.polls.doing.covering import lost
from casework.polls.models import PollTime
from casework.polls.queries import PollFile
from casework.polls.rules import PASSAR_INTE
from casework.polls.shown.poll import VoterRow, name_of, rows, times

BY = {PAPER: "på papper", MAIL: "med e-post", TEXT: "med sms"}
OTHERS = {"outside": "dem utanför myndigheterna", "individual": "personen"}
Facts = list[tuple[str, str]]


def picking(actor: Actor, file: PollFile, time: PollTime, at: datetime) -> dict[str, Any]:
    """Read before the verb: what is shown stays shown when it says no."""
    ordered = times(file, at)
    everybody = rows(actor, file, ordered)
    person = case_for(actor, file.case_id, file.on).person if file.case_id else None
    individual = next((one for one in file.asked if one.is_individual), None)
    return {
        "file": file,
        "chosen": next((one for one in ordered if one.time is time), None),
        "others": [one for one in ordered if one.time is not time and not one.over],
        "rows": everybody,
        "by": way_to(individual, person) if individual else "",
        "kept": kept(file, person),
        "cannot": _who(file, everybody, time, PASSAR_INTE),
        "silent": _who(file, everybody, time, None),
    }


def _who(file: PollFile, everybody: list[VoterRow], time: PollTime, said: str | None) -> str:
    """The names of those who are to be along and have said that of this time."""
    return listed(
        row.name
        for row in everybody
        if row.goes and file.answers.get((row.voter.id, time.id)) == said
    )


def kept(file: PollFile, person: Person | None = None) -> Facts:
    """What was asked for beside people and times, for whoever is to book it."""
    poll, told = file.poll, [*_told(file, person)]
    told += [("Tolk", "ja, den beställer du själv")] * poll.interpreter
    if needs := listed(OFFERS[code].lower() for code in poll.needs.split()):
        told.append(("Rummet ska ha", needs))
    links = dict.fromkeys(one.video_link for one in file.live if one.video_link)
    return [*told, *(("Via video", link) for link in links), *_own(file)]


def _told(file: PollFile, person: Person | None) -> Facts:
    individual = next((one for one in file.asked if one.is_individual), None)
    if individual is None:
        return []
    asked = individual.told_by or PAPER
    way = way_to(individual, person) if person else asked
    closed = "" if way == asked else f", det går inte längre {BY[asked]}"
    return [("Personens kallelse", BY[way] + closed)]


def _own(file: PollFile) -> Facts:
    units = [user.unit for user in file.users.values()]
    names: dict[Any, str] = {unit.authority_id: unit.authority.name for unit in units} | OTHERS
    parties = [(one.authority_id or one.party, one.text) for one in file.poll.texts]
    return [(f"Egna rader till {names[party]}", text) for party, text in parties if party in names]


def leaving(file: PollFile) -> list[str]:
    """C1: who is not asked again, and why: for whoever sees to it."""
    return [f"{name_of(file, one)}: {why}" for one, why in lost(file)]
