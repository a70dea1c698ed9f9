"""Who can still be asked to a meeting that is booked, and who cannot and why."""

from dataclasses import dataclass
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import Unit, User
from casework.cases.queries import CaseFile, case_for
from casework.kit.errors import RuleBroken
from casework.meetings.doing.parties import insist_content_free
from casework.meetings.forms import AddForm
from casework.meetings.queries import MeetingFile
from casework.meetings.service.adding import More
from casework.meetings.shown.booking import choices


@dataclass(frozen=True)
class Left:
    """The people that are not in, those of them that were, and the units that cannot be asked."""

    case: CaseFile | None
    staff: list[User]
    were_in: frozenset[UUID]
    outside: list[Unit]
    individual: bool  # there is one, who is not in


def left(actor: Actor, file: MeetingFile) -> Left:
    """M1: as on the booking page, without those who are in."""
    case = case_for(actor, file.case_id, file.on) if file.case_id else None
    found = choices(actor, case)
    asked = {one.user_id for one in file.asked}
    return Left(
        case=case,
        staff=[user for user in found.staff if user.id not in asked],
        were_in=frozenset(one.user_id for one in file.participants if one.user_id) - asked,
        outside=found.outside,
        individual=bool(case) and not any(one.is_individual for one in file.asked),
    )


def form(found: Left) -> AddForm:
    """The form with what can be picked: without a case there is no individual to ask."""
    made = AddForm()
    made.people.choices = [(user.id, user.name) for user in found.staff]
    if not found.individual:
        del made.individual
    return made


def may_leave(filled: AddForm, found: Left) -> bool:
    """M3: whether the roles may be read by others; if not, the form says why."""
    person = found.case.person if found.case else None
    try:
        insist_content_free(person, None, filled.asked_guests, ())
    except RuleBroken as broken:
        filled.explain(broken)
        return False
    return True


def more(filled: AddForm) -> More:
    given = filled.answers
    return More(
        user_ids=given["people"],
        guests=filled.asked_guests,
        individual=bool(given.get("individual")),
    )
