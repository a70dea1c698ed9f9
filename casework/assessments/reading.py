"""How a part is read: strengths first, and nothing of what nothing is said of.

Pure: rows in, lines out. The form asks in the same order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.assessments.models import AssessmentAnswer, AssessmentPart

FRAME = ("Styrkor", "Så är det nu", "Det här behövs")
OWN_FRAME = ("Det här är jag bra på", "Så har jag det nu", "Det här behöver jag")
Answers = Mapping[UUID, Sequence[AssessmentAnswer]]


@dataclass(frozen=True)
class Line:
    """A heading, or a question of the template, and what stands under it."""

    heading: str
    text: str | None
    question_id: UUID | None = None


@dataclass(frozen=True)
class Change:
    """S2: what stood under one heading, and what stands there now."""

    heading: str
    before: str | None
    now: str | None


@dataclass(frozen=True)
class Told:
    """One part with the answers to its questions."""

    part: AssessmentPart
    answers: tuple[AssessmentAnswer, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that was asked, in the order it is read, answered or not."""
        part = self.part
        strengths, situation, needs = OWN_FRAME if part.by_individual else FRAME
        return (
            Line(strengths, part.strengths),
            Line(situation, part.situation),
            *(Line(one.words, one.text, one.question_id) for one in self.answers),
            Line(needs, part.needs),
        )

    @property
    def said(self) -> list[Line]:
        """The lines with something under them."""
        return [line for line in self.lines if line.text]

    @property
    def strengths(self) -> str | None:
        return self.part.strengths

    @property
    def rest(self) -> list[Line]:
        """What is said beside the strengths, which are read first and together."""
        return [line for line in self.lines[1:] if line.text]

    @property
    def open(self) -> list[str]:
        """What a unit's signed part leaves unanswered. The individual skips what they like."""
        if self.part.by_individual or self.part.signed_at is None:
            return []
        return [one.words for one in self.answers if not one.text]


def told(parts: Sequence[AssessmentPart], answers: Answers) -> dict[UUID, Told]:
    """{id of a part: the part with its answers}"""
    return {part.id: Told(part, tuple(answers.get(part.id, ()))) for part in parts}


def changes(before: Told, now: Told) -> list[Change]:
    """S2: the lines that the new version says otherwise, in the order they are read."""
    was = {(line.question_id, line.heading): line.text for line in before.lines}
    return [
        Change(line.heading, was.get((line.question_id, line.heading)), line.text)
        for line in now.lines
        if was.get((line.question_id, line.heading)) != line.text
    ]
