"""Who is asking, what they may, and how a yes or a no is said.

G1  Everything is closed until a rule opens it; there is no override, not for an administrator.
G2  Only the owner's assigned officers, the coordinator under a consent that covers the host unit,
    and assigned officers of a unit that a consent in force names, reach a case.
G3  A unit reads only the kinds of information that the consent gives it, and what it wrote itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from casework.kit.errors import NotAllowed


class Role(StrEnum):
    """What a person is employed to do here. One each."""

    COORDINATOR = "koordinator"
    CONTACT = "kontaktperson"
    OFFICER = "handlaggare"
    STEERING = "lsg"
    REVIEWER = "granskare"
    ADMINISTRATOR = "administrator"


CASE_ROLES = frozenset({Role.COORDINATOR, Role.CONTACT, Role.OFFICER})


@dataclass(frozen=True)
class Actor:
    """A signed-in person, as the rules see them. `name` is for texts, never for decisions."""

    user_id: UUID
    unit_id: UUID
    authority_id: UUID
    role: Role
    name: str = ""
    active: bool = True
    assured: bool = True
    cleared: bool = False

    @property
    def works_with_cases(self) -> bool:
        return self.role in CASE_ROLES

    @property
    def coordinates(self) -> bool:
        return self.role is Role.COORDINATOR


class Reason(StrEnum):
    """Why, for the log. The sentence for the user stands in `Decision.because`."""

    OWNER = "owner"
    CONSENT = "consent"
    OWN_WRITING = "own-writing"
    OF_ROLE = "role"
    ERASED = "erased"
    INACTIVE = "inactive"
    NOT_ASSURED = "not-assured"
    ROLE = "role-denied"
    NO_CONSENT = "no-consent"
    NOT_ASSIGNED = "not-assigned"
    KIND = "kind"
    PROTECTED = "protected"
    POLICY = "policy"
    NOT_VISIBLE = "not-visible"  # not theirs or not there: the log cannot tell either


@dataclass(frozen=True)
class Decision:
    """A yes with its ground, or a no with a sentence. `basis` is the consent it rests on."""

    allowed: bool
    because: str = ""
    reason: Reason = Reason.POLICY
    basis: UUID | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def insist(self) -> None:
        if not self.allowed:
            raise NotAllowed(self.because, self.reason)


YES = Decision(True)


def no(because: str, reason: Reason = Reason.POLICY) -> Decision:
    return Decision(False, because, reason)
