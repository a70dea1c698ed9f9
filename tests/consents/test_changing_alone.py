"""C2 C3 C4 C5, pure: who may do what with a consent, and what a change of it is."""

from dataclasses import replace
from uuid import UUID

import pytest

from casework.access import Actor, Role
from casework.consents import policy
from casework.consents.changes import Change, change, holding, named_in
from casework.consents.rules import Given
from tests.consents.test_rules_alone import AF, DAY, FACTS, FK, ON, SOC, WHOLE


def actor(unit=AF, role=Role.OFFICER, user=9):
    return Actor(UUID(int=user), unit, UUID(int=8), role)


NOBODYS = [Role.STEERING, Role.REVIEWER, Role.ADMINISTRATOR]
OWNED, NAMED = frozenset({SOC}), frozenset({SOC, AF})


def may_change(who, more):
    return policy.may_change(who, gives_more=more, owners=OWNED, named=NAMED)


@pytest.mark.parametrize("role", NOBODYS)
def test_c2_c4_those_without_cases_record_nothing_and_see_no_history(role):
    who = actor(SOC, role, user=7)
    answers = {
        "ett samtycke": (policy.may_record(who), may_change(who, False)),
        "ett återkallande": (policy.may_withdraw(who, NAMED, SOC),),
    }
    for what, refusals in answers.items():
        for answer in refusals:
            said = f"Bara den som arbetar med ärenden kan registrera {what}."
            assert (answer.allowed, answer.because) == (False, said)
    assert not policy.sees_history(who, OWNED)
    assert not policy.may_print(who, OWNED, UUID(int=1))


def test_c2_whoever_works_with_cases_records():
    assert policy.may_record(actor(FK))


def test_c5_more_is_for_the_owner_and_the_coordinator_less_for_anyone_named():
    for who in (actor(SOC), actor(FK, Role.COORDINATOR)):
        assert may_change(who, True)
        assert may_change(who, False)
    assert may_change(actor(AF), False)
    assert may_change(actor(AF), True).because.startswith("Att någon får läsa mer, eller längre,")
    for more in (True, False):
        assert may_change(actor(FK), more).because.startswith("Bara en enhet som samtycket nämner")


def test_c4_who_takes_back():
    assert policy.may_withdraw(actor(AF), NAMED, SOC)
    assert policy.may_withdraw(actor(FK), NAMED, FK)
    refused = policy.may_withdraw(actor(FK), NAMED, SOC)
    assert not refused
    assert refused.because == (
        "Bara en enhet som samtycket nämner kan registrera ett återkallande."
    )


def test_c5_who_sees_the_history_and_prints():
    for who, sees in ((actor(SOC), True), (actor(FK, Role.COORDINATOR), True), (actor(AF), False)):
        assert bool(policy.sees_history(who, OWNED)) is sees
        assert bool(policy.may_print(who, OWNED, UUID(int=1))) is sees
        assert policy.may_print(who, OWNED, who.user_id)
    assert policy.sees_history(actor(AF), OWNED).because.startswith("Versioner och återkallanden")
    assert policy.may_print(actor(AF), OWNED, UUID(int=1)).because.startswith("Kvittot skriver")


def test_c5_a_change_is_told_unit_by_unit():
    one = Change(frozenset({(SOC, "a"), (SOC, "b"), (AF, "a")}), frozenset({(SOC, "a"), (FK, "c")}))
    assert (one.gains, one.losses) == ({(FK, "c")}, {(SOC, "b"), (AF, "a")})
    assert (one.leaving, one.narrowed) == ({AF}, {SOC})
    assert [one.lost_by(u) for u in (SOC, AF, FK)] == [{"b"}, {"a"}, frozenset()]
    assert [one.gained_by(u) for u in (SOC, AF, FK)] == [frozenset(), frozenset(), {"c"}]


def test_c5_a_longer_time_or_looser_words_are_more():
    same = frozenset({(SOC, "a")})
    bare = Change(same, same)
    assert (bare.last_day_before, bare.last_day, bare.gives_more) == (None, None, False)
    assert Change(frozenset(), same).gives_more is True
    assert Change(same, same, loosened=True).gives_more
    for before, after, longer in (
        (ON, ON + DAY, True),
        (ON, ON, False),
        (ON, ON - DAY, False),
        (None, ON, False),
        (ON, None, False),
    ):
        one = Change(same, same, before, after)
        assert (one.longer, one.gives_more) == (longer, longer)


def test_c1_what_holds_is_of_every_version_that_day():
    narrowed = replace(FACTS, withdrawn=frozenset({(AF, ON)}))
    other = replace(FACTS, grants=frozenset({(FK, "fysisk")}), given_on=ON)
    assert holding([narrowed, other], ON - DAY) == FACTS.grants
    assert holding([narrowed, other], ON) == {(SOC, "arbete"), (FK, "fysisk")}


def test_c3_a_change_compares_with_the_newest_version():
    newest = replace(FACTS, last_day=ON + 3 * DAY)
    worded = Given(purpose="Samordna", exceptions="Inte mamma.")
    less = replace(WHOLE, grants=frozenset({(SOC, "arbete")}), exceptions="Inte  mamma.\n")
    one = change([FACTS, newest], worded, less, ON)
    assert (one.before, one.after) == (FACTS.grants, {(SOC, "arbete")})
    assert (one.last_day_before, one.last_day) == (newest.last_day, less.last_day)
    assert (one.loosened, one.longer) == (False, True)
    assert change([FACTS], worded, replace(less, exceptions=None), ON).loosened is True
    assert change([FACTS], worded, replace(less, purpose="Forska"), ON).loosened is True
    assert change([FACTS], None, less, ON).loosened is False
    ended = change([FACTS], worded, replace(less, purpose="Forska"), ON + 6 * DAY)
    assert (ended.before, ended.last_day_before, ended.loosened) == (frozenset(), None, False)


@pytest.mark.parametrize("yes", ["survey", "statistics"])
def test_c2_a_new_yes_beside_the_consent_is_more(yes):
    without, with_it = Given(purpose="Samordna"), Given(purpose="Samordna", **{yes: True})

    def loosened(before, after):
        said = replace(after, grants=FACTS.grants)
        return change([FACTS], before, said, ON).loosened

    assert loosened(without, with_it)
    assert not loosened(with_it, without)
    assert not loosened(with_it, with_it)
    assert not loosened(without, without)


def test_c5_an_exception_more_is_not_looser():
    none, one = Given(purpose="Samordna"), replace(WHOLE, exceptions="Inte mamma.")
    assert change([FACTS], none, one, ON).loosened is False
    assert change([FACTS], one, replace(one, exceptions=None), ON).loosened is True


def test_c4_the_units_that_some_version_names():
    class Version:
        def __init__(self, *units):
            self.grants = [type("Grant", (), {"unit_id": unit}) for unit in units]

    assert named_in([Version(SOC, AF), Version(AF, FK)]) == {SOC, AF, FK}
    assert named_in([]) == frozenset()


def test_what_a_rule_is_told_cannot_be_changed_on_the_way():
    for fixed in (WHOLE, Change(frozenset(), frozenset())):
        with pytest.raises(AttributeError):
            setattr(fixed, next(iter(fixed.__dataclass_fields__)), None)
