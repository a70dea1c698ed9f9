from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from casework.access.web import actor
from casework.authorities.queries import unit_names
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.forms import HouseForm
from casework.programmes.queries import KINDS, labels
from casework.records import queries, rules, service
from casework.records.policy import may_make_extract

records = Blueprint("records", __name__)


@records.route("/arenden/<uuid:case_id>/utdrag", methods=["GET", "POST"])
def extract(case_id: UUID) -> Any:
    """D1: the extract is the answer to the POST: it is made once, and not kept anywhere."""
    file, form = case_for(actor(), case_id, clock.today()), HouseForm()
    may_make_extract(actor(), file.facts, file.on).insist()
    if not form.validate_on_submit():
        return render_template("records/extract.html", file=file, form=form)
    shown = _shown(file)
    with writing():
        service.hand_out(actor(), file)
    return render_template("records/paper.html", file=file, **shown)


def _shown(file: CaseFile) -> dict[str, Any]:
    return {
        "lines": rules.lines(queries.traces(actor(), file)),
        "units": unit_names(actor()),
        "kinds": labels(actor(), KINDS)[KINDS],
    }
