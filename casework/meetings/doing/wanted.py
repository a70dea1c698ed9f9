"""What a meeting is booked with, and whether it holds together: before a booking, or a question
about times, looks at anybody's time."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from casework.access import Actor
from casework.authorities.queries import rooms
from casework.authorities.rules import check_video_link, lacks
from casework.cases.queries import CaseFile
from casework.kit.errors import RuleBroken
from casework.meetings.doing import parties
from casework.meetings.doing.parties import Guest, OwnWords
from casework.meetings.rules import PAPER, Slot, check_kind, check_room
from casework.programmes.queries import programme_for


@dataclass(frozen=True)
class Booking:
    """What a meeting is booked with. `place` is where there is no room of ours ("Telefon")."""

    kind: str
    slot: Slot
    user_ids: Collection[UUID]
    room_id: UUID | None = None
    place: str | None = None
    individual: bool = False
    individual_by: str = PAPER
    guests: tuple[Guest, ...] = ()
    agenda: str | None = None
    needs: Collection[str] = ()
    interpreter: bool = False
    video_link: str | None = None
    own: tuple[OwnWords, ...] = ()


def insist_sound(actor: Actor, file: CaseFile | None, booking: Booking) -> None:
    """M3, E3: what will stand in letters, how it is met by video, how the individual is told.

    K6: of a case that is open.
    """
    person = file.person if file else None
    parties.insist_content_free(person, booking.place, booking.guests, booking.own)
    check_video_link(booking.video_link)
    if file:
        _insist_open(file)
        sip_mode = programme_for(actor, file.case.programme_id).sip_mode
        check_kind(booking.kind, sip_elsewhere=sip_mode != "plan")
    if booking.individual and person:
        parties.insist_can_be_told(booking.individual_by, person)
    _insist_suits(actor, booking)


def _insist_open(file: CaseFile) -> None:
    if not file.case.is_open:
        raise RuleBroken("", "Ärendet är avslutat. Det måste öppnas igen före ett nytt möte.")


def _insist_suits(actor: Actor, booking: Booking) -> None:
    """E4: the room has what those who come need."""
    if booking.needs and booking.room_id:
        room = next(one for one in rooms(actor) if one.id == booking.room_id)
        check_room(room.name, lacks(room.has, booking.needs))
