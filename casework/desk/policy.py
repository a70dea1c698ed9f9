"""What this actor may do on a case, collected from the rooms: each act with its yes or its no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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


def may_fetch(actor: Actor) -> Decision:
    """Whoever works with cases may take the references of their own along."""
    return YES if actor.works_with_cases else no("Din roll arbetar inte med ärenden.")


def acts(actor: Actor, file: CaseFile, rooms: Mapping[str, Any]) -> list[Act]:
    """Every act on the case that has a page of its own, in the order one would look for it."""
    if not file.case.is_open:
        return [_on("Öppna ärendet igen", "cases.reopen", may_reopen, actor, file)]
    return [
        *(_book(file, rooms), _log(file, rooms)),
        _on("Skriv i tidslinjen", "cases.tell", may_tell, actor, file),
        *(_draft(file, rooms), *_follow_up(file, rooms)),
        _choose(actor, file),
        *_rest(actor, file),
        _on("Lägg till personer", "cases.assign", may_assign, actor, file),
        *_closing(actor, file, rooms["outcomes"]),
        _on("Lämna över ärendet", "cases.hand_over", may_hand_over, actor, file),
    ]


def next_act(actor: Actor, file: CaseFile, rooms: Mapping[str, Any]) -> Act | None:
    """The one primary button: what this actor can do for the next step now."""
    if not file.case.is_open:
        return None
    return next((act for act in _towards(actor, file, rooms) if act.may), None)


def _towards(actor: Actor, file: CaseFile, rooms: Mapping[str, Any]) -> Sequence[Act]:
    """The acts that take the case forward, the best first."""
    choose = _choose(actor, file)
    last = (
        choose,
        _log(file, rooms),
        _on("Skriv i tidslinjen", "cases.tell", may_tell, actor, file),
    )
    if file.case.is_paused:
        return last
    meeting = (_meeting(rooms["meetings"]["next"]),) if rooms["meetings"]["next"] else ()
    towards = {
        "kartlaggning": _assessment(file, rooms["assessments"]),
        "mote": (*meeting, _book(file, rooms)),
        "plan": (_draft(file, rooms),),
        "uppfoljning": (*_follow_up(file, rooms), *meeting),
        "avslut": tuple(_closing(actor, file, rooms["outcomes"])),
    }
    return (*towards.get(file.case.next_step or "", ()), *last)


def _choose(actor: Actor, file: CaseFile) -> Act:
    """K3: what comes next, and when. It is also what wakes a case."""
    label = "Väck ärendet" if file.case.is_paused else "Välj nästa steg"
    return _on(label, "cases.next_step", may_set_next_step, actor, file)


def _rest(actor: Actor, file: CaseFile) -> list[Act]:
    """K3: resting, or resting longer; only where it is allowed, as the step beside says why not."""
    label = "Låt ärendet vila längre" if file.case.is_paused else "Låt ärendet vila"
    act = _on(label, "cases.pause", may_set_next_step, actor, file)
    return [act] if act.may else []


def _on(label: str, endpoint: str, may: Any, actor: Actor, file: CaseFile) -> Act:
    return Act(label, endpoint, may(actor, file.facts, file.on), {"case_id": file.id})


def _book(file: CaseFile, rooms: Mapping[str, Any]) -> Act:
    may = rooms["meetings"]["may_book"]
    because = may or no("Koordinatorn bokar möten. Säg till om ett möte behövs.")
    return Act("Boka möte", "meetings.book", because, {"arende": file.id})


def _log(file: CaseFile, rooms: Mapping[str, Any]) -> Act:
    may = rooms["contributions"]["may_log"]
    return Act("Logga en insats", "contributions.new", may, {"arende": file.id})


def _draft(file: CaseFile, rooms: Mapping[str, Any]) -> Act:
    plans = rooms["plans"]
    going_on = "Fortsätt på planen" if plans["draft"] else "Skriv planen"
    label = "Gör en ny planversion" if plans["plan"] and not plans["draft"] else going_on
    return Act(label, "plans.draft", plans["may_draft"], {"case_id": file.id})


def _follow_up(file: CaseFile, rooms: Mapping[str, Any]) -> list[Act]:
    """Only where there is a plan to follow up."""
    may = rooms["followups"]["may_follow_up"]
    act = Act("Gör uppföljningen", "followups.new", may, {"case_id": file.id})
    return [act] if rooms["plans"]["plan"] else []


def _meeting(coming: Any) -> Act:
    return Act("Visa mötet", "meetings.show", YES, {"meeting_id": coming.meeting.id})


def _closing(actor: Actor, file: CaseFile, outcomes: Mapping[str, Any]) -> list[Act]:
    """K6: anybody proposes, the owner says yes."""
    args = {"case_id": file.id}
    agree = may_agree(actor, file.facts, file.on)
    if outcomes["is_waiting"]:
        return [Act("Svara på förslaget", "outcomes.agree", agree, args)]
    propose = Act("Föreslå avslut", "outcomes.propose", outcomes["may_propose"], args)
    because = no(f"{agree.because} Du kan föreslå det.")
    return [propose] if agree else [propose, Act("Avsluta ärendet", "outcomes.agree", because)]


def _assessment(file: CaseFile, assessments: Mapping[str, Any]) -> tuple[Act, ...]:
    mine = [
        Act(
            *("Skriv din del", "assessments.write", YES),
            {"case_id": file.id, "part_id": one.newest.id},
        )
        for one in assessments["mine"]
    ]
    return (*mine, Act("Öppna kartläggningen", "assessments.show", YES, {"case_id": file.id}))
