from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms.validators import InputRequired

from casework.kit.forms import HouseForm, Pick, StrippedLines, Tick
from casework.reports.rules import FIELDS, called, half_year_span

HALF_YEARS = 6


def periods(on: date) -> list[tuple[str, str]]:
    """The half-year of that day and those before it: ("2026-01-01_2026-06-30", words)."""
    found, day = [], on
    for _ in range(HALF_YEARS):
        first, last = half_year_span(day)
        found.append((f"{first}_{last}", called(first, last)))
        day = half_year_span(date.fromordinal(first.toordinal() - 1))[0]
    return found


class DraftForm(HouseForm):
    programme_id = Pick("Verksamhet", [InputRequired()], coerce=UUID, blank="Välj verksamhet")
    period = Pick("Halvår", [InputRequired()], blank="Välj halvår")

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of the chosen half-year."""
        first, last = self.answers["period"].split("_")
        return date.fromisoformat(first), date.fromisoformat(last)


class TextsForm(HouseForm):
    """L3. One point per line, but for the summary."""

    lead = StrippedLines(FIELDS["lead"], longest=400)
    helped = StrippedLines(FIELDS["helped"], longest=4000)
    hindered = StrippedLines(FIELDS["hindered"], longest=4000)
    proposals = StrippedLines(FIELDS["proposals"], longest=4000)
    questions = StrippedLines(FIELDS["questions"], longest=2000)


class ReadForm(HouseForm):
    found_nobody = Tick(
        "Jag har läst allt. Ingen enskild person kan kännas igen.", [InputRequired()]
    )


class PublishForm(HouseForm):
    """One button; the page says what it does."""


def answer_form(questions: Sequence[str]) -> HouseForm:
    """One field for each question, q1, q2 and so on."""
    fields = {
        f"q{n}": StrippedLines(f"{n}. {question}", longest=2000)
        for n, question in enumerate(questions, 1)
    }
    return type("AnswerForm", (HouseForm,), fields)()
