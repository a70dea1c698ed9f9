"""What the page that asks about times shows: suggestions to tick, and what was asked for."""

from datetime import datetime, timedelta

from casework.access import Actor
from casework.cases.queries import CaseFile
from casework.kit.errors import RuleBroken
from casework.kit.swedish import clock_time, first_upper, local_day, long_date
from casework.kit.working_days import add_working_days
from casework.meetings.doing.wanted import Booking
from casework.meetings.rules import Slot, slot_of
from casework.meetings.shown import booking, free
from casework.meetings.shown.booking import Choices
from casework.meetings.shown.free import Card, Times
from casework.polls.doing.holding import of_the_time
from casework.polls.forms import AskForm
from casework.polls.rules import DAYS_TO_ANSWER, HELD_AFTER, MOST
from casework.polls.service.asking import Question

VALUE = "%Y-%m-%dT%H:%M"


def form_for(found: Choices, file: CaseFile | None, at: datetime) -> AskForm:
    """The form with its choices; what is usual; and no time before there is time to answer."""
    today = local_day(at)
    form = booking.form_for(found, file, today, AskForm)
    if not any(form.deadline.raw_data or ()):
        form.deadline.data = add_working_days(today, DAYS_TO_ANSWER)
    if form.deadline.data:
        after = add_working_days(form.deadline.data, HELD_AFTER) + timedelta(days=1)
        form.first.data = max(form.first.data or after, after)
    return form


def suggest(actor: Actor, form: AskForm, found: Choices, at: datetime, *, anew: bool) -> Times:
    """The first eight common free times. `anew`: those free for all are ticked."""
    times = free.times(actor, booking.wanted(form, found), at, most=MOST)
    if anew:
        form.times.data = [card.value for card in times.free]
    return times


def cards(form: AskForm, times: Times) -> list[Card]:
    """The suggestions, and what was ticked before that no longer is one: nothing is lost."""
    offered = {card.value for card in times.cards}
    kept = [value for value in form.times.data or () if value not in offered]
    all_of_them = [*times.cards, *(card for value in kept if (card := _card(form, value)))]
    return sorted(all_of_them, key=lambda card: (bool(card.but), card.value))


def _card(form: AskForm, value: str) -> Card | None:
    try:
        slot = _slot(form, value)
    except RuleBroken:
        return None
    span = f"kl. {clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}"
    return Card(value, first_upper(long_date(slot.starts_at)), span, "Vald tidigare")


def _slot(form: AskForm, value: str) -> Slot:
    try:
        start = datetime.strptime(value, VALUE)  # noqa: DTZ007 - a Swedish clock
    except ValueError:
        raise RuleBroken("times", "Välj bland tiderna.") from None
    return slot_of(start.date(), start.time(), form.length)


def question(actor: Actor, form: AskForm, found: Choices, *, at: datetime) -> Question:
    """What was asked for. Raises RuleBroken where a time or its room cannot be told."""
    slots = sorted([*(_slot(form, one) for one in form.answers["times"]), *_own(form)])
    proposed = [_proposed(actor, form, found, slot, at) for slot in slots]
    return Question(proposed, form.answers["deadline"])


def _proposed(actor: Actor, form: AskForm, found: Choices, slot: Slot, at: datetime) -> Booking:
    """Just what the booking page would book at that time."""
    with of_the_time(slot.starts_at):
        return booking.booking_at(actor, form, found, slot, at=at)


def _own(form: AskForm) -> list[Slot]:
    """The rows that were filled in; half a row is asked about."""
    found = []
    for number, row in enumerate(form.own):
        day, starts = row.form.day.data, row.form.starts.data
        if day and starts is not None:
            found.append(slot_of(day, starts, form.length))
        elif day or starts is not None:
            missing = "starts" if day else "day"
            said = {"starts": "Skriv när mötet börjar, till exempel 13.00.", "day": "Välj en dag."}
            raise RuleBroken(f"own-{number}-{missing}", said[missing])
    return found
