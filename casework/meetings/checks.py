"""M1 and M2, asked in the transaction that books or changes."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.authorities.models import User
from casework.authorities.queries import rooms
from casework.kit.errors import RuleBroken
from casework.kit.swedish import local_day
from casework.meetings.queries.busy import busy, lock
from casework.meetings.rules import Slot, consented, covered


def insist_covered(
    facts: CaseFacts | None, users: Iterable[User], slot: Slot, on: date, *, guests: bool = False
) -> None:
    """M1: every unit is covered today and on the day of the meeting."""
    if facts is None:
        return
    day = local_day(slot.starts_at)
    for user in users:
        if because := _because(facts, user, on, day):
            raise RuleBroken("people", because)
    if guests and not consented(facts, on, day):
        raise RuleBroken(
            "guest_role", "Samtycket gäller inte den dagen. Ingen utifrån kan vara med."
        )


def _because(facts: CaseFacts, user: User, on: date, day: date) -> str:
    """Why this person cannot be asked, or nothing."""
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


def insist_free(
    actor: Actor, users: Collection[User], room_id: UUID | None, slot: Slot, *, but: UUID | None
) -> None:
    """M2: neither the room nor any of the people is taken then. Locks them until the commit."""
    lock(actor, [user.id for user in users], room_id)
    in_room = [room_id] if room_id else []
    taken = busy(actor, [user.id for user in users], in_room, slot, but=but)
    if room_id in taken:
        name = next((room.name for room in rooms(actor) if room.id == room_id), "Rummet")
        raise RuleBroken(
            "slot", f"{name} är redan bokat då. Välj en annan tid eller ett annat rum."
        )
    for user in users:
        if user.id in taken:
            raise RuleBroken("slot", f"{user.name} är upptagen då. Välj en annan tid.")
