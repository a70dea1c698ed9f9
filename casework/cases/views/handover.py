from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from casework.access.web import actor
from casework.authorities.queries import unit_for, user_for
from casework.cases.forms import WAY, ConfirmForm, DeclineForm, HandOverForm, TakeOnForm
from casework.cases.policy import may_answer, may_hand_over
from casework.cases.queries import CaseFile, handovers
from casework.cases.service import handover as service
from casework.cases.views.door import again, cases, file_of, to_case
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import done, form_page
from casework.programmes.queries import KINDS, labels


@cases.route("/<uuid:case_id>/lamna-over", methods=["GET", "POST"])
def hand_over(case_id: UUID) -> Any:
    file = file_of(case_id)
    may_hand_over(actor(), file.facts, file.on).insist()
    form = HandOverForm()
    units, staff = handovers.could_receive(actor(), file)
    form.unit_id.choices = [(unit.id, unit.name) for unit in units]
    form.user_id.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in staff]
    if done(form, lambda **said: _propose(file, **said)):
        flash("Frågan är ställd. Ärendet är kvar hos er tills enheten har sagt ja.")
        return redirect(url_for(".assign", case_id=case_id))
    waits = handovers.is_asked(actor(), file)
    return form_page("cases/hand_over.html", form, file=again(file, form), waits=waits)


def _propose(file: CaseFile, unit_id: UUID, user_id: UUID | None, reason: str) -> None:
    unit = unit_for(actor(), unit_id)
    user = user_for(actor(), user_id) if user_id else None
    service.propose(actor(), file, unit=unit, user=user, reason=reason, at=clock.now())


@cases.route("/<uuid:case_id>/lamna-over/<uuid:handover_id>/ta-tillbaka", methods=["GET", "POST"])
def take_back(case_id: UUID, handover_id: UUID) -> Any:
    file = file_of(case_id)
    may_hand_over(actor(), file.facts, file.on).insist()
    row, unit = handovers.handover_for(actor(), file, handover_id)
    form = ConfirmForm()
    if done(form, lambda: service.take_back(actor(), file, row, at=clock.now())):
        flash("Frågan är tillbakatagen. Din enhet ansvarar för ärendet som förut.")
        return redirect(url_for(".assign", case_id=case_id))
    return form_page("cases/take_back.html", form, file=again(file, form), unit=unit)


@cases.route("/overlamningar/<uuid:handover_id>", methods=["GET", "POST"])
def handover(handover_id: UUID) -> Any:
    """For the unit that is asked, which does not reach the case yet."""
    offer, form = _offer(handover_id), TakeOnForm()
    staff = handovers.can_take_on(actor(), offer)
    form.officer_id.choices = [(user.id, user.name) for user in staff]
    if done(form, lambda officer_id: _accept(offer, officer_id)):
        flash("Din enhet ansvarar nu för ärendet.")
        mine = form.officer_id.data == actor().user_id
        return to_case(offer.case.id) if mine else redirect(url_for("desk.home"))
    return form_page("cases/handover.html", form, **_shown(offer, form))


def _accept(offer: handovers.Offer, officer_id: UUID) -> None:
    service.accept(actor(), offer, user_for(actor(), officer_id), at=clock.now())


@cases.route("/overlamningar/<uuid:handover_id>/nej", methods=["GET", "POST"])
def decline(handover_id: UUID) -> Any:
    offer, form = _offer(handover_id), DeclineForm()
    if done(form, lambda because: _decline(offer, because)):
        flash("Ni har sagt nej. Ärendet är kvar hos enheten som frågade.")
        return redirect(url_for("desk.home"))
    return form_page("cases/decline.html", form, **_shown(offer, form))


def _decline(offer: handovers.Offer, because: str) -> None:
    service.decline(actor(), offer, because=because, at=clock.now())


def _offer(handover_id: UUID) -> handovers.Offer:
    offer = handovers.offer_for(actor(), handover_id, clock.today())
    may_answer(actor(), offer.asked).insist()
    return offer


def _shown(offer: handovers.Offer, form: HouseForm) -> dict[str, Any]:
    """A refused save rolled everything back: the page asks anew."""
    offer = _offer(offer.handover.id) if form.errors else offer
    kinds = labels(actor(), KINDS)[KINDS]
    words = [kinds[kind] for kind in kinds if kind in offer.kinds]
    return {"offer": offer, "kinds": words, "way": dict(WAY)}
