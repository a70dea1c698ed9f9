"""Programmes and code lists. They hold no person data: everyone signed in may read them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.access import Actor
from casework.authorities.models import Unit
from casework.authorities.queries import units_in_consents
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.programmes.languages import SWEDISH, kept, listed, offered
from casework.programmes.models import (
    AssessmentQuestion,
    Code,
    PriorityCriterion,
    Programme,
    ProgrammeUnit,
)
from casework.programmes.policy import may_change
from casework.programmes.rules import Contents

KINDS = "informationsslag"


def codes(actor: Actor, code_list: str, on: date) -> list[Code]:
    """O3: the codes of one list that are offered that day, in their order."""
    del actor
    rows = session.scalars(select(Code).where(Code.list == code_list).order_by(Code.position))
    return [code for code in rows if code.valid(on)]


def choices(actor: Actor, code_list: str, on: date) -> list[tuple[str, str]]:
    """The same as (key, label) for a form."""
    return [(code.key, code.label) for code in codes(actor, code_list, on)]


def choices_in(
    actor: Actor, code_lists: Collection[str], on: date
) -> dict[str, list[tuple[str, str]]]:
    """{list: (key, label) for a form} of the named lists, in one statement."""
    del actor
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in code_lists}
    query = select(Code).where(Code.list.in_(code_lists)).order_by(Code.position)
    for code in session.scalars(query):
        if code.valid(on):
            found[code.list].append((code.key, code.label))
    return found


def labels(actor: Actor, *code_lists: str) -> dict[str, dict[str, str]]:
    """{list: {key: label}} of the named lists, old codes too, in one statement."""
    del actor
    found: dict[str, dict[str, str]] = {name: {} for name in code_lists}
    query = select(Code).where(Code.list.in_(code_lists)).order_by(Code.list, Code.position)
    for code in session.scalars(query):
        found[code.list][code.key] = code.label
    return found


def programmes(actor: Actor) -> list[Programme]:
    """Every programme, with its ladder."""
    del actor
    query = select(Programme).order_by(Programme.name).options(selectinload(Programme.ladder))
    return list(session.scalars(query))


def names(actor: Actor) -> dict[UUID, str]:
    """{id: name} of every programme, also of closed ones."""
    del actor
    return {one: name for one, name in session.execute(select(Programme.id, Programme.name))}


def open_programmes(actor: Actor, on: date) -> list[Programme]:
    """Those that take new remisser that day."""
    return [one for one in programmes(actor) if one.takes_new(on)]


def programme_for(actor: Actor, programme_id: UUID) -> Programme:
    """One programme with its ladder. Raises NotVisible."""
    del actor
    found = session.scalar(
        select(Programme)
        .where(Programme.id == programme_id)
        .options(selectinload(Programme.ladder))
    )
    if found is None:
        raise NotVisible("programmes", programme_id)
    return found


def units_in(actor: Actor, programme: Programme) -> frozenset[UUID]:
    """The units that take part; empty when every unit may."""
    del actor
    query = select(ProgrammeUnit.unit_id).where(ProgrammeUnit.programme_id == programme.id)
    return frozenset(session.scalars(query))


def units_to_name(
    actor: Actor, of: Collection[Programme], also: Collection[UUID] = ()
) -> list[Unit]:
    """The open units that a consent in these programmes can name, authority by authority.

    Theirs, their hosts', and `also` (who sends, who is named already). All when none are chosen.
    """
    known, chosen = units_in_consents(actor), [units_in(actor, one) for one in of]
    if not all(chosen) or not chosen:
        return known
    wanted = {one.host_unit_id for one in of}.union(also, *chosen)
    return [unit for unit in known if unit.id in wanted]


def questions(actor: Actor, programme_id: UUID, on: date) -> list[AssessmentQuestion]:
    """S1: what the template asks that day, part by part, each in its order."""
    return [one for one in all_questions(actor, programme_id) if one.valid(on)]


def all_questions(actor: Actor, programme_id: UUID) -> list[AssessmentQuestion]:
    """Those that have ended too: what was answered keeps its question."""
    del actor
    query = select(AssessmentQuestion).where(AssessmentQuestion.programme_id == programme_id)
    return list(
        session.scalars(query.order_by(AssessmentQuestion.position, AssessmentQuestion.valid_from))
    )


def criteria(actor: Actor, programme_id: UUID, on: date) -> list[PriorityCriterion]:
    """V4: what is weighed that day, in its order."""
    return [one for one in all_criteria(actor, programme_id) if one.valid(on)]


def all_criteria(actor: Actor, programme_id: UUID) -> list[PriorityCriterion]:
    """Those that have ended too: what was weighed keeps its criterion."""
    del actor
    query = select(PriorityCriterion).where(PriorityCriterion.programme_id == programme_id)
    return list(
        session.scalars(query.order_by(PriorityCriterion.position, PriorityCriterion.valid_from))
    )


def languages(actor: Actor, programme_id: UUID | None, on: date) -> dict[str, str]:
    """{code: own name} of what consents are printed in: by one programme, or by those open."""
    found = open_programmes(actor, on)
    if programme_id:
        found = [programme_for(actor, programme_id)]
    wanted = kept((SWEDISH, *(code for one in found for code in one.languages.split())))
    return {code: name for code, name in offered().items() if code in listed(wanted)}


def all_codes(actor: Actor, code_list: str) -> list[Code]:
    """Every code of one list, those that have ended too. For the administrator."""
    insist_administrator(actor)
    rows = session.scalars(select(Code).where(Code.list == code_list).order_by(Code.position))
    found = list(rows)
    if not found:
        raise NotVisible("codes", code_list)
    return found


def code_for(actor: Actor, code_id: UUID) -> Code:
    insist_administrator(actor)
    found = session.get(Code, code_id)
    if found is None:
        raise NotVisible("codes", code_id)
    return found


def programmes_to_change(actor: Actor) -> list[Programme]:
    insist_administrator(actor)
    return programmes(actor)


def programme_to_change(actor: Actor, programme_id: UUID) -> Programme:
    insist_administrator(actor)
    return programme_for(actor, programme_id)


def contents(actor: Actor, on: date) -> dict[UUID, Contents]:
    """What every programme has that day, in words, to compare; four statements for all."""
    insist_administrator(actor)
    asked, weighed = defaultdict(list), defaultdict(list)
    for one in session.scalars(select(AssessmentQuestion).order_by(AssessmentQuestion.position)):
        if one.valid(on):
            asked[one.programme_id].append((one.info_kind, one.words))
    for one in session.scalars(select(PriorityCriterion).order_by(PriorityCriterion.position)):
        if one.valid(on):
            weighed[one.programme_id].append((one.label, one.points))
    return {
        one.id: Contents(
            tuple(step.name for step in one.ladder),
            tuple(sorted(asked[one.id], key=lambda pair: pair[0] or "")),
            tuple(weighed[one.id]),
        )
        for one in programmes(actor)
    }


def name_taken(actor: Actor, name: str) -> bool:
    del actor
    return session.scalar(select(Programme.id).where(Programme.name == name)) is not None


def unit_rows(actor: Actor, programme: Programme) -> list[ProgrammeUnit]:
    insist_administrator(actor)
    query = select(ProgrammeUnit).where(ProgrammeUnit.programme_id == programme.id)
    return list(session.scalars(query))


def part_of(actor: Actor, programme_id: UUID, info_kind: str | None) -> list[AssessmentQuestion]:
    """One part of the template, those that have ended too. For the administrator."""
    insist_administrator(actor)
    found = all_questions(actor, programme_id)
    return [one for one in found if one.info_kind == info_kind]


def question_to_change(actor: Actor, question_id: UUID) -> AssessmentQuestion:
    insist_administrator(actor)
    found = session.get(AssessmentQuestion, question_id)
    if found is None:
        raise NotVisible("assessment_questions", question_id)
    return found


def criterion_to_change(actor: Actor, criterion_id: UUID) -> PriorityCriterion:
    insist_administrator(actor)
    found = session.get(PriorityCriterion, criterion_id)
    if found is None:
        raise NotVisible("priority_criteria", criterion_id)
    return found


def insist_administrator(actor: Actor) -> None:
    """To everybody else these pages do not exist."""
    if not may_change(actor):
        raise NotVisible("programmes")
