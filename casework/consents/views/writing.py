"""C2, C3: a consent is filled in with the individual, read back, and saved only then.

Nothing is ticked when a consent is asked for anew. When one is changed the grid is empty too, with
what holds marked beside each box: a box that was filled in by the page is not the individual's yes.
Most changes take away one unit, though, and an empty grid then loses by mistake what was not meant.
So there is a link, which somebody must choose, that fills in what holds now. It never fills in who
gave the change, when and how: that is always of today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.models import Unit
from casework.authorities.queries import units_in_consents
from casework.consents import queries, service
from casework.consents.changes import Change, Pairs, change, holding, named_in
from casework.consents.forms import ConsentForm
from casework.consents.models import Consent
from casework.consents.policy import may_change, may_record
from casework.consents.rules import Given, given_from, problems
from casework.consents.signals import Impact
from casework.consents.views.door import (
    asked,
    consents,
    offer,
    offered,
    read_back,
    readers,
    status,
    to_the_case,
)
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.people.models import Person
from casework.people.queries import person_for

KEPT = ("purpose", "exceptions", "last_day", "language", "interpreter", "survey", "statistics")


@dataclass(frozen=True)
class Before:
    """Whose consent it is, and every version so far: none when it is asked for the first time."""

    person: Person
    versions: list[Consent]

    @property
    def former(self) -> Consent | None:
        return self.versions[-1] if self.versions else None

    @property
    def units(self) -> list[Unit]:
        """Whom it can name: the programme's units, and those it names already."""
        return queries.nameable(actor(), self.versions)

    @property
    def held(self) -> Pairs:
        return holding([one.facts() for one in self.versions], clock.today())


SAVED = "Samtycket är sparat. Skriv ut kvittot och ge det till personen."
CHANGED = (
    "Samtycket är ändrat. Ge personen ett nytt kvitto: öppna Visa hela samtycket och skriv ut det."
)


@consents.route("/ny", methods=["GET", "POST"])
def new() -> Any:
    may_record(actor()).insist()
    return _written(_for_person)


@consents.route("/<uuid:consent_id>/andra", methods=["GET", "POST"])
def alter(consent_id: UUID) -> Any:
    may_record(actor()).insist()
    return _written(lambda: _for_consent(consent_id))


def _for_person() -> Before:
    person = person_for(actor(), asked("person_id", "person"), clock.today())
    former = queries.latest_of(actor(), person, clock.today())
    return Before(person, queries.series(actor(), former.series_id) if former else [])


def _for_consent(consent_id: UUID) -> Before:
    former, person = queries.newest(actor(), consent_id, clock.today())
    return Before(person, queries.series(actor(), former.series_id))


def _written(load: Callable[[], Before]) -> Any:
    before = load()
    form = offer(ConsentForm(data=_as_it_holds(before)), before.units)
    ready = form.validate_on_submit() and _whole(form, before) and "andra" not in request.form
    if ready and "spara" in request.form:
        if consent := _recorded(form, before):
            flash(CHANGED if before.former else SAVED)
            return _onwards(before, consent)
        before = load()  # a refused save rolled back what was read
    return _page(form, before, ready and not form.errors)


def _page(form: ConsentForm, before: Before, ready: bool) -> Any:
    page: dict[str, Any] = {"form": form, "person": before.person, "former": before.former}
    if ready:
        page |= {**read_back(form.answers), **_difference(form, before)}
        return render_template("consents/review.html", **page)
    page |= {"held": before.held, "filled": bool(_as_it_holds(before)), **offered(before.units)}
    return render_template("consents/new.html", **page), status(form)


def _onwards(before: Before, consent: Consent) -> Any:
    if before.former:
        return to_the_case(consent.series_id)
    return redirect(url_for(".show", consent_id=consent.id))


def _as_it_holds(before: Before) -> dict[str, Any]:
    """What the link fills in: what holds today, and no word of how the change was given."""
    if request.args.get("fran") != "nu" or not before.held or before.former is None:
        return {}
    kept = {name: getattr(before.former, name) for name in KEPT}
    return kept | {"scope": [f"{unit}:{kind}" for unit, kind in before.held]}


def _change(form: ConsentForm, before: Before) -> Change:
    facts = [one.facts() for one in before.versions]
    return change(facts, before.former, given_from(form.answers), clock.today())


def _whole(form: ConsentForm, before: Before) -> bool:
    """C2, C3: what is missing, what changed meanwhile, and whether it is the actor's to record."""
    known = [unit.id for unit in before.units]
    found = problems(given_from(form.answers), known, on=clock.today())
    for broken in found or _refusals(form, before):
        form.explain(broken)
    return not form.errors


def _refusals(form: ConsentForm, before: Before) -> list[RuleBroken]:
    if before.former is None:
        return []
    seen = request.form.get("efter")
    if "spara" in request.form and seen != str(before.former.version):
        return [RuleBroken("", "Samtycket har ändrats sedan du började. Granska en gång till.")]
    may = may_change(
        actor(),
        gives_more=_change(form, before).gives_more,
        owners=queries.owners(actor(), before.versions, clock.today()),
        named=named_in(before.versions),
    )
    return [] if may else [RuleBroken("", may.because)]


def _difference(form: ConsentForm, before: Before) -> dict[str, Any]:
    """C4: the change in words, and what it does to meetings, people and commitments."""
    altered = _change(form, before)
    return {
        "change": altered,
        "gains": readers(altered.gains),
        "losses": readers(altered.losses),
        "impact": _impact(altered, before.former) if before.former else [],
    }


def _impact(altered: Change, former: Consent) -> list[tuple[Unit, list[Impact]]]:
    found = []
    for unit in units_in_consents(actor()):
        lost = None if unit.id in altered.leaving else altered.lost_by(unit.id)
        if lost is None or lost:
            told = queries.impact(actor(), former, unit.id, clock.today(), lost)
            found.append((unit, told))
    return found


def _recorded(form: ConsentForm, before: Before) -> Consent | None:
    given: Given = given_from(form.answers)
    try:
        with writing():
            return service.record_consent(
                actor(),
                before.person,
                at=clock.now(),
                series_id=before.former.series_id if before.former else None,
                **vars(given),
            )
    except RuleBroken as broken:
        form.explain(broken)
        return None
