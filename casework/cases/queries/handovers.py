"""K1: the question whether another unit takes a case over, for the two units that it is between.

Whoever is asked does not reach the case yet. These selects look beyond the wall for them, and give
no more than an `Offer` says: no name, no text, no number. And only while the consent covers their
unit (C1): a question that can no longer be answered with yes is not there for them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor, Decision, Reason, Role
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import Unit, User
from casework.authorities.queries import staff_of
from casework.cases.models import Assignment, Case, Handover
from casework.cases.queries import CaseFile, covers, protected, visible
from casework.cases.queries.working import counts
from casework.cases.rules import Asked, Proposal
from casework.consents.models import Consent
from casework.consents.queries import series_names, versions_of
from casework.kit.clock import moment
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import local_day
from casework.kit.tasks import Task
from casework.programmes.models import Programme

NOON = time(12)
ANSWER = timedelta(days=7)
TOLD = timedelta(days=7)  # how long a no stands on the desk of those who asked
Sender, Receiver = aliased(Unit), aliased(Unit)
IS_WAITING = and_(Handover.answered_at.is_(None), Handover.taken_back_at.is_(None))
ASKED = beyond("K1: the unit that is asked sees which case, before it reaches it")


@dataclass(frozen=True)
class Offer:
    """A question to the reader's unit. `kinds` is what the consent gives the unit today (C5)."""

    handover: Handover
    case: Case
    programme: str
    sender: Unit
    asked: Asked
    kinds: frozenset[str]
    on: date


def offer_for(actor: Actor, handover_id: UUID, on: date) -> Offer:
    """What the actor's unit is asked; the read is noted (A1). Raises NotVisible."""
    found = session.execute(
        select(Handover, Case, Programme.name, Sender, protected())
        .join(Case, Case.id == Handover.case_id)
        .join(Programme, Programme.id == Case.programme_id)
        .join(Sender, Sender.id == Handover.from_unit_id)
        .where(Handover.id == handover_id, _asked(actor, on))
        .execution_options(**ASKED)
    ).one_or_none()
    if found is None:
        raise NotVisible("handovers", handover_id)
    handover, case, programme, sender, is_protected = found
    kinds, basis = _given(actor, case, on)
    note_read(actor, handover, Decision(True, "", Reason.OF_ROLE, basis), case_id=case.id)
    asked = Asked(handover.to_unit_id, handover.to_user_id, is_protected)
    return Offer(handover, case, programme, sender, asked, kinds, on)


def still_given(actor: Actor, offer: Offer) -> frozenset[str]:
    """C1: what the consent gives the unit now. Held, so that no withdrawal comes in between."""
    held = select(Consent.id).where(Consent.series_id == offer.case.consent_series_id)
    session.execute(held.with_for_update().execution_options(**ASKED))
    return _given(actor, offer.case, offer.on)[0]


def _given(actor: Actor, case: Case, on: date) -> tuple[frozenset[str], UUID | None]:
    fresh = versions_of(case.consent_series_id).execution_options(populate_existing=True, **ASKED)
    facts = [consent.facts() for consent in session.scalars(fresh)]
    found = [(one.kinds_for(actor.unit_id, on), one.consent_id) for one in facts]
    return next(((kinds, basis) for kinds, basis in found if kinds), (frozenset(), None))


def _asked(actor: Actor, on: date) -> ColumnElement[bool]:
    """`policy.may_answer` as SQL, on a select of Handover and Case."""
    if not (actor.works_with_cases and actor.active and actor.assured) or actor.coordinates:
        return false()
    conditions = [
        Handover.to_unit_id == actor.unit_id,
        Case.erased_at.is_(None),
        covers(actor.unit_id, on),
    ]
    if actor.role is not Role.CONTACT:
        conditions.append(Handover.to_user_id == actor.user_id)
    if not actor.cleared:
        conditions.append(~protected())
    return and_(*conditions)


def can_take_on(actor: Actor, offer: Offer) -> list[User]:
    """Those of the asked unit who could be the one who answers for the case."""
    return _officers(actor, {offer.handover.to_unit_id}, offer.asked.protected)


def works_with_it(actor: Actor, offer: Offer, user: User) -> bool:
    """K4, K5: whether this user is assigned to the case already."""
    del actor
    query = select(Assignment.id).where(
        Assignment.case_id == offer.case.id, User.id == user.id, counts()
    )
    return session.scalar(query.limit(1).execution_options(**ASKED)) is not None


def could_receive(actor: Actor, file: CaseFile) -> tuple[list[Unit], list[User]]:
    """K1: the units that could be asked today, and who works there.

    The consent covers them, they do not coordinate, and somebody there may answer.
    """
    covered = file.units_in_force - {file.case.owner_unit_id}
    staff = _officers(actor, covered, file.person.is_protected)
    answering = [user.unit for user in staff if user.role == Role.CONTACT]
    units = list({unit.id: unit for unit in answering if not unit.coordinates}.values())
    ids = {unit.id for unit in units}
    return units, [user for user in staff if user.unit_id in ids]


def _officers(actor: Actor, unit_ids: frozenset[UUID] | set[UUID], protected: bool) -> list[User]:
    staff = staff_of(actor, unit_ids)
    able = [user for user in staff if user.cleared or not protected]
    return [user for user in able if not user.as_actor().coordinates]


def proposals(actor: Actor, file: CaseFile) -> list[Proposal]:
    """Every question about the case, newest first. Reasons are for the two units only."""
    rows = session.execute(
        select(Handover, Sender.short_name, Receiver.short_name)
        .join(Sender, Sender.id == Handover.from_unit_id)
        .join(Receiver, Receiver.id == Handover.to_unit_id)
        .where(Handover.case_id == file.id)
        .order_by(Handover.proposed_at.desc())
    )
    return [_proposal(actor, *row) for row in rows]


def _proposal(actor: Actor, handover: Handover, sender: str, receiver: str) -> Proposal:
    between = actor.unit_id in (handover.from_unit_id, handover.to_unit_id)
    return Proposal(
        handover_id=handover.id,
        sender=sender,
        receiver=receiver,
        proposed_on=local_day(handover.proposed_at),
        reason=(handover.reason or "") if between else "",
        answered_on=handover.answered_at and local_day(handover.answered_at),
        accepted=handover.accepted,
        answer=(handover.answer or "") if between else "",
        taken_back_on=handover.taken_back_at and local_day(handover.taken_back_at),
    )


def handover_for(actor: Actor, file: CaseFile, handover_id: UUID) -> tuple[Handover, Unit]:
    """One question about this case, with the unit that is asked. Raises NotVisible."""
    del actor  # the file is already the actor's
    found = session.execute(
        select(Handover, Unit)
        .join(Unit, Unit.id == Handover.to_unit_id)
        .where(Handover.case_id == file.id, Handover.id == handover_id, IS_WAITING)
    ).one_or_none()
    if found is None:
        raise NotVisible("handovers", handover_id)
    return found[0], found[1]


def is_asked(actor: Actor, file: CaseFile) -> bool:
    """Whether a question about this case waits for its answer."""
    del actor
    query = select(Handover.id).where(Handover.case_id == file.id, IS_WAITING)
    return session.scalar(query.limit(1)) is not None


def tasks(actor: Actor, on: date) -> list[Task]:
    """K1: for those who are asked, and for those who asked and have something to do about it: a no,
    a question that cannot be answered, or that nobody has answered for a week. One statement.
    """
    rows = session.execute(
        select(Handover, Case.reference, Sender.short_name, Receiver.short_name)
        .add_columns(_receiver_covered(on).label("open_to"))
        .join(Case, Case.id == Handover.case_id)
        .join(Sender, Sender.id == Handover.from_unit_id)
        .join(Receiver, Receiver.id == Handover.to_unit_id)
        .where(or_(and_(_asked(actor, on), IS_WAITING), _to_see_to(actor, on)))
        .where(Case.closed_at.is_(None))
        .order_by(Handover.proposed_at)
        .execution_options(**ASKED)
    )
    return [
        _to_answer(handover, ref, sender)
        if handover.to_unit_id == actor.unit_id
        else _to_know(handover, ref, receiver, is_covered, on)
        for handover, ref, sender, receiver, is_covered in rows
    ]


def _to_see_to(actor: Actor, on: date) -> ColumnElement[bool]:
    """A question that the actor's own unit put, and has something to do about."""
    told = and_(Handover.accepted.is_(False), Handover.answered_at >= _since(on))
    stuck = or_(Handover.proposed_at < _since(on), ~_receiver_covered(on))
    ours = and_(Handover.from_unit_id == actor.unit_id, visible(actor, on))
    return and_(ours, or_(told, and_(IS_WAITING, stuck)))


def _receiver_covered(on: date) -> ColumnElement[bool]:
    return series_names(Case.consent_series_id, Handover.to_unit_id, on)


def _since(on: date) -> datetime:
    return moment(on - TOLD, NOON)


def _to_answer(handover: Handover, ref: str, sender: str) -> Task:
    return Task(
        due=local_day(handover.proposed_at) + ANSWER,
        sentence=f"{sender} frågar om din enhet kan ta över ansvaret för {ref}.",
        button="Svara på frågan",
        endpoint="cases.handover",
        args={"handover_id": handover.id},
        ref=ref,
    )


def _to_know(handover: Handover, ref: str, receiver: str, is_covered: bool, on: date) -> Task:
    flag, icon, sentence = _said(handover, ref, receiver, is_covered=is_covered)
    return Task(
        due=on + ANSWER,
        sentence=sentence,
        button="Se vilka som arbetar med ärendet",
        endpoint="cases.assign",
        args={"case_id": handover.case_id},
        ref=ref,
        flag=flag,
        icon=icon,
    )


def _said(handover: Handover, ref: str, receiver: str, *, is_covered: bool) -> tuple[str, str, str]:
    """Flag, icon and sentence for those who asked."""
    if not handover.is_waiting:
        told = f"{receiver} sa nej till att ta över ansvaret för {ref}."
        return "Svaret blev nej", "stop", told
    if not is_covered:
        told = f"Samtycket omfattar inte längre {receiver}. Ta tillbaka frågan om {ref}."
        return "Kan inte besvaras", "stop", told
    told = (
        f"{receiver} har inte svarat om att ta över ansvaret för {ref}. Fråga, eller ta tillbaka."
    )
    return "Inget svar än", "clock", told
