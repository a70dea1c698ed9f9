"""C6: thirty days before a consent ends, the officers who own the case are told, once a version.

The letter holds no person, no case and no day: only that one of the reader's cases needs it. Which
one stands on the desk, behind the door.
"""

from datetime import datetime
from email.message import EmailMessage

from casework.cases.queries.renewing import officers_to_tell, still_to_tell
from casework.kit import clock
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop, plain_letter
from casework.letters.service import post

KIND = "consent-renewal"
SUBJECT = "Ett samtycke löper snart ut"
PARAGRAPHS = (
    "Samtycket i ett av dina ärenden löper ut inom en månad. Det förlängs aldrig av sig självt.",
    "Fråga personen om ett nytt, eller planera hur ärendet avslutas. Logga in för att se vilket"
    " ärende det gäller:",
)


def connect() -> None:
    """The letter of this room, for the postman."""
    RENDERERS[KIND] = render


def propose_renewals(at: datetime) -> int:
    """A letter to each officer not yet told of the version in force. By a command."""
    told = officers_to_tell(KIND, clock.local(at).date())
    for consent_id, user in told:
        post(None, kind=KIND, about_id=consent_id, receiver_id=user.id, at=at, **user.letterbox)
    return len(told)


def render(letter: Letter) -> EmailMessage | Stop:
    """Asked once more as the letter goes: renewed, taken back, closed or handed on stops it."""
    if not still_to_tell(letter.about_id, letter.receiver_id, clock.today()):
        return Stop("Samtycket är förnyat eller taget tillbaka, eller så är ärendet någon annans.")
    return plain_letter(SUBJECT, *PARAGRAPHS)
