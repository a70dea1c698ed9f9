from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotVisible
from casework.kit.forms import HouseForm
from casework.kit.saving import done, form_page, submitted
from casework.oversight import rules, service, watch
from casework.oversight.forms import AssessForm, LookForm, SeenForm, SizeForm
from casework.oversight.policy import may_see_who
from casework.oversight.queries import log, samples, seen, tasks
from casework.oversight.words import FOUND, ground, month_name

oversight = Blueprint("oversight", __name__)
oversight.add_app_template_filter(month_name)


@oversight.get("/granskning")
def home() -> Any:
    """T5: what the rules find is raised before the page is read."""
    log.insist_reviewer(actor())
    with writing():
        watch.raise_tasks(clock.now())
    return render_template(
        "oversight/home.html",
        months=samples.overview(actor(), clock.today()),
        tasks=tasks.open_tasks(actor()),
        assessed=tasks.assessed(actor(), request.args.get("efter")),
        found=FOUND,
        sign_off_by=rules.sign_off_by,
    )


@oversight.get("/granskning/logg")
def access_log() -> Any:
    reference = request.args.get("arende", "").strip().upper()
    before = request.args.get("fore", type=int)
    page = log.access_log(actor(), reference, before)
    return render_template("oversight/access_log.html", page=page, reference=reference)


@oversight.route("/granskning/antal", methods=["GET", "POST"])
def size() -> Any:
    log.insist_reviewer(actor())
    form = SizeForm(size=samples.size_for(actor()))
    if done(form, lambda size: service.set_size(actor(), size)):
        flash("Antalet är ändrat. Det gäller nästa månad som du drar.")
        return redirect(url_for(".home"))
    return form_page("oversight/size.html", form)


@oversight.route("/granskning/dra/<month>", methods=["GET", "POST"])
def draw(month: str) -> Any:
    log.insist_reviewer(actor())
    form, first = HouseForm(), _month(month)
    if submitted(form, lambda: service.draw(actor(), first, at=clock.now())):
        drawn = samples.drawn_already(actor(), first)
        flash(f"Stickprovet för {month_name(first)} är draget.")
        return redirect(url_for(".sample", sample_id=drawn.id if drawn else None))
    return form_page("oversight/draw.html", form, month=first, size=samples.size_for(actor()))


def _month(text: str) -> date:
    """The first day of 2026-10. Raises NotVisible."""
    try:
        return rules.month_of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        raise NotVisible("log_samples") from None


@oversight.get("/granskning/stickprov/<uuid:sample_id>")
def sample(sample_id: UUID) -> Any:
    file = samples.sample_for(actor(), sample_id)
    return render_template("oversight/sample.html", file=file)


@oversight.route("/granskning/stickprov/<uuid:sample_id>/<uuid:row_id>", methods=["GET", "POST"])
def sample_row(sample_id: UUID, row_id: UUID) -> Any:
    file = samples.sample_for(actor(), sample_id)
    line = file.line(row_id)
    form = LookForm(verdict=line.row.verdict, note=line.row.note)
    if done(form, lambda **said: service.look_at(actor(), file, line, at=clock.now(), **said)):
        return redirect(_onwards(file))
    file = samples.sample_for(actor(), sample_id)
    return form_page("oversight/sample_row.html", form, file=file, line=file.line(row_id))


def _onwards(file: samples.SampleFile) -> str:
    """The next row that nobody has looked at, or the whole sample."""
    if file.left:
        return url_for(".sample_row", sample_id=file.sample.id, row_id=file.left[0].row.id)
    return url_for(".sample", sample_id=file.sample.id)


@oversight.route("/granskning/stickprov/<uuid:sample_id>/godkann", methods=["GET", "POST"])
def sample_sign_off(sample_id: UUID) -> Any:
    file, form = samples.sample_for(actor(), sample_id), HouseForm()
    if submitted(form, lambda: service.sign_off(actor(), file, at=clock.now())):
        flash(f"{month_name(file.sample.month).capitalize()} är godkänd och låst.")
        return redirect(url_for(".home"))
    return form_page("oversight/sign_off.html", form, file=samples.sample_for(actor(), sample_id))


@oversight.route("/granskning/uppgift/<uuid:task_id>", methods=["GET", "POST"])
def task(task_id: UUID) -> Any:
    before = request.args.get("fore", type=int)
    file, form = tasks.task_for(actor(), task_id, before), AssessForm()
    if done(form, lambda **said: service.assess(actor(), file, at=clock.now(), **said)):
        flash("Din bedömning är sparad.")
        return redirect(url_for(".home"))
    file = tasks.task_for(actor(), task_id, before)
    return form_page("oversight/task.html", form, file=file, found=FOUND[file.task.rule])


@oversight.get("/arenden/<uuid:case_id>/vem-har-sett")
def who_has_seen(case_id: UUID) -> Any:
    file = case_for(actor(), case_id, clock.today())
    may_see_who(actor(), file.facts, file.on).insist()
    form, people = SeenForm(request.args), seen.visitors(actor(), file)
    form.vem.choices = sorted({(one.user_id, one.name) for one in people if one.name}, key=str)
    form.validate()
    wanted = form.wanted(request.args.get("fore", type=int))
    page = seen.rows_of(actor(), file, wanted)
    rows = [(row, ground(row.entry, file)) for row in page.rows]
    shown = {"people": people, "page": page, "rows": rows}
    return render_template("oversight/who_has_seen.html", file=file, form=form, **shown)
