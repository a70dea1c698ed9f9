"""K1: a case goes to another unit when its owner asks and that unit says yes."""

from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import Unit, User
from casework.cases.models import Assignment, Handover
from casework.cases.policy import may_answer, may_hand_over
from casework.cases.queries import CaseFile
from casework.cases.queries.handovers import (
    Offer,
    can_take_on,
    could_receive,
    is_asked,
    still_given,
    works_with_it,
)
from casework.cases.rules import check_open, check_receiver, check_still_offered
from casework.cases.service import add_event
from casework.kit.db import session
from casework.kit.errors import RuleBroken


def propose(
    actor: Actor, file: CaseFile, *, unit: Unit, user: User | None, reason: str, at: datetime
) -> Handover:
    """The owner asks a unit that the consent covers. Nothing moves until it says yes."""
    may_hand_over(actor, file.facts, file.on).insist()
    check_open(file.case.closed_at)
    if is_asked(actor, file):
        raise RuleBroken("", "En enhet har redan fått frågan. Vänta på svaret, eller ta tillbaka.")
    check_receiver(
        unit.id, unit.short_name, coordinates=unit.coordinates, facts=file.facts, on=file.on
    )
    _check_somebody_answers(actor, file, unit, user)
    handover = Handover(
        case_id=file.id,
        from_unit_id=file.case.owner_unit_id,
        to_unit_id=unit.id,
        to_user_id=user and user.id,
        proposed_by_id=actor.user_id,
        proposed_at=at,
        reason=reason,
    )
    session.add(handover)
    record(actor, "hand-over proposed", handover, case_id=file.id)
    return handover


def take_back(actor: Actor, file: CaseFile, handover: Handover, *, at: datetime) -> None:
    """The owner no longer asks. Until it is answered."""
    may_hand_over(actor, file.facts, file.on).insist()
    _check_waiting(handover)
    handover.taken_back_at, handover.taken_back_by_id = at, actor.user_id
    record(actor, "hand-over taken back", handover, case_id=file.id)


def accept(actor: Actor, offer: Offer, officer: User, *, at: datetime) -> None:
    """The unit takes the case over: its owner changes and one of its officers works with it."""
    may_answer(actor, offer.asked).insist()
    _check_waiting(offer.handover)
    given = still_given(actor, offer)
    check_still_offered(is_open=offer.case.is_open, is_covered=bool(given))
    if officer.id not in {user.id for user in can_take_on(actor, offer)}:
        raise RuleBroken("officer_id", "Välj någon i din enhet som arbetar med ärenden.")
    offer.handover.answered_at, offer.handover.answered_by_id = at, actor.user_id
    offer.handover.accepted, offer.handover.officer_id = True, officer.id
    _give_to_unit(offer)
    if not works_with_it(actor, offer, officer):
        session.add(_assignment(actor, offer.case.id, officer, at))
    sentence = f"{officer.unit.short_name} tog över ansvaret från {offer.sender.short_name}."
    add_event(actor, offer.case.id, kind="planering", sentence=sentence, at=at)
    record(actor, "hand-over accepted", offer.handover, case_id=offer.case.id)


def decline(actor: Actor, offer: Offer, *, because: str, at: datetime) -> None:
    """The unit says no; the case stays where it is."""
    may_answer(actor, offer.asked).insist()
    _check_waiting(offer.handover)
    offer.handover.answered_at, offer.handover.answered_by_id = at, actor.user_id
    offer.handover.accepted, offer.handover.answer = False, because
    record(actor, "hand-over declined", offer.handover, case_id=offer.case.id)


def _give_to_unit(offer: Offer) -> None:
    """K1: the one place in the house where a case changes owner."""
    if offer.case.owner_unit_id != offer.handover.from_unit_id:
        raise RuleBroken("", "Ärendet har redan en annan ansvarig enhet.")
    offer.case.owner_unit_id = offer.handover.to_unit_id


def _assignment(actor: Actor, case_id: UUID, officer: User, at: datetime) -> Assignment:
    return Assignment(
        case_id=case_id,
        user_id=officer.id,
        unit_id=officer.unit_id,
        since=at,
        by_id=actor.user_id,
    )


def _check_waiting(handover: Handover) -> None:
    if not handover.is_waiting:
        raise RuleBroken("", "Frågan är redan besvarad eller tillbakatagen.")


def _check_somebody_answers(actor: Actor, file: CaseFile, unit: Unit, user: User | None) -> None:
    units, staff = could_receive(actor, file)
    if unit.id not in {one.id for one in units}:
        raise RuleBroken("unit_id", f"Ingen på {unit.short_name} kan ta emot ärendet.")
    if user and user.id not in {one.id for one in staff if one.unit_id == unit.id}:
        raise RuleBroken("user_id", f"{user.name} arbetar inte på {unit.short_name}.")
