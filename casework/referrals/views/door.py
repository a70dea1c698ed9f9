"""What all pages of a referral share: the blueprint, loading one, and the way back to it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.programmes.queries import KINDS, labels
from casework.referrals.queries import ReferralFile, referral_for
from casework.referrals.rules.content import label_of, tells_kind

referrals = Blueprint("referrals", __name__, url_prefix="/remisser")

REFUSALS = "avslagsskal"


def load(referral_id: UUID) -> ReferralFile:
    return referral_for(actor(), referral_id, clock.today())


def to(referral_id: UUID) -> Any:
    return redirect(url_for("referrals.show", referral_id=referral_id))


def code_words() -> dict[str, Any]:
    """What codes and texts are called, for reading."""
    words = labels(actor(), KINDS, REFUSALS)
    return {"words": words, "label_of": label_of, "tells_kind": tells_kind}


def named_in(file: ReferralFile) -> list[str | None]:
    """Whom the texts of a sent referral may name: the person, who speaks for them, the officer."""
    person = file.person
    known = (person.name, person.representative) if person else ()
    return [*known, file.referral.officer]
