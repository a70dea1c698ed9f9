"""The parts of a case's kartläggning, as far as one reader may know of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from casework.access import Actor
from casework.access.wall import beyond
from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.assessments.reading import Told, told
from casework.assessments.rules import askable
from casework.authorities.models import Unit
from casework.cases.models import Case
from casework.cases.queries import CaseFile, covers, gives, readable, visible
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.tasks import INDIVIDUAL, Task, Waits

ASKED = beyond("what is asked for is asked for once, whoever may read it")


@dataclass(frozen=True)
class Series:
    """One part through its versions, oldest first, as far as one reader may see it."""

    versions: tuple[AssessmentPart, ...]
    unit: Unit

    @property
    def newest(self) -> AssessmentPart:
        return self.versions[-1]

    @property
    def signed(self) -> AssessmentPart | None:
        """S2: the version that holds, also while a correction is being written."""
        return next((p for p in reversed(self.versions) if p.signed_at), None)


def parts(actor: Actor, file: CaseFile) -> list[Series]:
    """The parts this actor may know of: the individual's first, then unit by unit.

    A unit that the consent no longer gives that kind is not waited for.
    """
    rows = session.execute(
        select(AssessmentPart, Unit)
        .join(Unit, Unit.id == AssessmentPart.unit_id)
        .where(AssessmentPart.case_id == file.id, readable(actor, file, AssessmentPart))
        .order_by(
            AssessmentPart.by_individual.desc(),
            Unit.position,
            AssessmentPart.asked_at,
            AssessmentPart.info_kind,
            AssessmentPart.series_id,
            AssessmentPart.version,
        )
    ).all()
    found: dict[UUID, list[tuple[AssessmentPart, Unit]]] = {}
    for part, unit in rows:
        found.setdefault(part.series_id, []).append((part, unit))
    series = [Series(tuple(p for p, _ in pairs), pairs[0][1]) for pairs in found.values()]
    return [one for one in series if one.signed or _still_asked(actor, file, one.newest)]


def _still_asked(actor: Actor, file: CaseFile, part: AssessmentPart) -> bool:
    """C1: what the unit is asked about is still given to it; the owner and oneself may finish."""
    if part.unit_id in (file.case.owner_unit_id, actor.unit_id):
        return True
    return part.info_kind in askable(file.facts.consents, [part.unit_id], file.on).get(
        part.unit_id, ()
    )


def answers_in(
    actor: Actor, parts: Collection[AssessmentPart]
) -> dict[UUID, list[AssessmentAnswer]]:
    """{part: its questions in their order}, in one statement, of parts the actor has reached."""
    del actor
    query = select(AssessmentAnswer).where(AssessmentAnswer.part_id.in_([p.id for p in parts]))
    found: dict[UUID, list[AssessmentAnswer]] = {}
    for answer in session.scalars(query.order_by(AssessmentAnswer.position)):
        found.setdefault(answer.part_id, []).append(answer)
    return found


def told_in(actor: Actor, parts: Collection[AssessmentPart]) -> dict[UUID, Told]:
    """The same, each as it is read."""
    return told(list(parts), answers_in(actor, parts))


def given(series: list[Series]) -> list[AssessmentPart]:
    """S2: the signed version that holds of each; a draft is read by nobody else."""
    return [one.signed for one in series if one.signed]


def waited_for(series: list[Series]) -> list[Series]:
    """Those that have not given any signed version yet."""
    return [one for one in series if one.signed is None]


def all_given(series: list[Series]) -> bool:
    """Whether everything that was asked for, as far as the reader sees, is signed."""
    return bool(series) and not waited_for(series)


def part_for(actor: Actor, file: CaseFile, part_id: UUID) -> AssessmentPart:
    """S1, C5: a signed part of a kind the actor may read, or a part of its own unit."""
    found = session.scalar(
        select(AssessmentPart).where(
            AssessmentPart.id == part_id,
            AssessmentPart.case_id == file.id,
            readable(actor, file, AssessmentPart),
            or_(
                AssessmentPart.signed_at.is_not(None),
                AssessmentPart.unit_id == actor.unit_id,
            ),
        )
    )
    if found is None:
        raise NotVisible("assessment_parts", part_id)
    return found


def versions_of(actor: Actor, part: AssessmentPart) -> list[AssessmentPart]:
    """Every signed version of a part that the actor has reached, newest first."""
    del actor  # the part is already the actor's
    query = select(AssessmentPart).where(
        AssessmentPart.series_id == part.series_id, AssessmentPart.signed_at.is_not(None)
    )
    return list(session.scalars(query.order_by(AssessmentPart.version.desc())))


def draft_after(actor: Actor, part: AssessmentPart) -> AssessmentPart | None:
    """A correction of the part that is being written, for its own unit."""
    return session.scalar(
        select(AssessmentPart).where(
            AssessmentPart.series_id == part.series_id,
            AssessmentPart.unit_id == actor.unit_id,
            AssessmentPart.signed_at.is_(None),
        )
    )


def newest_version(actor: Actor, part: AssessmentPart) -> int:
    del actor
    query = select(AssessmentPart.version).where(AssessmentPart.series_id == part.series_id)
    return max(session.scalars(query.execution_options(**ASKED)))


def already_asked(actor: Actor, file: CaseFile) -> set[tuple[UUID, str]]:
    """Every (unit, kind) asked for, whoever may read it. Not for a page: only to not ask twice."""
    del actor
    query = select(AssessmentPart.unit_id, AssessmentPart.info_kind).where(
        AssessmentPart.case_id == file.id, AssessmentPart.by_individual.is_(False)
    )
    rows = session.execute(query.execution_options(**ASKED))
    return {(unit_id, kind) for unit_id, kind in rows}


def on_case(actor: Actor, file: CaseFile) -> dict[str, object]:
    """What the case page says of the kartläggning."""
    found = parts(actor, file)
    return {
        "series": found,
        "waiting": waited_for(found),
        "all_given": all_given(found),
        "mine": [
            one for one in found if one.newest.unit_id == actor.unit_id and not one.newest.signed_at
        ],
    }


def tasks(actor: Actor, on: date) -> list[Task]:
    """The parts that the actor's unit owes in cases that the actor reaches."""
    rows = session.execute(
        select(AssessmentPart, Case.reference)
        .join(Case, Case.id == AssessmentPart.case_id)
        .where(
            AssessmentPart.unit_id == actor.unit_id,
            AssessmentPart.signed_at.is_(None),
            Case.closed_at.is_(None),
            visible(actor, on),
        )
        .order_by(AssessmentPart.due_on)
    )
    return [_task(part, reference) for part, reference in rows]


def waits(actor: Actor, on: date) -> list[Waits]:
    """What open cases wait for: parts that nobody has signed, the first day first. One statement.

    C5: only parts of kinds that the actor's unit may read, and its own. A unit that the consent no
    longer gives that kind is not waited for, nor is a correction: the signed version stands.
    """
    earliest = func.min(AssessmentPart.due_on)
    rows = session.execute(
        _not_given(actor, on)
        .with_only_columns(
            *(AssessmentPart.case_id, AssessmentPart.by_individual, Unit.short_name, earliest)
        )
        .group_by(AssessmentPart.case_id, AssessmentPart.by_individual, Unit.id)
        .order_by(earliest, Unit.position)
    )
    return [_waits(*row) for row in rows]


def _not_given(actor: Actor, on: date) -> Select:
    """Parts that the actor may know of and that have no signed version, with their units."""
    mine = AssessmentPart.unit_id == actor.unit_id
    still_given = covers(AssessmentPart.unit_id, on, AssessmentPart.info_kind)
    return (
        select(AssessmentPart)
        .join(Case, Case.id == AssessmentPart.case_id)
        .join(Unit, Unit.id == AssessmentPart.unit_id)
        .where(
            visible(actor, on),
            Case.closed_at.is_(None),
            AssessmentPart.signed_at.is_(None),
            AssessmentPart.version == 1,
            or_(mine, gives(actor, on, AssessmentPart.info_kind)),
            or_(mine, Case.owner_unit_id == Unit.id, still_given),
        )
    )


def _waits(case_id: UUID, by_individual: bool, unit: str, due: date) -> Waits:
    if by_individual:
        what = f"Den enskildes egen del av kartläggningen, som {unit} skriver ned"
        return Waits(case_id, what, (INDIVIDUAL, unit), due)
    return Waits(case_id, f"Kartläggningen: {unit}", (unit,), due)


def _task(part: AssessmentPart, reference: str) -> Task:
    what = "Den enskildes egen del" if part.by_individual else "Din enhets del"
    doing = "är inte undertecknad" if part.author_id else "ska skrivas"
    return Task(
        due=part.due_on,
        sentence=f"{what} av kartläggningen i {reference} {doing}.",
        button="Skriv delen",
        endpoint="assessments.write",
        args={"case_id": part.case_id, "part_id": part.id},
        ref=reference,
    )
