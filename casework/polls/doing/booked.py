"""What a picked time becomes: everything that was asked for, with those who may still be along."""

from uuid import UUID

from casework.meetings.doing.parties import Guest, OwnWords, cannot_be_told
from casework.meetings.doing.wanted import Booking
from casework.meetings.rules import PAPER
from casework.people.models import Person
from casework.polls.doing.holding import slot_of
from casework.polls.models import PollTime, PollVoter
from casework.polls.queries import PollFile


def to_book(file: PollFile, time: PollTime, person: Person | None) -> Booking:
    """M1, M8: nobody who is not covered today; else just what was asked (E4 too)."""
    along = [one for one in file.asked if file.goes_along(one)]
    individual = next((one for one in along if one.is_individual), None)
    return Booking(
        kind=file.poll.kind,
        slot=slot_of(time),
        user_ids=[one.user_id for one in along if one.user_id],
        room_id=time.room_id,
        place=time.place,
        individual=individual is not None,
        individual_by=way_to(individual, person),
        guests=tuple(Guest(one.external_role, one.address) for one in along if one.external_role),
        agenda=file.poll.agenda,
        needs=file.poll.needs.split() if time.room_id else (),
        interpreter=file.poll.interpreter,
        video_link=time.video_link,
        own=_own(file, along),
    )


def way_to(individual: PollVoter | None, person: Person | None) -> str:
    """E3: as was asked for; on paper where that way has closed since."""
    way = individual.told_by if individual else None
    return PAPER if way is None or person is None or cannot_be_told(way, person) else way


def _own(file: PollFile, along: list[PollVoter]) -> tuple[OwnWords, ...]:
    """What was written to each party that still has somebody along; words to nobody go nowhere."""
    users = [file.users[one.user_id] for one in along if one.user_id]
    there: set[UUID | str] = {user.unit.authority_id for user in users}
    there |= {"outside" for one in along if one.external_role}
    there |= {"individual" for one in along if one.is_individual}
    return tuple(
        OwnWords(one.text, one.authority_id, one.party)
        for one in file.poll.texts
        if (one.authority_id or one.party) in there
    )
