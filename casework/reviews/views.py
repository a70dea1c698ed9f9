from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.queries import rooms, staff_of, unit_names, units_in_consents
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm
from casework.kit.saving import submitted
from casework.kit.swedish import counted
from casework.programmes.queries import choices as codes
from casework.programmes.queries import labels, programmes
from casework.referrals.models import Referral
from casework.referrals.queries import readable_texts
from casework.reviews import queries, service
from casework.reviews.forms import ConsultForm, DecideForm, PlanForm
from casework.reviews.policy import may_consult, may_plan, may_write
from casework.reviews.queries import Point, Sitting, offered
from casework.reviews.queries import consultations as questions
from casework.reviews.rules import REMISS, WORDS, moves

reviews = Blueprint("reviews", __name__, url_prefix="/genomgangar")

STEPS, REFUSALS = "nastasteg", "avslagsskal"


@reviews.get("")
def listing() -> Any:
    rows = queries.listing(actor(), clock.today())
    return render_template(
        "reviews/listing.html",
        coming=[(r, m) for r, m in reversed(rows) if r.finished_at is None],
        past=[(r, m) for r, m in rows if r.finished_at],
        questions=questions.consultations(actor(), clock.today()),
        may_plan=may_plan(actor()),
        may_consult=may_consult(actor()),
    )


@reviews.route("/ny", methods=["GET", "POST"])
def plan() -> Any:
    may_plan(actor()).insist()
    form = _plan_form()
    if form.validate_on_submit():
        programme = programmes(actor())[0]
        try:
            with writing():
                at, on = clock.now(), clock.today()
                review = service.plan(actor(), programme, form.booking, on=on, at=at)
            flash("Genomgången är planerad. Inbjudan går till alla du valde.")
            return redirect(url_for(".show", review_id=review.id))
        except RuleBroken as broken:
            form.explain(broken)
    return render_template("reviews/plan.html", form=form), 422 if form.errors else 200


@reviews.get("/<uuid:review_id>")
def show(review_id: UUID) -> Any:
    sitting = _sitting(review_id)
    if not may_write(actor()) or sitting.is_finished:
        return render_template("reviews/read.html", sitting=sitting, words=_words())
    return _live(sitting, _opened(sitting))


@reviews.post("/<uuid:review_id>/dagordning")
def refresh(review_id: UUID) -> Any:
    sitting = _sitting(review_id)
    came = _done(lambda: service.refresh(actor(), sitting))
    if came is not None:
        flash(f"Dagordningen fick {counted(came, 'ny punkt', 'nya punkter')}.")
    return redirect(url_for(".show", review_id=review_id))


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>")
def decide(review_id: UUID, item_id: UUID) -> Any:
    sitting = _sitting(review_id)
    point = sitting.point(item_id)
    may_write(actor()).insist()
    form = _decide_form(sitting, point)
    if submitted(
        form, lambda: service.decide(actor(), sitting, point, form.ruling, at=clock.now())
    ):
        return redirect(url_for(".show", review_id=review_id, _anchor="nu"))
    sitting = _sitting(review_id)
    return _live(sitting, sitting.point(item_id), form), 422


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>/skjut-upp")
def postpone(review_id: UUID, item_id: UUID) -> Any:
    sitting = _sitting(review_id)
    point = sitting.point(item_id)
    if _done(lambda: service.postpone(actor(), sitting, point, at=clock.now())):
        flash("Punkten tas upp på nästa genomgång.")
    return redirect(url_for(".show", review_id=review_id, _anchor="nu"))


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>/gjort")
def keep(review_id: UUID, item_id: UUID) -> Any:
    sitting = _sitting(review_id)
    point = sitting.point(item_id)
    if _done(lambda: service.keep(actor(), point, at=clock.now())):
        flash("Det du tog på dig är markerat som gjort.")
    return redirect(url_for(".show", review_id=review_id))


@reviews.route("/<uuid:review_id>/avsluta", methods=["GET", "POST"])
def finish(review_id: UUID) -> Any:
    sitting, form = _sitting(review_id), HouseForm()
    may_write(actor()).insist()
    if submitted(form, lambda: service.finish(actor(), sitting, at=clock.now())):
        flash("Genomgången är avslutad. Var och en kan läsa sina punkter.")
        return redirect(url_for(".show", review_id=review_id))
    page = render_template("reviews/finish.html", form=form, sitting=sitting)
    return page, 422 if form.errors else 200


@reviews.get("/<uuid:review_id>/visa")
def screen(review_id: UUID) -> Any:
    """V2: on the wall, only what everyone who is in for the open item may hear."""
    sitting = _sitting(review_id)
    may_write(actor()).insist()
    now = sitting.pending[0] if sitting.pending and not sitting.is_finished else None
    inside = now.may_take_on if now else frozenset(user.id for user in sitting.people)
    shown = [point for point in sitting.points if inside <= point.may_take_on]
    return render_template(
        "reviews/screen.html", sitting=sitting, now=now, shown=shown, words=_words()
    )


@reviews.route("/fragor/ny", methods=["GET", "POST"])
def consult() -> Any:
    may_consult(actor()).insist()
    form = ConsultForm()
    if form.validate_on_submit():
        try:
            with writing():
                row = service.consult(actor(), **form.answers, at=clock.now())
            flash(f"Frågan {row.code} tas upp på nästa ärendegenomgång.")
            return redirect(url_for(".consultation", consultation_id=row.id))
        except RuleBroken as broken:
            form.explain(broken)
    return render_template("reviews/consult.html", form=form), 422 if form.errors else 200


@reviews.get("/fragor/<uuid:consultation_id>")
def consultation(consultation_id: UUID) -> Any:
    row = questions.consultation_for(actor(), consultation_id, clock.today())
    return render_template("reviews/consultation.html", row=row, units=unit_names(actor()))


def _done(verb: Callable[[], Any]) -> Any:
    """What the verb gave back; a rule that says no is said on the page one comes back to."""
    try:
        with writing():
            return verb()
    except RuleBroken as broken:
        flash(str(broken), "error")
        return None


def _sitting(review_id: UUID) -> Sitting:
    return queries.sitting_for(actor(), review_id, clock.today())


def _words() -> dict[str, str]:
    """{code: words} of every decision an item may have."""
    return {**labels(actor(), STEPS)[STEPS], **WORDS}


def _opened(sitting: Sitting) -> Point | None:
    """The item that was asked for, or the first that waits."""
    asked = request.args.get("punkt", "")
    waiting = sitting.pending
    return next((p for p in waiting if str(p.item.id) == asked), waiting[0] if waiting else None)


def _live(sitting: Sitting, now: Point | None, form: DecideForm | None = None) -> str:
    names = {user.id: user for user in sitting.people}
    walks = moves([point.outside for point in sitting.points])
    return render_template(
        "reviews/show.html",
        sitting=sitting,
        now=now,
        form=form or (_decide_form(sitting, now) if now else None),
        moves=dict(zip([p.item.id for p in sitting.points], walks, strict=True)),
        names=names,
        words=_words(),
        asked_for=_asked_for(sitting, now),
    )


def _asked_for(sitting: Sitting, now: Point | None) -> list[str]:
    """What the sender of the open referral asks for, in the kinds the host may read (C5)."""
    if now is None or not isinstance(now.matter.row, Referral):
        return []
    texts = readable_texts(actor(), now.matter.row, sitting.on)
    return [text.text for text in texts if text.field == "question"]


def _decide_form(sitting: Sitting, point: Point) -> DecideForm:
    form = DecideForm()
    form.decision.choices = list(offered(actor(), point, sitting.on).items())
    form.reason.choices = codes(actor(), REFUSALS, sitting.on)
    form.responsible_id.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in point.hears]
    if point.matter.kind != REMISS:
        del form.reason
    return form


def _plan_form() -> PlanForm:
    form = PlanForm()
    units = [*[unit.id for unit in units_in_consents(actor())], actor().unit_id]
    form.offer(rooms(actor()), staff_of(actor(), units))
    return form
