import json
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from casework.access import YES
from casework.access.web import actor
from casework.audit.service import note_read
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.forms import HouseForm
from casework.kit.saving import done, form_page, submitted
from casework.programmes.queries import programme_for, programmes
from casework.reports import queries, service
from casework.reports.files import all_files
from casework.reports.forms import (
    DraftForm,
    PublishForm,
    ReadForm,
    TextsForm,
    answer_form,
    periods,
)
from casework.reports.models import InterimReport
from casework.reports.policy import (
    may_answer,
    may_draft,
    may_draft_of,
    may_publish,
    may_second_read,
)
from casework.reports.preparing import prepare, unprotected, why_hidden
from casework.reports.rules import FIELDS, called, lines
from casework.reports.showing import figures, sections

reports = Blueprint("reports", __name__, url_prefix="/rapporter")

KINDS = {".json": "application/json", ".csv": "text/csv; charset=utf-8"}


@reports.get("")
def listing() -> Any:
    return render_template(
        "reports/listing.html",
        published=queries.published(actor()),
        drafts=queries.drafts(actor()),
        unread=queries.unread(actor()),
        may_draft=may_draft(actor()),
        called=called,
    )


@reports.route("/ny", methods=["GET", "POST"])
def draft() -> Any:
    queries.insist_on_coordinator(actor())
    form, made = DraftForm(), []
    own = [p for p in programmes(actor()) if may_draft_of(actor(), p.host_unit_id)]
    form.programme_id.choices = [(p.id, p.name) for p in own]
    form.period.choices = periods(clock.today())
    if submitted(form, lambda: made.append(_draft(form))):
        flash("Utkastet är skapat. Ingen annan ser talen.")
        return redirect(url_for(".show", report_id=made[0].id))
    return form_page("reports/draft.html", form)


def _draft(form: DraftForm) -> InterimReport:
    programme = programme_for(actor(), form.answers["programme_id"])
    return service.draft(actor(), programme, *form.days, at=clock.now())


@reports.get("/<uuid:report_id>")
def show(report_id: UUID) -> Any:
    report = queries.report_for(actor(), report_id)
    return _published(report) if report.frozen else _drafted(report)


def _drafted(report: InterimReport) -> Any:
    note_read(actor(), report, YES)
    prepared = prepare(actor(), report, clock.now())
    hidden = [(table.title, why_hidden(table)) for table in prepared.release.tables]
    return render_template(
        "reports/show_draft.html",
        hidden=hidden,
        is_written=any(getattr(report, name) for name in FIELDS),
        names=queries.names_of(actor(), [report.drafted_by_id, report.second_reader_id]),
        may_publish=may_publish(actor(), is_read=report.second_read_at is not None),
        **_drawn(report, prepared.frozen),
    )


def _published(report: InterimReport, form: HouseForm | None = None) -> Any:
    """Everything on the page comes from the frozen document (L1)."""
    frozen = json.loads(report.frozen or "")
    asked = form or answer_form(frozen["texts"]["questions"])
    return form_page(
        "reports/show.html",
        asked,
        answers=queries.answers(actor(), report),
        may_answer=may_answer(actor()),
        may_draft=may_draft(actor()),
        **_drawn(report, frozen),
    )


@reports.route("/<uuid:report_id>/text", methods=["GET", "POST"])
def text(report_id: UUID) -> Any:
    report = queries.draft_for(actor(), report_id)
    form = TextsForm(obj=report)
    if done(form, lambda **said: service.write(actor(), report, said, at=clock.now())):
        flash("Texten är sparad. En kollega behöver läsa den innan rapporten publiceras.")
        return redirect(url_for(".show", report_id=report_id))
    return form_page("reports/text.html", form, **_about(queries.draft_for(actor(), report_id)))


@reports.get("/<uuid:report_id>/underlag")
def underlag(report_id: UUID) -> Any:
    report = queries.inside_for(actor(), report_id)
    note_read(actor(), report, YES)
    tables = unprotected(actor(), report, clock.now())
    return render_template("reports/inside.html", tables=tables, **_about(report))


@reports.route("/<uuid:report_id>/lasning", methods=["GET", "POST"])
def second_read(report_id: UUID) -> Any:
    report, form = queries.words_for(actor(), report_id), ReadForm()
    may = may_second_read(actor(), report.drafted_by_id)
    if submitted(form, lambda: service.second_read(actor(), report, at=clock.now())):
        flash("Du har läst texten. Koordinatorn kan publicera rapporten.")
        return redirect(url_for(".listing"))
    report = queries.words_for(actor(), report_id)
    words = [(label, lines(getattr(report, name))) for name, label in FIELDS.items()]
    return form_page("reports/second_read.html", form, words=words, may=may, **_about(report))


@reports.route("/<uuid:report_id>/publicera", methods=["GET", "POST"])
def publish(report_id: UUID) -> Any:
    report, form = queries.draft_for(actor(), report_id), PublishForm()
    may = may_publish(actor(), is_read=report.second_read_at is not None)
    if submitted(form, lambda: service.publish(actor(), report, at=clock.now())):
        flash("Rapporten är publicerad. LSG kan läsa den nu.")
        return redirect(url_for(".show", report_id=report_id))
    report = queries.draft_for(actor(), report_id)
    prepared = prepare(actor(), report, clock.now())
    return form_page("reports/publish.html", form, may=may, **_drawn(report, prepared.frozen))


@reports.post("/<uuid:report_id>/svar")
def answer(report_id: UUID) -> Any:
    report = queries.report_for(actor(), report_id)
    if not may_answer(actor()) or not report.frozen:
        raise NotVisible("interim_reports", report_id)
    form = answer_form(json.loads(report.frozen)["texts"]["questions"])
    if done(form, lambda **said: _answer(report, said)):
        flash("Dina svar är sparade. De syns för LSG och koordinatorn.")
        return redirect(url_for(".show", report_id=report_id, _anchor="fragor"))
    return _published(queries.report_for(actor(), report_id), form)


def _answer(report: InterimReport, said: dict[str, str | None]) -> None:
    given = {int(name.removeprefix("q")): text for name, text in said.items()}
    service.answer(actor(), report, given, at=clock.now())


@reports.get("/<uuid:report_id>/<path:name>")
def download(report_id: UUID, name: str) -> Any:
    """The frozen bytes, the same as `casework report --out` writes (L1)."""
    report = queries.report_for(actor(), report_id)
    content = all_files(report.frozen).get(name) if report.frozen else None
    if content is None:
        raise NotVisible("interim_reports", report_id)
    answer = Response(content, content_type=KINDS[name[name.rindex(".") :]])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.rsplit("/")[-1]}"'
    return answer


def _about(report: InterimReport) -> dict[str, Any]:
    return {"report": report, "period": called(report.period_from, report.period_to)}


def _drawn(report: InterimReport, frozen: dict[str, Any]) -> dict[str, Any]:
    """What the tables and words of a report are drawn from, frozen or as it would be."""
    drawn = {"sections": sections(frozen), "figures": figures(frozen), "texts": frozen["texts"]}
    names = [table["name"] for table in frozen["tables"]]
    return {**_about(report), **drawn, "programme": frozen["programme"], "files": names}
