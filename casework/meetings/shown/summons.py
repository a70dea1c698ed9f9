"""The individual's summons on paper, and what is said to them in other ways."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.access import Actor
from casework.authorities.models import Room, User
from casework.cases.queries import CaseFile
from casework.meetings.models import Participant
from casework.meetings.post.mail import answer_link
from casework.meetings.post.words import INDIVIDUAL, Told, text_message
from casework.meetings.queries import MeetingFile, own_text_to_individual
from casework.meetings.rules import TEXT
from casework.people.models import Person


@dataclass(frozen=True)
class Summons:
    """Everything that stands on the paper."""

    told: Told
    room: Room | None
    person: Person | None
    staff: Sequence[tuple[str, str]]  # name, unit
    roles: Sequence[str]
    interpreter: bool
    organiser: User

    @property
    def where(self) -> str:
        """The room with its house, each part of the address once."""
        place, room = self.told.place, self.room
        if room is None or room.address in place:
            return place
        street, _, town = room.address.partition(", ")
        return f"{place}, {town if street in place and town else room.address}"


def on_paper(actor: Actor, file: MeetingFile, case: CaseFile, organiser: User) -> Summons:
    """As the meeting stands now."""
    users = [file.users[one.user_id] for one in file.asked if one.user_id]
    return Summons(
        told=_told(actor, file, ""),
        room=file.room,
        person=case.person,
        staff=[(user.name, user.unit.name) for user in users],
        roles=[str(one.external_role) for one in file.asked if one.external_role],
        interpreter=file.meeting.interpreter,
        organiser=organiser,
    )


def to_paste(actor: Actor, file: MeetingFile) -> str:
    """The text message to the individual, where they wish to be told so; or nothing."""
    one = individual_of(file)
    if one is None or one.told_by != TEXT or not file.meeting.is_on:
        return ""
    return text_message(_told(actor, file, answer_link(one.id)))


def individual_of(file: MeetingFile) -> Participant | None:
    return next((one for one in file.asked if one.is_individual), None)


def _told(actor: Actor, file: MeetingFile, link: str) -> Told:
    meeting = file.meeting
    return Told(
        code=meeting.code,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=file.place,
        video_link=meeting.video_link,
        to=INDIVIDUAL,
        link=link,
        own=own_text_to_individual(actor, file),
    )
