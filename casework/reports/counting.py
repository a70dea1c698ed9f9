"""From what is known of an event to the codes that are counted. Pure; nobody is left in it.

O2: what was registered by mistake never comes here. E3: of somebody with skyddade personuppgifter
neither sex nor age is told.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from casework.kit.clock import local
from casework.outcomes.models import EarlierOutcome
from casework.outcomes.rules import counts
from casework.reports.rules import Seen, half_year
from casework.reports.tables import ABSENT, CLOSED, OPENED, RECEIVED, Local
from casework.reports.words import UNKNOWN

BANDS = ((16, 24), (25, 29), (30, 39), (40, 49), (50, 64))
SEXES = ("kvinna", "man")
ABSENCES = {"franvarande_anmald": "anmald", "franvarande": "oanmald"}  # as minutes say it
Row = Mapping[str, Any]


def day_of(at: datetime | date) -> date:
    """The Swedish day of a moment."""
    return local(at).date() if isinstance(at, datetime) else at


def age_band(birth_year: int | None, on: date) -> str:
    """The age somebody turns that year, as a band."""
    age = on.year - birth_year if birth_year else 0
    return next((f"{low}_{high}" for low, high in BANDS if low <= age <= high), UNKNOWN)


def income(codes: str | None, local_codes: Local) -> str:
    """One group for one person: their only group, or several, or unknown."""
    keys = [key for key in (codes or "").split(",") if key]
    groups = {local_codes.group("inkomst", key, UNKNOWN) for key in keys}
    if not groups:
        return UNKNOWN
    return groups.pop() if len(groups) == 1 else "flera"


def change(start: int | None, end: int | None) -> str:
    """The 0–10 scale at the end, against the first one."""
    if start is None or end is None:
        return UNKNOWN
    return "samma" if start == end else "battre" if end > start else "samre"


def band(scale: int | None) -> str:
    """The 0–10 scale in three bands."""
    if scale is None:
        return UNKNOWN
    return "7_10" if scale >= 7 else "4_6" if scale >= 4 else "0_3"


def received(row: Row, day: date, local_codes: Local) -> Seen:
    """A referral that came in: who sent it, sex and age."""
    part = row["part"] if row["part"] in local_codes.names["part"] else "annan"
    codes = {"part": part, **_person(row, day)}
    return Seen(RECEIVED, day, codes, bool(row.get("protected_at")))


def absent(row: Row, day: date, local_codes: Local) -> Seen:
    """Somebody of a party who was not at a meeting: which party, and whether they had said so."""
    part = row["part"] if row["part"] in local_codes.names["part"] else "annan"
    return Seen(ABSENT, day, {"party": part, "notice": ABSENCES[row["attendance"]]})


def opened(row: Row, day: date) -> Seen:
    """A case that was opened."""
    return Seen(OPENED, day, {"sex": _person(row, day)["sex"]}, bool(row.get("protected_at")))


def closed(row: Row, day: date, local_codes: Local) -> Seen:
    """A case that was closed, with what came of it, in groups and code by code."""
    reason = local_codes.group("avslutsskal", row["closing_reason"], "ovrigt")
    codes = {
        "reason": reason,
        "reason_code": _known(row["closing_reason"], "avslutsskal", local_codes),
        "life": change(row.get("life_start"), row.get("life_end")),
        "influence": band(row.get("influence_end")),
    }
    for when in ("before", "after"):
        key = row[f"occupation_{when}"]
        codes[f"occupation_{when}"] = local_codes.group("sysselsattning", key, UNKNOWN)
        codes[f"occupation_{when}_code"] = _known(key, "sysselsattning", local_codes)
        codes[f"income_{when}"] = income(row[f"income_{when}"], local_codes)
    for end in ("start", "end"):
        codes[f"ladder_{end}"] = _step(row[f"ladder_{end}"], local_codes.steps)
    return Seen(CLOSED, day, codes, bool(row.get("protected_at")))


def earlier(rows: Iterable[EarlierOutcome], local_codes: Local) -> list[Seen]:
    """The imported lines, each in every population that it has a day for."""
    found = []
    for line in rows:
        if not counts(line.closing_reason):
            continue
        row = {column.key: getattr(line, column.key) for column in line.__table__.columns}
        row["part"] = row["referrer"]
        if line.received_on:
            found.append(received(row, line.received_on, local_codes))
        if line.opened_on:
            found.append(opened(row, line.opened_on))
        if line.closed_on:
            found.append(closed(row, line.closed_on, local_codes))
    return found


def standing(rows: Iterable[Row]) -> list[tuple[date, Row]]:
    """The closings that count: of a case closed twice in a half-year only the last, and none that
    was opened again in the same half-year. What a later half-year does changes no earlier cohort.
    """
    last: dict[tuple, tuple[date, Row]] = {}
    for row in sorted(rows, key=lambda row: row["agreed_at"]):
        day = day_of(row["agreed_at"])
        again = row["reopened_at"]
        key = (row["case_id"], half_year(day))
        if again and again > row["agreed_at"] and half_year(day_of(again)) == half_year(day):
            last.pop(key, None)
        else:
            last[key] = (day, row)
    return list(last.values())


def _person(row: Row, day: date) -> dict[str, str]:
    if row.get("protected_at"):
        return {"sex": UNKNOWN, "age": UNKNOWN}
    sex = row["sex"] if row["sex"] in SEXES else UNKNOWN
    return {"sex": sex, "age": age_band(row["birth_year"], day)}


def _known(key: str | None, code_list: str, local_codes: Local) -> str:
    return key if key and key in local_codes.names[code_list] else UNKNOWN


def _step(step: int | None, steps: int) -> str:
    return str(step) if step is not None and 1 <= step <= steps else UNKNOWN
