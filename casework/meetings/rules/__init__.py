"""M2 and M5 as pure functions: overlapping, and what an answer may be."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.access.facts import CaseFacts
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.swedish import listed, local_day
from casework.kit.working_days import is_working_day
from casework.people.smells import NUMBER, numbers

OPENS, CLOSES = time(8), time(17)
WEEKS = 4
LONGEST = timedelta(hours=8)
LENGTHS = (30, 60, 90, 120, 180)
YEARS = range(1900, 2200)
DAYS_BEFORE = 2  # reminders go, and changes are late, from this many calendar days before

KOMMER, KAN_INTE, ANNAN_TID = "kommer", "kan_inte", "annan_tid"
ANSWERS = {KOMMER: "Jag kommer", KAN_INTE: "Jag kan inte", ANNAN_TID: "Jag vill ha en annan tid"}
ANSWERED = {KOMMER: "Kommer", KAN_INTE: "Kan inte", ANNAN_TID: "Vill ha en annan tid"}
ATTENDANCE = {
    "pa_plats": "På plats",
    "video": "Via video eller telefon",
    "franvarande_anmald": "Borta, hade sagt till",
    "franvarande": "Borta, hade inte sagt till",
}
KINDS = {
    "samarbetsmote": "Samarbetsmöte",
    "sip": "SIP-möte",
    "flerpart": "Flerpartssamtal",
    "uppfoljning": "Uppföljningsträff",
    "genomgang": "Ärendegenomgång",
    "arbetsmote": "Arbetsmöte",
}
WORK = "arbetsmote"  # of nobody's case, and no review: those are planned in their own room
PAPER, MAIL, TEXT = "brev", "epost", "sms"
WAYS = {
    PAPER: "På papper, som du skriver ut",
    MAIL: "Med e-post, om personen vill det",
    TEXT: "Med ett sms som du skickar från din telefon, om personen vill det",
}
CANCELLED_BECAUSE = {
    "forhinder": "Någon som behövs kan inte komma",
    "behovs_inte": "Mötet behövs inte längre",
    "personen": "Personen vill inte ha mötet",
    "annat": "Något annat",
}


@dataclass(frozen=True, order=True)
class Slot:
    """From a moment until, but not including, another (M2)."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Slot") -> bool:
        """M2: touching times are fine."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def weeks_ahead(first: date, weeks: int = WEEKS) -> list[date]:
    """The working days from `first` on, as far as so many whole weeks from its Monday."""
    until = first - timedelta(days=first.weekday()) + timedelta(weeks=weeks)
    days = [first + timedelta(days=n) for n in range((until - first).days)]
    return [day for day in days if is_working_day(day)]


def unreachable(
    rooms: Mapping[UUID, str], elsewhere: Sequence[tuple[str, "Slot"]], travel: timedelta
) -> dict[UUID, list["Slot"]]:
    """{room: when somebody could not be there, being on the way}.

    `rooms` are {room: its house}, `elsewhere` [(house, when one of those asked is in it)]. Before
    and after a meeting in another house `travel` is needed; touching that is fine.
    """
    return {
        room: [
            Slot(slot.starts_at - travel, slot.ends_at + travel)
            for there, slot in elsewhere
            if there != house
        ]
        for room, house in rooms.items()
    }


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """In order, those that overlap or touch put together: as free and busy as they were."""
    found: list[Slot] = []
    for slot in sorted(slots):
        if found and slot.starts_at <= found[-1].ends_at:
            found[-1] = Slot(found[-1].starts_at, max(found[-1].ends_at, slot.ends_at))
        else:
            found.append(slot)
    return found


def slot_of(day: date, starts: time, minutes: int) -> Slot:
    """The moments of a Swedish wall-clock time and a length; the length always holds."""
    if day.year not in YEARS:  # a clock has no moments there
        raise RuleBroken("day", "Välj en dag som kommer.")
    try:
        start = clock.moment(day, starts)
    except ValueError as fault:
        raise RuleBroken("starts", _CLOCKS[str(fault)]) from fault
    return Slot(start, start + timedelta(minutes=minutes))


_CLOCKS = {
    "skipped": "Klockan ställs fram den natten, så tiden finns inte. Välj en annan tid.",
    "twice": "Klockan ställs tillbaka den natten, så tiden finns två gånger. Välj en annan tid.",
}


def check_slot(slot: Slot, *, at: datetime) -> None:
    """A meeting lies ahead, ends after it starts, and is not longer than a working day."""
    if slot.starts_at <= at:
        raise RuleBroken("day", "Tiden har redan varit. Välj en tid som kommer.")
    if not timedelta() < slot.ends_at - slot.starts_at <= LONGEST:
        raise RuleBroken("minutes", "Ett möte är längst åtta timmar.")


def check_answer(answer: str, *, on_now: bool, ends_at: datetime, at: datetime) -> None:
    """M5: one of three, while the meeting is on and not over."""
    if answer not in ANSWERS:
        raise RuleBroken("answer", "Välj ett av alternativen.")
    if not on_now:
        raise RuleBroken("answer", "Mötet är inställt.")
    if ends_at <= at:
        raise RuleBroken("answer", "Mötet har redan varit.")


def is_late(starts_at: datetime, at: datetime) -> bool:
    """M4, M5: `at` is two Swedish calendar days before the meeting, or nearer, and not after it."""
    return at < starts_at and days_before(starts_at, at) <= DAYS_BEFORE


def days_before(starts_at: datetime, at: datetime) -> int:
    """How many times the Swedish date changes from `at` until the meeting."""
    return (local_day(starts_at) - local_day(at)).days


def covered(facts: CaseFacts, unit_id: UUID, *days: date) -> bool:
    """M1: the unit owns the case, or a consent in force names it on every one of the days."""
    if unit_id == facts.owner_unit_id:
        return True
    return all(any(c.kinds_for(unit_id, day) for c in facts.consents) for day in days)


def may_be_asked(
    facts: CaseFacts | None, unit_id: UUID | None, *days: date, cleared: bool = True
) -> bool:
    """M1, M8, E3: whether somebody may still hear of the meeting; without a unit, from outside."""
    if facts is None:
        return True
    if facts.erased or (facts.protected and not cleared):
        return False
    return consented(facts, *days) if unit_id is None else covered(facts, unit_id, *days)


def consented(facts: CaseFacts, *days: date) -> bool:
    """M1: somebody outside may be asked only while there is a consent at all."""
    return all(any(c.in_force(day) for c in facts.consents) for day in days)


def check_room(name: str, missing: Sequence[str]) -> None:
    """E4: what those who come need, the room has."""
    if missing:
        said = listed(missing).lower()
        raise RuleBroken("room_id", f"{name} saknar {said}. Välj ett annat rum.")


def check_kind(kind: str, *, sip_elsewhere: bool) -> None:
    """A SIP that the programme keeps elsewhere is not held here either."""
    if kind == "sip" and sip_elsewhere:
        raise RuleBroken("kind", SIP_ELSEWHERE)


SIP_ELSEWHERE = (
    "SIP-möte går inte att välja: verksamheten har valt att SIP görs i ett annat system."
    " Här finns bara en hänvisning till den."
)


def check_leaves_the_house(text: str, field: str, names: Collection[str] = ()) -> None:
    """M3: what is read in a letter holds no personal number, reference or name of the individual.

    `names` are whole names of the individual. Other names and numbers are asked about by the form.
    """
    numbered = any(smell.kind == NUMBER for smell in numbers(text)) or _REFERENCE.search(text)
    if numbered:
        raise RuleBroken(field, "I breven får det inte stå något nummer som leder till ärendet.")
    parts = {part for name in names for part in name.split() if len(part) > 1}
    said = set(_WORDS.findall(text))
    if named := sorted(part for part in parts if {part, f"{part}s"} & said):
        raise RuleBroken(
            field, f"Personens namn får inte stå i breven: ”{named[0]}”. Skriv du eller personen."
        )


_REFERENCE = re.compile(r"\b(?:SAM|REM)-[0-9A-Z]{4,}\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
