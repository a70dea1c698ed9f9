"""Ny remiss: five steps, each saved by itself, and a page to check before sending."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for

from casework.access import Decision
from casework.access.web import actor
from casework.consents.forms import ConsentForm
from casework.consents.rules import given_from
from casework.consents.views import offer, offered, read_back
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, kept
from casework.people.rules import born, shown
from casework.programmes.queries import KINDS, choices, programme_for, programmes
from casework.programmes.rules import target_group
from casework.referrals import service
from casework.referrals.forms import LISTS, ConfirmForm, PersonForm, ProgrammeForm, need_form
from casework.referrals.policy import may_edit, may_send, may_start
from casework.referrals.queries import ReferralFile, parties
from casework.referrals.rules import (
    FACT_KINDS,
    Missing,
    authorities_in,
    kinds_of,
    lacks_of_consent,
    missing,
    texts_of,
)
from casework.referrals.views.door import code_words, load, referrals, to

STEPS = {
    1: ("Verksamhet", None),
    2: ("Personen", "person"),
    3: ("Samtycket", "consent"),
    4: ("Behovet", "need"),
    5: ("Kontrollera", None),
}

# What a page may ask of a draft that does not hold it yet.
ASKED = dict.fromkeys(
    (
        *("protected", "name", "phone", "email", "address", "municipality"),
        *("language", "interpreter", "access_needs", "representative"),
    )
)
TOLD = dict.fromkeys((*FACT_KINDS, "reasons", "urgency"))


@referrals.route("/ny", methods=["GET", "POST"])
def new() -> Any:
    may_start(actor()).insist()
    form = _programme_form()
    made: list[Any] = []
    if form.validate_on_submit():
        programme = programme_for(actor(), form.answers["programme_id"])
        verb = service.start_draft
        if kept(form, lambda: made.append(verb(actor(), programme=programme, at=clock.now()))):
            return _to_step(made[0].id, 2)
    return form_page("referrals/step_1.html", form, file=None, number=1, steps=STEPS, **_offer())


@referrals.route("/<uuid:referral_id>/steg/<int:number>", methods=["GET", "POST"])
def step(referral_id: UUID, number: int) -> Any:
    file = load(referral_id)
    may_edit(actor(), file.facts).insist()
    if number not in STEPS:
        raise NotVisible("referrals", referral_id)
    if number == 5:
        return _check(file)
    form = _FORMS[number](file)
    if form.validate_on_submit():
        if kept(form, lambda: _save(file, number, form)) and _whole(file, number, form):
            return _onwards(file, number)
        file = load(referral_id)  # a refused save rolled back what was read
    return form_page(f"referrals/step_{number}.html", form, **_beside(file, number))


def _onwards(file: ReferralFile, number: int) -> Any:
    if "utkast" in request.form:
        flash(f"Utkastet {file.referral.reference} är sparat.")
        return redirect(url_for("referrals.listing"))
    return _to_step(file.id, number + 1)


def _to_step(referral_id: UUID, number: int) -> Any:
    return redirect(url_for("referrals.step", referral_id=referral_id, number=number))


def _whole(file: ReferralFile, number: int, form: HouseForm) -> bool:
    """R1, R2: what was typed is kept either way; going on, the consent step says what it lacks."""
    if number == 3 and "utkast" not in request.form:
        for broken in lacks_of_consent(form.answers, parties(actor(), file), file.on):
            form.explain(broken)
    return not form.errors


def _save(file: ReferralFile, number: int, form: HouseForm) -> None:
    part, at = STEPS[number][1], clock.now()
    if part:
        answers = form.answers
        if part == "consent":  # a colleague may send it; "me" is whoever wrote this
            answers["taken_by_id"] = answers["taken_by_id"] or actor().user_id
        service.save_step(actor(), file, part=part, answers=answers, at=at)
        return
    programme = programme_for(actor(), form.answers["programme_id"])
    service.choose_programme(actor(), file, programme=programme, at=at)


def _check(file: ReferralFile) -> Any:
    form, lacks = ConfirmForm(), _lacks(file)
    may = may_send(actor(), file.facts)
    if form.validate_on_submit():
        if kept(form, lambda: service.send(actor(), file, at=clock.now())):
            flash("Remissen är skickad till koordinatorn.")
            return to(file.id)
        file = load(file.id)
    answers = file.draft.get("consent", {})
    told = read_back(answers) if not any(one.step == 3 for one in lacks) else None
    words = {"consent": told, "lacks": lacks, "may": _may_send(may, lacks), **_read(file)}
    return form_page("referrals/step_5.html", form, **words, **code_words(), **_beside(file, 5))


def _may_send(may: Decision, lacks: list[Missing]) -> Decision:
    if may and lacks:
        return Decision(False, "Det saknas fortfarande uppgifter. De står här ovanför.")
    return may


def _read(file: ReferralFile) -> dict[str, Any]:
    """What will be sent, as the coordinator will read it."""
    draft = file.draft
    host = _host_kinds(file)
    number = draft.get("person", {}).get("number")
    return {
        "person": ASKED | draft["person"] if draft.get("person") else {},
        "shown_number": shown(number) if number else "",
        "need": TOLD | draft["need"] if draft.get("need") else {},
        "texts": texts_of(draft.get("need", {}), host),
    }


def _host_kinds(file: ReferralFile) -> frozenset[str]:
    given = given_from(file.draft.get("consent", {}))
    return kinds_of(given, file.programme.host_unit_id)


def _lacks(file: ReferralFile) -> list[Missing]:
    return missing(file.draft, parties(actor(), file), file.on)


def _beside(file: ReferralFile, number: int) -> dict[str, Any]:
    """What every step shows: where one is, the target group as advice, what the grid offers."""
    return {
        "file": file,
        "number": number,
        "steps": STEPS,
        "group": _target(file),
        "full": {one.step for one in _lacks(file)},
        "host_kinds": _host_kinds(file),
        **_offer(),
        **offered(),
    }


def _offer() -> dict[str, Any]:
    return {"programmes": {one.id: one for one in programmes(actor())}}


def _target(file: ReferralFile) -> Any:
    """R6: advice, from what is known so far."""
    draft = file.draft
    number = draft.get("person", {}).get("number")
    units = {unit for unit, _ in given_from(draft.get("consent", {})).grants}
    count = authorities_in(units, parties(actor(), file))
    year = born(number).year if number else None
    time = draft.get("need", {}).get("support_time")
    return target_group(file.programme, year, time, count, file.on)


def _programme_form(file: ReferralFile | None = None) -> HouseForm:
    offered_now = [p for p in programmes(actor()) if not p.closed_on or p.closed_on > clock.today()]
    only = offered_now[0].id if len(offered_now) == 1 else None
    form = ProgrammeForm(data={"programme_id": file.programme.id if file else only})
    form.programme_id.choices = [(p.id, p.name) for p in offered_now]
    return form


def _person_form(file: ReferralFile) -> HouseForm:
    kept = file.draft.get("person", {})
    if kept.get("number"):
        kept["number"] = shown(kept["number"])
    return PersonForm(data=kept)


def _consent_form(file: ReferralFile) -> HouseForm:
    kept = file.draft.get("consent", {})
    days = {day: kept.get(day) for day in ("given_on", "last_day")}
    read = {day: date.fromisoformat(text) if text else None for day, text in days.items()}
    return offer(ConsentForm(data={**kept, **read}))


def _need_form(file: ReferralFile) -> HouseForm:
    host = _host_kinds(file)
    kinds = [(kind, label) for kind, label in choices(actor(), KINDS, file.on) if kind in host]
    lists = {name: choices(actor(), name, file.on) for name in LISTS.values()}
    return need_form(kinds, lists, file.draft.get("need", {}))


_FORMS = {1: _programme_form, 2: _person_form, 3: _consent_form, 4: _need_form}
