"""The page of the one who writes: the agenda before the sitting, the minutes during it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import kept, submitted
from casework.kit.swedish import counted
from casework.meetings.shown.attendance import FILL, fill_in
from casework.referrals.models import Referral
from casework.reviews import service
from casework.reviews.attendance import Attendance, attendance
from casework.reviews.forms import DecideForm
from casework.reviews.policy import may_write
from casework.reviews.queries import code_words, kinds_of
from casework.reviews.queries.about import asked_for
from casework.reviews.queries.asking import officers
from casework.reviews.queries.shapes import REFUSALS, Point, Sitting, Words, offered
from casework.reviews.rules import FRAGA, REMISS, check_pending, moves
from casework.reviews.views.door import called, done, load, reviews, to
from casework.reviews.views.reading import minutes_page


@reviews.get("/<uuid:review_id>")
def show(review_id: UUID) -> Any:
    sitting = load(review_id)
    if not may_write(actor()) or sitting.is_finished or sitting.is_cancelled:
        return minutes_page(sitting, "reviews/read.html")
    return _live(sitting, _opened(sitting))


@reviews.post("/<uuid:review_id>/dagordning")
def refresh(review_id: UUID) -> Any:
    sitting = load(review_id)
    came = done(lambda: service.refresh(actor(), sitting, at=clock.now()))
    if came is not None:
        flash(f"Dagordningen fick {counted(came, 'ny punkt', 'nya punkter')}.")
    return to(review_id)


@reviews.post("/<uuid:review_id>/narvaro")
def attend(review_id: UUID) -> Any:
    sitting = load(review_id)
    may_write(actor()).insist()
    taken = attendance(sitting)
    if FILL in request.form:
        filled = fill_in(taken.form, taken.people, sitting.meeting.asked)
        return _live(sitting, _opened(sitting), taken=replace(taken, filled=filled))
    if submitted(taken.form, lambda: service.attend(actor(), sitting, taken.said)):
        flash("Närvaron är sparad. Den avgör vilka som är i rummet.")
        return to(review_id, punkt=request.args.get("punkt"))
    sitting = load(review_id)
    return _live(sitting, _opened(sitting), taken=taken), 422


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>")
def decide(review_id: UUID, item_id: UUID) -> Any:
    sitting = load(review_id)
    point = sitting.point(item_id)
    may_write(actor()).insist()
    if not sitting.is_finished:
        check_pending(point.item.is_pending, point.item.sentence)
    form = _decide_form(sitting, point, code_words(actor()))
    at = clock.now()
    if submitted(form, lambda: service.decide(actor(), sitting, point, form.ruling, at=at)):
        return _to_next(sitting, point)
    sitting = load(review_id)
    return _live(sitting, sitting.point(item_id), form), 422


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>/skjut-upp")
def postpone(review_id: UUID, item_id: UUID) -> Any:
    """What is typed so far goes with the item, whatever is still missing for a decision."""
    sitting = load(review_id)
    point = sitting.point(item_id)
    may_write(actor()).insist()
    form = _decide_form(sitting, point, code_words(actor()))
    if kept(form, lambda: _put_off(sitting, point, form)):
        flash("Punkten tas upp på nästa genomgång.")
        return _to_next(sitting, point)
    sitting = load(review_id)
    return _live(sitting, sitting.point(item_id), form), 422


def _put_off(sitting: Sitting, point: Point, form: DecideForm) -> None:
    said, sure = form.sentence.data or "", bool("sure" in form and form.sure.data)
    more = {"sentence": said, "sure": sure, "ask": form.ask}
    service.postpone(actor(), sitting, point, **more, at=clock.now())


@reviews.route("/<uuid:review_id>/avsluta", methods=["GET", "POST"])
def finish(review_id: UUID) -> Any:
    sitting, form = load(review_id), HouseForm()
    may_write(actor()).insist()
    if submitted(form, lambda: service.finish(actor(), sitting, at=clock.now())):
        flash("Genomgången är avslutad. Var och en kan läsa sina punkter.")
        return to(review_id)
    page = render_template("reviews/finish.html", form=form, sitting=sitting)
    return page, 422 if form.errors else 200


def _to_next(sitting: Sitting, point: Point) -> Any:
    following = sitting.after(point)
    return to(sitting.review.id, punkt=following.item.id if following else None, _anchor="nu")


def _opened(sitting: Sitting) -> Point | None:
    """The item that was asked for, or the first that waits."""
    asked = request.args.get("punkt", "")
    waiting = sitting.pending
    return next((p for p in waiting if str(p.item.id) == asked), waiting[0] if waiting else None)


def _live(
    sitting: Sitting,
    now: Point | None,
    form: DecideForm | None = None,
    taken: Attendance | None = None,
) -> str:
    words = code_words(actor())
    return render_template(
        "reviews/show.html",
        **{"sitting": sitting, "now": now, "words": called(words), **_walks(sitting)},
        form=form or (_decide_form(sitting, now, words) if now else None),
        taken=taken or attendance(sitting),
        asked_for=_asked_for(sitting, now),
    )


def _walks(sitting: Sitting) -> dict[str, Any]:
    """Who goes out and comes back before each item, and their names."""
    walks = moves([point.outside for point in sitting.points])
    before_each = dict(zip([p.item.id for p in sitting.points], walks, strict=True))
    return {"moves": before_each, "names": {user.id: user for user in sitting.people}}


def _asked_for(sitting: Sitting, now: Point | None) -> list[str]:
    """What the sender of the open referral asks for, in the kinds the host may read (C5)."""
    if now is None or not isinstance(now.matter.row, Referral):
        return []
    kinds = kinds_of(now.matter.subject, actor().unit_id, sitting.on)
    return asked_for(actor(), now.matter.row, kinds)


def _decide_form(sitting: Sitting, point: Point, words: Words) -> DecideForm:
    there = url_for("reviews.decide", review_id=sitting.review.id, item_id=point.item.id)
    form = DecideForm(sent_to=there)
    form.decision.choices = list(offered(words, point, sitting.on).items())
    form.reason.choices = list(words.offered(REFUSALS, sitting.on).items())
    form.responsible_id.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in point.hears]
    form.ask_one_of(officers(actor(), point))
    if point.matter.kind != REMISS:
        del form.reason
    if point.matter.kind != FRAGA:
        del form.sure
    return form
