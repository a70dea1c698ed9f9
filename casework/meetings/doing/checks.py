"""M1 and M2, asked in the transaction that books or changes."""

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.authorities.models import User
from casework.authorities.queries import rooms
from casework.kit.errors import RuleBroken
from casework.kit.swedish import clock_time, first_upper, local_day, long_date, weekday_date
from casework.meetings.doing.parties import Guest
from casework.meetings.queries import MeetingFile, users_by_id
from casework.meetings.queries.busy import held, lock, staff_by_address, taken
from casework.meetings.rules import Slot, consented, covered


def insist_ahead(file: MeetingFile, at: datetime) -> None:
    """The meeting is on and not over."""
    insist_unlocked(file)
    if file.meeting.ends_at <= at:
        raise RuleBroken("", "Mötet har redan varit.")


def insist_on(file: MeetingFile) -> None:
    if not file.meeting.is_on:
        raise RuleBroken("", "Mötet är redan inställt.")


def insist_unlocked(file: MeetingFile) -> None:
    """M7: once its minutes are approved, what it was, and with whom, stands."""
    insist_on(file)
    if file.meeting.approved_at:
        raise RuleBroken("", "Anteckningarna är godkända och låsta.")


def insist_covered(
    facts: CaseFacts | None, users: Iterable[User], slot: Slot, on: date, *, guests: bool = False
) -> None:
    """M1: every unit is covered today and on the day of the meeting."""
    if facts is None:
        return
    day = local_day(slot.starts_at)
    for user in users:
        if because := why_not(facts, user, on, day):
            raise RuleBroken("people", because)
    if guests and not consented(facts, on, day):
        raise RuleBroken(
            "guest_role", "Samtycket gäller inte den dagen. Ingen utifrån kan vara med."
        )


def why_not(facts: CaseFacts, user: User, on: date, day: date) -> str:
    """M1: why this person cannot be asked to a meeting of the case that day, or nothing."""
    if facts.protected and not user.cleared:
        return f"{user.name} har inte behörighet till skyddade personuppgifter."
    if not covered(facts, user.unit_id, on):
        return f"{user.name} kan inte bjudas in: samtycket omfattar inte {user.unit.name}."
    if not covered(facts, user.unit_id, day):
        return (
            f"{user.name} kan inte bjudas in till den dagen: då omfattar samtycket inte längre"
            f" {user.unit.name}. Välj en tidigare dag eller ta ett nytt samtycke först."
        )
    return ""


def of_ours(
    actor: Actor, user_ids: Collection[UUID], guests: Iterable[Guest], *, asked: str = "bjuds in"
) -> list[User]:
    """M1: these users, who are still here, by name; and nobody of ours among the guests."""
    found = users_by_id(actor, user_ids)
    if any(one not in found or found[one].left_at for one in user_ids):
        raise RuleBroken("people", "En av personerna har slutat. Läs in sidan på nytt.")
    for user in staff_by_address(actor, [guest.address for guest in guests]):
        raise RuleBroken(
            "guest_address",
            f"Adressen hör till {user.unit.name}. Den som har ett konto {asked} som sig själv.",
        )
    return sorted(found.values(), key=lambda user: user.name)


def insist_free(
    actor: Actor,
    users: Collection[User],
    room_id: UUID | None,
    slot: Slot,
    *,
    at: datetime,
    but: UUID | None = None,
) -> None:
    """M2: neither the room nor any of the people is taken then. Locks them until the commit."""
    lock(actor, [user.id for user in users], room_id)
    in_room = [room_id] if room_id else []
    not_free = taken(actor, [user.id for user in users], in_room, slot, at=at, but=but)
    if room_id in not_free:
        name = next((room.name for room in rooms(actor) if room.id == room_id), "Rummet")
        said = _held(actor, room_id, slot, at) or "är redan bokat då"
        raise RuleBroken("slot", f"{name} {said}. Välj en annan tid eller ett annat rum.")
    for user in users:
        if user.id in not_free:
            said = _held(actor, user.id, slot, at) or "är upptagen då"
            raise RuleBroken("slot", f"{user.name} {said}. Välj en annan tid.")


def _held(actor: Actor, one: UUID | None, slot: Slot, at: datetime) -> str:
    """What is only held may become free: that is worth knowing for whoever books."""
    until = held(actor, one, slot, at=at) if one else None
    return f"hålls för en fråga om tider till {long_date(until)}" if until else ""


@contextmanager
def on_its_day(slot: Slot, field: str = "days") -> Generator[None]:
    """What stands in the way of one day of a series is said with that day."""
    try:
        yield
    except RuleBroken as broken:
        day = first_upper(weekday_date(local_day(slot.starts_at)))
        raise RuleBroken(field, f"{day}: {broken}") from broken


@contextmanager
def of_its_case(reference: str, slot: Slot) -> Generator[None]:
    """What stands in the way of one case in a row is said with that case, and with its time where
    it is about the time."""
    try:
        yield
    except RuleBroken as broken:
        clocks = f" kl. {clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}"
        when = clocks if broken.field == "slot" else ""
        field = "further" if broken.field in ("people", "kind") else broken.field
        raise RuleBroken(field, f"Ärende {reference}{when}: {broken}") from broken
