"""What a programme is for, its ladder, and the code lists."""

from datetime import date
from typing import Any

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.queries import units_in_consents
from casework.kit.codes import readable
from casework.kit.db import session
from casework.programmes import rules
from casework.programmes.languages import SWEDISH, kept
from casework.programmes.models import Code, LadderStep, Programme
from casework.programmes.policy import may_change
from casework.programmes.queries import all_codes, name_taken, units_in


def change_programme(actor: Actor, programme: Programme, answers: dict[str, Any]) -> None:
    """Whom the programme is for and how long things may take."""
    may_change(actor).insist()
    other_name = answers["name"] != programme.name
    rules.check_name(taken=other_name and name_taken(actor, answers["name"]))
    rules.check_programme(answers["age_from"], answers["age_to"], answers["k"])
    chosen, known = units_in(actor, programme), units_in_consents(actor)
    rules.check_least(chosen, programme.host_unit_id, known, answers["least_authorities"])
    for name, value in answers.items():
        setattr(programme, name, value)
    programme.languages = kept((SWEDISH, *answers["languages"]))
    record(actor, "programme changed", programme)


def change_ladder(actor: Actor, programme: Programme, names: list[str]) -> None:
    """U3: steps are renamed and added; none is taken away, since cases stand on them."""
    may_change(actor).insist()
    names = [*names[: len(programme.ladder)], *(n for n in names[len(programme.ladder) :] if n)]
    rules.check_ladder(names)
    for step, name in zip(programme.ladder, names, strict=False):
        step.name = name
    for number in range(len(programme.ladder) + 1, len(names) + 1):
        session.add(LadderStep(programme_id=programme.id, number=number, name=names[number - 1]))
    record(actor, "ladder changed", programme)


def add_code(
    actor: Actor, code_list: str, *, label: str, valid_from: date, group: str | None = None
) -> Code:
    """O3: one more choice from a day on. The key is random: the label may be mended later."""
    may_change(actor).insist()
    known = all_codes(actor, code_list)
    rules.check_new(label, known)
    code = Code(list=code_list, label=label, valid_from=valid_from, group=group or None)
    code.key = readable("lokal").lower()
    code.position = 1 + max((other.position for other in known), default=0)
    session.add(code)
    record(actor, "code added", code)
    return code


def close_code(actor: Actor, code: Code, *, last_day: date, on: date) -> None:
    """O3: no longer offered after `last_day`; what was written with it keeps it."""
    may_change(actor).insist()
    rules.check_end(code, last_day, on)
    code.valid_to = last_day
    record(actor, "code closed", code)
