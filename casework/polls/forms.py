from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import Field, FieldList, FormField
from wtforms.validators import InputRequired

from casework.kit.errors import RuleBroken
from casework.kit.forms import ClockField, Codes, HouseForm, IsoDateField, OneOf, StrippedText
from casework.meetings.forms import BookingForm
from casework.polls.rules import ANSWERS, CLOSED_BECAUSE

OWN = 4  # rows for times of one's own


class OwnTime(HouseForm):
    """A day and a clock; the whole form carries the token."""

    class Meta(HouseForm.Meta):
        csrf = False

    day = IsoDateField("Dag")
    starts = ClockField("Börjar kl.")


class AskForm(BookingForm):
    """The same people and length as a booking, which it may have begun as; but several times."""

    times = Codes("Tider", validate_choice=False)
    own = FieldList(FormField(OwnTime), min_entries=OWN, max_entries=OWN)
    deadline = IsoDateField("Svara senast", [InputRequired()])

    def explain(self, broken: RuleBroken) -> None:
        """A rule about a time shows at the times, or in the row that it was typed in."""
        field = "times" if broken.field in ("slot", "day", "starts") else broken.field
        super().explain(RuleBroken(field, str(broken)))
        if field.startswith("own-"):
            rows: Any = self.own  # a list of rows does not look for itself
            rows.errors = [str(broken)]


class ExtendForm(HouseForm):
    deadline = IsoDateField("Svara senast", [InputRequired()])


class CloseForm(HouseForm):
    because = OneOf(
        "Varför avslutas frågan?", [InputRequired()], choices=list(CLOSED_BECAUSE.items())
    )


class AnswersForm(HouseForm):
    """An answer for each time, made by `answers_form`. `offered` maps fields to times."""

    offered: dict[str, UUID]

    line = StrippedText(
        "Vill du säga något mer?",
        description="Till exempel en annan tid som passar. Skriv inget om någon annan person.",
        longest=200,
    )

    @property
    def given(self) -> dict[UUID, str]:
        return {time_id: self[name].data for name, time_id in self.offered.items()}

    @property
    def by_time(self) -> list[Field]:
        return [self[name] for name in self.offered]


def answers_form(
    times: Iterable[tuple[UUID, str]], said: dict[UUID, str], line: str | None
) -> AnswersForm:
    """A radio group for each (time, its words), with what was `said` of it before."""
    labels = {f"tid_{time_id.hex}": (time_id, words) for time_id, words in times}
    fields: dict[str, Any] = {
        name: OneOf(words, [InputRequired()], choices=list(ANSWERS.items()))
        for name, (_id, words) in labels.items()
    }
    offered = {name: time_id for name, (time_id, _words) in labels.items()}
    made = type("TimesForm", (AnswersForm,), {**fields, "offered": offered})
    before = {name: said.get(time_id) for name, time_id in offered.items()}
    return made(data={**before, "line": line})
