"""C1 C3 C4 C5, pure: taking back or narrowing never gives anybody more, widening never takes."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casework.access import Actor, Role
from casework.access.facts import CaseFacts, ConsentFacts
from casework.access.rules import readable_kinds
from casework.consents.changes import Change, change, holding
from casework.consents.rules import Given
from tests.build import KINDS

START = date(2026, 10, 20)
UNITS = [UUID(int=n) for n in range(1, 5)]
OWNER, AF, FK, HOST = UNITS
DAYS = [START + timedelta(days=n) for n in range(14)]

pairs = st.frozensets(st.tuples(st.sampled_from(UNITS), st.sampled_from(KINDS)), max_size=12)
days = st.sampled_from(DAYS)
taken = st.frozensets(st.tuples(st.sampled_from([None, *UNITS]), days), max_size=3)


@st.composite
def consents(draw):
    first, last = sorted((draw(days), draw(days)))
    grants = draw(pairs.filter(bool))
    return ConsentFacts(UUID(int=9), first, last, None, grants, draw(taken))


def readable(versions, unit, on):
    """What an officer and a coordinator of the unit may read in a case that rests on these."""
    found = set()
    for role in (Role.OFFICER, Role.COORDINATOR):
        actor = Actor(UUID(int=7), unit, UUID(int=8), role)
        found |= readable_kinds(actor, CaseFacts(OWNER, tuple(versions), assigned=True), on)
    return found


def followed(former, new):
    return [replace(former, replaced_on=new.given_on), new]


def never_more(before, after, since):
    for unit in UNITS:
        for on in DAYS:
            if on >= since:
                assert readable(after, unit, on) <= readable(before, unit, on), (unit, on)


@given(consents(), st.sampled_from([None, *UNITS]), days)
def test_c4_a_withdrawal_never_gives_anybody_more(facts, unit, on):
    after = replace(facts, withdrawn=facts.withdrawn | {(unit, on)})
    never_more([facts], [after], START)
    if unit not in (None, OWNER):
        assert not readable([after], unit, on)


@given(consents(), st.data())
def test_c3_a_narrower_version_never_gives_anybody_more(facts, data):
    on = data.draw(days)
    assume(all(first <= on for _, first in facts.withdrawn))  # C4: none is recorded ahead
    before = holding([facts], on)
    assume(before)
    fewer = frozenset(data.draw(st.frozensets(st.sampled_from(sorted(before)), min_size=1)))
    last = data.draw(st.sampled_from([day for day in DAYS if on <= day <= facts.last_day]))
    new = ConsentFacts(UUID(int=10), on, last, None, fewer)
    never_more([facts], followed(facts, new), on)


@given(consents(), pairs, st.data())
def test_c3_a_wider_version_never_takes_from_anybody(facts, more, data):
    on = data.draw(days)
    before = holding([facts], on)
    assume(before)
    new = ConsentFacts(UUID(int=10), on, facts.last_day, None, before | more)
    for unit in UNITS[1:]:  # the owner keeps what the newest version gives, whatever has ended
        for day in DAYS:
            if day >= on:
                assert readable(followed(facts, new), unit, day) >= readable([facts], unit, day)


@given(consents(), pairs.filter(bool), st.data())
def test_c5_what_is_not_said_to_give_more_gives_nobody_more(facts, grants, data):
    """The word that decides who may record it, against the rule that decides who reads."""
    on, last = data.draw(days), data.draw(days)
    assume(on <= last)
    assume(all(first <= on for _, first in facts.withdrawn))
    said = Given(purpose="p", grants=grants, given_on=on, last_day=last)
    altered = change([facts], None, said, on)
    if not altered.gives_more:
        new = ConsentFacts(UUID(int=10), on, last, None, grants)
        never_more([facts], followed(facts, new), on)


def changed(before, after, **more):
    return Change(frozenset(before), frozenset(after), **more)


def test_c3_the_difference_says_who_gains_who_loses_and_who_leaves():
    one = changed(
        {(AF, "arbete"), (AF, "ekonomi"), (FK, "ekonomi")},
        {(AF, "arbete"), (HOST, "planering")},
    )
    assert one.gains == {(HOST, "planering")}
    assert one.losses == {(AF, "ekonomi"), (FK, "ekonomi")}
    assert (one.leaving, one.narrowed) == ({FK}, {AF})
    assert one.lost_by(AF) == {"ekonomi"}
    assert one.gained_by(HOST) == {"planering"}


MORE = [
    ("a kind less", {"after": {(AF, "arbete")}}, False),
    ("the same", {}, False),
    ("a kind more", {"after": {(AF, "arbete"), (AF, "ekonomi"), (AF, "fysisk")}}, True),
    ("another unit instead", {"after": {(FK, "arbete")}}, True),
    ("a shorter time", {"last_day": DAYS[4]}, False),
    ("a longer time", {"last_day": DAYS[6]}, True),
]
HELD = {(AF, "arbete"), (AF, "ekonomi")}


@pytest.mark.parametrize(("what", "said", "more"), MORE, ids=[row[0] for row in MORE])
def test_c5_what_counts_as_more(what, said, more):
    del what
    one = {"after": HELD, "last_day": DAYS[5], "last_day_before": DAYS[5], **said}
    assert changed(HELD, **one).gives_more is more


WORDS = [
    (("Samordna", None), ("Samordna", None), False),
    (("Samordna", None), ("Samordna", "Inte mamma."), False),
    (("Samordna", "Inte mamma."), ("Samordna", "Inte mamma.\nInte chefen."), False),
    (("Samordna", "Inte mamma."), ("Samordna", None), True),
    (("Samordna", "Inte mamma."), ("Samordna", "Inte pappa."), True),
    (("Samordna", None), ("Forska", None), True),
]


@pytest.mark.parametrize(("before", "after", "looser"), WORDS)
def test_c5_another_purpose_or_a_lost_exception_counts_as_more(before, after, looser):
    facts = ConsentFacts(UUID(int=9), START, DAYS[9], None, frozenset(HELD))
    was = Given(purpose=before[0], exceptions=before[1])
    said = Given(
        purpose=after[0], exceptions=after[1], grants=frozenset(HELD), last_day=facts.last_day
    )
    assert change([facts], was, said, DAYS[3]).gives_more is looser


def test_c1_when_nothing_holds_everything_is_new():
    facts = ConsentFacts(UUID(int=9), START, DAYS[3], None, frozenset(HELD))
    said = Given(grants=frozenset(HELD), last_day=DAYS[9])
    altered = change([facts], None, said, DAYS[5])
    assert (altered.gains, altered.last_day_before) == (frozenset(HELD), None)
    assert altered.gives_more
