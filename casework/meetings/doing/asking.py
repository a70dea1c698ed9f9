"""M4, M5: asked, or asked again: no earlier answer stands. Whoever calls has insisted."""

from collections.abc import Iterable
from datetime import datetime

from casework.access import Actor
from casework.meetings.models import Participant
from casework.meetings.rules import KOMMER


def ask_again(actor: Actor, asked: Iterable[Participant], at: datetime) -> None:
    """An answer was to the old time. Whoever asks has said yes for themselves."""
    for one in asked:
        mine = one.user_id == actor.user_id
        one.answer, one.answered_at = (KOMMER, at) if mine else (None, None)
        one.answer_line = one.reminded_at = one.answered_sequence = None
        one.asked_at = at
