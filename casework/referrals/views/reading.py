"""Lists, and one referral as its reader may read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for

from casework.access.web import actor
from casework.authorities.queries import full_unit_names, people_by_id, unit_names
from casework.kit import clock
from casework.kit.swedish import in_order
from casework.kit.working_days import working_days_between
from casework.programmes.rules import target_group
from casework.referrals.policy import (
    may_amend,
    may_answer,
    may_complete,
    may_edit,
    may_start,
    may_withdraw,
)
from casework.referrals.queries import ReferralFile, lists, parties
from casework.referrals.queries.following import waiting_figures
from casework.referrals.rules import State, covered
from casework.referrals.rules.lacks import CHECK, authorities_in
from casework.referrals.views.door import code_words, load, referrals
from casework.referrals.views.drafting import Drafting
from casework.referrals.views.telling import of_draft, of_sent


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
        waited=lambda row: working_days_between(row.sent_on, today),
        figures=waiting_figures(actor(), today),
        waiting=sum(row.waits(today) for row in came),
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
        return redirect(url_for("referrals.step", referral_id=file.id, number=CHECK))
    return render_template("referrals/show.html", file=file, **_people(file), **_acts(file))


@referrals.get("/<uuid:referral_id>/utskrift")
def printed(referral_id: UUID) -> Any:
    """R3, C5: what the reader may read, on paper; a draft too."""
    file = load(referral_id)
    draft = file.state is State.DRAFT
    if draft:
        may_edit(actor(), file.facts).insist()
    told = of_draft(Drafting(file)) if draft else of_sent(file)
    readers = _readers(file, full_unit_names(actor()))
    return render_template("referrals/printed.html", file=file, readers=readers, **told)


def _readers(file: ReferralFile, names: Mapping[UUID, str]) -> list[str]:
    return [names[unit] for unit in covered(file.consents, file.on)]


def _people(file: ReferralFile) -> dict[str, Any]:
    referral = file.referral
    users = {referral.author_id, *(answer.answered_by_id for answer in referral.answers)}
    return {
        "staff": people_by_id(actor(), users | {one.by_id for one in referral.amendments}),
        "readers": _readers(file, unit_names(actor())),
        **code_words(),
        **of_sent(file),
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
    }


def _target(file: ReferralFile) -> Any:
    """R6: advice, from what this reader may read."""
    year = file.person.birth_year if file.person else None
    time = file.referral.support_time if "ekonomi" in file.kinds else None
    count = authorities_in(covered(file.consents, file.on), parties(actor(), file))
    return target_group(file.programme, year, time, count, file.on)
