"""What all pages of a referral share: the blueprint, loading one, and doing one verb."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm
from casework.programmes.queries import KINDS, labels
from casework.referrals.forms import URGENCY
from casework.referrals.queries import ReferralFile, referral_for

referrals = Blueprint("referrals", __name__, url_prefix="/remisser")

LISTS = (KINDS, "skal", "stodtid", "inkomst", "sysselsattning", "utbildning", "avslagsskal")


def load(referral_id: UUID) -> ReferralFile:
    return referral_for(actor(), referral_id, clock.today())


def done(form: HouseForm, verb: Callable[[], Any]) -> bool:
    """One verb in one transaction; a broken rule is explained in the form."""
    try:
        with writing():
            verb()
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


def page(template: str, form: HouseForm, **words: Any) -> Any:
    """The page of a form; after a refusal it answers 422."""
    return render_template(template, form=form, **words), 422 if form.errors else 200


def to(referral_id: UUID) -> Any:
    return redirect(url_for("referrals.show", referral_id=referral_id))


def code_words() -> dict[str, Any]:
    """What codes are called, for reading."""
    return {"words": labels(actor(), *LISTS), "urgency": URGENCY}
