"""The rule: may this actor do this with that case? Pure; everything it knows is passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from casework.access import Actor, Decision, Reason, Role, no
from casework.access.facts import CaseFacts, latest


class Action(StrEnum):
    """What somebody wants with a case. Finer verbs are each room's own policy."""

    READ = "read"  # reach the case, or (with `kind`) a text in it
    WRITE = "write"  # add one's own part
    COORDINATE = "coordinate"  # convene, book, keep the process going
    OWN = "own"  # what only the owner unit may: close, pass on


_ROLES: dict[Action, frozenset[Role]] = {
    Action.READ: frozenset({Role.COORDINATOR, Role.CONTACT, Role.OFFICER}),
    Action.WRITE: frozenset({Role.COORDINATOR, Role.CONTACT, Role.OFFICER}),
    Action.COORDINATE: frozenset({Role.COORDINATOR}),
    Action.OWN: frozenset({Role.CONTACT, Role.OFFICER}),
}


@dataclass(frozen=True)
class _Question:
    actor: Actor
    action: Action
    facts: CaseFacts
    on: date

    @property
    def owner(self) -> bool:
        """An officer of the owner unit. The coordinator never owns, whatever unit employs them."""
        return self.actor.unit_id == self.facts.owner_unit_id and not self.actor.coordinates


def decide(actor: Actor, action: Action, facts: CaseFacts, on: date) -> Decision:
    """A Decision for one actor, action, case and Swedish day (DOMAIN K1 K4 C1 C5; ACCESS.md).

    The order is fixed: erased, account, assurance, role, ownership or consent, assignment, kind,
    protected identity. The first no is the answer; a yes names the consent it rests on.
    """
    question = _Question(actor, action, facts, on)
    for check in _CHECKS:
        refusal = check(question)
        if refusal is not None:  # a refusal is falsy
            return refusal
    return _yes(question)


def readable_kinds(actor: Actor, facts: CaseFacts, on: date) -> frozenset[str]:
    """C5, G3: the kinds this actor's unit may read in the case that day.

    The owner keeps what it was once given, also after a withdrawal or the last day.
    """
    if _Question(actor, Action.READ, facts, on).owner:
        last = latest(facts.consents)
        return last.kinds_given(actor.unit_id) if last else frozenset()
    return frozenset().union(*(c.kinds_for(actor.unit_id, on) for c in facts.consents))


def _not_erased(q: _Question) -> Decision | None:
    return no("Ärendet är gallrat.", Reason.ERASED) if q.facts.erased else None


def _account_active(q: _Question) -> Decision | None:
    return None if q.actor.active else no("Kontot är avslutat.", Reason.INACTIVE)


def _assured(q: _Question) -> Decision | None:
    return None if q.actor.assured else no("Logga in igen för att gå vidare.", Reason.NOT_ASSURED)


def _role_may(q: _Question) -> Decision | None:
    if q.actor.role in _ROLES[q.action]:
        return None
    return no("Din roll arbetar inte med det här.", Reason.ROLE)


def _owns_or_is_covered(q: _Question) -> Decision | None:
    if q.action is Action.OWN:
        if q.owner:
            return None
        return no("Det kan bara enheten som ansvarar för ärendet göra.", Reason.ROLE)
    if q.owner or _basis(q):
        return None
    return no("Samtycket omfattar inte din enhet.", Reason.NO_CONSENT)


def _assigned(q: _Question) -> Decision | None:
    if q.facts.assigned or q.actor.coordinates:
        return None
    return no("Du är inte en av dem som arbetar med ärendet.", Reason.NOT_ASSIGNED)


def _kind_given(q: _Question) -> Decision | None:
    kind, wrote = q.facts.kind, q.facts.written_by_unit_id == q.actor.unit_id
    if kind is None or wrote or kind in readable_kinds(q.actor, q.facts, q.on):
        return None
    return no("Samtycket ger inte din enhet den sortens uppgifter.", Reason.KIND)


def _cleared(q: _Question) -> Decision | None:
    if q.facts.protected and not q.actor.cleared:
        return no("Du har inte behörighet till skyddade personuppgifter.", Reason.PROTECTED)
    return None


_CHECKS: tuple[Callable[[_Question], Decision | None], ...] = (
    _not_erased,
    _account_active,
    _assured,
    _role_may,
    _owns_or_is_covered,
    _assigned,
    _kind_given,
    _cleared,
)


def _basis(q: _Question) -> UUID | None:
    for consent in q.facts.consents:
        if consent.kinds_for(q.actor.unit_id, q.on):
            return consent.consent_id
    return None


def _yes(q: _Question) -> Decision:
    basis = _basis(q)
    reason = Reason.OWNER if q.owner else Reason.CONSENT
    return Decision(True, "", reason, basis)
