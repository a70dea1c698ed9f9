"""What others see: the wall, the minutes as each may read them, and an open question."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request

from casework.access.web import actor
from casework.cases.models import Case
from casework.kit import clock
from casework.kit.saving import submitted
from casework.reviews import service
from casework.reviews.forms import ReplyForm
from casework.reviews.models import ReviewQuestion
from casework.reviews.policy import may_hear, may_write
from casework.reviews.queries import code_words
from casework.reviews.queries.asking import question_for
from casework.reviews.queries.opening import openable
from casework.reviews.queries.shapes import Matter, Point, Sitting
from casework.reviews.rules import on_the_wall
from casework.reviews.views.door import called, done, load, reviews, to


def minutes_page(sitting: Sitting, template: str) -> str:
    """The minutes as this reader may hear them."""
    matters = [point.matter for point in sitting.points]
    opens = openable(actor(), matters, sitting.on)
    words = called(code_words(actor()))
    return render_template(template, sitting=sitting, words=words, opens=opens)


@reviews.get("/<uuid:review_id>/utskrift")
def print_view(review_id: UUID) -> Any:
    return minutes_page(load(review_id), "reviews/print.html")


@reviews.get("/<uuid:review_id>/visa")
def screen(review_id: UUID) -> Any:
    """V2: on the wall, only what everyone who is in for the open item may hear."""
    sitting = load(review_id)
    may_write(actor()).insist()
    now = _on_now(sitting)
    shown = _on_the_wall(sitting, now)
    following = sitting.after(now) if now else next(iter(sitting.pending), None)
    return render_template(
        "reviews/screen.html",
        **{"sitting": sitting, "now": now, "shown": shown, "following": following},
        words=called(code_words(actor())),
    )


def _on_the_wall(sitting: Sitting, now: Point | None) -> list[Point]:
    room = sitting.might_see
    hears = [
        frozenset(u.id for u in room if may_hear(u.as_actor(), point.matter.subject, sitting.on))
        for point in sitting.points
    ]
    place = sitting.points.index(now) if now else None
    everyone = frozenset(user.id for user in room)
    return [sitting.points[n] for n in on_the_wall(hears, everyone, place)]


def _on_now(sitting: Sitting) -> Point | None:
    """The item that the wall was opened for, while it is being talked of."""
    asked = request.args.get("punkt", "")
    waiting = [] if sitting.is_finished else sitting.pending
    return next((point for point in waiting if str(point.item.id) == asked), None)


@reviews.post("/<uuid:review_id>/punkter/<uuid:item_id>/gjort")
def keep(review_id: UUID, item_id: UUID) -> Any:
    sitting = load(review_id)
    point = sitting.point(item_id)
    if done(lambda: service.keep(actor(), point, at=clock.now())):
        flash("Det du tog på dig är markerat som gjort.")
    return to(review_id)


@reviews.route("/oppna-fragor/<uuid:question_id>", methods=["GET", "POST"])
def question(question_id: UUID) -> Any:
    asked, matter = question_for(actor(), question_id, clock.today())
    form = ReplyForm()
    if submitted(form, lambda: _reply(asked, matter, form)):
        flash("Svaret är sparat. De som får höra punkten kan läsa det.")
        asked, matter = question_for(actor(), question_id, clock.today())
    opens = openable(actor(), [matter], clock.today())
    told = {"asked": asked, "matter": matter, "opens": opens}
    page = render_template("reviews/question.html", form=form, **told)
    return page, 422 if form.errors else 200


def _reply(asked: ReviewQuestion, matter: Matter, form: ReplyForm) -> None:
    case_id = matter.row.id if isinstance(matter.row, Case) else None
    service.reply(actor(), asked, form.answer.data, case_id=case_id, at=clock.now())
