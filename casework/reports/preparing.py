"""One report's numbers made safe: the records, the ledger and `disclosure`, brought together.

Whoever calls has asked the policy; what comes out may be shown to the coordinator, and after
publishing to everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.access import Actor
from casework.disclosure.audit import AuditReport, audit
from casework.disclosure.ledger import Published
from casework.disclosure.release import Release, protect
from casework.disclosure.tables import (
    COMPLEMENTARY,
    PRIMARY,
    TOTAL,
    Cohorts,
    SafeTable,
    Settings,
    summary,
)
from casework.kit.swedish import counted, first_upper
from casework.programmes.models import Programme
from casework.programmes.queries import programme_for
from casework.reports import queries
from casework.reports.freezing import Frozen, freeze, why_withheld
from casework.reports.models import InterimReport
from casework.reports.queries.records import everything, local_codes
from casework.reports.rules import cohorts, months
from casework.reports.tables import POPULATIONS, Local, inside, specs


@dataclass(frozen=True)
class Prepared:
    """A release that is not out yet, with what it was made from."""

    release: Release
    frozen: Frozen
    records: Mapping[str, Cohorts]
    ledger: tuple[Published, ...]
    settings: Settings

    def audited(self) -> AuditReport:
        """The second look, on behalf of every participant too."""
        return audit(self.release, self.ledger, self.settings, self.records)


def prepare(actor: Actor, report: InterimReport, at: datetime, *, lock: bool = False) -> Prepared:
    """L2: the report as it would be published now, judged with everything published before."""
    programme = programme_for(actor, report.programme_id)
    settings, codes = Settings(k=programme.k), local_codes(actor, programme)
    ledger = tuple(queries.ledger(actor, programme.id, lock=lock))
    records = _records(actor, report, programme, codes, settings, at)
    period = months(report.period_from, report.period_to)
    release = protect(specs(codes, period), records, ledger, settings)
    frozen = freeze(report, programme.name, programme.k, release, codes)
    return Prepared(release, frozen, records, ledger, settings)


def unprotected(actor: Actor, report: InterimReport, at: datetime) -> list[dict[str, Any]]:
    """For the coordinator alone: plain counts, code by code, as {title, rows: (words, count)}."""
    programme = programme_for(actor, report.programme_id)
    codes = local_codes(actor, programme)
    records = _records(actor, report, programme, codes, Settings(k=programme.k), at)
    orders = inside(codes, months(report.period_from, report.period_to))
    counts = summary(orders, records)
    return [
        {
            "name": order.name,
            "title": order.title,
            "rows": [
                (", ".join(_inside_words(order, key, codes)) or "Alla", number)
                for key, number in counts[order.name].items()
                if number
            ],
        }
        for order in orders
    ]


def why_hidden(table: SafeTable) -> list[str]:
    """What was done to one table, for the coordinator, in plain Swedish."""
    if without := why_withheld(table):
        return [f"Visas inte. {without}"]
    reasons = [cell.reason for cell in table.cells if cell.value is None]
    small, guards = reasons.count(PRIMARY), reasons.count(COMPLEMENTARY)
    told = []
    if small:
        why = "1 till 4 personer, eller en grupp där alla har samma svar"
        told.append(f"{_hidden(small)} i sig: {why}.")
    if guards:
        told.append(f"{_hidden(guards)} för att skydda ett annat tal.")
    if any(note.kind == "merged" for note in table.notes):
        told.append("Grupper är sammanslagna, därför att de var för små var för sig.")
    if any(note.kind == "left-out" for note in table.notes):
        told.append("Könsuppdelningen är borttagen, därför att det är färre än 20 personer.")
    return told or ["Allt visas som det är."]


def _hidden(n: int) -> str:
    return first_upper(f"{counted(n, 'tal är dolt', 'tal är dolda', neuter=True)}")


def _inside_words(order: Any, key: tuple[str, ...], codes: Local) -> list[str]:
    lists = {"reason_code": "avslutsskal"}
    lists |= {f"occupation_{when}_code": "sysselsattning" for when in ("before", "after")}
    words = []
    for dimension, code in zip(order.dimensions, key, strict=True):
        if code == TOTAL:
            words.append("Alla")
        elif dimension.name in lists:
            words.append(codes.names[lists[dimension.name]].get(code, "Okänt"))
        else:
            words.append(codes.say(dimension.name, code))
    return words


def _records(
    actor: Actor,
    report: InterimReport,
    programme: Programme,
    codes: Local,
    settings: Settings,
    at: datetime,
) -> dict[str, dict[str, list]]:
    seen = everything(actor, programme, codes, at)
    period = months(report.period_from, report.period_to)
    return cohorts(seen, POPULATIONS, period, settings.least_population)
