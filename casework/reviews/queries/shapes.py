"""What a sitting looks like to one who reaches it: its items, its people, its words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.kit.errors import NotVisible
from casework.kit.swedish import local_day
from casework.meetings.queries import MeetingFile
from casework.programmes.models import Code, Programme
from casework.referrals.models import Referral
from casework.reviews.models import CaseReview, Consultation, ReviewItem, ReviewQuestion
from casework.reviews.rules import ADVICE, ANSWERS, FOLLOWED, UNCHANGED, Subject
from casework.reviews.rules.order import Part, Urgency, said, total

STEPS, REFUSALS = "nastasteg", "avslagsskal"
AWAY = frozenset({"franvarande", "franvarande_anmald"})


@dataclass(frozen=True)
class Matter:
    """What an item is about: a referral, a case or a question. `settled`: has a last answer."""

    kind: str
    code: str
    unit: Unit
    row: Referral | Case | Consultation
    subject: Subject
    settled: bool = False
    answered: bool = False

    @property
    def since(self) -> date:
        """V4: since when it waits."""
        row = self.row
        if isinstance(row, Consultation):
            return local_day(row.asked_at)
        if isinstance(row, Referral):
            return local_day(row.sent_at or row.created_at)
        return row.paused_until or row.next_step_on or local_day(row.opened_at)


@dataclass(frozen=True)
class Point:
    """One item with those in the room who hear it and those who leave (V2).

    `parts` is the priority as this reader may read it, `weighed` as whoever set it did. `before`
    is the point that it was carried from; `question` what its officer is asked, here or then.
    """

    item: ReviewItem
    matter: Matter
    number: int
    hears: tuple[User, ...] = ()
    leaves: tuple[User, ...] = ()
    why: str = ""
    parts: tuple[Part, ...] = ()
    weighed: tuple[Part, ...] = ()
    before: ReviewItem | None = None
    question: ReviewQuestion | None = None
    officer: str | None = None  # the name of the one who is asked

    @property
    def outside(self) -> frozenset[UUID]:
        return frozenset(user.id for user in self.leaves)

    @property
    def may_take_on(self) -> frozenset[UUID]:
        return frozenset(user.id for user in self.hears)

    @property
    def priority(self) -> str:
        """V4: the sum and its parts, as this reader may read them."""
        return said(self.parts)

    @property
    def urgency(self) -> Urgency:
        carried = self.item.carried_from_id is not None
        return Urgency(carried, total(self.weighed), self.matter.since)


@dataclass(frozen=True)
class Sitting:
    """One review on one day. `points` are those this actor may hear; `items` is every item."""

    review: CaseReview
    programme: Programme
    meeting: MeetingFile
    items: tuple[ReviewItem, ...]
    points: tuple[Point, ...]
    people: tuple[User, ...]
    on: date

    @property
    def is_finished(self) -> bool:
        return self.review.finished_at is not None

    @property
    def is_cancelled(self) -> bool:
        return not self.meeting.meeting.is_on

    @property
    def pending(self) -> list[Point]:
        return [point for point in self.points if point.item.is_pending]

    @property
    def names(self) -> dict[UUID, User]:
        return self.meeting.users

    @property
    def might_see(self) -> list[User]:
        """V2: everyone who may be in front of the wall: all but those who are noted as away.

        Also who has said no, and who has changed units: they may have come all the same.
        """
        asked = (one for one in self.meeting.asked if one.attendance not in AWAY)
        found = (self.names.get(one.user_id) for one in asked if one.user_id)
        return [user for user in found if user and not user.left_at]

    def point(self, item_id: UUID) -> Point:
        for point in self.points:
            if point.item.id == item_id:
                return point
        raise NotVisible("review_items", item_id)

    def after(self, point: Point) -> Point | None:
        """The item that waits next, from there on and then from the start."""
        waiting = [one for one in self.pending if one.item.id != point.item.id]
        later = [one for one in waiting if one.number > point.number]
        return next(iter([*later, *waiting]), None)


@dataclass(frozen=True)
class Words:
    """The local codes that a page of a sitting is written with, in one statement."""

    codes: tuple[Code, ...]

    def called(self, code_list: str) -> dict[str, str]:
        return {code.key: code.label for code in self.codes if code.list == code_list}

    def offered(self, code_list: str, on: date) -> dict[str, str]:
        """O3: those that are valid that day."""
        found = (code for code in self.codes if code.list == code_list and code.valid(on))
        return {code.key: code.label for code in found}


def offered(words: Words, point: Point, on: date) -> dict[str, str]:
    """V3, R4, K3: {code: words} of what this item may end in."""
    row = point.matter.row
    if isinstance(row, Consultation):
        return ADVICE
    if isinstance(row, Referral):
        return FOLLOWED if point.matter.settled else ANSWERS
    return {**words.offered(STEPS, on), **UNCHANGED} if row.is_open else FOLLOWED
