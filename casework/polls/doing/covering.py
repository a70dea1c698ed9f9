"""M1, C1: consent is asked for a poll each time something is asked anew, and a no says why."""

from collections.abc import Iterable, Sequence
from datetime import date

from casework.access.facts import CaseFacts
from casework.authorities.models import User
from casework.meetings.doing.checks import insist_covered
from casework.meetings.rules import Slot
from casework.polls.doing.holding import of_the_time
from casework.polls.models import PollVoter
from casework.polls.queries import PollFile
from casework.polls.rules import last_moment


def insist_all_covered(
    facts: CaseFacts | None,
    users: Sequence[User],
    slots: Iterable[Slot],
    on: date,
    *,
    guests: bool,
) -> None:
    """M1: today, and then on each of the days; a no about a day says which."""
    today = Slot(last_moment(on), last_moment(on))
    insist_covered(facts, users, today, on, guests=guests)
    for slot in slots:
        with of_the_time(slot.starts_at):
            insist_covered(facts, users, slot, on, guests=guests)


def lost(file: PollFile) -> list[tuple[PollVoter, str]]:
    """C1, K5: those who may not be asked again as things stand today, each with the reason."""
    return [(one, why) for one in file.asked if (why := why_not(file, one))]


def why_not(file: PollFile, voter: PollVoter) -> str:
    """Why somebody cannot be along any longer, after their name; or nothing."""
    if file.goes_along(voter):
        return ""
    user = file.users.get(voter.user_id) if voter.user_id else None
    if user is None:
        return "samtycket gäller inte längre"
    if user.left_at:
        return "har slutat"
    if user.unit_id != voter.unit_id:
        return "arbetar inte längre på enheten som frågades"
    if file.facts and file.facts.protected and not user.cleared:
        return "har inte behörighet till skyddade personuppgifter"
    return f"samtycket omfattar inte längre {user.unit.name}"
