"""Who is asked to a meeting, and what is said to each party alone (M1, M3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import User
from casework.kit.errors import RuleBroken
from casework.meetings.models import InvitationText, Meeting, Participant
from casework.meetings.rules import KOMMER, MAIL, PAPER, TEXT, check_leaves_the_house
from casework.people.models import Person

SUMMONED = frozenset({"kommun", "region"})
OWN = "own_"
THEMSELVES = "Kryssa i rutan för personen i stället."
OUTSIDE, INDIVIDUAL = f"{OWN}outside", f"{OWN}individual"


@dataclass(frozen=True)
class Guest:
    """Somebody without an account: what they are to the individual, and where the letter goes."""

    role: str
    address: str


@dataclass(frozen=True)
class OwnWords:
    """Words for one party: an authority, or one of "outside" and "individual"."""

    text: str
    authority_id: UUID | None = None
    party: str = "authority"

    @property
    def key(self) -> str:
        """What a form calls it, and a broken rule names."""
        return f"{OWN}{self.authority_id.hex if self.authority_id else self.party}"


def staff(
    actor: Actor, meeting: Meeting, users: Iterable[User], at: datetime, *, in_series: bool = False
) -> list[Participant]:
    """Users, summoned where they are of the municipality or the region."""

    def one(user: User) -> Participant:
        mine = user.id == actor.user_id
        return Participant(
            meeting_id=meeting.id,
            user_id=user.id,
            unit_id=user.unit_id,
            summoned=is_summoned(user),
            in_series=in_series,
            answer=KOMMER if mine else None,
            answered_at=at if mine else None,
        )

    return [one(user) for user in users]


def is_summoned(user: User) -> bool:
    return user.unit.authority.kind in SUMMONED


def guests(meeting: Meeting, asked: Iterable[Guest]) -> list[Participant]:
    return [
        Participant(meeting_id=meeting.id, external_role=one.role, address=one.address)
        for one in asked
    ]


def individual(meeting: Meeting, told_by: str, person: Person) -> Participant:
    """E3: somebody protected is told on paper, handed over by whoever knows them."""
    insist_can_be_told(told_by, person)
    one = Participant(meeting_id=meeting.id, is_individual=True, told_by=told_by)
    one.address = person.email if told_by == MAIL else None
    return one


def insist_can_be_told(told_by: str, person: Person) -> None:
    if why := cannot_be_told(told_by, person):
        raise RuleBroken("individual_by", why)


def ways(person: Person) -> list[str]:
    """How this person can be told."""
    return [way for way in (PAPER, MAIL, TEXT) if not cannot_be_told(way, person)]


def cannot_be_told(way: str, person: Person) -> str:
    """Why this way is closed, or nothing."""
    if way == PAPER:
        return ""
    if person.is_protected:
        return "Personen har skyddade personuppgifter och får kallelsen på papper."
    missing = {MAIL: (person.email, "ingen e-post"), TEXT: (person.phone, "inget telefonnummer")}
    there, what = missing[way]
    return "" if there else f"Personen har {what} här. Välj papper."


def own_texts(meeting: Meeting, words: Iterable[OwnWords]) -> list[InvitationText]:
    return [
        InvitationText(
            meeting_id=meeting.id, party=one.party, authority_id=one.authority_id, text=one.text
        )
        for one in words
    ]


def insist_content_free(
    person: Person | None, place: str | None, asked: Iterable[Guest], words: Iterable[OwnWords]
) -> None:
    """M3: of all that will stand in a letter. E3: the person is asked as themselves."""
    names = [str(person.name)] if person and person.name else []
    own = (person.email or "").casefold() if person else ""
    check_leaves_the_house(place or "", "place", names)
    for guest in asked:
        check_leaves_the_house(guest.role, "guest_role", names)
        if own and guest.address.casefold() == own:  # a copy that protecting them would not find
            raise RuleBroken("guest_address", f"{guest.address} är personens egen. {THEMSELVES}")
    for one in words:
        check_leaves_the_house(one.text, one.key, names)
