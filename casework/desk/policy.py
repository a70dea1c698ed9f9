"""What this actor may do on a case, collected from the rooms: each act with its yes or its no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.access import YES, Actor, Decision, no
from casework.cases.policy import (
    may_assign,
    may_hand_over,
    may_reopen,
    may_set_next_step,
    may_tell,
)
from casework.cases.queries import CaseFile
from casework.outcomes.policy import may_agree


@dataclass(frozen=True)
class Act:
    """One thing to do: verb and object, where it is done, and whether this actor may."""

    label: str
    endpoint: str
    may: Decision
    args: Mapping[str, Any] = field(default_factory=dict)


def acts(actor: Actor, file: CaseFile, rooms: Mapping[str, Any]) -> list[Act]:
    """Every act on the case that has a page of its own, in the order one would look for it."""
    if not file.case.is_open:
        return [_on("Öppna ärendet igen", "cases.reopen", may_reopen, actor, file)]
    return [
        _on("Skriv i tidslinjen", "cases.tell", may_tell, actor, file),
        _on("Välj nästa steg", "cases.next_step", may_set_next_step, actor, file),
        _on("Lägg till personer", "cases.assign", may_assign, actor, file),
        *_closing(actor, file, rooms["outcomes"]),
        _on("Lämna över ärendet", "desk.case", may_hand_over, actor, file),
    ]


def _on(label: str, endpoint: str, may: Any, actor: Actor, file: CaseFile) -> Act:
    return Act(label, endpoint, may(actor, file.facts, file.on), {"case_id": file.id})


def _closing(actor: Actor, file: CaseFile, outcomes: Mapping[str, Any]) -> list[Act]:
    """K6: anybody proposes, the owner says yes."""
    agree = may_agree(actor, file.facts, file.on)
    if outcomes["is_waiting"]:
        return [Act("Svara på förslaget", "outcomes.agree", agree, {"case_id": file.id})]
    propose = Act(
        "Föreslå avslut", "outcomes.propose", outcomes["may_propose"], {"case_id": file.id}
    )
    because = no(f"{agree.because} Du kan föreslå det.")
    return [propose] if agree else [propose, Act("Avsluta ärendet", "outcomes.agree", because)]


def next_act(actor: Actor, file: CaseFile, rooms: Mapping[str, Any]) -> Act | None:
    """The one primary button: what this actor can do for the next step now."""
    if not file.case.is_open:
        return None
    return next((act for act in _towards(actor, file, rooms) if act.may), None)


def _towards(actor: Actor, file: CaseFile, rooms: Mapping[str, Any]) -> Sequence[Act]:
    """The acts that take the case forward, the best first."""
    choose = _on("Välj nästa steg", "cases.next_step", may_set_next_step, actor, file)
    tell = _on("Skriv i tidslinjen", "cases.tell", may_tell, actor, file)
    if file.case.is_paused:
        return (choose, tell)
    towards = {
        "kartlaggning": _assessment(file.id, rooms["assessments"]),
        "avslut": tuple(_closing(actor, file, rooms["outcomes"])),
    }
    return (*towards.get(file.case.next_step or "", ()), choose, tell)


def _assessment(case_id: UUID, assessments: Mapping[str, Any]) -> tuple[Act, ...]:
    mine = [
        Act(
            "Skriv din del",
            "assessments.write",
            YES,
            {"case_id": case_id, "part_id": one.newest.id},
        )
        for one in assessments["mine"]
    ]
    return (*mine, Act("Läs kartläggningen", "assessments.show", YES, {"case_id": case_id}))
