"""What the command line does with reports: sheets in, files out, the ledger looked over."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click

from casework.access import Actor, Role
from casework.authorities.queries import unit_for
from casework.disclosure.audit import audit
from casework.disclosure.ledger import Published
from casework.disclosure.release import Release
from casework.disclosure.tables import Settings
from casework.kit import clock
from casework.kit.db import writing
from casework.outcomes.importing import LISTS, Fault, read
from casework.outcomes.service import import_earlier
from casework.programmes.models import Programme
from casework.programmes.queries import labels, programmes
from casework.reports import queries
from casework.reports.files import all_files, shown_numbers
from casework.reports.freezing import digest

NOBODY = UUID(int=0)  # in the trail: whoever sat at the machine itself
OPERATOR = Actor(NOBODY, NOBODY, NOBODY, Role.COORDINATOR, "kommandoraden")


class Refused(click.ClickException):
    """It cannot be done; the sentence is printed and the command ends with 1."""


def programme_named(name: str) -> tuple[Actor, Programme]:
    """A programme, and the operator acting for the unit that hosts it. Raises Refused."""
    known = {one.name: one for one in programmes(OPERATOR)}
    if name not in known:
        raise Refused(f'No programme is called "{name}". There is: {", ".join(known) or "none"}.')
    host = unit_for(OPERATOR, known[name].host_unit_id)
    return Actor(NOBODY, host.id, host.authority_id, Role.COORDINATOR, OPERATOR.name), known[name]


def import_file(path: Path, programme_name: str) -> str:
    """A whole file, or Refused with every bad row. What to say when it is done."""
    with writing():
        kept, faults = import_sheet(path.read_bytes(), programme_name, at=clock.now())
    if faults:
        told = [f"Line {fault.line}: {fault.sentence}" for fault in faults]
        raise Refused("\n".join([*told, "Nothing was imported."]))
    return f"{kept} rows imported into {programme_name}."


def import_sheet(content: bytes, programme_name: str, *, at: datetime) -> tuple[int, list[Fault]]:
    """(rows kept, faults): all rows or, with any fault, none. Call it inside `writing()`."""
    actor, programme = programme_named(programme_name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file is not UTF-8. Save it as CSV UTF-8 and try again.") from None
    sheet = read(text, labels(actor, *sorted(set(LISTS.values()))))
    if sheet.faults:
        return 0, sheet.faults
    return import_earlier(actor, sheet.rows, programme, at=at), []


def write_report(programme_name: str, first: date, last: date, out: Path) -> list[Path]:
    """The files of the published report of a period, the same bytes as the web page gives."""
    actor, programme = programme_named(programme_name)
    report = queries.same_period(actor, programme.id, first, last)
    if report is None or report.frozen is None:
        raise Refused(
            f"No report of {programme.name} is published for {first} to {last}. "
            "Draft it, have it read and publish it on the web page first."
        )
    written = []
    for name, content in all_files(report.frozen).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def tell_of_releases() -> str:
    """What to say when all holds; otherwise Refused with every fault."""
    published, faults = verify_releases()
    if faults:
        raise Refused("\n".join(faults))
    return f"{published} reports, every number holds."


def verify_releases() -> tuple[int, list[str]]:
    """(how many are published, everything wrong with them in sentences)."""
    past: dict[UUID, list[Published]] = {}
    faults: list[str] = []
    released = queries.released(OPERATOR)
    for report, k, entries in released:
        before = past.setdefault(report.programme_id, [])
        found = _faults(report.frozen or "", report.sha256, entries)
        if not audit(Release(tuple(entries)), before, Settings(k=k)).safe:
            found.append("the numbers are not safe together with those before")
        faults += [f"{report.period_from} to {report.period_to}: {fault}" for fault in found]
        before += entries
    return len(released), faults


def _faults(frozen: str, sha256: str | None, entries: list[Published]) -> list[str]:
    """L1: the bytes are those that were published. L2: no number but those in the ledger."""
    if digest(frozen) != sha256:
        return ["the frozen report was changed after it was published"]
    faults = []
    listed = {entry.table: [n.low for n in entry.numbers] for entry in entries}
    for table, numbers in shown_numbers(frozen).items():
        known = list(listed.get(table, []))
        if any(numbers.count(number) > known.count(number) for number in numbers):
            faults.append(f"{table}: a number is shown that the ledger does not hold")
    return faults
