"""Further cases straight after the first, on the booking page and on the page of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import User
from casework.authorities.queries import user_for
from casework.cases.queries import CaseFile, case_for
from casework.cases.queries.open_facts import OpenFacts, open_facts
from casework.kit.errors import NotVisible, RuleBroken
from casework.kit.swedish import counted, listed, local_day
from casework.meetings.doing.checks import why_not
from casework.meetings.forms import GONE, BookingForm, RowForm
from casework.meetings.models import Meeting
from casework.meetings.policy import may_book
from casework.meetings.rules import CLOSES, OPENS, SIP_ELSEWHERE
from casework.meetings.rules.suggesting import LUNCH
from casework.meetings.shown import booking as page
from casework.meetings.shown import preview
from casework.meetings.shown.booking import Choices
from casework.programmes.queries import labels

HALF_DAY = timedelta(hours=max(LUNCH[0].hour - OPENS.hour, CLOSES.hour - LUNCH[1].hour))


@dataclass(frozen=True)
class Further:
    """One case that may come straight after. `why` says what stands in the way, as it is now."""

    case: OpenFacts
    why: tuple[str, ...]
    shut: bool  # nobody of those picked could be asked, or no meeting of that kind


def others(actor: Actor, file: CaseFile | None, on: date) -> list[OpenFacts]:
    """The open cases that this actor may book for, besides the one the page is of."""
    if file is None:
        return []
    found = (one for one in open_facts(actor, on) if one.id != file.id)
    return [one for one in found if may_book(actor, one.facts, on)]


def form_for(
    found: Choices, file: CaseFile | None, beside: list[OpenFacts], on: date
) -> BookingForm:
    """The form of the page, with the cases that can be ticked."""
    if file is None:
        return page.form_for(found, file, on, BookingForm)
    form = page.form_for(found, file, on, RowForm)
    form.further.choices = [(one.id, one.reference) for one in beside]
    return form


def files(actor: Actor, form: BookingForm, on: date) -> list[CaseFile]:
    """The files of those that are ticked; each read is noted (A1)."""
    try:
        return [case_for(actor, one, on) for one in _picked(form)]
    except NotVisible:  # withdrawn in the same moment
        raise RuleBroken("further", GONE) from None


def further(
    actor: Actor, form: BookingForm, found: Choices, beside: list[OpenFacts], on: date
) -> list[Further]:
    """M1: beside each case, whom of those picked its consent does not cover, before booking."""
    picked, day = found.picked(form), _day(form, on)
    return [_further(actor, one, picked, str(form.kind.data), on, day) for one in beside]


def _further(
    actor: Actor, case: OpenFacts, picked: list[User], kind: str, on: date, day: date
) -> Further:
    said = {user.id: why_not(case.facts, user, on, day) for user in picked}
    why = [because for because in said.values() if because]
    left = [one for one in said if not said[one] and one != actor.user_id]
    sip = kind == "sip" and case.sip_mode != "plan"
    return Further(case, tuple(why + [SIP_ELSEWHERE] * sip), sip or bool(why and not left))


def _day(form: BookingForm, on: date) -> date:
    """The day that was chosen, if it can be told."""
    try:
        return local_day(page.chosen_slot(form).starts_at)
    except RuleBroken:
        return on


def on_page(
    actor: Actor,
    form: BookingForm,
    found: Choices,
    file: CaseFile | None,
    beside: list[OpenFacts],
    *,
    at: datetime,
) -> dict[str, Any]:
    """What the page says of the cases, and the letters of each meeting."""
    on, organiser = local_day(at), user_for(actor, actor.user_id)
    first = preview.preview(actor, form, found, file, organiser, at=at)
    later = preview.further(form, found, first, at=at)
    return {
        "letters": first,
        "further": further(actor, form, found, beside, on),
        "order": order(form, file, beside),
        "later": later,
        "too_long": too_long(form),
        "steps": labels(actor, "nastasteg")["nastasteg"] if beside else {},
    }


def order(form: BookingForm, file: CaseFile | None, beside: list[OpenFacts]) -> list[str]:
    """The references in the order that they are met, if there are several."""
    if file is None or form.in_row == 1:
        return []
    names = {one.id: one.reference for one in beside}
    return [file.case.reference, *(names[one] for one in _picked(form))]


def _picked(form: BookingForm) -> list[UUID]:
    return form.picked if isinstance(form, RowForm) else []


def too_long(form: BookingForm) -> bool:
    """M2: together they fit in no morning and no afternoon, so that no time can be suggested."""
    return timedelta(minutes=form.length) * form.in_row > HALF_DAY


def said(made: list[Meeting]) -> str:
    """After booking: which meetings there are now."""
    codes = listed(one.code for one in made)
    several = f"{counted(len(made), 'möte', 'möten', neuter=True)} direkt efter varandra: "
    return f"Du har bokat {several if len(made) > 1 else 'möte '}{codes}. Breven är på väg."
