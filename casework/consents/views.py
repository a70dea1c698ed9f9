from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.models import Unit
from casework.authorities.queries import unit_for, unit_names, units_in_consents, user_for
from casework.consents import queries, service
from casework.consents.forms import ConsentForm, WithdrawForm
from casework.consents.models import Consent
from casework.consents.policy import may_record, may_withdraw
from casework.consents.rules import GIVEN_HOW, Given, by_unit, given_from, problems, state
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotVisible, RuleBroken
from casework.people.models import Person
from casework.people.queries import person_for
from casework.programmes.queries import KINDS, choices

consents = Blueprint("consents", __name__, url_prefix="/samtycken")


@consents.route("/ny", methods=["GET", "POST"])
def new() -> Any:
    person, former = _person()
    may_record(actor()).insist()
    form = consent_form()
    ready = form.validate_on_submit() and _whole(form) and "andra" not in request.form
    if ready and "spara" in request.form:
        if consent := _recorded(form, person, former):
            flash("Samtycket är sparat.")
            return redirect(url_for(".show", consent_id=consent.id))
        person, former = _person()  # a refused save rolled back what was read
    page = {"form": form, "person": person, "former": former}
    if ready and not form.errors:
        return render_template("consents/review.html", **page, **read_back(form.answers))
    return render_template("consents/new.html", **page, **offered()), _status(form)


@consents.get("/<uuid:consent_id>")
def show(consent_id: UUID) -> Any:
    consent, person = queries.consent_for(actor(), consent_id, clock.today())
    facts = consent.facts()
    return render_template(
        "consents/show.html",
        consent=consent,
        person=person,
        state=state(facts, clock.today()),
        gone=dict(facts.withdrawn),
        names=unit_names(actor()),
        by=user_for(actor(), consent.recorded_by_id),
        how=GIVEN_HOW,
        may=_may_withdraw(consent),
        **_readers(facts.grants),
    )


@consents.route("/<uuid:consent_id>/ta-tillbaka", methods=["GET", "POST"])
def withdraw(consent_id: UUID) -> Any:
    consent, person = queries.consent_for(actor(), consent_id, clock.today())
    _may_withdraw(consent).insist()
    form = WithdrawForm()
    if not request.args.get("vad"):
        return _choice(consent, person)
    unit = _chosen_unit(consent)
    if form.validate_on_submit():
        if _taken_back(form, consent, unit):
            flash(f"Samtycket är tillbakataget{' för ' + unit.name if unit else ''}.")
            return redirect("/")
        consent, person = queries.consent_for(actor(), consent_id, clock.today())
    page = _withdrawal_page(consent, person, unit)
    return render_template("consents/withdraw.html", form=form, **page), _status(form)


def _choice(consent: Consent, person: Person) -> str:
    units = _units(consent.facts().units_in_force(clock.today()))
    return render_template("consents/choose.html", consent=consent, person=person, units=units)


def consent_form() -> ConsentForm:
    """The form with every tick that can be made, and none made."""
    form = ConsentForm()
    form.offer(units_in_consents(actor()), choices(actor(), KINDS, clock.today()))
    return form


def _person() -> tuple[Person, Consent | None]:
    person = person_for(actor(), _asked("person_id", "person"), clock.today())
    return person, queries.latest_of(actor(), person, clock.today())


def offered() -> dict[str, Any]:
    """The rows and columns of the grid: authorities with their units, and kinds."""
    groups: dict[str, list[Unit]] = {}
    for unit in units_in_consents(actor()):
        groups.setdefault(unit.authority.name, []).append(unit)
    return {"groups": groups, "kinds": choices(actor(), KINDS, clock.today())}


def read_back(answers: dict[str, Any]) -> dict[str, Any]:
    """What the answers say, for reading aloud before they are saved."""
    given = given_from(answers)
    return {"given": given, "how": GIVEN_HOW, **_readers(given.grants)}


def _readers(grants: frozenset[tuple[UUID, str]]) -> dict[str, Any]:
    units = {unit.id: unit for unit in units_in_consents(actor())}
    labels = dict(choices(actor(), KINDS, clock.today()))
    rows = by_unit(grants, list(units), list(labels))
    shown = [(units[unit], [labels[kind].lower() for kind in kinds]) for unit, kinds in rows]
    without = [unit for unit in units.values() if unit.id not in {row for row, _ in rows}]
    return {"readers": shown, "without": without}


def _asked(*names: str) -> UUID:
    text = next((request.args[name] for name in names if name in request.args), "")
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("people") from None


def _whole(form: ConsentForm) -> bool:
    known = [unit.id for unit in units_in_consents(actor())]
    found = problems(given_from(form.answers), known, on=clock.today())
    for broken in found:
        form.explain(broken)
    return not found


def _recorded(form: ConsentForm, person: Person, former: Consent | None) -> Consent | None:
    given: Given = given_from(form.answers)
    try:
        with writing():
            return service.record_consent(
                actor(),
                person,
                at=clock.now(),
                series_id=former.series_id if former else None,
                **vars(given),
            )
    except RuleBroken as broken:
        form.explain(broken)
        return None


def _may_withdraw(consent: Consent) -> Any:
    named = frozenset(unit for unit, _ in consent.facts().grants)
    return may_withdraw(actor(), named, consent.unit_id)


def _units(ids: frozenset[UUID]) -> list[Unit]:
    return [unit for unit in units_in_consents(actor()) if unit.id in ids]


def _chosen_unit(consent: Consent) -> Unit | None:
    """The unit in the address, which the consent must name; None when all of it is taken back."""
    if request.args["vad"] == "allt":
        return None
    unit_id = _asked("vad")
    if not consent.facts().kinds_given(unit_id):
        raise NotVisible("units", unit_id)
    return unit_for(actor(), unit_id)


def _taken_back(form: WithdrawForm, consent: Consent, unit: Unit | None) -> bool:
    try:
        with writing():
            service.withdraw(
                actor(),
                consent,
                unit_id=unit.id if unit else None,
                on=clock.today(),
                told_how=str(form.told_how.data),
                at=clock.now(),
            )
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


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


def _status(form: Any) -> int:
    return 422 if form.errors else 200
