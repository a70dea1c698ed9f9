"""Makers of sittings, items and questions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from casework.authorities.models import User
from casework.cases.models import Case
from casework.kit import clock
from casework.kit.codes import readable
from casework.meetings.models import Meeting, Participant
from casework.programmes.models import PriorityCriterion
from casework.referrals.models import Referral
from casework.reviews.models import (
    CaseReview,
    Consultation,
    ReviewItem,
    ReviewQuestion,
    ReviewWeight,
)
from casework.reviews.rules import purge_on
from tests import build
from tests.build import World, kept

PEOPLE = ("host", "soc", "af", "fk", "psykiatri")


def codes() -> None:
    """The local codes that decisions are chosen from."""
    for position, key in enumerate(("kartlaggning", "mote", "plan", "uppfoljning")):
        build.code("nastasteg", key, key.capitalize(), position)
    build.code("avslagsskal", "annat", "Annat")


def sitting(world: World, people: tuple[str, ...] = PEOPLE, **more: Any) -> CaseReview:
    """A review within the hour; the coordinator called it and is in it."""
    host = world.user("host")
    starts = more.pop("starts_at", clock.now() + timedelta(minutes=30))
    meeting = kept(
        Meeting(
            code=readable("M"),
            uid=uuid4().hex,
            kind="genomgang",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            place="Sammanträdesrummet",
            organiser_id=host.id,
            organiser_unit_id=host.unit_id,
            booked_at=clock.now(),
        )
    )
    for key in people:
        user = world.user(key)
        kept(Participant(meeting_id=meeting.id, user_id=user.id, unit_id=user.unit_id))
    assert world.programme
    return kept(CaseReview(programme_id=world.programme.id, meeting_id=meeting.id, **more))


def item(to: CaseReview, about: Referral | Case | Consultation, **more: Any) -> ReviewItem:
    column = {Referral: "referral_id", Case: "case_id", Consultation: "consultation_id"}
    position = more.pop("position", 1)
    row = {"review_id": to.id, "position": position, column[type(about)]: about.id, **more}
    return kept(ReviewItem(**row))


def referral(world: World, *units: str, sender: str = "soc", **more: Any) -> Referral:
    """Sent from `sender`, with a consent that names these units."""
    user = world.user(sender)
    who = build.person(user, **more)
    given = build.consent(who, user, {world.unit(key): "all" for key in units})
    return build.referral(world, user, who, given)


def question(world: World, who: str = "af", text: str = "Hur gör man?") -> Consultation:
    user = world.user(who)
    return kept(
        Consultation(
            code=readable("K"),
            unit_id=user.unit_id,
            asked_by_id=user.id,
            asked_at=clock.now(),
            age_span="30–39",
            kinds="arbete",
            question=text,
            purge_on=purge_on(clock.today()),
        )
    )


def open_question(
    about: ReviewItem, of: User, text: str = "Vad?", answer: str | None = None
) -> Any:
    """What the group asks somebody; answered at once when there is an answer."""
    now, said = clock.now(), {"question": text, "answer": answer}
    asked = {"asked_of_id": of.id, "unit_id": of.unit_id, "asked_by_id": of.id, "asked_at": now}
    more = {"due_on": clock.today(), "answered_at": now if answer else None}
    return kept(ReviewQuestion(item_id=about.id, **said, **asked, **more))


def criterion(world: World, label: str, points: int, sign: str | None = None, position: int = 0):
    """V4: one of the programme's criteria."""
    assert world.programme
    of = {"programme_id": world.programme.id, "valid_from": clock.today() - timedelta(days=30)}
    row = {"label": label, "points": points, "sign": sign, "position": position}
    return kept(PriorityCriterion(**of, **row))


def weight(about: ReviewItem, of: PriorityCriterion) -> ReviewWeight:
    return ReviewWeight(item_id=about.id, criterion_id=of.id, points=of.points)
