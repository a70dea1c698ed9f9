"""What letters, links, feeds and withdrawals need: no actor is signed in behind most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.access.wall import beyond
from casework.authorities.models import Room, User
from casework.cases.models import Case
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import local_day
from casework.meetings.models import InvitationText, Meeting, MeetingSeries, Participant
from casework.meetings.queries import DECIDING
from casework.meetings.rules import DAYS_BEFORE, may_be_asked
from casework.people.models import Person

WITHDRAWING = "whoever records a withdrawal, it takes hold of every meeting that rests on it"
PROTECTING = "whoever marks an identity protected, every copy of an address is erased"
ON_THE_DOOR = beyond("M3: the paper on a door says when and which code, and nothing of what")
LINK_LASTS = timedelta(days=14)  # after the meeting


def participant_for_link(
    participant_id: UUID | None, at: datetime
) -> tuple[Participant, Meeting, Room | None]:
    """What the answer page behind a signed link may show. Raises NotVisible.

    M5, M8: for somebody who is in and may still hear of it, until a while after the meeting.
    A token that cannot be read is looked for like any other, as an id that nobody has.
    """
    about = posted(participant_id or uuid4())
    if about is None or not about.participant.is_in or not still_hears(about, at):
        raise NotVisible("participants", participant_id)
    return about.participant, about.meeting, about.room


def still_hears(about: "Posted", at: datetime) -> bool:
    """M8: they are who they were when they were asked, and the consent lets them hear of it."""
    user, meeting, unit_id = about.user, about.meeting, about.participant.unit_id
    if user and (user.left_at is not None or user.unit_id != unit_id):
        return False
    if meeting.ends_at + LINK_LASTS <= at:
        return False
    cleared = user is None or user.cleared
    told_off = not meeting.is_on  # that it is called off, everyone who was asked may still read
    return told_off or may_be_asked(about.facts, unit_id, local_day(at), cleared=cleared)


def coming_with_consent(
    series_id: UUID, at: datetime, *narrowed: ColumnElement[bool]
) -> list[tuple[Meeting, Case, Room | None]]:
    """Meetings ahead in the cases that rest on one consent, with everyone in them."""
    rows = session.execute(
        select(Meeting, Case, Room)
        .join(Case, Case.id == Meeting.case_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(
            Case.consent_series_id == series_id,
            Meeting.cancelled_at.is_(None),
            Meeting.ends_at > at,
            *narrowed,
        )
        .options(selectinload(Meeting.participants))
        .order_by(Meeting.starts_at)
        .execution_options(populate_existing=True, **beyond(WITHDRAWING))
    )
    return [(meeting, case, room) for meeting, case, room in rows]


def silent(at: datetime) -> Sequence[tuple[Participant, Meeting, User]]:
    """M5: those who have not answered a meeting that starts within two calendar days.

    With its organiser. Not whoever was asked today: a meeting that is booked for tomorrow is not
    asked about twice the same day. The individual only where they have an address to write to.
    """
    today = local_day(at)
    asked = func.coalesce(Participant.asked_at, Meeting.booked_at)
    rows = session.execute(
        select(Participant, Meeting, User)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .join(User, User.id == Meeting.organiser_id)
        .where(
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at > at,
            Meeting.starts_at < clock.moment(today + timedelta(DAYS_BEFORE + 1), time(0)),
            asked < clock.moment(today, time(0)),
            Participant.removed_at.is_(None),
            Participant.answer.is_(None),
            Participant.reminded_at.is_(None),
            or_(~Participant.is_individual, Participant.address_sealed.is_not(None)),
            Participant.user_id.is_distinct_from(Meeting.organiser_id),
        )
    )
    return [(participant, meeting, user) for participant, meeting, user in rows]


@dataclass(frozen=True)
class Posted:
    """What a letter about a meeting is made of."""

    participant: Participant
    meeting: Meeting
    room: Room | None
    user: User | None
    facts: CaseFacts | None
    series: MeetingSeries | None = None


def posted(participant_id: UUID) -> Posted | None:
    """Everything a letter to one participant needs, or None when they are gone.

    Always two statements, also of nobody: what it costs to look tells an outsider nothing.
    """
    found = session.execute(
        select(Participant, Meeting, Room, User, Case, Person, MeetingSeries)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .outerjoin(User, User.id == Participant.user_id)
        .options(joinedload(User.unit, innerjoin=False))
        .outerjoin(Case, Case.id == Meeting.case_id)
        .outerjoin(Person, Person.id == Case.person_id)
        .outerjoin(MeetingSeries, MeetingSeries.id == Meeting.series_id)
        .where(Participant.id == participant_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    case = found[4] if found else None
    consents = consents_of(case.consent_series_id if case else uuid4())
    if found is None:
        return None
    participant, meeting, room, user, _case, person, series = found
    facts = facts_of(case, person, consents) if case else None
    return Posted(participant, meeting, room, user, facts, series)


def individuals(person_id: UUID) -> list[Participant]:
    """This individual in every meeting of their cases, whoever asks."""
    query = (
        select(Participant)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .join(Case, Case.id == Meeting.case_id)
        .where(Case.person_id == person_id, Participant.is_individual)
    )
    return list(session.scalars(query.execution_options(**beyond(PROTECTING))))


def own_text(about: Posted) -> str:
    """What the organiser wrote to this one's party, and to nobody else."""
    texts = session.scalars(
        select(InvitationText).where(
            InvitationText.meeting_id == about.meeting.id, _for_party(about)
        )
    )
    return next((str(one.text) for one in texts), "")


def _for_party(about: Posted) -> ColumnElement[bool]:
    if about.user:
        return InvitationText.authority_id == about.user.unit.authority_id
    party = "individual" if about.participant.is_individual else "outside"
    return InvitationText.party == party


def consents_of(series_id: UUID) -> list[Consent]:
    whole = joinedload(Consent.grants), joinedload(Consent.withdrawals)
    query = select(Consent).where(Consent.series_id == series_id).options(*whole)
    anew = query.execution_options(populate_existing=True, **DECIDING)
    return list(session.scalars(anew).unique())


def facts_of(case: Case, person: Person, consents: list[Consent]) -> CaseFacts:
    return CaseFacts(
        owner_unit_id=case.owner_unit_id,
        consents=tuple(one.facts() for one in consents),
        assigned=True,
        erased=case.erased_at is not None,
        protected=person.is_protected,
    )


def organiser_of(meeting: Meeting) -> User:
    return session.get_one(User, meeting.organiser_id)


def in_room(room_id: UUID, day: date, days: int) -> list[tuple[str, datetime, datetime]]:
    """M3: the code and the times of what is booked in a room, for the paper on its door."""
    first, last = clock.moment(day, time(0)), clock.moment(day + timedelta(days), time(0))
    rows = session.execute(
        select(Meeting.code, Meeting.starts_at, Meeting.ends_at)
        .where(
            Meeting.room_id == room_id,
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at < last,
            Meeting.ends_at > first,
        )
        .order_by(Meeting.starts_at)
        .execution_options(**ON_THE_DOOR)
    )
    return [(code, start, end) for code, start, end in rows]


def room_for(actor: Actor, room_id: UUID) -> Room:
    """Any room, also one that is not booked any more. Raises NotVisible."""
    del actor
    found = session.get(Room, room_id)
    if found is None:
        raise NotVisible("rooms", room_id)
    return found
