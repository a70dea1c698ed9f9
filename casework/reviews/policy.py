from datetime import date
from uuid import UUID

from casework.access import YES, Actor, Decision, Reason, no
from casework.reviews.rules import Subject


def may_hear(actor: Actor, subject: Subject, on: date) -> Decision:
    """V2: the unit that brought it, and the units that a consent in force names that day.

    A question without a person is heard by everyone. The coordinator hears what the consent lets
    the host hear, and nothing as an employee of the unit that brought it.
    """
    if not (actor.works_with_cases and actor.active) or subject.gone:
        return no("Punkten finns inte längre.", Reason.ROLE)
    if subject.protected and not actor.cleared:
        return no("Du har inte behörighet till skyddade personuppgifter.", Reason.PROTECTED)
    brought = actor.unit_id == subject.unit_id and not actor.coordinates
    if subject.about_nobody or brought:
        return YES
    for consent in subject.consents:
        if consent.kinds_for(actor.unit_id, on):
            return Decision(True, "", Reason.CONSENT, consent.consent_id)
    return no("Samtycket omfattar inte enheten.", Reason.NO_CONSENT)


def may_be_asked(actor: Actor, subject: Subject, on: date) -> Decision:
    """The person's own officer answers while their unit still answers for the person."""
    if actor.unit_id != subject.unit_id:
        return no("Frågan är inte längre din enhets.", Reason.NO_CONSENT)
    return may_hear(actor, subject, on)


def may_answer(actor: Actor, asked_of_id: UUID) -> Decision:
    """Whoever was asked answers."""
    return YES if actor.user_id == asked_of_id else no("Den som fick frågan svarar.")


def may_plan(actor: Actor) -> Decision:
    """The coordinator calls the work group together."""
    return YES if actor.coordinates else no("Koordinatorn planerar ärendegenomgångar.")


def may_plan_in(actor: Actor, host_unit_id: UUID) -> Decision:
    """V1: for a programme of their own. A sitting takes up what waits in it, and takes it once."""
    if not (plans := may_plan(actor)) or actor.unit_id == host_unit_id:
        return plans
    return no("En annan enhet samordnar den verksamheten, och planerar dess genomgångar.")


def may_write(actor: Actor) -> Decision:
    """V3: the coordinator writes down what is decided."""
    return YES if actor.coordinates else no("Koordinatorn skriver under genomgången.")


def may_keep(actor: Actor, responsible_id: UUID | None) -> Decision:
    """Whoever took it on says that it is done."""
    if actor.user_id == responsible_id:
        return YES
    return no("Den som är ansvarig markerar när det är gjort.")


def may_consult(actor: Actor) -> Decision:
    """Whoever works with cases may bring a question to the work group."""
    if actor.works_with_cases:
        return YES
    return no("Bara den som arbetar med ärenden kan ställa en fråga.")


def may_refer(actor: Actor, asked_by_unit_id: UUID) -> Decision:
    """The unit that asked may go on to a remiss, with consent. Nothing ties it to the question."""
    if actor.unit_id == asked_by_unit_id and not actor.coordinates:
        return YES
    return no("Enheten som frågade skriver remissen.")
