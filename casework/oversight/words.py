"""What the trail and the rules found, in plain Swedish."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from casework.access import Reason
from casework.audit.models import AuditEntry
from casework.cases.queries import CaseFile
from casework.consents.models import Consent
from casework.kit.swedish import MONTHS, date_year
from casework.oversight.rules import (
    MOST_CASES_AN_HOUR,
    READS_OFF_HOURS,
    REFUSALS_AN_HOUR,
    SAME_SEARCH_A_DAY,
    SEARCHES_AN_HOUR,
)

# {rule: (what the reviewer reads in a list, why it is worth a look)}
FOUND = {
    "many_cases": (
        "Läste många ärenden på kort tid",
        f"Personen läste fler än {MOST_CASES_AN_HOUR} olika ärenden inom en timme.",
    ),
    "own_name": (
        "Läste ett ärende där efternamnen är lika",
        "Den som läste har samma efternamn som den enskilde. Det kan vara en slump.",
    ),
    "off_hours": (
        "Läste mycket utanför arbetstid",
        f"Personen läste minst {READS_OFF_HOURS} gånger under en kväll, en natt eller en helg.",
    ),
    "refusals": (
        "Nekades många gånger",
        f"Personen nekades åtkomst minst {REFUSALS_AN_HOUR} gånger inom en timme.",
    ),
    "protected": (
        "Läste ett ärende med skyddade personuppgifter",
        "Personen läste ärendet för första gången. Kontrollera att det hörde till arbetet.",
    ),
    "searches": (
        "Sökte ofta på personnummer",
        f"Personen sökte minst {SEARCHES_AN_HOUR} gånger inom en timme utan att få en träff.",
    ),
    "same_search": (
        "Sökte flera gånger på samma personnummer",
        f"Personen sökte minst {SAME_SEARCH_A_DAY} gånger på samma nummer inom ett dygn "
        "utan att få en träff.",
    ),
    "sample": (
        "En rad i stickprovet behöver utredas",
        "En granskare gick igenom månadens stickprov och ville veta mer om raden.",
    ),
}


def ground(entry: AuditEntry, file: CaseFile) -> str:
    """On what ground somebody read or wrote: "samtycket 3 mars 2026, version 2"."""
    return grounds(entry, {consent.id: consent for consent in file.consents}, file.owner.id)


def grounds(entry: AuditEntry, consents: Mapping[UUID, Consent], owner_unit_id: UUID) -> str:
    if entry.outcome == "denied":
        return "nekades"
    if entry.user_id is None:
        return "svarslänken i kallelsen" if entry.action.endswith("by link") else "inställningarna"
    if entry.reason == Reason.OWN_WRITING:
        return "enhetens egen text"
    if entry.unit_id == owner_unit_id:
        return "ansvarar för ärendet"
    consent = consents.get(entry.basis_id) if entry.basis_id else None
    if consent is not None:
        return f"samtycket {date_year(consent.given_on)}, version {consent.version}"
    return "samtycket" if entry.basis_id else "arbetar med ärendet"


def month_name(month: date) -> str:
    """oktober 2026"""
    return f"{MONTHS[month.month - 1]} {month.year}"
