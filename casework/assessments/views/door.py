"""What all pages of the kartläggning share: the blueprint, loading, and the frame of a page."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from casework.access.web import actor
from casework.assessments import queries
from casework.assessments.models import AssessmentPart
from casework.assessments.policy import may_write
from casework.authorities.queries import people_by_id, unit_for
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.working_days import add_working_days
from casework.programmes.queries import KINDS, labels, programme_for

assessments = Blueprint("assessments", __name__)

CASE = "/arenden/<uuid:case_id>/kartlaggning"
PART = f"{CASE}/delar/<uuid:part_id>"
PERSON = f"{CASE}/egen-del"


def load(case_id: UUID) -> CaseFile:
    return case_for(actor(), case_id, clock.today())


def due(file: CaseFile) -> date:
    """The programme's number of working days from today."""
    days = programme_for(actor(), file.case.programme_id).part_days
    return add_working_days(file.on, days)


def part_page(template: str, file: CaseFile, one: AssessmentPart, **more: Any) -> str:
    told = queries.told_in(actor(), [one])[one.id]
    return page(template, file, told=told, **about(file, one), **more)


def about(file: CaseFile, one: AssessmentPart) -> dict[str, Any]:
    """Who wrote a part, for which unit, and whether the reader may go on with it."""
    names = people_by_id(actor(), [i for i in (one.author_id, one.signed_by_id) if i])
    can_write = may_write(actor(), file.facts, one.unit_id, file.on)
    unit = unit_for(actor(), one.unit_id)
    return {"part": one, "unit": unit, "people": names, "can_write": can_write}


def page(template: str, file: CaseFile, **more: Any) -> str:
    kinds = labels(actor(), KINDS)[KINDS]
    return render_template(f"assessments/{template}.html", file=file, kinds=kinds, **more)
