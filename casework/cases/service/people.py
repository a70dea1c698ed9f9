"""K4: who works with a case."""

from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.cases.models import Assignment
from casework.cases.policy import may_assign
from casework.cases.queries import CaseFile
from casework.cases.queries.around import seats
from casework.cases.queries.listing import could_join
from casework.cases.rules import check_open, check_owner_stays
from casework.cases.service import add_event
from casework.kit.db import session
from casework.kit.errors import RuleBroken


def assign(actor: Actor, file: CaseFile, user: User, *, at: datetime) -> Assignment:
    """K4: this user works with the case from now on. Only units that the consent covers."""
    may_assign(actor, file.facts, file.on).insist()
    check_open(file.case.closed_at)
    if user.id in {seat.user.id for seat in seats(actor, file)}:
        raise RuleBroken("user_id", f"{user.name} arbetar redan med ärendet.")
    if user.id not in {one.id for one in could_join(actor, file, set())}:
        raise RuleBroken("user_id", f"{user.name} kan inte få ärendet: samtycket räcker inte dit.")
    assignment = Assignment(
        case_id=file.id, user_id=user.id, unit_id=user.unit_id, since=at, by_id=actor.user_id
    )
    session.add(assignment)
    sentence = f"{user.name}, {user.unit.short_name}, arbetar nu med ärendet."
    add_event(actor, file.id, kind="planering", sentence=sentence, at=at)
    record(actor, "assigned", assignment, case_id=file.id)
    return assignment


def unassign(actor: Actor, file: CaseFile, assignment: Assignment, *, at: datetime) -> None:
    """K4, K1: this user no longer works with the case; the owner always has somebody left."""
    may_assign(actor, file.facts, file.on).insist()
    around = [s for s in seats(actor, file) if s.assignment and s.assignment.id != assignment.id]
    check_owner_stays(
        assignment.unit_id, file.case.owner_unit_id, [seat.user.unit_id for seat in around]
    )
    assignment.ended_at, assignment.ended_by_id = at, actor.user_id
    record(actor, "unassigned", assignment, case_id=file.id)
