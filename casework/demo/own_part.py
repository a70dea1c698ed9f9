"""The individuals' own words in the kartläggning, and what units answer to its questions."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.assessments import service as assessments
from casework.assessments.models import AssessmentPart
from casework.demo.plots import Plot
from casework.demo.stage import Stage
from casework.kit.db import session

STRENGTHS = (
    "Jag är bra med människor. Folk litar på mig.",
    "Jag är händig. Det jag börjar på blir klart.",
    "Jag lagar mat varje dag och sköter hemmet.",
    "Jag är envis och ger mig inte så lätt.",
    "Min hund gör att jag kommer ut varje dag.",
)
NOW = (
    "Jag sover dåligt, men dagarna är bättre än i våras.",
    "Det är lugnt hemma. Veckorna ser likadana ut.",
    "Jag orkar ungefär halva dagen.",
)
CORRECTED = "Tiden för avstämningen saknades."


def answers(plot: Plot, kind: str) -> dict[int, str | None]:
    """What is known already answers the question of that kind; otherwise it is left open."""
    told = plot.theme.tried if kind == "planering" else plot.theme.background.get(kind)
    return {1: told}


def write(stage: Stage, plot: Plot, case_id: UUID, day: date) -> None:
    """S1: written down at the owner's office, read together, signed. Now and then set right."""
    dice = sum(map(ord, plot.theme.own_goal + plot.education))
    with stage.on(day, time(14, 20)) as at:
        actor, file = stage.actor(plot.owner), stage.file(plot.owner, case_id)
        kind = "planering" if "planering" in file.kinds else min(file.kinds)
        begin = assessments.begin_individual
        part = begin(actor, file, info_kind=kind, due_on=day, at=at)
        session.flush()  # what is saved is what stands there
        words: dict[str, Any] = {"strengths": STRENGTHS[dice % 5], "situation": NOW[dice % 3]}
        said = {1: plot.theme.aims[0].own, 3: plot.theme.aims[-1].own}
        seen, needs = part.revision, plot.theme.own_goal
        assessments.save(actor, file, part, seen=seen, **words, needs=needs, answers=said, at=at)
        session.flush()
        assessments.sign(actor, file, part, seen=part.revision, read_on=day, at=at)
    if len(plot.who.name) % 3 == 0:
        _set_right(stage, plot, case_id, day)


def _set_right(stage: Stage, plot: Plot, case_id: UUID, day: date) -> None:
    """S2: the part that was given first had a month wrong."""
    with stage.on(day, time(15, 40)) as at:
        file = stage.file(plot.owner, case_id)
        first = select(AssessmentPart).where(
            AssessmentPart.case_id == case_id,
            AssessmentPart.unit_id == file.case.owner_unit_id,
            AssessmentPart.by_individual.is_(False),
            AssessmentPart.signed_at.is_not(None),
        )
        actor, part = stage.actor(plot.owner), session.scalars(first).one()
        new = assessments.correct(actor, file, part, reason=CORRECTED, at=at)
        session.flush()
        mended = f"{new.situation} Nästa avstämning är i januari."
        words: dict[str, Any] = {
            "strengths": new.strengths,
            "situation": mended,
            "needs": new.needs,
        }
        assessments.save(actor, file, new, seen=new.revision, **words, at=at)
        session.flush()
        assessments.sign(actor, file, new, seen=new.revision, at=at)
