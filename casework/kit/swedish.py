"""How Swedish writes dates, times, numbers and lists. Pure: no request, no settings.

Moments come as aware datetimes (stored in UTC) and are written as clocks in Sweden show them.
A plain date is written as it is. Every function here is also a filter in the templates.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
NUMBERS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)
AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ß": "ss"})


def local(at: datetime) -> datetime:
    """The moment on a Swedish clock. A datetime that does not know its zone is refused."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return at.astimezone(HERE)


def local_day(at: date) -> date:
    """The Swedish calendar day of a date or a moment."""
    return local(at).date() if isinstance(at, datetime) else at


def long_date(at: date) -> str:
    """onsdag 25 november 2026"""
    return f"{weekday_date(at)} {local_day(at).year}"


def date_year(at: date) -> str:
    """25 november 2026"""
    return f"{short_date(at)} {local_day(at).year}"


def weekday_date(at: date) -> str:
    """onsdag 25 november"""
    return f"{WEEKDAYS[local_day(at).weekday()]} {short_date(at)}"


def short_date(at: date) -> str:
    """25 november"""
    day = local_day(at)
    return f"{day.day} {MONTHS[day.month - 1]}"


FORMS = {form.__name__: form for form in (long_date, date_year, weekday_date, short_date)}


def say_date(at: date, form: str = "long_date") -> str:
    """One of the four ways above, by name."""
    return FORMS[form](at)


def clock_time(at: datetime) -> str:
    """13.00"""
    return f"{local(at):%H.%M}"


def time_span(start: datetime, end: datetime) -> str:
    """onsdag 25 november 2026 kl. 13.00–14.30, with both days when they differ"""
    first = f"{long_date(start)} kl. {clock_time(start)}"
    if local_day(start) == local_day(end):
        return f"{first}–{clock_time(end)}"
    return f"{first} – {long_date(end)} kl. {clock_time(end)}"


def date_span(first: date, last: date) -> str:
    """23 november–6 december 2026; 1 december 2026–6 januari 2027; 3–9 maj 2027"""
    one, two = local_day(first), local_day(last)
    if one.year != two.year:
        return f"{date_year(one)}–{date_year(two)}"
    if one.month != two.month:
        return f"{short_date(one)}–{date_year(two)}"
    return f"{one.day}–{date_year(two)}" if one != two else date_year(one)


def week(at: date) -> int:
    """The ISO week, which is the Swedish one: 48"""
    return local_day(at).isocalendar().week


def machine_date(at: date) -> str:
    """2026-11-25, for the datetime attribute"""
    return local_day(at).isoformat()


def machine_time(at: datetime) -> str:
    """2026-11-25T13:00+01:00, for the datetime attribute"""
    return local(at).isoformat(timespec="minutes")


def words(n: int, neuter: bool = False) -> str:
    """Up to twelve in words, then digits: två, tolv, 13; 1 is en, or ett when neuter."""
    if n == 1 and neuter:
        return "ett"
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else str(n)


def plural(n: int, one: str, many: str) -> str:
    """The noun alone: plural(2, "dag", "dagar") is dagar"""
    return one if n == 1 else many


def counted(n: int, one: str, many: str, neuter: bool = False) -> str:
    """The number and its noun: två dagar, ett ärende, 13 ärenden"""
    return f"{words(n, neuter)} {plural(n, one, many)}"


def listed(parts: Iterable[object], last: str = "och") -> str:
    """a, b och c; where a part has an "och" of its own: a, b och c samt d"""
    *first, end = [str(part) for part in parts] or [""]
    if last == "och" and any(" och " in part for part in (*first, end)):
        last = "samt"
    return f"{', '.join(first)} {last} {end}" if first else end


def genitive(name: str) -> str:
    """Annas, Nils, Max: a name that ends in the sound of s gets none"""
    return name if name.casefold().endswith(("s", "x", "z")) else f"{name}s"


def first_upper(text: str) -> str:
    """Only the first letter, so that names inside keep theirs."""
    return text[:1].upper() + text[1:]


def sort_key(text: str) -> tuple[str, str]:
    """å, ä and ö after z, in that order; é sorts as e and capitals as small letters."""
    small = unicodedata.normalize("NFC", text).casefold().translate(AFTER_Z)
    bare = (c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
    return "".join(bare), text


def in_order(things: Iterable, by: str = "") -> list:
    """Sorted the Swedish way: things|in_order("name"), or plain texts without a name."""
    return sorted(things, key=lambda one: sort_key(str(getattr(one, by) if by else one)))


def anchor(text: str) -> str:
    """A readable id made of a text: "Vem läser vad?" becomes vem-laser-vad"""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "del"


FILTERS = {
    **FORMS,
    **{
        one.__name__: one
        for one in (
            *(say_date, clock_time, time_span, date_span, week, machine_date, machine_time),
            *(words, plural, counted, listed, genitive, first_upper, in_order, anchor),
        )
    },
}
