"""C4: what is taken back, what that changes, and only then the deed."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request

from casework.access.web import actor
from casework.authorities.models import Unit
from casework.authorities.queries import unit_for, units_in_consents
from casework.consents import queries, service
from casework.consents.forms import WithdrawForm
from casework.consents.models import Consent
from casework.consents.policy import may_withdraw, sees_history
from casework.consents.views.door import asked, consents, status, to_the_case
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.saving import kept
from casework.people.models import Person


@consents.route("/<uuid:consent_id>/ta-tillbaka", methods=["GET", "POST"])
def withdraw(consent_id: UUID) -> Any:
    consent, person = _reached(consent_id)
    form = WithdrawForm()
    if not request.args.get("vad"):
        return _choice(consent, person)
    unit = _chosen_unit(consent)
    if form.validate_on_submit():
        if _taken_back(form, consent, unit):
            flash(f"Samtycket är tillbakataget{' för ' + unit.name if unit else ''}.")
            return to_the_case(consent.series_id)
        consent, person = _reached(consent_id)
    page = _withdrawal_page(consent, person, unit)
    return render_template("consents/withdraw.html", form=form, **page), status(form)


def _reached(consent_id: UUID) -> tuple[Consent, Person]:
    consent, person = queries.newest(actor(), consent_id, clock.today())
    told_to = queries.told_to(actor(), consent, clock.today())
    may_withdraw(actor(), told_to, consent.unit_id).insist()
    return consent, person


def _choice(consent: Consent, person: Person) -> str:
    units = _units(consent.facts().units_in_force(clock.today()))
    return render_template("consents/choose.html", consent=consent, person=person, units=units)


def _units(ids: frozenset[UUID]) -> list[Unit]:
    return [unit for unit in units_in_consents(actor()) if unit.id in ids]


def _chosen_unit(consent: Consent) -> Unit | None:
    """The unit in the address, which the consent must name; None when all of it is taken back.

    C5: to those who may not see the history, a unit that is gone is as one that was never named.
    """
    if request.args["vad"] == "allt":
        return None
    unit_id, facts, today = asked("vad"), consent.facts(), clock.today()
    owners = queries.owners(actor(), [consent], today)
    named = facts.kinds_given(unit_id)
    if not (named if sees_history(actor(), owners) else facts.kinds_for(unit_id, today)):
        raise NotVisible("units", unit_id)
    return unit_for(actor(), unit_id)


def _taken_back(form: WithdrawForm, consent: Consent, unit: Unit | None) -> bool:
    withdraw = lambda: service.withdraw(  # noqa: E731
        actor(),
        consent,
        unit_id=unit.id if unit else None,
        on=clock.today(),
        told_how=str(form.told_how.data),
        at=clock.now(),
    )
    return kept(form, withdraw)


def _withdrawal_page(consent: Consent, person: Person, unit: Unit | None) -> dict[str, Any]:
    today = clock.today()
    left = consent.facts().units_in_force(today)
    return {
        "consent": consent,
        "person": person,
        "unit": unit,
        "impact": queries.impact(actor(), consent, unit.id if unit else None, today),
        "others": [one for one in _units(left) if unit and one.id != unit.id],
        "now": clock.now(),
    }
