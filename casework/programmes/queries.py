"""Programmes and code lists. They hold no person data: everyone signed in may read them."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.access import Actor
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.programmes.languages import SWEDISH, kept, listed, offered
from casework.programmes.models import Code, Programme
from casework.programmes.policy import may_change

KINDS = "informationsslag"


def codes(actor: Actor, code_list: str, on: date) -> list[Code]:
    """O3: the codes of one list that are offered that day, in their order."""
    del actor
    rows = session.scalars(select(Code).where(Code.list == code_list).order_by(Code.position))
    return [code for code in rows if code.valid(on)]


def choices(actor: Actor, code_list: str, on: date) -> list[tuple[str, str]]:
    """The same as (key, label) for a form."""
    return [(code.key, code.label) for code in codes(actor, code_list, on)]


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


def languages(actor: Actor, programme_id: UUID | None, on: date) -> dict[str, str]:
    """{code: own name} of what consents are printed in: by one programme, or by those open."""
    found = [one for one in programmes(actor) if not one.closed_on or one.closed_on > on]
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


def insist_administrator(actor: Actor) -> None:
    """To everybody else these pages do not exist."""
    if not may_change(actor):
        raise NotVisible("programmes")
