"""What the sender does after sending: takes back, corrects, completes; and discards a draft."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.saving import form_page, kept
from casework.people.reading_through import settled
from casework.programmes.queries import KINDS, choices
from casework.referrals import service
from casework.referrals.forms import AmendForm, CompleteForm, ConfirmForm
from casework.referrals.models import ReferralText
from casework.referrals.policy import may_amend, may_complete, may_edit, may_withdraw
from casework.referrals.queries import ReferralFile
from casework.referrals.views.door import code_words, load, named_in, referrals, to


@referrals.route("/<uuid:referral_id>/ta-tillbaka", methods=["GET", "POST"])
def withdraw(referral_id: UUID) -> Any:
    file, form = load(referral_id), ConfirmForm()
    may_withdraw(actor(), file.facts).insist()
    if form.validate_on_submit():
        if kept(form, lambda: service.withdraw(actor(), file, at=clock.now())):
            flash("Remissen är tillbakatagen.")
            return redirect(url_for("referrals.listing"))
        file = load(referral_id)
    return form_page("referrals/withdraw.html", form, file=file)


@referrals.route("/<uuid:referral_id>/slang", methods=["GET", "POST"])
def discard(referral_id: UUID) -> Any:
    file, form = load(referral_id), ConfirmForm()
    may_edit(actor(), file.facts).insist()
    if form.validate_on_submit() and kept(form, lambda: service.discard(actor(), file)):
        flash("Utkastet är borttaget.")
        return redirect(url_for("referrals.listing"))
    return form_page("referrals/discard.html", form, file=file)


@referrals.route("/<uuid:referral_id>/komplettera", methods=["GET", "POST"])
def complete(referral_id: UUID) -> Any:
    file, form = load(referral_id), CompleteForm()
    may_complete(actor(), file.facts).insist()
    readable = file.host_kinds
    form.info_kind.choices = [c for c in choices(actor(), KINDS, file.on) if c[0] in readable]
    if form.validate_on_submit() and settled(form, named_in(file)):
        said = form.answers
        if kept(form, lambda: service.complete(actor(), file, at=clock.now(), **said)):
            flash("Kompletteringen är skickad till koordinatorn.")
            return to(referral_id)
        file = load(referral_id)
    return form_page("referrals/complete.html", form, file=file, asked=file.referral.answers[-1])


@referrals.route("/<uuid:referral_id>/andra/<uuid:text_id>", methods=["GET", "POST"])
def amend(referral_id: UUID, text_id: UUID) -> Any:
    file, form = load(referral_id), AmendForm()
    may_amend(actor(), file.facts).insist()
    text = _text(file, text_id)
    if form.validate_on_submit() and settled(form, named_in(file)):
        said = form.answers
        if kept(form, lambda: service.amend(actor(), file, text, at=clock.now(), **said)):
            flash("Ändringen är sparad bredvid det som skickades.")
            return to(referral_id)
        file = load(referral_id)
    text = _text(file, text_id)
    return form_page("referrals/amend.html", form, file=file, text=text, **code_words())


def _text(file: ReferralFile, text_id: UUID) -> ReferralText:
    found = next((text for text in file.texts if text.id == text_id), None)
    if found is None:
        raise NotVisible("referral_texts", text_id)
    return found
