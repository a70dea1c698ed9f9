from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template

from casework.access.web import actor
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.forms import HouseForm
from casework.people import service
from casework.people.policy import may_mark_protected
from casework.people.queries import person_for

people = Blueprint("people", __name__, url_prefix="/personer")


@people.route("/<uuid:person_id>/skydda", methods=["GET", "POST"])
def protect(person_id: UUID) -> Any:
    """E3: erased at once. To the desk afterwards: not everyone may still see the person."""
    person, form = person_for(actor(), person_id, clock.today()), HouseForm()
    may_mark_protected(actor()).insist()
    if form.validate_on_submit():
        with writing():
            service.mark_protected(actor(), person, at=clock.now())
        flash("Personen har skyddade personuppgifter. Namn, nummer och kontakt är raderade.")
        return redirect("/")
    return render_template("people/protect.html", form=form, person=person)
