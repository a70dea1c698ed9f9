"""What a withdrawn consent does to meetings. Listeners of the consents room, same transaction."""

from datetime import date, datetime, time
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import Room
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.consents.models import Consent
from casework.consents.signals import Impact
from casework.kit import clock
from casework.kit.swedish import counted, time_span
from casework.letters import service as letters
from casework.meetings.doing.calling_off import call_off_whole, take_out
from casework.meetings.models import Meeting, Participant
from casework.meetings.post.mail import ON_PAPER
from casework.meetings.queries.outside import coming_with_consent, individuals
from casework.meetings.rules import KINDS, PAPER
from casework.people.models import Person

WITHDRAWN = "samtycke"


def on_withdrawn(
    consent: Consent, *, actor: Actor, unit_id: UUID | None, on: date, at: datetime
) -> None:
    """M1, M4, M8: the unit's people leave coming meetings; wholly withdrawn, nothing is held."""
    del on
    for meeting, case, _room in coming_with_consent(consent.series_id, at):
        asked = [one for one in meeting.participants if one.is_in]
        if _falls(meeting, unit_id):
            call_off_whole(actor, meeting, asked, because=WITHDRAWN, at=at)
            record(actor, "meeting cancelled", meeting, case_id=case.id)
        elif leaving := _leaving(asked, case, unit_id):
            take_out(actor, meeting, leaving, at=at)
            record(actor, "participants removed", meeting, case_id=case.id)


def on_protected(person: Person, *, actor: Actor, at: datetime) -> None:
    """E3: no address of the individual stays with an invitation; what waits is not sent."""
    for one in individuals(person.id):
        one.address, one.told_by = None, PAPER
        letters.forget(actor, about_id=one.meeting_id, receiver_id=one.id, because=ON_PAPER, at=at)


def on_impact_asked(
    consent: Consent,
    *,
    actor: Actor,
    unit_id: UUID | None,
    on: date,
    kinds: frozenset[str] | None = None,
) -> list[Impact]:
    """C4: what it would do to meetings in cases that the actor reaches, in sentences."""
    if kinds is not None:  # a unit that still reads something still meets
        return []
    found, since = [], clock.moment(on, time(0))
    for meeting, case, room in coming_with_consent(consent.series_id, since, visible(actor, on)):
        asked = [one for one in meeting.participants if one.is_in]
        if _falls(meeting, unit_id):
            found.append(_cancelled(meeting, room, len(asked)))
        elif leaving := _leaving(asked, case, unit_id):
            found.append(_leaves(meeting, room, len(leaving)))
    return found


def _falls(meeting: Meeting, unit_id: UUID | None) -> bool:
    """Nobody is left to meet, or the one who called it may not go on."""
    return unit_id is None or unit_id == meeting.organiser_unit_id


def _leaving(asked: list[Participant], case: Case, unit_id: UUID | None) -> list[Participant]:
    """The unit's people. The owner of the case keeps it, and stays."""
    return [one for one in asked if one.unit_id == unit_id and unit_id != case.owner_unit_id]


def _cancelled(meeting: Meeting, room: Room | None, people: int) -> Impact:
    told = f"{counted(people, 'person', 'personer').capitalize()} får veta att mötet är inställt."
    return Impact("fk:calendar", "Ett möte ställs in", (_when(meeting, room), told))


def _leaves(meeting: Meeting, room: Room | None, people: int) -> Impact:
    told = f"{counted(people, 'person', 'personer').capitalize()} från enheten får en avbokning."
    lines = (_when(meeting, room), told, "Mötet blir av för alla andra.")
    return Impact("fk:calendar", "Enheten avbokas från ett möte", lines)


def _when(meeting: Meeting, room: Room | None) -> str:
    where = f", {room.name}" if room else ""
    return f"{KINDS[meeting.kind]} {time_span(meeting.starts_at, meeting.ends_at)}{where}."
