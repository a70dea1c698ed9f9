"""Lists of cases, and one case by the number of its person."""

from datetime import timedelta
from math import ceil
from typing import Any

from flask import render_template, request

from casework.access.web import actor
from casework.authorities.queries import unit_names
from casework.cases.forms import WAY, FilterForm, NumberForm
from casework.cases.queries import listing as lists
from casework.cases.queries import searching
from casework.cases.rules import deadline
from casework.cases.views.door import cases
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.saving import form_page
from casework.kit.swedish import clock_time
from casework.people.rules import normalise
from casework.programmes.queries import labels


@cases.get("")
def listing() -> Any:
    today = clock.today()
    form = FilterForm(request.args)
    owners = [(u.id, u.short_name) for u in lists.owner_units(actor(), today)]
    form.offer(owners, coordinates=actor().coordinates)
    page = lists.listing(actor(), form.wanted, today, request.args.get("efter"))
    return render_template("cases/listing.html", form=form, page=page, **_words())


def _words() -> dict[str, Any]:
    """What a row of a list is written with."""
    return {
        "units": unit_names(actor()),
        "steps": labels(actor(), "nastasteg")["nastasteg"],
        "way": dict(WAY),
        "deadline": deadline,
    }


@cases.route("/sok", methods=["GET", "POST"])
def search() -> Any:
    form, found = NumberForm(), None
    if form.validate_on_submit():
        try:
            number = normalise(form.number.data, on=clock.today())
        except RuleBroken as broken:
            form.explain(broken)
        else:
            if wait := searching.held_back(actor(), number, clock.now()):
                return _too_often(wait)
            found = searching.found_by_number(actor(), number, clock.today())
    return form_page("cases/search.html", form, found=found, **_words())


def _too_often(wait: timedelta) -> Any:
    """AC12: no search was made."""
    seconds = ceil(wait.total_seconds())
    because = (
        f"Du har gjort {searching.MOST} sökningar på en timme, och fler går inte att göra."
        f" Sök igen kl. {clock_time(clock.now() + wait)}. Ingen sökning gjordes nu."
    )
    page = render_template("errors/429.html", because=because)
    return page, 429, {"Retry-After": str(seconds)}
