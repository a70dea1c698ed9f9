"""V3: what the items of a sitting end in, who was there, and the end of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from casework.access import Actor
from casework.audit.service import record
from casework.cases.models import Case
from casework.cases.queries import case_for
from casework.cases.service import add_event, set_next_step
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.working_days import add_working_days
from casework.meetings.rules import ATTENDANCE
from casework.referrals.queries import referral_for
from casework.referrals.rules import covered
from casework.referrals.service import answering
from casework.reviews import rules
from casework.reviews.models import Consultation, ReviewItem, ReviewQuestion
from casework.reviews.policy import may_keep, may_write
from casework.reviews.queries import code_words
from casework.reviews.queries.asking import officers
from casework.reviews.queries.shapes import Matter, Point, Sitting, offered
from casework.reviews.rules import Ask, Ruling

DAYS_TO_ANSWER = 5  # working days, for the question of an item that was put off


def attend(actor: Actor, sitting: Sitting, attendance: Mapping[UUID, str | None]) -> None:
    """V2, M7: who is here, on video or away decides who is in the room. By participant."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    if not {*attendance.values()} <= {*ATTENDANCE, None}:
        raise RuleBroken("", "Välj ett av alternativen för närvaro.")
    _by_turns(sitting)
    for one in sitting.meeting.asked:
        one.attendance = attendance.get(one.id, one.attendance)
    record(actor, "attendance taken", sitting.review)


def decide(actor: Actor, sitting: Sitting, point: Point, ruling: Ruling, *, at: datetime) -> None:
    """V3: a decision, a responsible person and a day; carried out in the same moment."""
    may_write(actor).insist()
    _insist_open(sitting, point)
    choices = offered(code_words(actor), point, sitting.on)
    rules.check_ruling(ruling, point.may_take_on, choices, sitting.on)
    _carry_out(actor, sitting, point, ruling, at)
    item = point.item
    item.decision, item.sentence = ruling.decision, ruling.sentence
    item.responsible_id, item.due_on = ruling.responsible_id, ruling.due_on
    item.again, item.done_at, item.done_by_id = ruling.again, at, actor.user_id
    if ruling.ask:
        _ask(actor, sitting, point, ruling.ask, at)
    record(actor, "review item decided", item, case_id=item.case_id)


def postpone(
    actor: Actor,
    sitting: Sitting,
    point: Point,
    *,
    sentence: str = "",
    sure: bool = False,
    ask: Ask | None = None,
    at: datetime,
) -> ReviewItem:
    """V1: no time for it now; it stands on the next agenda, with what was written so far."""
    may_write(actor).insist()
    _insist_open(sitting, point)
    item = point.item
    item.postponed_at, item.again = at, True
    if sentence:
        if isinstance(point.matter.row, Consultation):
            rules.check_unidentified("sentence", sentence)
            rules.check_nobody_named(sentence, sure=sure)
        item.sentence = sentence
    if ask:
        _ask(actor, sitting, point, ask, at)
    record(actor, "review item postponed", item, case_id=item.case_id)
    return item


def finish(actor: Actor, sitting: Sitting, *, at: datetime) -> None:
    """V3: nothing is left hanging; from now on the minutes are locked, and read by those asked."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    rules.check_all_settled(len(sitting.pending))
    _by_turns(sitting)
    sitting.review.finished_at, sitting.review.finished_by_id = at, actor.user_id
    record(actor, "review finished", sitting.review)


def _by_turns(sitting: Sitting) -> None:
    """M7: of one who notes who is here, and one who locks at that moment, one is stale."""
    flag_modified(sitting.meeting.meeting, "approved_at")


def keep(actor: Actor, point: Point, *, at: datetime) -> ReviewItem:
    """The one who took it on has done it: it leaves their desk."""
    may_keep(actor, point.item.responsible_id).insist()
    if point.item.kept_at is None:
        point.item.kept_at = at
        record(actor, "review item kept", point.item, case_id=point.item.case_id)
    return point.item


def _insist_open(sitting: Sitting, point: Point) -> None:
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    rules.check_pending(point.item.is_pending, point.item.sentence)


def _ask(actor: Actor, sitting: Sitting, point: Point, ask: Ask, at: datetime) -> None:
    rules.check_ask(ask, {user.id for user in officers(actor, point)})
    row = ReviewQuestion(
        item_id=point.item.id,
        asked_of_id=ask.officer_id,
        unit_id=point.matter.unit.id,
        question=ask.question,
        asked_by_id=actor.user_id,
        asked_at=at,
        due_on=point.item.due_on or add_working_days(sitting.on, DAYS_TO_ANSWER),
    )
    session.add(row)
    record(actor, "review question asked", row, case_id=point.item.case_id)


def _carry_out(actor: Actor, sitting: Sitting, point: Point, ruling: Ruling, at: datetime) -> None:
    matter = point.matter
    if isinstance(matter.row, Consultation):
        rules.check_unidentified("sentence", ruling.sentence)
        rules.check_nobody_named(ruling.sentence, sure=ruling.sure)
        matter.row.advice, matter.row.advised_at = ruling.sentence, at
    elif ruling.decision in rules.ANSWERS:
        _answer(actor, sitting, point, ruling, at)
    elif isinstance(matter.row, Case):
        _to_case(actor, sitting, matter, ruling, at)


def _answer(actor: Actor, sitting: Sitting, point: Point, ruling: Ruling, at: datetime) -> None:
    """R4, R7: the decision is the answer; those in the room whom it names join the case."""
    file = referral_for(actor, point.matter.row.id, sitting.on)
    named = covered(file.consents, sitting.on)
    joining = [u.id for u in point.hears if u.unit_id in named and not u.as_actor().coordinates]
    answering.answer(
        actor,
        file,
        kind=ruling.decision,
        reason=ruling.reason,
        sentence=ruling.sentence,
        due_on=ruling.due_on,
        contact_ids=joining,
        next_on=ruling.due_on,
        at=at,
    )


def _to_case(actor: Actor, sitting: Sitting, matter: Matter, ruling: Ruling, at: datetime) -> None:
    if ruling.decision in {**rules.UNCHANGED, **rules.FOLLOWED}:
        return
    file = case_for(actor, matter.row.id, sitting.on)
    set_next_step(actor, file, step=ruling.decision, on=ruling.due_on, note=ruling.sentence)
    said = "Arbetsgruppen gick igenom ärendet och valde nästa steg."
    add_event(actor, file.id, kind="planering", sentence=said, at=at)
