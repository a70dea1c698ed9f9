"""V4: the order of the agenda, and the priority of each item."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.saving import kept, submitted
from casework.reviews import service
from casework.reviews.forms import MoveForm, WeighForm
from casework.reviews.policy import may_write
from casework.reviews.queries.shapes import Point, Sitting
from casework.reviews.queries.weighing import criteria, suggested
from casework.reviews.rules import moves
from casework.reviews.rules.order import fewest_walks, walks
from casework.reviews.views.door import done, load, reviews


@reviews.get("/<uuid:review_id>/ordning")
def order(review_id: UUID) -> Any:
    sitting = load(review_id)
    may_write(actor()).insist()
    return _order_page(sitting, MoveForm())


def _order_page(sitting: Sitting, form: MoveForm) -> str:
    outside = [point.outside for point in sitting.pending]
    best = [outside[place] for place in fewest_walks(outside)]
    return render_template(
        "reviews/order.html",
        **{"sitting": sitting, "form": form, "walks": walks(outside), "fewest": walks(best)},
        moves=moves(outside),
        names={user.id: user for user in sitting.people},
    )


@reviews.post("/<uuid:review_id>/ordning")
def arrange(review_id: UUID) -> Any:
    sitting = load(review_id)
    how = "prioritet" if request.form.get("efter") == "prioritet" else "gang"
    if done(lambda: service.arrange(actor(), sitting, how, at=clock.now())):
        flash("Dagordningen har fått en ny ordning.")
    return redirect(url_for(".order", review_id=review_id))


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>/flytta")
def move(review_id: UUID, item_id: UUID) -> Any:
    sitting = load(review_id)
    point, form = sitting.point(item_id), MoveForm()
    may_write(actor()).insist()
    waiting = [one.item.id for one in sitting.pending]
    here = waiting.index(item_id) + 1 if item_id in waiting else 0
    place, at = form.wanted(here, len(waiting)), clock.now()
    if submitted(form, lambda: service.move(actor(), sitting, point, place, at=at)):
        return redirect(url_for(".order", review_id=review_id, _anchor=f"p{item_id}"))
    return _order_page(load(review_id), form), 422


@reviews.route("/<uuid:review_id>/punkter/<uuid:item_id>/prioritet", methods=["GET", "POST"])
def weigh(review_id: UUID, item_id: UUID) -> Any:
    sitting = load(review_id)
    point = sitting.point(item_id)
    may_write(actor()).insist()
    known = criteria(actor(), sitting, point)
    form = WeighForm(data={"met": [part.criterion_id for part in point.weighed]})
    form.met.choices = [(one.id, f"{one.label}, {one.points} poäng") for one in known]
    if form.validate_on_submit() and kept(form, lambda: _weigh(sitting, point, form)):
        return _onward(sitting, point)
    signs = suggested(actor(), sitting, point)
    shown = {"form": form, "point": point, "sitting": sitting}
    seen = [one for one in known if one.sign in signs]
    page = render_template("reviews/weigh.html", **shown, seen=seen)
    return page, 422 if form.errors else 200


def _weigh(sitting: Sitting, point: Point, form: WeighForm) -> None:
    service.weigh(actor(), sitting, point, form.answers["met"], at=clock.now())


def _onward(sitting: Sitting, point: Point) -> Any:
    """The next item that nobody has weighed, or back to the order."""
    left = (p for p in sitting.pending if p.item.weighed_at is None and p is not point)
    following = next(left, None) if "nasta" in request.form else None
    if following:
        return redirect(url_for(".weigh", review_id=sitting.review.id, item_id=following.item.id))
    return redirect(url_for(".order", review_id=sitting.review.id, _anchor=f"p{point.item.id}"))
