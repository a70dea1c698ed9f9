"""R4: whoever owes the answer or the completion is reminded, two working days before and when late.

Once of each. The letter holds no person, no reference and no day (as M3): which referral it is
stands on the desk, behind the door.
"""

from datetime import datetime
from email.message import EmailMessage

from casework.kit import clock
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop, plain_letter
from casework.letters.service import post
from casework.referrals.queries.following import owing, still_owing, told_before

PREFIX = "referral-"
SAYS = {
    "answer-soon": ("En remiss ska snart få ett svar", "En remiss väntar på ditt svar."),
    "answer-late": (
        "En remiss skulle ha fått ett svar",
        "Tiden för att svara på en remiss är slut.",
    ),
    "completion-soon": (
        "En remiss ska snart kompletteras",
        "Koordinatorn väntar på din komplettering av en remiss.",
    ),
    "completion-late": (
        "En remiss skulle ha kompletterats",
        "Tiden för att komplettera en av dina remisser är slut.",
    ),
}
LEADS = "Logga in för att se vilken det gäller. Den står överst på ditt skrivbord:"


def connect() -> None:
    """The letters of this room, for the postman."""
    for kind in SAYS:
        RENDERERS[f"{PREFIX}{kind}"] = render


def remind(at: datetime) -> int:
    """A letter to each who owes something and was not told of it before. By a command."""
    before = told_before(PREFIX)
    due = [
        one
        for one in owing(clock.local(at).date())
        if (f"{PREFIX}{one.kind}", one.about_id, one.user.id) not in before
    ]
    for one in due:
        post(
            None,
            kind=f"{PREFIX}{one.kind}",
            about_id=one.about_id,
            receiver_id=one.user.id,
            at=at,
            **one.user.letterbox,
        )
    return len(due)


def render(letter: Letter) -> EmailMessage | Stop:
    """Asked once more as the letter goes: what is answered, completed or taken back stops it."""
    kind = letter.kind.removeprefix(PREFIX)
    if not still_owing(kind, letter.about_id, letter.receiver_id, clock.today()):
        return Stop("Remissen är redan besvarad, kompletterad eller tillbakatagen.")
    subject, says = SAYS[kind]
    return plain_letter(subject, f"{says} {LEADS}")
