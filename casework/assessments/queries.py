from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from casework.access import YES, Actor
from casework.access.wall import beyond
from casework.assessments.models import AssessmentPart
from casework.audit.service import note_read
from casework.authorities.models import Unit
from casework.cases.models import Case
from casework.cases.queries import CaseFile, protected, readable, visible
from casework.cases.queries.working import was_assigned
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.tasks import Task

ASKED = beyond("what is asked for is asked for once, whoever may read it")
KEPT = beyond("a unit keeps the part it wrote, also when the consent has ended")


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

    A unit that the consent no longer covers is not waited for.
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
    still = file.units_in_force | {file.case.owner_unit_id, actor.unit_id}
    return [one for one in series if one.signed or one.newest.unit_id in still]


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


def own_part(actor: Actor, part_id: UUID) -> tuple[AssessmentPart, Case]:
    """What the actor's own unit wrote, reachable also after the consent has ended (K4).

    For its author and for officers who are or were assigned for that unit. Raises NotVisible.
    """
    found = session.execute(
        select(AssessmentPart, Case)
        .join(Case, Case.id == AssessmentPart.case_id)
        .where(AssessmentPart.id == part_id, _own_writing(actor))
        .execution_options(**KEPT)
    ).one_or_none()
    if found is None:
        raise NotVisible("assessment_parts", part_id)
    part, case = found
    note_read(actor, part, YES, case_id=case.id)
    return part, case


def own_parts(actor: Actor) -> list[tuple[AssessmentPart, Case]]:
    """K4: the newest signed version of each part that `own_part` gives. One statement."""
    rows = session.execute(
        select(AssessmentPart, Case)
        .join(Case, Case.id == AssessmentPart.case_id)
        .where(_own_writing(actor), AssessmentPart.signed_at.is_not(None))
        .order_by(AssessmentPart.version)
        .execution_options(**KEPT)
    )
    newest = {part.series_id: (part, case) for part, case in rows}
    return sorted(newest.values(), key=lambda one: (one[0].signed_at, one[0].id), reverse=True)


def _own_writing(actor: Actor) -> ColumnElement[bool]:
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    conditions = [
        AssessmentPart.unit_id == actor.unit_id,
        AssessmentPart.author_id.is_not(None),
        or_(
            AssessmentPart.author_id == actor.user_id,
            was_assigned(actor, AssessmentPart.case_id),
        ),
        Case.erased_at.is_(None),
    ]
    if not actor.cleared:
        conditions.append(~protected())
    return and_(*conditions)


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
