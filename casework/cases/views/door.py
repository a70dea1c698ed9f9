"""What the pages of a case share: the blueprint, loading one, and the way back to it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for

from casework.access.web import actor
from casework.cases import queries
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.forms import HouseForm

cases = Blueprint("cases", __name__, url_prefix="/arenden")


def file_of(case_id: UUID) -> CaseFile:
    return queries.case_for(actor(), case_id, clock.today())


def again(file: CaseFile, form: HouseForm) -> CaseFile:
    """A refused save rolled everything back: the page reads the case anew."""
    return file_of(file.id) if form.errors else file


def to_case(case_id: UUID) -> Any:
    return redirect(url_for("desk.case", case_id=case_id))
