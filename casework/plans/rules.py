"""What a plan must hold. Pure: words as they were typed, and who is around, come in as values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from casework.access.facts import CaseFacts, latest
from casework.cases.rules import readers_of
from casework.kit.errors import RuleBroken
from casework.kit.swedish import listed

INDIVIDUAL = "individual"  # the answer to "who?" when it is the person themselves

# U1's results that end a commitment
SETTLED = frozenset({"klart", "behovs_inte"})


@dataclass(frozen=True)
class Around:
    """Somebody who may be given a part of the plan. `kinds` is what their unit may read (C5)."""

    user_id: UUID
    unit_id: UUID
    name: str
    unit_name: str
    coordinates: bool
    kinds: frozenset[str]


@dataclass(frozen=True)
class PromiseWords:
    """One commitment as typed. `who` is a user's id or INDIVIDUAL; `place` names its form row."""

    what: str = ""
    who: str | None = None
    due_on: date | None = None
    recurring: str | None = None
    id: UUID | None = None
    place: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.what or self.who or self.due_on or self.recurring)

    def field(self, name: str) -> str:
        """What its field is called: in a row of the draft, or on a page of its own."""
        return f"{self.place}-{name}" if self.place else name


@dataclass(frozen=True)
class GoalWords:
    """One goal as typed, with its commitments."""

    title: str = ""
    own_words: str = ""
    our_words: str = ""
    kind: str | None = None
    remove: bool = False
    commitments: Sequence[PromiseWords] = ()
    id: UUID | None = None
    place: str = ""

    @property
    def promises(self) -> list[PromiseWords]:
        """The commitments that say anything."""
        return [one for one in self.commitments if not one.is_blank]

    @property
    def is_blank(self) -> bool:
        typed = self.title or self.own_words or self.our_words or self.kind or self.promises
        return self.id is None and not typed


@dataclass(frozen=True)
class PlanWords:
    """A whole draft as typed."""

    responsible_id: UUID | None = None
    next_followup_on: date | None = None
    held_as_sip: bool = False
    goals: Sequence[GoalWords] = field(default=())

    @property
    def kept(self) -> list[GoalWords]:
        """The goals that say anything and are not to be removed."""
        return [one for one in self.goals if not (one.remove or one.is_blank)]


def kinds_of(facts: CaseFacts, unit_id: UUID, on: date) -> frozenset[str]:
    """C5: the kinds of information that a unit may read in the case that day.

    The owner keeps what it was once given, as `access.rules.readable_kinds` has it.
    """
    kinds = frozenset().union(*(c.kinds_for(unit_id, on) for c in facts.consents))
    last = latest(facts.consents)
    if unit_id == facts.owner_unit_id and last:
        return kinds | last.kinds_given(unit_id)
    return kinds


def held_as_sip(wanted: bool, sip_mode: str) -> bool:
    """A plan is a SIP only where its programme holds SIPs as plans, whatever a form says."""
    return wanted and sip_mode == "plan"


def check_responsible(
    chosen: UUID | None, around: Collection[Around], *, coordinator: bool
) -> None:
    """P2: the overall responsible works with the case; a coordinator only coordinates.

    `coordinator` says that the chosen one is a coordinator, whether assigned or not.
    """
    if chosen is None:
        return
    if coordinator:
        raise RuleBroken(
            "responsible_id",
            "En koordinator samordnar bara och kan inte vara huvudansvarig. Välj någon annan.",
        )
    if chosen not in {one.user_id for one in around}:
        raise RuleBroken("responsible_id", "Välj någon som arbetar med ärendet.")


def check_followup(next_on: date | None, *, on: date) -> None:
    """P3: the day of the next follow-up is still to come."""
    if next_on is not None and next_on < on:
        raise RuleBroken("next_followup_on", "Välj en dag som kommer.")


def check_words(
    words: PlanWords, may_use: Collection[str], around: Collection[Around], kept: Mapping[UUID, str]
) -> None:
    """P1, C5: each goal has a name and a kind the writer may use; each commitment is somebody's.

    `kept` is {goal id: kind} of the goals as they stand: a kind that is not changed is allowed.
    """
    people = {str(one.user_id): one for one in around}
    for goal in words.kept:
        _check_goal(goal, may_use, kept)
        for promise in goal.promises:
            _check_promise(promise, goal, people)


def _check_goal(goal: GoalWords, may_use: Collection[str], kept: Mapping[UUID, str]) -> None:
    if not goal.title:
        raise RuleBroken(f"{goal.place}-title", "Ge målet ett namn.")
    if goal.kind is None:
        raise RuleBroken(f"{goal.place}-kind", "Välj vilken sorts uppgifter målet innehåller.")
    unchanged = goal.id is not None and kept.get(goal.id) == goal.kind
    if goal.kind not in may_use and not unchanged:
        raise RuleBroken(f"{goal.place}-kind", "Samtycket ger inte din enhet den sorten.")


def check_promise(promise: PromiseWords, kind: str, around: Collection[Around]) -> None:
    """P1, C5: one commitment by itself, under a goal of that kind."""
    people = {str(one.user_id): one for one in around}
    _check_promise(promise, GoalWords(kind=kind), people)


@dataclass(frozen=True)
class Shift:
    """C5: who would read the words under a goal, and whom that adds or leaves out."""

    reads: frozenset[UUID]
    gains: frozenset[UUID]
    loses: frozenset[UUID]


def shift(facts: CaseFacts, said: tuple[str, UUID], kind: str, on: date) -> Shift:
    """C5: what becomes of the readers when words of the minutes are put under a goal of `kind`.

    `said` is their kind in the minutes and the unit that wrote them, which reads them whatever the
    consent. In the plan it is the goal's kind that decides, as for all that is written there.
    """
    before = readers_of(facts, said[0], on) | {said[1]}
    after = readers_of(facts, kind, on)
    return Shift(after, after - before, before - after)


def check_nobody_more(moved: Shift, names: Mapping[UUID, str]) -> None:
    """C5: words of the minutes are shown to nobody whom the consent did not give them there."""
    if moved.gains:
        raise RuleBroken(
            "goal",
            f"{listed(sorted(names[one] for one in moved.gains))} läser inte det här i"
            " anteckningarna och skulle läsa det under målet. Välj ett annat mål, eller skriv"
            " åtagandet i utkastet med ord som alla där får läsa.",
        )


def _check_promise(promise: PromiseWords, goal: GoalWords, people: Mapping[str, Around]) -> None:
    if not promise.what:
        raise RuleBroken(promise.field("what"), "Skriv vad som ska göras.")
    if promise.who != INDIVIDUAL:
        _check_who(promise, goal, people.get(promise.who or ""))
    if promise.due_on is None and promise.recurring is None:
        raise RuleBroken(promise.field("due_on"), "Skriv en dag eller välj hur ofta.")
    if promise.due_on is not None and promise.recurring is not None:
        raise RuleBroken(promise.field("recurring"), "Välj antingen en dag eller hur ofta.")


def _check_who(promise: PromiseWords, goal: GoalWords, who: Around | None) -> None:
    if who is None:
        said = "Välj någon som arbetar med ärendet." if promise.who else "Välj vem som gör det."
        raise RuleBroken(promise.field("who"), said)
    if goal.kind not in who.kinds:
        raise RuleBroken(
            promise.field("who"),
            f"{who.unit_name} kan inte få åtagandet: samtycket ger inte enheten uppgifter av"
            " målets sort. Välj någon annan eller lägg åtagandet under ett annat mål.",
        )


def check_complete(
    responsible_id: UUID | None, next_on: date | None, commitments_per_goal: Collection[int]
) -> None:
    """P1, P2, P3: what a plan must hold before it is put in force.

    The sentences name no goal: it may be one that the reader cannot read.
    """
    if not commitments_per_goal:
        raise RuleBroken("", "Planen behöver minst ett mål.")
    if not all(commitments_per_goal):
        raise RuleBroken("", "Varje mål i planen behöver minst ett åtagande.")
    if responsible_id is None:
        raise RuleBroken("", "Planen behöver en huvudansvarig.")
    if next_on is None:
        raise RuleBroken("", "Planen behöver en dag för nästa uppföljning.")


def state(
    *, result: str | None, cannot: bool, covered: bool, due_on: date | None, on: date
) -> tuple[str, str]:
    """(kind of flag, words) for one commitment: how it stands that day.

    `result` is what the latest follow-up said (U1), `cannot` that its unit has said "kan inte" (B3)
    since, `covered` that the one who promised still works there under a consent in force.
    """
    if result == "klart":
        return "done", "Klart"
    if result == "behovs_inte":
        return "", "Behövs inte"
    if cannot:
        return "late", "Kan inte"
    if not covered:
        return "late", "Behöver någon ny"
    if due_on is not None and due_on < on:
        return "late", "Försenat"
    return {"delvis": ("soon", "Delvis klart"), "inte": ("soon", "Inte gjort")}.get(
        result or "", ("now", "Pågår")
    )
