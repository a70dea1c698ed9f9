"""A scene of the oracle as the facts and the actor that `decide` takes."""

from datetime import date, timedelta
from functools import cache
from uuid import UUID, uuid5

from casework.access import Actor, Role
from casework.access.facts import CaseFacts, ConsentFacts
from tests.access.oracle import NEVER, Matter, Paper, Who, has_it
from tests.access.scenes import NOW, PEOPLE

DAY_NOUGHT = date(2026, 10, 5)  # day 20 is the day on which summer time ends
_HERE = UUID(int=7)


@cache
def id_of(name: str) -> UUID:
    return uuid5(_HERE, name)


def date_of(day: int) -> date:
    return DAY_NOUGHT + timedelta(days=day)


def day_or_none(day: int) -> date | None:
    return None if day == NEVER else date_of(day)


def actor_of(who: Who) -> Actor:
    return Actor(
        user_id=id_of(who.name),
        unit_id=id_of(who.unit),
        authority_id=id_of(f"authority {who.unit}"),
        role=Role(who.role),
        active=who.active,
        assured=who.assured,
        cleared=who.cleared,
    )


def consent_facts(paper: Paper) -> ConsentFacts:
    back = {(id_of(unit), date_of(day)) for unit, day in paper.taken_back.items()}
    whole = set() if paper.withdrawn == NEVER else {(None, date_of(paper.withdrawn))}
    return ConsentFacts(
        consent_id=id_of(f"paper {paper.chain} {paper.number}"),
        given_on=date_of(paper.first),
        last_day=date_of(paper.last),
        replaced_on=day_or_none(paper.replaced),
        grants=frozenset(
            (id_of(unit), kind) for unit, kinds in paper.gives.items() for kind in kinds
        ),
        withdrawn=frozenset(back | whole),
    )


def case_facts(matter: Matter, who: Who, day: int) -> CaseFacts:
    return CaseFacts(
        owner_unit_id=id_of(matter.owner),
        consents=tuple(consent_facts(paper) for paper in matter.papers),
        assigned=has_it(matter, who, PEOPLE, day, NOW),
        erased=matter.erased,
        protected=matter.protected,
    )
