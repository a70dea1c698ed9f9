"""A programme of its own: set up as a copy, its units, and when it takes no more.

The host unit is said once and never changed: every consent given so far names it (C7), so with
another host nobody could answer what is sent already. Another host is another programme.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.queries import units_in_consents
from casework.kit.db import session
from casework.programmes import rules
from casework.programmes.defaults import fill
from casework.programmes.languages import SWEDISH, kept
from casework.programmes.models import (
    AssessmentQuestion,
    LadderStep,
    PriorityCriterion,
    Programme,
    ProgrammeUnit,
)
from casework.programmes.policy import may_change
from casework.programmes.queries import all_criteria, all_questions, name_taken, unit_rows


def add_programme(
    actor: Actor,
    answers: dict[str, Any],
    *,
    host_unit_id: UUID,
    unit_ids: Collection[UUID],
    source: Programme | None,
    on: date,
) -> Programme:
    """A programme from that day on, with a copy of what `source` has (None: the defaults).

    `answers` are those of ProgrammeForm, by field name; `source` with its ladder. Or RuleBroken.
    """
    may_change(actor).insist()
    _check(actor, answers, host_unit_id, unit_ids)
    programme = Programme(host_unit_id=host_unit_id, **answers)
    programme.languages = kept((SWEDISH, *answers["languages"]))
    session.add(programme)
    session.flush()  # what hangs under it points at its row
    _start(actor, programme, source, on)
    _choose(programme, unit_ids)
    record(actor, "programme added", programme)
    return programme


def _check(
    actor: Actor, answers: dict[str, Any], host_unit_id: UUID, unit_ids: Collection[UUID]
) -> None:
    rules.check_name(taken=name_taken(actor, answers["name"]))
    rules.check_programme(answers["age_from"], answers["age_to"], answers["k"])
    units = units_in_consents(actor)
    rules.check_host(host_unit_id, units)
    rules.check_units(unit_ids, host_unit_id, units, answers["least_authorities"])


def change_units(actor: Actor, programme: Programme, unit_ids: Collection[UUID]) -> None:
    """Which units consents of the programme can name from now on; none chosen: every one.

    What a consent already names it goes on naming.
    """
    may_change(actor).insist()
    units = units_in_consents(actor)
    rules.check_units(unit_ids, programme.host_unit_id, units, programme.least_authorities)
    rows = unit_rows(actor, programme)
    for row in rows:
        if row.unit_id not in unit_ids:
            session.delete(row)
    _choose(programme, set(unit_ids) - {row.unit_id for row in rows})
    record(actor, "programme units changed", programme)


def close_programme(actor: Actor, programme: Programme, *, closed_on: date, on: date) -> None:
    """No new remiss from `closed_on` on. Cases that are open go on, and reports are made."""
    may_change(actor).insist()
    rules.check_closing(programme.closed_on, closed_on, on)
    programme.closed_on = closed_on
    record(actor, "programme closed", programme)


def reopen_programme(actor: Actor, programme: Programme) -> None:
    """It takes new remisser again, from now on."""
    may_change(actor).insist()
    programme.closed_on = None
    record(actor, "programme reopened", programme)


def _choose(programme: Programme, unit_ids: Collection[UUID]) -> None:
    for unit_id in sorted(unit_ids):
        session.add(ProgrammeUnit(programme_id=programme.id, unit_id=unit_id))


def _start(actor: Actor, programme: Programme, source: Programme | None, on: date) -> None:
    if source is None:
        fill(programme, on)
        return
    for step in source.ladder:
        session.add(LadderStep(programme_id=programme.id, number=step.number, name=step.name))
    for asked in rules.not_ended(all_questions(actor, source.id), on):
        session.add(
            AssessmentQuestion(
                programme_id=programme.id,
                info_kind=asked.info_kind,
                words=asked.words,
                position=asked.position,
                valid_from=max(on, asked.valid_from),
                valid_to=asked.valid_to,
            )
        )
    _copy_criteria(actor, programme, source, on)


def _copy_criteria(actor: Actor, programme: Programme, source: Programme, on: date) -> None:
    for one in rules.not_ended(all_criteria(actor, source.id), on):
        session.add(
            PriorityCriterion(
                programme_id=programme.id,
                label=one.label,
                points=one.points,
                sign=one.sign,
                position=one.position,
                valid_from=max(on, one.valid_from),
                valid_to=one.valid_to,
            )
        )
