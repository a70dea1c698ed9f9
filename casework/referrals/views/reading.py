"""Lists, and one referral as its reader may read it."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for

from casework.access.web import actor
from casework.authorities.queries import people_by_id, unit_names
from casework.kit import clock
from casework.kit.swedish import in_order
from casework.kit.working_days import working_days_between
from casework.people.rules import shown
from casework.programmes.rules import target_group
from casework.referrals.forms import ANSWERS
from casework.referrals.policy import may_amend, may_answer, may_complete, may_start, may_withdraw
from casework.referrals.queries import ReferralFile, lists, parties
from casework.referrals.rules import PER_KIND, WHOLE, State, authorities_in, covered
from casework.referrals.views.door import code_words, load, referrals


@referrals.get("")
def listing() -> Any:
    today = clock.today()
    came = lists.inbox(actor(), today)
    urgent = sorted(came, key=lambda row: (not row.waits(today), row.answer_by))
    return render_template(
        "referrals/listing.html",
        own=lists.own(actor(), today),
        inbox=urgent,
        covered=_covered(came, today),
        may=may_start(actor()),
        days_left=lambda row: working_days_between(today, row.answer_by),
    )


def _covered(rows: list[lists.Row], on: date) -> dict[UUID, list[str]]:
    """The names of the units that each consent covers."""
    names = unit_names(actor())
    found = lists.units_covered(actor(), rows, on) if rows else {}
    return {row: in_order(names[unit] for unit in units) for row, units in found.items()}


@referrals.get("/<uuid:referral_id>")
def show(referral_id: UUID) -> Any:
    file = load(referral_id)
    if file.state is State.DRAFT:
        return redirect(url_for("referrals.step", referral_id=file.id, number=5))
    return render_template("referrals/show.html", file=file, **_people(file), **_acts(file))


def _people(file: ReferralFile) -> dict[str, Any]:
    referral = file.referral
    users = {referral.author_id, *(answer.answered_by_id for answer in referral.answers)}
    units = covered(file.consents, file.on)
    names = unit_names(actor())
    return {
        "staff": people_by_id(actor(), users | {one.by_id for one in referral.amendments}),
        "readers": sorted(names[unit] for unit in units),
        "number": shown(file.person.number) if file.person and file.person.number else "",
        **code_words(),
        "labels": PER_KIND | WHOLE,
        "answers": ANSWERS,
    }


def _acts(file: ReferralFile) -> dict[str, Any]:
    facts, who = file.facts, actor()
    return {
        "reads_answers": who.coordinates or "planering" in file.kinds,  # C5
        "sender_here": who.unit_id == file.referral.unit_id,
        "may_answer": may_answer(who, facts, file.on),
        "may_complete": may_complete(who, facts),
        "may_withdraw": may_withdraw(who, facts),
        "may_amend": may_amend(who, facts),
        "group": _target(file),
        "days_left": working_days_between(file.on, file.answer_by),
    }


def _target(file: ReferralFile) -> Any:
    """R6: advice, from what this reader may read."""
    year = file.person.birth_year if file.person else None
    time = file.referral.support_time if "ekonomi" in file.kinds else None
    count = authorities_in(covered(file.consents, file.on), parties(actor(), file))
    return target_group(file.programme, year, time, count, file.on)
