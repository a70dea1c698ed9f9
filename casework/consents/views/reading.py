"""C5: a consent is read by each as far as it concerns them. See `policy.sees_history`."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template

from casework.access.web import actor
from casework.authorities.queries import people_by_id, unit_names
from casework.consents import queries
from casework.consents.changes import Pairs, holding
from casework.consents.models import Consent, Withdrawal
from casework.consents.policy import may_withdraw, sees_history
from casework.consents.rules import state
from casework.consents.views.door import Readers, consents, readers
from casework.kit import clock


@dataclass(frozen=True)
class Line:
    """One version in the history, with what it changed and what was taken back of it."""

    version: Consent
    state: str
    gains: Readers
    losses: Readers
    taken_back: list[Withdrawal]


@consents.get("/<uuid:consent_id>")
def show(consent_id: UUID) -> Any:
    today = clock.today()
    consent, person = queries.consent_for(actor(), consent_id, today)
    resting = queries.cases_on(actor(), consent.series_id, today)
    return render_template(
        "consents/show.html",
        **{"consent": consent, "person": person, "state": state(consent.facts(), today)},
        names=unit_names(actor()),
        may=may_withdraw(actor(), queries.told_to(actor(), consent, today), consent.unit_id),
        case=next((one for one in resting if one.reached), None),
        **_told(consent),
    )


def _told(consent: Consent) -> dict[str, Any]:
    """C5: all of it, or what holds now and one's own row. Whoever recorded a version knows it."""
    today, versions = clock.today(), queries.series(actor(), consent.series_id)
    full = bool(sees_history(actor(), queries.owners(actor(), versions, today)))
    whole = full or consent.recorded_by_id == actor().user_id
    return {
        "newest": versions[-1].id == consent.id,
        "whole": whole,
        "readers": readers(_shown(consent, whole, today)),
        "history": _history(consent.series_id) if full else [],
        "mine": [] if full else _of_own_unit(versions),
        "staff": people_by_id(actor(), _staff(versions if full else [consent])),
    }


def _shown(consent: Consent, whole: bool, on: date) -> Pairs:
    """What holds now is for all that it covers; of what no longer does, one's own row."""
    facts = consent.facts()
    return holding([facts], on) or (facts.grants if whole else _own(consent))


def _own(consent: Consent) -> Pairs:
    return frozenset(pair for pair in consent.facts().grants if pair[0] == actor().unit_id)


def _of_own_unit(versions: list[Consent]) -> list[Line]:
    """C5: the history of one's own row, and of nobody else's."""
    lines, before = [], frozenset()
    for version in versions:
        taken = [one for one in version.withdrawals if one.unit_id == actor().unit_id]
        after = _own(version)
        if after != before or taken:
            lines.append(_line(version, before, after, taken))
        before = after if not taken else frozenset()
    return lines[::-1]


def _history(series_id: UUID) -> list[Line]:
    """C3: every version, newest first."""
    lines, before = [], frozenset()
    for version in queries.versions(actor(), series_id):
        lines.append(_line(version, before, version.facts().grants, version.withdrawals))
        gone = {one.unit_id for one in version.withdrawals}
        still = frozenset(pair for pair in version.facts().grants if pair[0] not in gone)
        before = frozenset() if None in gone else still
    return lines[::-1]


def _line(version: Consent, before: Pairs, after: Pairs, taken: list[Withdrawal]) -> Line:
    return Line(
        version,
        state(version.facts(), clock.today()),
        gains=readers(after - before),
        losses=readers(before - after),
        taken_back=sorted(taken, key=lambda one: one.recorded_at),
    )


def _staff(versions: list[Consent]) -> set[UUID]:
    took = {one.taken_by_id or one.recorded_by_id for one in versions}
    return took | {gone.recorded_by_id for one in versions for gone in one.withdrawals}
