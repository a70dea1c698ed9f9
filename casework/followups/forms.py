from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import InputRequired

from casework.followups.rules import GOAL_RESULTS, RESULTS, SCALE, Check, Followed
from casework.kit.forms import HouseForm, IsoDateField, OneOf, Pick, StrippedLines, StrippedText
from casework.plans.queries import PlanFile

NUMBERS = [(n, str(n)) for n in SCALE]
GAUGES = ("ladder_step", "life", "closeness", "influence")
AGAIN, CLOSING = "igen", "avslut"


class _Row(HouseForm):
    class Meta(HouseForm.Meta):
        csrf = False


class CheckForm(_Row):
    row_id = HiddenField()
    result = OneOf("Hur gick det?", choices=RESULTS.items())
    why = StrippedText("Varför? Några ord", longest=500)


class GoalCheckForm(_Row):
    row_id = HiddenField()
    result = OneOf("Hur nära är målet?", choices=GOAL_RESULTS.items())


class FollowUpForm(HouseForm):
    plan_id = HiddenField()
    held_on = IsoDateField("Dag för uppföljningen", [InputRequired()])
    checks = FieldList(FormField(CheckForm))
    goals = FieldList(FormField(GoalCheckForm))
    ladder_step = OneOf("Steg på trappan", coerce=int)
    life = OneOf("Hur är din livssituation?", coerce=int, choices=NUMBERS)
    closeness = OneOf("Hur nära arbete eller studier är du?", coerce=int, choices=NUMBERS)
    influence = OneOf("Hur mycket påverkar du planen?", coerce=int, choices=NUMBERS)
    own_words = StrippedLines("Med egna ord", longest=1000)
    info_kind = Pick("Vilken sorts uppgifter innehåller orden?", blank="Välj sort")
    onward = OneOf(
        "Vad händer nu?",
        [InputRequired()],
        choices=[(AGAIN, "Vi följer upp igen"), (CLOSING, "Vi föreslår att ärendet avslutas")],
    )
    next_on = IsoDateField("Dag för nästa uppföljning")

    def followed(self) -> Followed:
        """What was said, as the rules read it."""
        return Followed(
            checks={UUID(row.row_id.data): _check(row) for row in self.checks},
            goals={UUID(row.row_id.data): row.result.data for row in self.goals},
            goal_places={UUID(row.row_id.data): row.name for row in self.goals},
            **{name: self[name].data for name in GAUGES},
            own_words=self.own_words.data or "",
            info_kind=self.info_kind.data,
            next_on=self.next_on.data,
            proposes_closing=self.onward.data == CLOSING,
        )

    def is_about(self, plan: PlanFile) -> bool:
        """Whether the rows are those of this version, as this reader sees it."""
        rows = [row.row_id.data for row in (*self.checks, *self.goals)]
        return self.plan_id.data == str(plan.plan.id) and sorted(rows) == sorted(_ids(plan))

    @property
    def row_of(self) -> Mapping[str, Any]:
        """{id of a commitment or a goal: its row}, for the page."""
        return {row.row_id.data: row.form for row in (*self.checks, *self.goals)}


def asked(plan: PlanFile) -> dict[str, Any]:
    """The rows of one version. What an earlier follow-up settled is answered from the start."""
    promised = [promise.commitment for promise in plan.promises]
    return {
        "plan_id": str(plan.plan.id),
        "checks": [
            {"row_id": str(one.id), "result": one.last_result if one.settled_at else None}
            for one in promised
        ],
        "goals": [{"row_id": str(aim.goal.id)} for aim in plan.aims],
    }


def asked_again(plan: PlanFile, typed: FollowUpForm) -> dict[str, Any]:
    """The rows of this version, and what was typed before that is still about one of them."""
    said, rows = typed.data, asked(plan)
    known = {row["row_id"]: row for part in ("checks", "goals") for row in said[part]}
    for part in ("checks", "goals"):
        rows[part] = [known.get(row["row_id"], row) for row in rows[part]]
    return {**typed.answers, **rows}


def _check(row: Any) -> Check:
    return Check(row.result.data, row.why.data or "", row.name)


def _ids(plan: PlanFile) -> list[str]:
    promises = [str(one.commitment.id) for one in plan.promises]
    return promises + [str(aim.goal.id) for aim in plan.aims]
