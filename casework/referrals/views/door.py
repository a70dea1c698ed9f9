"""What all pages of a referral share: the blueprint, loading one, and the way back to it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.programmes.queries import KINDS, labels
from casework.referrals.forms import URGENCY
from casework.referrals.queries import ReferralFile, referral_for

referrals = Blueprint("referrals", __name__, url_prefix="/remisser")

LISTS = (KINDS, "skal", "stodtid", "inkomst", "sysselsattning", "utbildning", "avslagsskal")


def load(referral_id: UUID) -> ReferralFile:
    return referral_for(actor(), referral_id, clock.today())


def to(referral_id: UUID) -> Any:
    return redirect(url_for("referrals.show", referral_id=referral_id))


def code_words() -> dict[str, Any]:
    """What codes are called, for reading."""
    return {"words": labels(actor(), *LISTS), "urgency": URGENCY}
