"""Avidentifierad konsultation: asking without a person, and the advice."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from casework.access.web import actor
from casework.authorities.queries import unit_names
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.programmes.queries import KINDS, choices, labels
from casework.reviews import service
from casework.reviews.forms import ConsultForm
from casework.reviews.policy import may_consult, may_refer
from casework.reviews.queries import consultations as questions
from casework.reviews.views.door import reviews


@reviews.route("/fragor/ny", methods=["GET", "POST"])
def consult() -> Any:
    may_consult(actor()).insist()
    form = ConsultForm()
    form.kinds.choices = choices(actor(), KINDS, clock.today())
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
    words = labels(actor(), KINDS)[KINDS]
    return render_template(
        "reviews/consultation.html",
        row=row,
        units=unit_names(actor()),
        kinds=[words.get(one, one) for one in (row.kinds or "").split(",") if one],
        may_refer=may_refer(actor(), row.unit_id),
    )
