"""The kartläggning as its reader may read it: all of it, one part, and the page for the meeting."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for

from casework.access.web import actor
from casework.assessments import queries
from casework.assessments.forms import FinishForm
from casework.assessments.models import AssessmentPart
from casework.assessments.policy import may_ask, may_begin, may_finish
from casework.assessments.queries.own import own_part
from casework.assessments.reading import changes
from casework.assessments.rules import readers
from casework.assessments.views.door import CASE, PART, about, assessments, load, page
from casework.authorities.queries import people_by_id, units_in_consents
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.working_days import add_working_days
from casework.programmes.queries import KINDS, labels


@assessments.get(CASE)
def show(case_id: UUID) -> Any:
    return shown(load(case_id), FinishForm(on=add_working_days(clock.today(), 10)))


def shown(file: CaseFile, form: FinishForm) -> Any:
    return page(
        "show",
        file,
        form=form,
        can_ask=may_ask(actor(), file.facts, file.on),
        can_begin=may_begin(actor(), file.facts, file.on),
        can_finish=may_finish(actor(), file.facts, file.on),
        **_given(file),
    )


@assessments.get(f"{CASE}/sammanfattning")
def summary(case_id: UUID) -> Any:
    file = load(case_id)
    seen = _given(file)
    kinds = {one.part.info_kind for one in seen["told"].values()}
    units = units_in_consents(actor())
    able = readers(file.facts.consents, [u.id for u in units], kinds, file.on)
    return page("summary", file, units=units, readers=able, **seen)


def _given(file: CaseFile) -> dict[str, Any]:
    """C5: the parts this reader may know of, with the words of those that are signed."""
    series = queries.parts(actor(), file)
    signed = queries.given(series)
    names = people_by_id(actor(), [p.signed_by_id for p in signed if p.signed_by_id])
    return {
        "series": series,
        "waiting": queries.waited_for(series),
        "all_given": queries.all_given(series),
        "told": queries.told_in(actor(), signed),
        "people": names,
    }


@assessments.get(PART)
def part(case_id: UUID, part_id: UUID) -> Any:
    file = load(case_id)
    one = queries.part_for(actor(), file, part_id)
    if one.signed_at is None:
        return redirect(url_for(".write", case_id=file.id, part_id=one.id))
    return page("part", file, **about(file, one), **_versions(one))


def _versions(one: AssessmentPart) -> dict[str, Any]:
    """S2: every signed version, newest first, and what this one changed in the one before."""
    versions = queries.versions_of(actor(), one)
    earlier = next((v for v in versions if v.version < one.version), None)
    told = queries.told_in(actor(), [one, *([earlier] if earlier else [])])
    changed = changes(told[earlier.id], told[one.id]) if earlier else []
    draft = queries.draft_after(actor(), one)
    seen = {"versions": versions, "earlier": earlier, "changed": changed}
    return {**seen, "told": told[one.id], "draft": draft}


@assessments.get("/kartlaggning/delar/<uuid:part_id>")
def own(part_id: UUID) -> Any:
    told, case = own_part(actor(), part_id)
    kinds = labels(actor(), KINDS)[KINDS]
    seen = {"part": told.part, "told": told, "case": case, "kinds": kinds}
    return render_template("assessments/own.html", **seen)
