"""S1: the officers who owe a part are told two working days before it is due, and when it is late.

Once each. The letter holds no person, no case, no kind and no day: which part it is stands on the
desk, behind the door.
"""

from datetime import date, datetime, timedelta
from email.message import EmailMessage

from casework.assessments.queries.reminding import officers_to_remind, still_owes
from casework.assessments.rules import soon
from casework.kit import clock
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop, plain_letter
from casework.letters.service import post

SOON, LATE = "assessment.soon", "assessment.late"
SUBJECTS = {
    SOON: "En del av kartläggningen ska snart vara klar",
    LATE: "En del av kartläggningen är försenad",
}
PART = "En del av kartläggningen i ett av dina ärenden"
SAYS = {
    SOON: f"{PART} ska vara klar inom två arbetsdagar.",
    LATE: f"{PART} skulle ha varit klar.",
}
WHY = "De andra väntar på den för att kunna mötas."
LEADS = "Logga in för att se vilken del det gäller och skriva den:"


def connect() -> None:
    """The letters of this room, for the postman."""
    RENDERERS.update(dict.fromkeys(SUBJECTS, render))


def remind(at: datetime) -> int:
    """A letter to each who owes a part and is not told yet. By a command."""
    today = clock.local(at).date()
    return _tell(SOON, *soon(today), at) + _tell(LATE, date.min, today - timedelta(days=1), at)


def _tell(kind: str, first: date, last: date, at: datetime) -> int:
    owing = officers_to_remind(kind, first, last, clock.local(at).date())
    for part_id, user in owing:
        post(None, kind=kind, about_id=part_id, receiver_id=user.id, at=at, **user.letterbox)
    return len(owing)


def render(letter: Letter) -> EmailMessage | Stop:
    """Asked once more as the letter goes: signed, closed, taken back or handed on stops it."""
    if not still_owes(letter.about_id, letter.receiver_id, clock.today()):
        return Stop("Delen är lämnad eller behövs inte längre, eller så är ärendet någon annans.")
    return plain_letter(SUBJECTS[letter.kind], f"{SAYS[letter.kind]} {WHY}", LEADS)
