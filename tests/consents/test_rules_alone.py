"""C1 C2 C3 C4 C5, pure: what each rule and policy of consents answers, at its edges."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from casework.access.facts import ConsentFacts
from casework.consents import rules
from casework.consents.rules import Given, given_from, problems, state
from casework.kit.errors import RuleBroken

SOC, AF, FK = (UUID(int=n) for n in range(1, 4))
DAY = timedelta(days=1)
ON = date(2026, 11, 23)
FACTS = ConsentFacts(
    UUID(int=50), ON - 5 * DAY, ON + 5 * DAY, None, frozenset({(SOC, "arbete"), (AF, "ekonomi")})
)
WHOLE = Given(
    purpose="Samordna",
    grants=frozenset({(SOC, "arbete"), (AF, "ekonomi")}),
    given_on=ON,
    last_day=date(2027, 11, 22),
    given_how="oral",
    informed=True,
)
BY_OTHER = {"by_whom": "god_man", "representative_scope": "Ekonomi", "document_seen": True}


def said(known=(SOC, AF, FK), on=ON, **changes):
    return [(one.field, str(one)) for one in problems(replace(WHOLE, **changes), known, on=on)]


ONLY_AT_EDGES = [
    {"last_day": ON},
    {"given_on": ON - DAY, "last_day": ON},
    {"given_on": ON - DAY, "last_day": ON + DAY},
    BY_OTHER,
    {**BY_OTHER, "by_whom": "forvaltare"},
    {"given_how": "signed_paper"},
    {"given_how": "e_signature"},
]


@pytest.mark.parametrize("changes", [{}, *ONLY_AT_EDGES])
def test_c2_what_is_whole_has_no_problems(changes):
    assert said(**changes) == []


PROBLEMS = [
    ({"purpose": ""}, "purpose", "Skriv vad samtycket gäller."),
    ({"grants": frozenset()}, "scope", "Kryssa för minst en sorts"),
    (
        {"known": (SOC,)},
        "scope",
        "En av enheterna finns inte längre, eller är inte med i verksamheten.",
    ),
    ({"given_on": None}, "given_on", "Skriv dagen då samtycket lämnades."),
    ({"given_on": ON + DAY}, "given_on", "Dagen då samtycket lämnades har inte varit än."),
    ({"last_day": None}, "last_day", "Skriv sista dagen som samtycket gäller."),
    ({"given_on": ON, "last_day": ON - DAY}, "last_day", "Sista dagen kan inte komma före"),
    ({"given_on": ON - 2 * DAY, "last_day": ON - DAY}, "last_day", "Samtycket har redan gått ut."),
    ({"given_on": None, "last_day": ON - DAY}, "last_day", "Samtycket har redan gått ut."),
    ({"last_day": date(2027, 11, 23)}, "last_day", "Högst tolv månader. Senast 22 november 2027."),
    ({"given_how": "by post"}, "given_how", "Välj hur samtycket lämnades."),
    ({"by_whom": "nobody"}, "by_whom", "Välj vem som lämnade samtycket."),
    (
        {**BY_OTHER, "representative_scope": None},
        "representative_scope",
        "Skriv företrädarens uppdrag.",
    ),
    ({**BY_OTHER, "document_seen": False}, "document_seen", "Se handlingen innan"),
    ({"informed": False}, "informed", "Berätta att samtycket kan tas tillbaka"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), PROBLEMS)
def test_c2_each_problem_is_said_at_its_field_in_its_words(changes, field, sentence):
    found = said(**changes)
    assert (field, sentence) in [(f, s[: len(sentence)]) for f, s in found]
    without_a_day = {"given_on"} if changes.get("given_on", ON) is None else set()
    assert {f for f, _ in found} == {field} | without_a_day


def test_c2_all_problems_at_once_in_the_order_of_the_form():
    nothing = problems(Given(by_whom=None), (), on=ON)
    order = ["purpose", "scope", "given_on", "last_day", "given_how", "by_whom", "informed"]
    assert [one.field for one in nothing] == order


def test_c2_a_consent_says_nothing_until_it_is_filled_in():
    empty = Given()
    assert (empty.by_whom, empty.representative_kind, empty.grants) == ("person", None, frozenset())
    for name in ("informed", "interpreter", "document_seen", "survey", "statistics"):
        assert getattr(empty, name) is False
    for name in ("purpose", "exceptions", "given_on", "last_day", "given_how", "language"):
        assert getattr(empty, name) is None
    for name in ("representative_name", "representative_scope", "taken_by_id", "paper_kept"):
        assert getattr(empty, name) is None


def test_c2_a_form_is_read_as_it_was_filled_in():
    read = given_from(
        {
            "purpose": "Samordna: allt",
            "scope": [f"{SOC}:arbete", f"{AF}:a:b"],
            "given_on": "2026-11-23",
            "last_day": "2026-11-30",
            "taken_by_id": str(FK),
            "nonsense": "x",
            **BY_OTHER,
            "representative_name": "Gun",
        }
    )
    assert read.purpose == "Samordna: allt"
    assert read.grants == {(SOC, "arbete"), (AF, "a:b")}
    assert (read.given_on, read.last_day, read.taken_by_id) == (ON, ON + 7 * DAY, FK)
    assert given_from({"given_on": ON, "taken_by_id": FK}) == Given(
        given_on=ON, taken_by_id=FK, by_whom=None
    )
    assert (read.representative_kind, read.representative_name) == ("god_man", "Gun")
    assert (read.representative_scope, read.document_seen) == ("Ekonomi", True)


@pytest.mark.parametrize("by", ["person", None])
def test_c2_without_a_representative_nothing_is_kept_of_one(by):
    read = given_from({**BY_OTHER, "by_whom": by, "representative_name": "Gun"})
    assert (read.by_whom, read.representative_kind, read.grants) == (by, None, frozenset())
    assert (read.representative_name, read.representative_scope) == (None, None)
    assert read.document_seen is False


def test_c2_the_words_of_the_choices():
    assert rules.GIVEN_HOW == {
        "signed_paper": "Undertecknat papper",
        "e_signature": "E-underskrift",
        "oral": "Muntligt",
    }
    assert [*rules.BY_WHOM] == ["person", "god_man", "forvaltare", "fullmakt", "vardnadshavare"]
    assert [*rules.TOLD_HOW] == ["oral", "written", "representative"]
    assert rules.REPRESENTATIVES["forvaltare"] == "Förvaltare"
    assert rules.REPRESENTATIVES["vardnadshavare"] == "Vårdnadshavare"
    assert rules.TOLD_HOW["written"] == "Skriftligt"


@pytest.mark.parametrize(
    ("given_on", "last"),
    [
        (date(2026, 11, 23), date(2027, 11, 22)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 28), date(2029, 2, 27)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_c2_twelve_months_and_not_a_day_more(given_on, last):
    assert rules.longest_last_day(given_on) == last


def test_c3_a_new_version_is_not_older_than_the_last_change():
    taken = replace(FACTS, withdrawn=frozenset({(AF, ON)}))
    rules.check_follows([], ON)
    rules.check_follows([FACTS], FACTS.given_on)
    rules.check_follows([FACTS, taken], ON)
    for former, last, words in (
        ([FACTS], FACTS.given_on, "18 november 2026"),
        ([taken], ON, "23 november 2026"),
    ):
        with pytest.raises(RuleBroken, match=rf"^Samtycket ändrades {words}\. ") as broken:
            rules.check_follows(former, last - DAY)
        assert broken.value.field == "given_on"


@pytest.mark.parametrize(
    ("unit", "on", "today", "words"),
    [
        (None, ON + DAY, ON, "Dagen har inte varit än."),
        (None, ON + 6 * DAY, ON + 6 * DAY, "Samtycket gäller inte längre."),
        (FK, ON, ON, "Enheten är inte med i samtycket."),
    ],
)
def test_c4_nothing_is_taken_back_that_does_not_hold(unit, on, today, words):
    with pytest.raises(RuleBroken, match=f"^{words}") as broken:
        rules.check_withdrawal(FACTS, unit, on, today)
    assert broken.value.field == ""


@pytest.mark.parametrize("unit", [None, SOC])
def test_c4_what_holds_is_taken_back_that_day_or_before(unit):
    rules.check_withdrawal(FACTS, unit, ON, ON)
    rules.check_withdrawal(FACTS, unit, ON - DAY, ON)


def test_c1_the_state_is_one_word():
    back = replace(FACTS, withdrawn=frozenset({(None, ON)}))
    replaced = replace(FACTS, replaced_on=ON)
    only_one = replace(FACTS, withdrawn=frozenset({(AF, ON)}))
    assert state(FACTS, ON) == state(only_one, ON) == state(FACTS, FACTS.last_day) == "gäller"
    assert [state(back, d) for d in (ON - DAY, ON, ON + DAY)] == ["gäller", *["tillbaka"] * 2]
    assert [state(replaced, d) for d in (ON - DAY, ON, ON + DAY)] == ["gäller", *["ersatt"] * 2]
    assert state(replace(back, replaced_on=ON), ON) == "tillbaka"
    assert state(only_one, FACTS.last_day + DAY) == "slut"
    assert state(replaced, FACTS.given_on - DAY) == "inte-än"
    assert state(back, FACTS.given_on - DAY) == "inte-än"


def test_c5_who_reads_what_is_told_in_the_order_given_and_without_those_who_read_nothing():
    told = rules.by_unit(FACTS.grants | {(AF, "arbete")}, [AF, FK, SOC], ["arbete", "ekonomi"])
    assert told == [(AF, ["arbete", "ekonomi"]), (SOC, ["arbete"])]
