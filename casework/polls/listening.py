"""What a withdrawn consent does to polls. Listeners of the consents room, same transaction."""

from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.consents.models import Consent
from casework.consents.signals import Impact
from casework.kit.swedish import counted, long_date
from casework.polls.doing.closing import close_whole, take_out
from casework.polls.models import Poll, PollVoter
from casework.polls.queries.outside import open_with_consent
from casework.polls.rules import SAMTYCKE


def on_withdrawn(
    consent: Consent, *, actor: Actor, unit_id: UUID | None, on: date, at: datetime
) -> None:
    """M1, M8: the unit's people leave open polls; wholly withdrawn, nothing is asked."""
    del on
    for poll, case in open_with_consent(consent.series_id):
        asked = [one for one in poll.voters if one.is_in]
        if _falls(poll, unit_id):
            close_whole(actor, poll, asked, because=SAMTYCKE, at=at)
            record(actor, "poll closed", poll, case_id=case.id)
        elif leaving := _leaving(asked, case, unit_id):
            take_out(actor, poll, leaving, at=at)
            record(actor, "poll voters removed", poll, case_id=case.id)


def on_impact_asked(
    consent: Consent,
    *,
    actor: Actor,
    unit_id: UUID | None,
    on: date,
    kinds: frozenset[str] | None = None,
) -> list[Impact]:
    """C4: what it would do to polls in cases that the actor reaches, in sentences."""
    if kinds is not None:  # a unit that still reads something is still asked
        return []
    found = []
    for poll, case in open_with_consent(consent.series_id, visible(actor, on)):
        asked = [one for one in poll.voters if one.is_in]
        if _falls(poll, unit_id):
            found.append(_closes(poll, len(asked)))
        elif leaving := _leaving(asked, case, unit_id):
            found.append(_leaves(poll, len(leaving)))
    return found


def _falls(poll: Poll, unit_id: UUID | None) -> bool:
    """Nobody is left to meet, or the one who asks may not go on."""
    return unit_id is None or unit_id == poll.organiser_unit_id


def _leaving(asked: list[PollVoter], case: Case, unit_id: UUID | None) -> list[PollVoter]:
    """The unit's people. The owner of the case keeps it, and stays."""
    return [one for one in asked if one.unit_id == unit_id and unit_id != case.owner_unit_id]


def _closes(poll: Poll, people: int) -> Impact:
    told = f"{counted(people, 'person', 'personer').capitalize()} får veta att frågan inte gäller."
    return Impact("clock", "En fråga om mötestider avslutas", (_which(poll), told))


def _leaves(poll: Poll, people: int) -> Impact:
    told = f"{counted(people, 'person', 'personer').capitalize()} från enheten får inte svara."
    lines = (_which(poll), told, "Frågan fortsätter för alla andra.")
    return Impact("clock", "Enheten lämnar en fråga om mötestider", lines)


def _which(poll: Poll) -> str:
    return f"Frågan {poll.code}, svar senast {long_date(poll.deadline)}."
