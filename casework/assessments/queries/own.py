"""K4: what a unit wrote itself, which it keeps also after the consent has ended."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from casework.access import YES, Actor
from casework.access.wall import beyond
from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.assessments.reading import Told
from casework.audit.service import note_read
from casework.cases.models import Case
from casework.cases.queries import protected
from casework.cases.queries.working import was_assigned
from casework.kit.db import session
from casework.kit.errors import NotVisible

KEPT = beyond("a unit keeps the part it wrote, also when the consent has ended")


def own_part(actor: Actor, part_id: UUID) -> tuple[Told, Case]:
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
    return Told(part, _answers(part)), case


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


def _answers(part: AssessmentPart) -> tuple[AssessmentAnswer, ...]:
    query = (
        select(AssessmentAnswer)
        .where(AssessmentAnswer.part_id == part.id)
        .order_by(AssessmentAnswer.position)
    )
    return tuple(session.scalars(query.execution_options(**KEPT)))


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
