"""M3: every sentence about a meeting that leaves the house. Pure: nothing else is known here.

The postman and the preview of a booking both take their words from here, so they cannot differ.
"""

from dataclasses import dataclass
from datetime import datetime

from casework.kit.swedish import time_span
from casework.meetings.post.invitation import Happening, one_line

STAFF, OUTSIDE, INDIVIDUAL = "staff", "outside", "individual"
ASK = "Svara om du kommer, inte kan eller vill ha en annan tid:"
YOURS = "Länken är bara till för ditt svar. Skicka den inte vidare."
WELCOME = "Du bestämmer själv om du vill komma, och du får ta med dig någon som du litar på."
NO_TIME = "[tiden som du väljer]"


@dataclass(frozen=True)
class Told:
    """What one letter may be made of. Without times: the time is not chosen yet (preview)."""

    code: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str = ""
    video_link: str | None = None
    to: str = STAFF
    summoned: bool = False  # kallad (kommun, region), others are invited
    link: str = ""
    own: str = ""
    answered: bool = False
    is_on: bool = True

    @property
    def when(self) -> str:
        if self.starts_at is None or self.ends_at is None:
            return NO_TIME
        return time_span(self.starts_at, self.ends_at)

    @property
    def where(self) -> str:
        place = one_line(self.place)
        return f", {place}" if place else ""


@dataclass(frozen=True)
class Words:
    """The sentences of one letter. `link` is where to answer, or empty."""

    subject: str
    opening: str
    own: str = ""
    video: str = ""
    ask: str = ""
    link: str = ""
    last: str = ""

    @property
    def for_calendar(self) -> str:
        parts = (self.video, self.ask, self.link, self.last)
        return " ".join(part for part in parts if part)


def asked(told: Told) -> Words:
    """The first letter."""
    subject, opening = _first(told)
    return Words(subject, opening, told.own, _video(told), ASK, told.link, _last(told))


def moved(told: Told) -> Words:
    """M4: another time; everyone is asked again."""
    opening = f"Möte {told.code} har fått en ny tid: {told.when}{told.where}."
    subject = f"Ny tid för möte {told.code}"
    return Words(subject, opening, told.own, _video(told), ASK, told.link, _last(told))


def updated(told: Told) -> Words:
    """M4: another place. A given answer still stands; only those who gave none are asked."""
    place = f"Möte {told.code} har fått en ny plats: {told.when}{told.where}."
    subject, opening = f"Ny plats för möte {told.code}", f"{place} Tiden är densamma."
    if told.answered:
        last = "Ditt svar gäller. Du behöver inte svara igen."
        return Words(subject, opening, video=_video(told), last=last)
    return Words(subject, opening, "", _video(told), ASK, told.link, _last(told))


def _first(told: Told) -> tuple[str, str]:
    if told.to == INDIVIDUAL:
        opening = f"Du är välkommen till möte {told.code} {told.when}{told.where}. {WELCOME}"
        return f"Välkommen till möte {told.code}", opening
    what, verb = ("Kallelse", "kallas") if told.summoned else ("Inbjudan", "är inbjuden")
    opening = f"Du {verb} till möte {told.code} {told.when}{told.where}."
    return f"{what} till möte {told.code}", opening


def _video(told: Told) -> str:
    return f"Du kan vara med via video: {told.video_link}" if told.video_link else ""


def _last(told: Told) -> str:
    return "Logga in för att läsa dagordningen." if told.to == STAFF else YOURS


def reminded(told: Told) -> Words:
    """M5: to whoever has not answered."""
    opening = f"Du har inte svarat om möte {told.code} {told.when}{told.where}."
    subject = f"Påminnelse: svara om möte {told.code}"
    return Words(subject, opening, "", _video(told), ASK, told.link, _last(told))


def called_off(told: Told) -> Words:
    """M4: the whole meeting, or for this one only."""
    if told.is_on:
        opening = f"Du är inte längre inbjuden till möte {told.code} {told.when}."
        return Words(f"Du är avbokad från möte {told.code}", opening)
    return Words(f"Möte {told.code} är inställt", f"Möte {told.code} {told.when} är inställt.")


def text_message(told: Told) -> str:
    """What the organiser pastes in their own phone; there is no gateway."""
    parts = [f"Hej! Du är välkommen till möte {told.code} {told.when}{told.where}.", WELCOME]
    parts += [one for one in (told.own, _video(told)) if one]
    return " ".join([*parts, f"Svara här: {told.link}", YOURS])


def happening(told: Told, words: Words, *, uid: str, sequence: int, stamp: datetime) -> Happening:
    """The same as a calendar has it. The time must be chosen."""
    assert told.starts_at is not None
    assert told.ends_at is not None
    return Happening(
        uid=uid,
        sequence=sequence,
        code=told.code,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        place=location(told.place, told.video_link),
        stamp=stamp,
        description=words.for_calendar,
    )


def location(place: str, video_link: str | None) -> str:
    """Where, as a calendar says it: the room, the link, or both."""
    return ", ".join(part for part in (one_line(place), video_link) if part)
