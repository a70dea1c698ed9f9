"""Ny remiss: steps that are each saved by themselves, and a page to check before sending."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for

from casework.access import Decision
from casework.access.web import actor
from casework.consents.views import read_back
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.saving import form_page, kept
from casework.people.reading_through import ReadThrough, settled
from casework.programmes.queries import programme_for
from casework.referrals import service
from casework.referrals.forms import ConfirmForm
from casework.referrals.policy import may_edit, may_send, may_start
from casework.referrals.queries import ReferralFile
from casework.referrals.rules.lacks import CHECK, CONSENT, Missing, lacks_of_consent
from casework.referrals.views.door import load, referrals, to
from casework.referrals.views.drafting import (
    PARTS,
    STEPS,
    Drafting,
    form_of,
    offer_of_programmes,
    programme_form,
)
from casework.referrals.views.telling import of_draft


@referrals.route("/ny", methods=["GET", "POST"])
def new() -> Any:
    may_start(actor()).insist()
    form, made = programme_form(), []
    if (
        form.validate_on_submit()
        and settled(form)
        and kept(form, lambda: made.append(_begin(form)))
    ):
        return _to_step(made[0], 2)
    beside = {"file": None, "number": 1, "steps": STEPS, **offer_of_programmes()}
    return form_page("referrals/step_1.html", form, **beside)


def _begin(form: ReadThrough) -> UUID:
    sender = form.answers
    programme = programme_for(actor(), sender.pop("programme_id"))
    draft = service.start_draft(actor(), programme=programme, sender=sender, at=clock.now())
    return draft.id


@referrals.route("/<uuid:referral_id>/steg/<int:number>", methods=["GET", "POST"])
def step(referral_id: UUID, number: int) -> Any:
    file = load(referral_id)
    may_edit(actor(), file.facts).insist()
    if number not in STEPS:
        raise NotVisible("referrals", referral_id)
    return _check(file) if number == CHECK else _step(file, number)


def _step(file: ReferralFile, number: int) -> Any:
    now = Drafting(file)
    form = form_of(now, number)
    if form.validate_on_submit() and settled(form, _named(now, form)):
        if kept(form, lambda: _save(file, number, form)) and _whole(now, number, form):
            return _onwards(file, number)
        file = load(file.id)  # a refused save rolled back what was read
    page = Drafting(file, {PARTS[number]: form.answers}) if form.is_submitted() else now
    return form_page(f"referrals/step_{number}.html", form, **page.beside(number))


def _named(now: Drafting, form: ReadThrough) -> list[str | None]:
    """Whom the texts may name: those of the draft, and those typed on this very page."""
    typed = ("name", "representative", "representative_name", "officer")
    return [*now.named, *(form[name].data for name in typed if name in form)]


def _onwards(file: ReferralFile, number: int) -> Any:
    if "utkast" in request.form:
        flash(f"Utkastet {file.referral.reference} är sparat.")
        return redirect(url_for("referrals.listing"))
    return _to_step(file.id, number + 1)


def _to_step(referral_id: UUID, number: int) -> Any:
    return redirect(url_for("referrals.step", referral_id=referral_id, number=number))


def _whole(now: Drafting, number: int, form: ReadThrough) -> bool:
    """R1, R2: what was typed is kept either way; going on, the consent step says what it lacks."""
    if number == CONSENT and "utkast" not in request.form:
        for broken in lacks_of_consent(form.answers, now.parties, now.file.on):
            form.explain(broken)
    return not form.errors


def _save(file: ReferralFile, number: int, form: ReadThrough) -> None:
    part, at, answers = PARTS[number], clock.now(), form.answers
    if part == "sender":
        programme = programme_for(actor(), answers.pop("programme_id"))
        service.choose_programme(actor(), file, programme=programme, at=at)
    if part == "consent":  # a colleague may send it; "me" is whoever wrote this
        answers["taken_by_id"] = answers["taken_by_id"] or actor().user_id
    seen = str(form["seen"].data or "") if "seen" in form else ""
    shown_at = int(seen) if seen.isdecimal() else None
    service.save_step(actor(), file, part=part, answers=answers, seen=shown_at, at=at)


def _check(file: ReferralFile) -> Any:
    form = ConfirmForm()
    if form.validate_on_submit():
        if kept(form, lambda: service.send(actor(), file, at=clock.now())):
            flash("Remissen är skickad till koordinatorn.")
            return to(file.id)
        file = load(file.id)
    now = Drafting(file)
    may = _may_send(may_send(actor(), file.facts), now.lacks)
    words = {"consent": consent_told(now), "lacks": now.lacks, "may": may, **of_draft(now)}
    return form_page("referrals/check.html", form, **words, **now.beside(CHECK))


def consent_told(now: Drafting) -> dict[str, Any] | None:
    """The consent read back, once it is whole."""
    if any(one.step == CONSENT for one in now.lacks):
        return None
    return read_back(now.draft.get("consent", {}))


def _may_send(may: Decision, lacks: list[Missing]) -> Decision:
    if may and lacks:
        return Decision(False, "Det saknas fortfarande uppgifter. De står här ovanför.")
    return may
