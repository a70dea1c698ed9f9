from datetime import date, datetime
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.cases.queries import CaseFile
from casework.contributions import queries
from casework.contributions.models import Contribution
from casework.contributions.policy import may_correct, may_log
from casework.contributions.rules import check_kind, check_said
from casework.kit.db import session
from casework.kit.errors import RuleBroken


def log(
    actor: Actor,
    file: CaseFile,
    *,
    kind: str,
    done_on: date,
    text: str,
    minutes: int | None = None,
    lineage_id: UUID | None = None,
    info_kind: str | None = None,
    once: UUID | None = None,
    at: datetime,
) -> Contribution:
    """B1 B2 B3: one row, locked from the start. A commitment of one's own gives it its kind."""
    may_log(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    already = queries.already_logged(actor, once)
    if already:
        return already
    of = _checked(kind, done_on, minutes, text, on=file.on)
    info_kind = _kind(actor, file, lineage_id, info_kind)
    row = _row(actor, file.id, of, info_kind, at, commitment_lineage_id=lineage_id, once=once)
    record(actor, "contribution logged", row, case_id=file.id)
    return row


def correct(
    actor: Actor,
    file: CaseFile,
    old: Contribution,
    *,
    kind: str,
    done_on: date,
    text: str,
    minutes: int | None = None,
    reason: str,
    at: datetime,
) -> Contribution:
    """B2: a new version with a reason; the one before it is kept as it was."""
    may_correct(actor, file.facts, file.on, old.unit_id).insist()
    of = _checked(kind, done_on, minutes, text, on=file.on)
    row = _next_version(actor, old, of, reason, at)
    record(actor, "contribution corrected", row, case_id=file.id)
    return row


def _checked(kind: str, done_on: date, minutes: int | None, text: str, *, on: date) -> dict:
    check_said(kind, done_on, minutes, text, on=on)
    return {"kind": kind, "done_on": done_on, "minutes": minutes, "text": text}


def _next_version(
    actor: Actor, old: Contribution, of: dict, reason: str, at: datetime
) -> Contribution:
    if old.replaced_at is not None:
        raise RuleBroken("", "Insatsen är redan rättad. Rätta den senaste versionen.")
    if not reason:
        raise RuleBroken("reason", "Skriv varför insatsen rättas.")
    old.replaced_at = at
    more = {"series_id": old.series_id, "version": old.version + 1, "correction_reason": reason}
    more["commitment_lineage_id"] = old.commitment_lineage_id
    return _row(actor, old.case_id, of, old.info_kind, at, **more)


def _kind(actor: Actor, file: CaseFile, lineage_id: UUID | None, said: str | None) -> str:
    if lineage_id is None:
        return check_kind(said, file.kinds)
    found = queries.kind_of_commitment(actor, file, lineage_id)
    if found is None:
        raise RuleBroken("served", "Åtagandet är inte längre öppet. Välj ett annat.")
    return found


def _row(
    actor: Actor, case_id: UUID, of: dict, info_kind: str, at: datetime, **more: object
) -> Contribution:
    more.setdefault("series_id", uuid4())
    more.setdefault("version", 1)
    row = Contribution(
        case_id=case_id,
        unit_id=actor.unit_id,
        user_id=actor.user_id,
        info_kind=info_kind,
        logged_at=at,
        **of,
        **more,
    )
    session.add(row)
    return row
