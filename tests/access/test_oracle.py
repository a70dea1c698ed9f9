"""K4 K5, C1 C4 C5, E3, G1 G2 G3: the rule and its SQL against the oracle, written from DOMAIN.md.

Ordinary run: 2,000 examples of the pure rule and some hundred cases as rows on SQLite. With --long:
100,000, and many more cases on both databases.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, insert, or_, select

from casework.access import Actor
from casework.access.asking import on_behalf_of
from casework.access.rules import Action, decide, readable_kinds
from casework.cases.models import Case, Event
from casework.cases.queries import covers, gives, visible
from casework.consents.models import Consent, Withdrawal
from casework.kit import clock
from casework.kit.db import session
from tests.access import as_rows, scenes
from tests.access.as_facts import actor_of, case_facts, date_of, id_of
from tests.access.oracle import KINDS, NEVER, Matter, Who, kinds, reaches, reads
from tests.access.oracle import given as given_by
from tests.access.scenes import NOW, PEOPLE, ROSTER, TODAY
from tests.access.sparing import LONG, databases  # noqa: F401  a fixture

EXAMPLES = 100_000 if LONG else 2_000
CASES = 2_000 if LONG else 200
DAYS = range(-1, scenes.HORIZON + 2)
LATER = range(TODAY, scenes.HORIZON + 2)  # days on which the newest version has begun
many = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
seeds = st.integers(0, 2**40)


Lines = list[tuple[UUID, UUID, str, UUID]]

UNIT_OF = {id_of(unit): unit for unit in scenes.UNITS}
_LINES = select(Event.id, Event.case_id, Event.info_kind, Event.unit_id)


def reach(matter: Matter, who: Who, day: int) -> bool:
    return reaches(matter, who, PEOPLE, day, NOW)


def allowed(matter: Matter, who: Who, day: int, **text: Any) -> bool:
    facts = replace(case_facts(matter, who, day), **text)
    return bool(decide(actor_of(who), Action.READ, facts, date_of(day)))


@many
@given(seeds, st.sampled_from(DAYS))
def test_k4_the_pure_rule_lets_in_exactly_those_whom_the_oracle_does(seed, day):
    matter = scenes.matter(Random(seed))
    for who in ROSTER:
        assert allowed(matter, who, day) is reach(matter, who, day), (matter, who, day)


@many
@given(seeds, st.sampled_from(ROSTER), st.integers(0, 14), st.sampled_from(scenes.UNITS))
def test_c5_the_pure_rule_gives_exactly_the_kinds_that_the_oracle_does(seed, who, after, writer):
    matter = scenes.matter(Random(seed))
    day = scenes.newest_from(matter) + after
    if reach(matter, who, day):
        found = readable_kinds(actor_of(who), case_facts(matter, who, day), date_of(day))
        assert found == kinds(matter, who, PEOPLE, day, NOW), (matter, who, day)
    for kind in KINDS:
        text = {"kind": kind, "written_by_unit_id": id_of(writer)}
        expected = reads(matter, who, PEOPLE, day, NOW, kind, writer)
        assert allowed(matter, who, day, **text) is expected, (matter, who, day, kind, writer)


def narrower(random: Random, matter: Matter, day: int) -> Matter:
    """The newest version withdrawn that day, taken back for a unit, or followed by a lesser one."""
    *former, newest = matter.papers
    unit = random.choice(scenes.UNITS)
    back = {**newest.taken_back, unit: min(day, newest.taken_back.get(unit, NEVER))}
    fewer = {u: k & scenes.some(random, KINDS) for u, k in newest.gives.items() if u != unit}
    held = {u: k for u, k in fewer.items() if k & (given_by(matter, u, day) or frozenset())}
    lesser = replace(newest, number=newest.number + 1, first=day, gives=held)
    ways = (
        (replace(newest, withdrawn=min(day, newest.withdrawn)),),
        (replace(newest, taken_back=back),),
        (replace(newest, last=max(newest.first, min(newest.last, day))),),
        (replace(newest, replaced=day), lesser),
    )
    return replace(matter, papers=(*former, *random.choice(ways)))


def wider(random: Random, matter: Matter, day: int) -> Matter:
    """Followed that day by a version that gives all units what they had and more, and longer."""
    *former, newest = matter.papers
    more = {u: newest.gives.get(u, frozenset()) | scenes.some(random, KINDS) for u in scenes.UNITS}
    after = replace(newest, number=newest.number + 1, first=day, gives=more, last=newest.last + 5)
    after = replace(after, taken_back={}, withdrawn=NEVER)
    return replace(matter, papers=(*former, replace(newest, replaced=day), after))


def seen(matter: Matter, who: Who, day: int) -> frozenset[str]:
    """What the code lets one in to: "the case" and each kind."""
    if not allowed(matter, who, day):
        return frozenset()
    facts = case_facts(matter, who, day)
    return readable_kinds(actor_of(who), facts, date_of(day)) | {"the case"}


@settings(many, max_examples=EXAMPLES // 4)
@given(seeds, st.sampled_from(ROSTER), st.integers(TODAY, scenes.HORIZON + 2))
def test_c4_withdrawing_or_narrowing_never_adds_and_widening_never_removes(seed, who, day):
    random = Random(seed)
    matter = scenes.matter(random)
    less, more = narrower(random, matter, TODAY), wider(random, matter, TODAY)
    assert seen(less, who, day) <= seen(matter, who, day), (matter, less, who, day)
    if day <= matter.papers[-1].last + 5:
        assert seen(matter, who, day) <= seen(more, who, day), (matter, more, who, day)


@pytest.fixture
def rows(app: Any) -> Iterator[tuple[list[Matter], list[UUID]]]:  # noqa: ARG001
    """A database full of cases, at noon of the scene's today."""
    with clock.pretending(as_rows.moment(NOW)):
        random = Random(20)
        matters = [scenes.matter(random) for _ in range(CASES)]
        yield matters, as_rows.cases(matters, as_rows.staff(), random)


def found(condition: ColumnElement[bool]) -> set[UUID]:
    return set(session.scalars(select(Case.id).where(condition)))


def all_lines() -> Lines:
    return [tuple(row) for row in session.execute(_LINES)]  # ty: ignore[invalid-return-type]


def read_by(actor: Actor, on: date) -> set[UUID]:
    """The lines that somebody reads by `visible` and `gives`."""
    mine = or_(gives(actor, on, Event.info_kind), Event.unit_id == actor.unit_id)
    query = select(Event.id).join(Case, Case.id == Event.case_id)
    return set(session.scalars(query.where(visible(actor, on), mine)))


def read_in(matters: dict[UUID, Matter], lines: Lines, who: Who, day: int) -> set[UUID]:
    """The same lines by the oracle."""
    return {
        line
        for line, case_id, kind, unit in lines
        if reads(matters[case_id], who, PEOPLE, day, NOW, kind, UNIT_OF[unit])
    }


def test_k4_visible_is_the_oracles_rule_on_every_day(rows):
    matters, ids = rows
    compared = 0
    for who in ROSTER:
        for day in DAYS:
            expected = {i for i, m in zip(ids, matters, strict=True) if reach(m, who, day)}
            assert found(visible(actor_of(who), date_of(day))) == expected, (who, day)
            compared += bool(expected) and len(expected) < len(ids)
    assert compared > len(DAYS) * 8  # most sets were neither empty nor all


def test_c1_covers_is_the_oracles_days_in_force(rows):
    matters, ids = rows
    for unit in scenes.UNITS:
        for day in DAYS:
            pairs = list(zip(ids, matters, strict=True))
            named = {i for i, m in pairs if given_by(m, unit, day) is not None}
            assert found(covers(id_of(unit), date_of(day))) == named
            for kind in KINDS if day % 5 == 0 else ():
                told = {i for i, m in pairs if kind in (given_by(m, unit, day) or ())}
                assert found(covers(id_of(unit), date_of(day), kind)) == told


def test_c5_gives_is_the_oracles_kinds_and_own_writing(rows):
    matters, lines = dict(zip(rows[1], rows[0], strict=True)), all_lines()
    for who in ROSTER:
        for day in LATER[::4]:
            assert read_by(actor_of(who), date_of(day)) == read_in(matters, lines, who, day)


def test_the_second_wall_narrows_to_the_oracles_rule(rows):
    matters, lines = dict(zip(rows[1], rows[0], strict=True)), all_lines()
    for who in ROSTER:
        with on_behalf_of(actor_of(who)):
            cases = set(session.scalars(select(Case.id)))
            events = set(session.scalars(select(Event.id)))
        assert cases == {i for i, m in matters.items() if reach(m, who, TODAY)}, who
        assert events == read_in(matters, lines, who, TODAY), who


def everything_seen(day: int) -> dict[str, tuple[set[UUID], set[UUID]]]:
    on = date_of(day)
    return {
        who.name: (found(visible(actor_of(who), on)), read_by(actor_of(who), on)) for who in ROSTER
    }


def test_c4_a_withdrawal_adds_nothing_for_anybody_in_the_database(rows):
    """First one unit of every newest version, then the whole of it, in rows."""
    assert rows
    before = everything_seen(TODAY)
    for unit_id, loses in ((id_of("B"), "B2"), (None, "H4")):
        newest = session.scalars(select(Consent.id).where(Consent.replaced_on.is_(None)))
        back = {"unit_id": unit_id, "withdrawn_on": date_of(TODAY), "told_how": "oral"}
        by = {"recorded_by_id": as_rows.BY, "recorded_at": as_rows.moment(NOW)}
        session.execute(insert(Withdrawal), [{"consent_id": one, **back, **by} for one in newest])
        after = everything_seen(TODAY)
        for name, (cases, events) in after.items():
            assert cases <= before[name][0], name
            assert events <= before[name][1], name
        assert after[loses] != before[loses]
        before = after
    assert not before["H4"][0]
