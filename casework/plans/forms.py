from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import InputRequired

from casework.kit.forms import (
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    StrippedText,
    Tick,
)
from casework.plans.queries import Aim, PlanFile, Promise
from casework.plans.rules import INDIVIDUAL, GoalWords, PlanWords, PromiseWords

Choices = Sequence[tuple[Any, str]]
OFTEN = ("Varje vecka", "Varannan vecka", "Varje månad", "Löpande")


class _Row(HouseForm):
    """A part of a form: the whole form carries the token."""

    class Meta(HouseForm.Meta):
        csrf = False


class PromiseForm(_Row):
    row_id = HiddenField()
    who = Pick("Vem", blank="Välj vem")
    what = StrippedText("Gör vad")
    due_on = IsoDateField("Senast")
    recurring = Pick("Eller hur ofta", choices=[(o, o) for o in OFTEN], blank="En gång")


class GoalForm(_Row):
    row_id = HiddenField()
    title = StrippedText("Målet i korthet", longest=100)
    own_words = StrippedLines("Med personens egna ord", longest=1000)
    our_words = StrippedLines("Det betyder för oss", longest=1000)
    kind = Pick("Vilken sorts uppgifter handlar målet om?", blank="Välj sort")
    commitments = FieldList(FormField(PromiseForm))
    remove = Tick("Ta bort målet och dess åtaganden")


class PlanForm(HouseForm):
    revision = HiddenField()
    goals = FieldList(FormField(GoalForm))
    responsible_id = Pick("Huvudansvarig", coerce=UUID, blank="Välj en person")
    next_followup_on = IsoDateField("Nästa uppföljning")
    held_as_sip = Tick("Planen hålls som SIP, samordnad individuell plan")

    def offer(self, kinds: Choices, people: Choices, first_name: str) -> None:
        """What each row may choose between."""
        self.offered = kinds, people, first_name
        self._fill()

    def keep_only(self, plan: PlanFile) -> None:
        """C5: a working copy may hold rows that its writer reads no longer; new rows have no id."""
        goals = {None, "", *(str(aim.goal.id) for aim in plan.aims)}
        promises = {None, "", *(str(one.commitment.id) for one in plan.promises)}
        self.goals.entries = [goal for goal in self.goals if goal.row_id.data in goals]
        for goal in self.goals:
            rows = [row for row in goal.commitments if row.row_id.data in promises]
            goal.commitments.entries = rows
        self._fill()

    def _fill(self) -> None:
        """The choices into every row; an empty row where there is none."""
        kinds, people, first_name = self.offered
        if not self.goals.entries:
            self.goals.append_entry()
        self.responsible_id.choices = list(people)
        who = [(INDIVIDUAL, f"{first_name} själv"), *((str(i), name) for i, name in people)]
        for goal in self.goals:
            if not goal.commitments.entries:
                goal.commitments.append_entry()
            goal.kind.choices = _with(kinds, goal.kind.data)
            for row in goal.commitments:
                row.who.choices = list(who)

    def add(self, where: str) -> None:
        """An empty row: `where` is "mal", or the number of the goal that gets a commitment."""
        if where == "mal":
            self.goals.append_entry()
        elif where.isdigit() and int(where) < len(self.goals.entries):
            self.goals[int(where)].commitments.append_entry()
        self._fill()

    def place_after_saving(self, where: str) -> str:
        """The number that a goal gets when the empty ones before it are gone."""
        if not where.isdigit():
            return where
        before = self.words().goals[: int(where)]
        return str(sum(not (goal.is_blank or goal.remove) for goal in before))

    def words(self) -> PlanWords:
        """What was typed, as the rules read it."""
        return PlanWords(
            responsible_id=_uuid(str(self.responsible_id.data or "")),
            next_followup_on=self.next_followup_on.data,
            held_as_sip=bool(self.held_as_sip and self.held_as_sip.data),
            goals=[_goal_words(goal) for goal in self.goals],
        )


class TakeUpForm(HouseForm):
    goal = Pick("Under vilket mål?", [InputRequired()], coerce=UUID, blank="Välj mål")
    what = StrippedText("Gör vad", [InputRequired()])
    who = Pick("Vem", [InputRequired()], blank="Välj vem")
    due_on = IsoDateField("Senast")
    recurring = Pick("Eller hur ofta", choices=[(o, o) for o in OFTEN], blank="En gång")


class InForceForm(HouseForm):
    revision = HiddenField()


class ApproveForm(HouseForm):
    party = OneOf("Vem godkänner planen?", [InputRequired()])
    how = OneOf("Hur sades det?", [InputRequired()])


def typed(plan: PlanFile) -> dict[str, Any]:
    """A draft as the form shows it from the start."""
    return {
        "revision": plan.plan.revision,
        "responsible_id": plan.plan.responsible_id,
        "next_followup_on": plan.plan.next_followup_on,
        "held_as_sip": plan.plan.held_as_sip,
        "goals": [_goal_typed(aim) for aim in plan.aims],
    }


def _goal_typed(aim: Aim) -> dict[str, Any]:
    goal = aim.goal
    return {
        "row_id": str(goal.id),
        "title": goal.title,
        "own_words": goal.own_words,
        "our_words": goal.our_words,
        "kind": goal.info_kind,
        "commitments": [_promise_typed(promise) for promise in aim.promises],
    }


def _promise_typed(promise: Promise) -> dict[str, Any]:
    one = promise.commitment
    return {
        "row_id": str(one.id),
        "who": INDIVIDUAL if one.by_individual else str(one.user_id),
        "what": one.what,
        "due_on": one.due_on,
        "recurring": one.recurring,
    }


def _goal_words(goal: Any) -> GoalWords:
    return GoalWords(
        id=_uuid(goal.row_id.data),
        title=goal.title.data or "",
        own_words=goal.own_words.data or "",
        our_words=goal.our_words.data or "",
        kind=goal.kind.data,
        remove=goal.remove.data,
        commitments=[_promise_words(row) for row in goal.commitments],
        place=goal.name,
    )


def _promise_words(row: Any) -> PromiseWords:
    return PromiseWords(
        id=_uuid(row.row_id.data),
        who=row.who.data,
        what=row.what.data or "",
        due_on=row.due_on.data,
        recurring=row.recurring.data,
        place=row.name,
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _with(choices: Choices, now: str | None) -> list[tuple[Any, str]]:
    """A kind that is there already stays on the list, also when it can no longer be chosen anew."""
    missing = now is not None and now not in {key for key, _label in choices}
    return [*choices, (now, str(now).capitalize())] if missing else list(choices)
