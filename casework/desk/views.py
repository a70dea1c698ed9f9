from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from casework.access.web import actor, me
from casework.cases.forms import WAY
from casework.cases.queries import CaseFile, case_for
from casework.cases.rules import deadline
from casework.consents.policy import may_record, may_withdraw
from casework.contributions.queries import LISTS, latest_of_unit
from casework.contributions.views import quick_log
from casework.desk import queries, service
from casework.desk.forms import OverviewForm
from casework.desk.policy import acts, next_act
from casework.desk.rules import case as rules
from casework.desk.rules import overview as overviews
from casework.desk.rules import waiting
from casework.desk.rules.story import story
from casework.kit import clock
from casework.kit.swedish import local_day
from casework.oversight.policy import may_see_who
from casework.programmes.queries import labels
from casework.referrals.queries.following import followed

desk = Blueprint("desk", __name__)


@desk.get("/")
def home() -> Any:
    today = clock.today()
    until = today + waiting.AHEAD
    tasks = queries.tasks(actor(), today)
    groups = waiting.grouped(tasks, today)
    return render_template(
        "desk/home.html",
        lead=waiting.lead(me().first_name, groups),
        groups=groups,
        days=waiting.by_day(queries.coming(actor(), today, until, tasks)),
        until=until,
        sent=followed(actor(), today),
        **_logging(),
    )


@desk.get("/arenden/oversikt")
def overview() -> Any:
    """K4: the coordinator's cases, or those that the reader works with: what `visible` says."""
    form, rows = _overview()
    chosen = overviews.shown(rows, form.wanted)
    return render_template(
        "desk/overview.html",
        form=form,
        every=rows,
        rows=chosen,
        groups=overviews.grouped(chosen, form.wanted),
        counts=overviews.counts(rows, form.wanted),
        way=dict(WAY),
        steps=labels(actor(), "nastasteg")["nastasteg"],
    )


@desk.get("/arenden/oversikt.csv")
def references() -> Any:
    form, rows = _overview()
    file = service.fetch_references(actor(), me(), overviews.shown(rows, form.wanted))
    name = f"arenden-{clock.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return file, {"Content-Type": "text/csv; charset=utf-8", **headers}


def _overview() -> tuple[OverviewForm, list[overviews.Row]]:
    rows = queries.every_open_case(actor(), clock.today())
    form = OverviewForm(request.args)
    form.offer(overviews.choices(rows))
    return form, rows


def _logging() -> dict[str, Any]:
    """The officer's most common act is on the desk; the coordinator logs on the case."""
    if actor().coordinates:
        return {"log": None, "latest": [], "logged_kinds": {}}
    return {
        "log": quick_log(actor(), clock.today()),
        "latest": latest_of_unit(actor()),
        "logged_kinds": labels(actor(), LISTS)[LISTS],
    }


@desk.get("/arenden/<uuid:case_id>")
def case(case_id: UUID) -> Any:
    file = case_for(actor(), case_id, clock.today())
    rooms = queries.on_case(actor(), file)
    shown = queries.round_the_case(actor(), file)
    act = next_act(actor(), file, rooms)
    others = [one for one in acts(actor(), file, rooms) if act is None or one.label != act.label]
    return render_template(
        "desk/case.html",
        **{**rooms, **shown, **_said(file, rooms, shown)},
        file=file,
        act=act,
        others=others,
        way=rules.way(_marks(file, rooms), file.on),
    )


def _said(file: CaseFile, rooms: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """The sentences and rows that the pure rules make of what was read."""
    units = {unit.id: unit for unit in shown["units"]}
    return {
        "because": rules.seen_because(actor(), file.decision),
        "consent_state": rules.consent_state(file.facts, file.on),
        "readers": rules.readers(actor(), file.facts, shown["units"], shown["words"], file.on),
        "gone": rules.gone(actor(), file.facts, units, file.on),
        "parties": rules.by_authority(shown["seats"]),
        "due": deadline(file.case.next_step_on, file.on) if file.case.next_step_on else None,
        "roles": _roles(file, rooms, shown),
        "story": story(shown["story"], rooms["contributions"]),
        **_may(file),
    }


def _may(file: CaseFile) -> dict[str, Any]:
    """What the panels of the page offer."""
    return {
        "may_record": may_record(actor()),
        "may_withdraw": _may_withdraw(file),
        "may_see_who": may_see_who(actor(), file.facts, file.on),
    }


def _may_withdraw(file: CaseFile) -> Any:
    if file.consent is None:
        return None
    return may_withdraw(
        actor(), file.units_in_force | {file.case.owner_unit_id}, file.consent.unit_id
    )


def _roles(file: CaseFile, rooms: dict[str, Any], shown: dict[str, Any]) -> dict[UUID, list[str]]:
    """{user id: what they answer for}, beside the names round the individual."""
    plan = rooms["plans"]["plan"]
    responsible = plan.plan.responsible_id if plan else None
    return rules.roles(file.facts, shown["seats"], responsible)


def _marks(file: CaseFile, rooms: dict[str, Any]) -> rules.Marks:
    plan = rooms["plans"]["plan"]
    return rules.Marks(
        at=file.case.step,
        accepted_on=local_day(file.case.opened_at),
        referred_on=file.referred_at and local_day(file.referred_at),
        assessed_on=_assessed_on(rooms["assessments"]),
        planned_on=plan.plan.in_force_from if plan else None,
        follow_ups=rooms["followups"]["times"],
        closed_on=file.case.closed_at and local_day(file.case.closed_at),
    )


def _assessed_on(assessments: dict[str, Any]) -> Any:
    """When the last part was signed, once all that were asked for are.

    C5: made of nothing but the parts that the reader may know of, so the day may differ between
    two readers, and tells neither of them of another part: it is the same whether there is one.
    """
    if not assessments["all_given"]:
        return None
    return local_day(max(one.signed.signed_at for one in assessments["series"]))
