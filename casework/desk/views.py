from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from casework.access.web import actor, me
from casework.cases.queries import CaseFile, case_for
from casework.cases.rules import deadline
from casework.consents.policy import may_record, may_withdraw
from casework.desk import queries
from casework.desk.policy import acts, next_act
from casework.desk.rules import case as rules
from casework.desk.rules import waiting
from casework.kit import clock

desk = Blueprint("desk", __name__)


@desk.app_template_filter()
def unbroken(text: str, css: str = "cw-ref") -> str:
    return waiting.unbroken(text, css)


@desk.get("/")
def home() -> Any:
    today = clock.today()
    until = today + waiting.AHEAD
    groups = waiting.grouped(queries.tasks(actor(), today), today)
    return render_template(
        "desk/home.html",
        lead=waiting.lead(me().first_name, groups),
        groups=groups,
        days=waiting.by_day(queries.coming(actor(), today, until)),
        until=until,
        log=None,
    )


@desk.get("/arenden/<uuid:case_id>")
def case(case_id: UUID) -> Any:
    file = case_for(actor(), case_id, clock.today())
    rooms = queries.on_case(actor(), file)
    shown = queries.round_the_case(actor(), file)
    act = next_act(actor(), file, rooms)
    others = [one for one in acts(actor(), file, rooms) if act is None or one.label != act.label]
    return render_template(
        "desk/case.html",
        **{**rooms, **shown, **_said(file, shown)},
        file=file,
        act=act,
        others=others,
        way=rules.way(_marks(file, rooms, shown), file.on),
    )


def _said(file: CaseFile, shown: dict[str, Any]) -> dict[str, Any]:
    """The sentences and rows that the pure rules make of what was read."""
    units = {unit.id: unit for unit in shown["units"]}
    return {
        "because": rules.seen_because(actor(), file.decision),
        "consent_state": rules.consent_state(file.facts, file.on),
        "readers": rules.readers(actor(), file.facts, shown["units"], shown["words"], file.on),
        "gone": rules.gone(actor(), file.facts, units, file.on),
        "parties": rules.by_authority(shown["seats"]),
        "due": deadline(file.case.next_step_on, file.on) if file.case.next_step_on else None,
        "roles": {},
        "may_record": may_record(actor()),
        "may_withdraw": _may_withdraw(file),
    }


def _may_withdraw(file: CaseFile) -> Any:
    if file.consent is None:
        return None
    return may_withdraw(actor(), frozenset(file.units_in_force), file.consent.unit_id)


def _marks(file: CaseFile, rooms: dict[str, Any], shown: dict[str, Any]) -> rules.Marks:
    case, day = file.case, clock.local
    return rules.Marks(
        at=case.step,
        accepted_on=day(case.opened_at).date(),
        referred_on=day(shown["referred_at"]).date() if shown["referred_at"] else None,
        assessed_on=_assessed_on(rooms["assessments"]),
        closed_on=day(case.closed_at).date() if case.closed_at else None,
    )


def _assessed_on(assessments: dict[str, Any]) -> Any:
    """When the last part was signed, once all that were asked for are."""
    if not assessments["all_given"]:
        return None
    return clock.local(max(one.signed.signed_at for one in assessments["series"])).date()
