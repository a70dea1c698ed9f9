"""The verbs of a referral, by who acts: drafting and sending (the sender), answering (the host)."""

from casework.referrals.service.answering import answer, complete
from casework.referrals.service.drafting import (
    choose_programme,
    discard,
    purge_old_drafts,
    save_step,
    start_draft,
)
from casework.referrals.service.sending import amend, send, withdraw

__all__ = [
    "amend",
    "answer",
    "choose_programme",
    "complete",
    "discard",
    "purge_old_drafts",
    "save_step",
    "send",
    "start_draft",
    "withdraw",
]
