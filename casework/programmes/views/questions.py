"""The template of the kartläggning: part by part, and how it will look."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, submitted
from casework.programmes import queries, service
from casework.programmes.forms import OWN_VIEW, LastDayForm, QuestionForm, RewordForm
from casework.programmes.models import AssessmentQuestion
from casework.programmes.queries import KINDS, choices
from casework.programmes.rules import has_ended, not_ended
from casework.programmes.views.door import programmes, said


@programmes.route("/<uuid:programme_id>/fragor", methods=["GET", "POST"])
def template(programme_id: UUID) -> ResponseReturnValue:
    row, on = queries.programme_to_change(actor(), programme_id), clock.today()
    kinds = choices(actor(), KINDS, on)
    form = QuestionForm(data={"part": request.args.get("del"), "valid_from": on})
    form.offer(kinds)
    if submitted(form, lambda: service.add_question(actor(), row, **form.said, on=on)):
        return _back(programme_id, "Frågan är tillagd.", form.part.data)
    found = queries.all_questions(actor(), programme_id)
    words = {"programme": row, "parts": _parts(not_ended(found, on), kinds), "on": on}
    ended = [one for one in found if has_ended(one, on)]
    labels = {OWN_VIEW: "Personens egen bild", **dict(kinds)}
    return form_page("programmes/template.html", form, ended=ended, labels=labels, **words)


@programmes.get("/<uuid:programme_id>/fragor/visa")
def preview(programme_id: UUID) -> ResponseReturnValue:
    row, on = queries.programme_to_change(actor(), programme_id), clock.today()
    asked = queries.questions(actor(), programme_id, on)
    parts = _parts(asked, choices(actor(), KINDS, on))
    return render_template("programmes/preview.html", programme=row, parts=parts, on=on)


@programmes.route("/fragor/<uuid:asked_id>", methods=["GET", "POST"])
def question(asked_id: UUID) -> ResponseReturnValue:
    row, on = queries.question_to_change(actor(), asked_id), clock.today()
    form = RewordForm(data={"words": row.words, "valid_from": max(on, row.valid_from)})
    if submitted(form, lambda: service.reword_question(actor(), row, **form.answers, on=on)):
        return _back(row.programme_id, "Frågan har nya ord.", row.info_kind)
    return form_page("programmes/question.html", form, question=row, on=on)


@programmes.route("/fragor/<uuid:asked_id>/avsluta", methods=["GET", "POST"])
def close_question(asked_id: UUID) -> ResponseReturnValue:
    row, form, on = queries.question_to_change(actor(), asked_id), LastDayForm(), clock.today()
    if submitted(form, lambda: service.end_question(actor(), row, **form.answers, on=on)):
        return _back(row.programme_id, "Frågan avslutas.", row.info_kind)
    url = url_for("programmes.template", programme_id=row.programme_id)
    words = {"what": "frågan", "title": row.words, "back": "Alla frågor", "url": url}
    return form_page("programmes/end.html", form, **words)


@programmes.post("/fragor/<uuid:asked_id>/flytta")
def shift_question(asked_id: UUID) -> ResponseReturnValue:
    row, form = queries.question_to_change(actor(), asked_id), HouseForm()
    up, on = request.form.get("vart") == "upp", clock.today()
    if submitted(form, lambda: service.move_question(actor(), row, up=up, on=on)):
        flash("Frågan är flyttad.")
    return _back(row.programme_id, "", row.info_kind)


def _back(programme_id: UUID, sentence: str, part: str | None) -> ResponseReturnValue:
    where: dict[str, Any] = {"programme_id": programme_id, "_anchor": part or OWN_VIEW}
    if sentence:
        return said(sentence, "programmes.template", **where)
    return redirect(url_for("programmes.template", **where))


def _parts(
    rows: list[AssessmentQuestion], kinds: list[tuple[str, str]]
) -> list[tuple[str, str, list[AssessmentQuestion]]]:
    """(key, label, questions) of each part; the individual's own view first."""
    parts = [(None, "Personens egen bild"), *kinds]
    return [
        (kind or OWN_VIEW, label, [one for one in rows if one.info_kind == kind])
        for kind, label in parts
    ]
