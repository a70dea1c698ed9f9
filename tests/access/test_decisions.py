"""G1 G2 G3: every refusal of the rule alone, with its reason, sentence and place in line."""

from contextvars import Context
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from casework.access import CASE_ROLES, YES, Actor, Decision, Reason, Role, no
from casework.access.asking import House, asking, begin, end, on_behalf_of
from casework.access.facts import CaseFacts, ConsentFacts, latest
from casework.access.rules import Action, decide, readable_kinds
from casework.kit.errors import NotAllowed

SOC, AF, FK, HOST = (UUID(int=n) for n in range(1, 5))
DAY = timedelta(days=1)
ON = date(2026, 11, 23)
CONSENT = ConsentFacts(
    UUID(int=50),
    ON - 10 * DAY,
    ON + 10 * DAY,
    None,
    frozenset({(SOC, "ekonomi"), (SOC, "arbete"), (AF, "arbete"), (HOST, "planering")}),
)
FACTS = CaseFacts(SOC, (CONSENT,), assigned=True)


def actor(unit=AF, role=Role.OFFICER, **more):
    return Actor(UUID(int=9), unit, UUID(int=8), role, **more)


COORDINATOR = actor(HOST, Role.COORDINATOR)
OWNER, OTHER = actor(SOC, Role.CONTACT), actor()


def test_g2_a_yes_names_its_ground_and_its_consent():
    for who, reason in ((OWNER, "owner"), (OTHER, "consent"), (COORDINATOR, "consent")):
        yes = decide(who, Action.READ, FACTS, ON)
        assert (yes.allowed, yes.because, yes.reason, yes.basis) == (True, "", reason, UUID(int=50))
    withdrawn = replace(CONSENT, withdrawn=frozenset({(None, ON)}))
    kept = decide(OWNER, Action.OWN, replace(FACTS, consents=(withdrawn,)), ON)
    assert (kept.allowed, kept.reason, kept.basis) == (True, "owner", None)


def test_g2_the_basis_is_the_consent_that_covers_not_the_first():
    other = replace(CONSENT, consent_id=UUID(int=51), grants=frozenset({(FK, "arbete")}))
    facts = replace(FACTS, consents=(other, CONSENT))
    assert decide(OTHER, Action.READ, facts, ON).basis == CONSENT.consent_id


# In the order in which they are asked: with all of the faults from here on, this one is the answer.
FAULTS = (
    ({"erased": True}, {}, Action.READ, "erased", "Ärendet är gallrat."),
    ({}, {"active": False}, Action.READ, "inactive", "Kontot är avslutat."),
    ({}, {"assured": False}, Action.READ, "not-assured", "Logga in igen för att gå vidare."),
    ({}, {}, Action.COORDINATE, "role-denied", "Din roll arbetar inte med det här."),
    ({}, {"unit_id": FK}, Action.READ, "no-consent", "Samtycket omfattar inte din enhet."),
    (
        {"assigned": False},
        {},
        Action.READ,
        "not-assigned",
        "Du är inte en av dem som arbetar med ärendet.",
    ),
    (
        {"kind": "ekonomi"},
        {},
        Action.READ,
        "kind",
        "Samtycket ger inte din enhet den sortens uppgifter.",
    ),
    (
        {"protected": True},
        {},
        Action.READ,
        "protected",
        "Du har inte behörighet till skyddade personuppgifter.",
    ),
)


@pytest.mark.parametrize("place", range(len(FAULTS)))
def test_g1_the_first_refusal_is_the_answer(place):
    facts, who = FACTS, OTHER
    for of_case, of_actor, action, reason, because in reversed(FAULTS[place:]):
        facts, who = replace(facts, **of_case), replace(who, **of_actor)
        answer = decide(who, action, facts, ON)
        assert (answer.allowed, answer.reason, answer.because) == (False, reason, because)
        assert answer.basis is None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[3])
def test_g1_each_refusal_alone_is_a_refusal(fault):
    of_case, of_actor, action, reason, _ = fault
    assert decide(OTHER, Action.READ, FACTS, ON)
    answer = decide(replace(OTHER, **of_actor), action, replace(FACTS, **of_case), ON)
    assert (answer.allowed, answer.reason) == (False, reason)


def test_g2_only_the_owner_unit_owns_and_is_told_so():
    answer = decide(OTHER, Action.OWN, FACTS, ON)
    assert (answer.reason, answer.because) == (
        "role-denied",
        "Det kan bara enheten som ansvarar för ärendet göra.",
    )
    of_the_unit = replace(COORDINATOR, unit_id=SOC)
    assert not decide(of_the_unit, Action.OWN, FACTS, ON)


MAY = {
    Action.READ: {"koordinator", "kontaktperson", "handlaggare"},
    Action.WRITE: {"koordinator", "kontaktperson", "handlaggare"},
    Action.COORDINATE: {"koordinator"},
    Action.OWN: {"kontaktperson", "handlaggare"},
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_g1_a_role_does_what_it_is_for_and_nothing_else(role, action):
    everybody = frozenset({(SOC, "arbete")})
    facts = replace(FACTS, consents=(replace(CONSENT, grants=everybody),))
    who = actor(SOC, role)
    assert bool(decide(who, action, facts, ON)) is (role in MAY[action])
    assert who.works_with_cases is (role in MAY[Action.READ]) is (role in CASE_ROLES)
    assert who.coordinates is (role == "koordinator")


def test_g2_the_coordinator_needs_a_consent_and_no_assignment():
    assert decide(COORDINATOR, Action.COORDINATE, replace(FACTS, assigned=False), ON)
    answer = decide(COORDINATOR, Action.COORDINATE, replace(FACTS, consents=()), ON)
    assert answer.reason == "no-consent"


def test_g3_a_text_of_ones_own_is_read_whatever_its_kind():
    own = replace(FACTS, kind="ekonomi", written_by_unit_id=AF)
    assert decide(OTHER, Action.READ, own, ON)
    assert not decide(OTHER, Action.READ, replace(own, written_by_unit_id=FK), ON)
    assert decide(OTHER, Action.READ, replace(own, written_by_unit_id=FK, kind="arbete"), ON)
    assert decide(OWNER, Action.READ, replace(own, written_by_unit_id=FK), ON)


def test_g1_a_protected_case_opens_for_the_cleared():
    assert decide(replace(OTHER, cleared=True), Action.READ, replace(FACTS, protected=True), ON)


def test_g3_kinds_are_of_the_unit_that_day_and_the_owner_keeps_the_last_given():
    assert readable_kinds(OTHER, FACTS, ON) == {"arbete"}
    assert readable_kinds(OTHER, FACTS, ON + 11 * DAY) == set()
    assert readable_kinds(OWNER, FACTS, ON + 11 * DAY) == {"ekonomi", "arbete"}
    assert readable_kinds(OWNER, replace(FACTS, consents=()), ON) == frozenset()
    assert readable_kinds(replace(OWNER, unit_id=FK), FACTS, ON) == frozenset()
    newer = replace(CONSENT, given_on=ON - DAY, grants=frozenset({(SOC, "social"), (AF, "social")}))
    both = replace(FACTS, consents=(newer, CONSENT))
    assert readable_kinds(OWNER, both, ON) == {"social"}
    assert readable_kinds(OTHER, both, ON) == {"arbete", "social"}


def test_c1_in_force_from_the_first_day_to_the_last_and_not_on_the_day_it_ends():
    first, last = CONSENT.given_on, CONSENT.last_day
    assert [CONSENT.in_force(d) for d in (first - DAY, first, last, last + DAY)] == [0, 1, 1, 0]
    for ended in (
        replace(CONSENT, replaced_on=ON),
        replace(CONSENT, withdrawn=frozenset({(None, ON)})),
    ):
        assert [ended.in_force(d) for d in (ON - DAY, ON, ON + DAY)] == [True, False, False]
        assert [bool(ended.kinds_for(AF, d)) for d in (ON - DAY, ON)] == [True, False]


def test_c5_a_unit_that_is_taken_back_reads_nothing_and_the_others_go_on():
    less = replace(CONSENT, withdrawn=frozenset({(AF, ON), (FK, ON - DAY)}))
    assert less.in_force(ON)
    assert [less.kinds_for(AF, d) for d in (ON - DAY, ON)] == [{"arbete"}, frozenset()]
    assert less.kinds_given(AF) == {"arbete"}
    assert less.units_in_force(ON - DAY) == {SOC, AF, HOST}
    assert less.units_in_force(ON) == {SOC, HOST}
    assert less.units_in_force(ON + 11 * DAY) == frozenset()


def test_the_latest_is_the_one_given_last_and_of_a_day_the_one_in_use():
    replaced = replace(CONSENT, replaced_on=ON)
    newer = replace(CONSENT, given_on=ON)
    assert latest([]) is None
    assert latest([newer, CONSENT]) is newer
    assert latest([CONSENT, newer]) is newer
    assert latest([replaced, CONSENT]) is latest([CONSENT, replaced]) is CONSENT


def test_g1_everything_is_closed_until_somebody_says_otherwise():
    bare = CaseFacts(SOC)
    assert (bare.consents, bare.assigned, bare.erased, bare.protected) == ((), False, False, False)
    assert (bare.kind, bare.written_by_unit_id, CONSENT.withdrawn) == (None, None, frozenset())
    who = actor()
    assert (who.name, who.active, who.assured, who.cleared) == ("", True, True, False)


def test_a_decision_is_true_or_raises_its_sentence():
    YES.insist()
    assert YES
    assert (YES.because, YES.reason, YES.basis) == ("", Reason.POLICY, None)
    refusal = no("Nej.", Reason.KIND)
    assert not refusal
    assert no("Nej.").reason is Reason.POLICY
    with pytest.raises(NotAllowed, match=r"^Nej\.$") as said:
        refusal.insist()
    assert said.value.reason == "kind"


@pytest.mark.parametrize("fixed", [OTHER, FACTS, CONSENT, YES, House("why")], ids=type)
def test_what_the_rule_is_told_cannot_be_changed_on_the_way(fixed):
    with pytest.raises(FrozenInstanceError):
        setattr(fixed, next(iter(fixed.__dataclass_fields__)), None)


def test_what_is_kept_in_the_database_is_called_what_it_was():
    """Roles and reasons are stored: another word for one of them orphans what is there."""
    assert [*Role] == [
        *("koordinator", "kontaktperson", "handlaggare", "lsg", "granskare", "administrator")
    ]
    assert [*Reason] == [
        *("owner", "consent", "own-writing", "role", "erased", "inactive", "not-assured"),
        *("role-denied", "no-consent", "not-assigned", "kind", "protected", "policy"),
        "not-visible",
    ]
    assert not Decision(False)


def test_g1_nobody_asks_until_somebody_begins_and_it_ends_when_that_ends():
    assert Context().run(asking) is None
    before = asking()
    with on_behalf_of(OTHER):
        assert asking() is OTHER
        begun = begin(COORDINATOR)
        assert asking() is COORDINATOR
        end(begun)
        assert asking() is OTHER
    assert asking() is before
    with pytest.raises(ZeroDivisionError), on_behalf_of(OTHER):
        raise ZeroDivisionError
    assert asking() is before
