"""R4, R7: the coordinator's answer."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from casework.access.web import actor
from casework.authorities.models import Unit, User
from casework.authorities.queries import staff_of
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, kept
from casework.people.reading_through import settled
from casework.programmes.queries import choices
from casework.referrals import service
from casework.referrals.forms import answer_form
from casework.referrals.policy import may_answer
from casework.referrals.queries import ReferralFile
from casework.referrals.rules import covered
from casework.referrals.views.door import REFUSALS, load, named_in, referrals, to

SAID = {
    "antas": "Remissen är antagen och ärendet är öppet.",
    "kompletteras": "Avsändaren har fått veta vad som saknas.",
    "vantar": "Remissen väntar till dagen du valde.",
    "hanvisas": "Avsändaren har fått veta vart personen kan vända sig.",
    "avslas": "Remissen är avslagen.",
}


@referrals.route("/<uuid:referral_id>/svara", methods=["GET", "POST"])
def answer(referral_id: UUID) -> Any:
    file = load(referral_id)
    may_answer(actor(), file.facts, file.on).insist()
    form = answer_form(_seats(file), choices(actor(), REFUSALS, file.on))
    opened: list[UUID | None] = []
    if form.validate_on_submit() and settled(form, named_in(file)):
        if kept(form, lambda: opened.append(_answer(file, form))):
            flash(SAID[form.answers["kind"]])
            return _after(file.id, opened[0])
        file = load(referral_id)
    seats = [name for name in form.data if name.startswith("contact_")]
    return form_page("referrals/answer.html", form, file=file, seats=seats)


def _answer(file: ReferralFile, form: HouseForm) -> UUID | None:
    said = form.answers
    seats = {name: user for name, user in said.items() if name.startswith("contact_")}
    rest = {name: value for name, value in said.items() if name not in seats}
    chosen = [user for user in seats.values() if user]
    return service.answer(actor(), file, contact_ids=chosen, at=clock.now(), **rest)


def _after(referral_id: UUID, case_id: UUID | None) -> Any:
    return redirect(url_for("desk.case", case_id=case_id)) if case_id else to(referral_id)


def _seats(file: ReferralFile) -> list[tuple[Unit, list[User]]]:
    """The covered units beside sender and host, each with those who could be its contact."""
    units = covered(file.consents, file.on) - {file.referral.unit_id, file.programme.host_unit_id}
    seats: dict[UUID, tuple[Unit, list[User]]] = {}
    for user in staff_of(actor(), units):
        seats.setdefault(user.unit_id, (user.unit, []))[1].append(user)
    return list(seats.values())
