"""K4, K5: who stands in for whom. A substitution begins, counts and ends by its days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.cases.models import SubstitutedCase, Substitution
from casework.cases.policy import may_name_substitute
from casework.cases.queries.absence import colleagues, own_cases
from casework.cases.rules import check_days_away
from casework.kit.db import session
from casework.kit.errors import RuleBroken


@dataclass(frozen=True)
class Away:
    """Who is away and when. No `cases` is all of them."""

    absent: User
    first_day: date
    last_day: date
    cases: Collection[UUID] = ()


def name_substitute(
    actor: Actor, away: Away, substitute: User, *, on: date, at: datetime
) -> Substitution:
    """During these days the substitute reaches the cases of the one who is away."""
    may_name_substitute(actor, away.absent.id, away.absent.unit_id).insist()
    check_days_away(away.first_day, away.last_day, on)
    _check_people(actor, away.absent, substitute)
    _check_cases(actor, away, on)
    row = Substitution(
        absent_id=away.absent.id,
        substitute_id=substitute.id,
        unit_id=actor.unit_id,
        first_day=away.first_day,
        last_day=away.last_day,
        whole=not away.cases,
        named_by_id=actor.user_id,
        named_at=at,
    )
    session.add(row)
    chosen = sorted(away.cases)
    session.add_all(SubstitutedCase(substitution_id=row.id, case_id=one) for one in chosen)
    record(actor, "substitute named", row)
    return row


def end_substitution(actor: Actor, row: Substitution, *, at: datetime) -> None:
    """Back before the last day: the substitute no longer reaches the cases."""
    may_name_substitute(actor, row.absent_id, row.unit_id).insist()
    if row.ended_at is not None:
        raise RuleBroken("", "Vikariatet är redan avslutat.")
    row.ended_at, row.ended_by_id = at, actor.user_id
    record(actor, "substitute ended", row)


def _check_people(actor: Actor, absent: User, substitute: User) -> None:
    """Both work in the actor's unit, and nobody gives himself a colleague's cases."""
    here = {user.id for user in colleagues(actor)}
    if absent.id not in here:
        raise RuleBroken("absent_id", f"{absent.name} arbetar inte i din enhet.")
    if substitute.id not in here:
        raise RuleBroken("substitute_id", f"{substitute.name} arbetar inte i din enhet.")
    if substitute.id == absent.id:
        raise RuleBroken("substitute_id", "Välj en annan person än den som är borta.")
    if substitute.id == actor.user_id:
        raise RuleBroken(
            "substitute_id",
            "Du kan inte utse dig själv. Be en kollega, eller be koordinatorn lägga till dig"
            " i ärendet.",
        )


def _check_cases(actor: Actor, away: Away, on: date) -> None:
    """Chosen cases are chosen by the one who works with them."""
    if not away.cases:
        return
    mine = {case_id for case_id, _ in own_cases(actor, on)}
    if away.absent.id != actor.user_id or not set(away.cases) <= mine:
        raise RuleBroken("cases", "Du kan bara välja bland ärenden som du själv arbetar med.")
