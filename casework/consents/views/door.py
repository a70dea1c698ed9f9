"""What all pages of a consent share: the blueprint, the grid's rows and columns, who reads what."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for

from casework.access.web import actor
from casework.authorities.models import Unit
from casework.authorities.queries import staff_of, units_in_consents, user_for
from casework.consents import queries
from casework.consents.changes import Pairs
from casework.consents.forms import ConsentForm
from casework.consents.rules import by_unit, given_from
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.programmes.queries import KINDS, choices

consents = Blueprint("consents", __name__, url_prefix="/samtycken")

Readers = list[tuple[Unit, list[str]]]


def offer(form: ConsentForm, units: Sequence[Unit]) -> ConsentForm:
    """Every tick that can be made, and the colleagues who may have taken the consent."""
    who = actor()
    colleagues = [one for one in staff_of(who, {who.unit_id}) if one.id != who.user_id]
    form.offer(units, choices(who, KINDS, clock.today()), colleagues)
    return form


def offered(units: Sequence[Unit]) -> dict[str, Any]:
    """The rows and columns of the grid: authorities with their units, and kinds."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.authority.name, []).append(unit)
    return {"groups": groups, "kinds": choices(actor(), KINDS, clock.today())}


def read_back(answers: dict[str, Any]) -> dict[str, Any]:
    """What the answers say, for reading aloud before they are saved."""
    given = given_from(answers)
    taken_by = user_for(actor(), given.taken_by_id) if given.taken_by_id else None
    return {"given": given, "taken_by": taken_by, **readers_and_others(given.grants)}


def readers(pairs: Pairs) -> Readers:
    """Units with the words of their kinds, in the order of the grid."""
    units = {unit.id: unit for unit in units_in_consents(actor())}
    labels = dict(choices(actor(), KINDS, clock.today()))
    rows = by_unit(pairs, list(units), list(labels))
    return [(units[unit], [labels[kind].lower() for kind in kinds]) for unit, kinds in rows]


def readers_and_others(pairs: Pairs) -> dict[str, Any]:
    """Who reads what, and who reads nothing."""
    rows = readers(pairs)
    named = {unit.id for unit, _ in rows}
    without = [unit for unit in units_in_consents(actor()) if unit.id not in named]
    return {"readers": rows, "without": without}


def asked(*names: str) -> UUID:
    """An id in the address."""
    text = next((request.args[name] for name in names if name in request.args), "")
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("people") from None


def to_the_case(series_id: UUID) -> Any:
    """Where one goes on: the case that rests on the consent if one still reaches it."""
    for one in queries.cases_on(actor(), series_id, clock.today()):
        if one.reached:
            return redirect(url_for("desk.case", case_id=one.case_id))
    return redirect("/")


def status(form: Any) -> int:
    return 422 if form.errors else 200
