from collections.abc import Iterable
from datetime import date, datetime

from casework.access import Actor
from casework.audit.service import record
from casework.cases.models import Case
from casework.cases.queries import case_for
from casework.cases.service import add_event, set_next_step
from casework.kit.codes import readable as readable_code
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import local_day
from casework.meetings.service.booking import Booking, book
from casework.programmes.models import Programme
from casework.referrals.queries import referral_for
from casework.referrals.rules import covered
from casework.referrals.service import answering
from casework.reviews import rules
from casework.reviews.models import CaseReview, Consultation, ReviewItem
from casework.reviews.policy import may_consult, may_keep, may_plan, may_write
from casework.reviews.queries import Matter, Point, Sitting, offered
from casework.reviews.queries.agenda import to_take_up
from casework.reviews.rules import Ruling


def plan(
    actor: Actor, programme: Programme, booking: Booking, *, on: date, at: datetime
) -> CaseReview:
    """V1: a sitting with its meeting, and an agenda of what waits."""
    may_plan(actor).insist()
    meeting = book(actor, None, booking, on=on, at=at)
    review = CaseReview(programme_id=programme.id, meeting_id=meeting.id)
    session.add(review)
    _add(review, to_take_up(actor, programme, (), on), after=0)
    record(actor, "review planned", review)
    return review


def refresh(actor: Actor, sitting: Sitting) -> int:
    """V1: what has come since goes last on the agenda. Says how many came."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished)
    already = sitting.review.items
    new = to_take_up(actor, sitting.programme, already, sitting.on)
    _add(sitting.review, new, after=max((item.position for item in already), default=0))
    record(actor, "agenda refreshed", sitting.review)
    return len(new)


def decide(actor: Actor, sitting: Sitting, point: Point, ruling: Ruling, *, at: datetime) -> None:
    """V3: a decision, a responsible person and a day; carried out in the same moment."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished)
    rules.check_pending(point.item.is_pending)
    rules.check_ruling(ruling, point.may_take_on, offered(actor, point, sitting.on), sitting.on)
    _carry_out(actor, sitting, point, ruling, at)
    item = point.item
    item.decision, item.sentence = ruling.decision, ruling.sentence
    item.responsible_id, item.due_on = ruling.responsible_id, ruling.due_on
    item.again, item.done_at, item.done_by_id = ruling.again, at, actor.user_id
    record(actor, "review item decided", item, case_id=item.case_id)


def postpone(actor: Actor, sitting: Sitting, point: Point, *, at: datetime) -> ReviewItem:
    """V1: no time for it now; it stands on the next agenda."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished)
    rules.check_pending(point.item.is_pending)
    point.item.postponed_at, point.item.again = at, True
    record(actor, "review item postponed", point.item, case_id=point.item.case_id)
    return point.item


def finish(actor: Actor, sitting: Sitting, *, at: datetime) -> None:
    """V3: nothing is left hanging; from now on the minutes are locked, and read by those asked."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished)
    rules.check_all_settled(len(sitting.pending))
    sitting.review.finished_at, sitting.review.finished_by_id = at, actor.user_id
    record(actor, "review finished", sitting.review)


def keep(actor: Actor, point: Point, *, at: datetime) -> ReviewItem:
    """The one who took it on has done it: it leaves their desk."""
    may_keep(actor, point.item.responsible_id).insist()
    if point.item.kept_at is None:
        point.item.kept_at = at
        record(actor, "review item kept", point.item, case_id=point.item.case_id)
    return point.item


def consult(actor: Actor, *, age_span: str, question: str, at: datetime) -> Consultation:
    """A question to the work group without a person, under a code, for six months."""
    may_consult(actor).insist()
    rules.check_unidentified("question", question)
    if age_span not in rules.AGE_SPANS:
        raise RuleBroken("age_span", "Välj ett åldersspann.")
    row = Consultation(
        code=readable_code("K"),
        unit_id=actor.unit_id,
        asked_by_id=actor.user_id,
        asked_at=at,
        age_span=age_span,
        question=question,
        purge_on=rules.purge_on(local_day(at)),
    )
    session.add(row)
    record(actor, "consultation asked", row)
    return row


def _add(review: CaseReview, new: Iterable[ReviewItem], *, after: int) -> None:
    for position, item in enumerate(new, after + 1):
        item.review_id, item.position = review.id, position
        session.add(item)


def _carry_out(actor: Actor, sitting: Sitting, point: Point, ruling: Ruling, at: datetime) -> None:
    matter = point.matter
    if isinstance(matter.row, Consultation):
        rules.check_unidentified("sentence", ruling.sentence)
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
