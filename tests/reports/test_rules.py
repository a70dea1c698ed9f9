"""L3 in texts, periods of whole months, and who may do what: pure, no database."""

from datetime import date
from uuid import uuid4

import pytest

from casework.access import Actor, Role
from casework.kit.errors import RuleBroken
from casework.reports import policy, rules
from casework.reports.counting import age_band, band, change, income, standing
from casework.reports.tables import Local


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Hon, 19900101-0017, fick vänta.", "personnummer"),
        ("900101+0017", "personnummer"),
        ("Numret är 199001010017.", "personnummer"),
        ("Ring 070-123 45 67.", "telefonnummer"),
        ("Ring +46 70 123 45 67", "telefonnummer"),
        ("Skriv till linn@exempel.se", "e-postadress"),
        ("Se SAM-7K3QF.", "referens"),
    ],
)
def test_l3_a_text_that_smells_of_somebody_is_refused_by_its_field(text, what):
    with pytest.raises(RuleBroken, match=what) as refused:
        rules.check_texts({"lead": "Bra.", "hindered": text})
    assert refused.value.field == "hindered"
    assert "19900101" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["40 remisser under 2025–2026.", "Vi nådde 60 % av 25.", "Den 1 mars 2026 kl. 13.00", "", None],
)
def test_l3_numbers_and_dates_are_no_smell(text):
    rules.check_texts({"lead": text})


@pytest.mark.parametrize(
    "text",
    ["Linn kom igång.", "Det var Hjortronmos plan.", "LINN fick hjälp", "för linn hjortronmo"],
)
def test_l3_a_name_is_found_whole_or_in_part(text):
    assert rules.names_in(text, ["Linn Hjortronmo"])


@pytest.mark.parametrize("text", ["Det blev en linnéduk.", "Vi möttes i maj.", "Linné var här"])
def test_l3_a_word_that_only_looks_like_a_name_is_none(text):
    assert not rules.names_in(text, ["Linn Hjortronmo", "Maj Bo"])


def test_l2_a_period_is_whole_months_and_its_cohorts_are_its_months():
    rules.check_period(date(2026, 1, 1), date(2026, 2, 28))
    assert rules.months(date(2025, 11, 1), date(2026, 2, 28)) == [
        *("2025-11", "2025-12", "2026-01", "2026-02")
    ]
    for first, last in (
        (date(2026, 1, 2), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2026, 6, 29)),
        (date(2026, 6, 1), date(2026, 1, 31)),
    ):
        with pytest.raises(RuleBroken):
            rules.check_period(first, last)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), "januari–juni 2026"),
        (date(2025, 7, 1), date(2026, 6, 30), "juli 2025–juni 2026"),
        (date(2026, 3, 1), date(2026, 3, 31), "mars 2026"),
    ],
)
def test_a_period_is_said_as_people_say_it(first, last, said):
    assert rules.called(first, last) == said


def test_l4_scales_ages_and_incomes_are_grouped():
    assert [age_band(y, date(2026, 5, 1)) for y in (2010, 2001, 1996, 1970, 1950, None)] == [
        *("16_24", "25_29", "30_39", "50_64", "okand", "okand")
    ]
    assert [change(3, 5), change(5, 5), change(5, 3), change(None, 3)] == [
        *("battre", "samma", "samre", "okand")
    ]
    assert [band(n) for n in (0, 3, 4, 6, 7, 10, None)] == [
        *("0_3", "0_3", "4_6", "4_6", "7_10", "7_10", "okand")
    ]
    codes = Local({}, {"inkomst": {"lon": "lon", "x": "ny_grupp", "a": "lon"}})
    said = [income(c, codes) for c in ("lon", "lon,a", "lon,x", "x", None)]
    assert said == ["lon", "lon", "flera", "okand", "okand"]


def actor(role, **more):
    return Actor(uuid4(), uuid4(), uuid4(), role, **more)


@pytest.mark.parametrize("role", Role)
def test_l3_who_drafts_reads_publishes_and_answers(role):
    who, somebody = actor(role), uuid4()
    works = role in (Role.COORDINATOR, Role.CONTACT, Role.OFFICER)
    assert bool(policy.may_draft(who)) == (role is Role.COORDINATOR)
    assert bool(policy.may_publish(who, is_read=True)) == (role is Role.COORDINATOR)
    assert not policy.may_publish(who, is_read=False)
    assert bool(policy.may_second_read(who, somebody)) == works
    assert not policy.may_second_read(who, who.user_id)
    assert bool(policy.may_answer(who)) == (role is Role.STEERING)
    assert bool(policy.may_read(who)) == (works or role is Role.STEERING)
    assert bool(policy.may_see_answers(who)) == (role in (Role.COORDINATOR, Role.STEERING))


def closing(at, again=None, case=1):
    return {"case_id": case, "agreed_at": at, "reopened_at": again}


def test_l2_a_case_closed_twice_counts_once_in_a_half_year():
    spring, may, autumn = date(2026, 2, 1), date(2026, 5, 1), date(2026, 9, 1)
    assert [day for day, _ in standing([closing(may), closing(spring)])] == [may]
    assert [day for day, _ in standing([closing(spring), closing(autumn)])] == [spring, autumn]
    assert standing([closing(spring, again=may)]) == []
    assert [day for day, _ in standing([closing(spring, again=autumn)])] == [spring]


def test_e3_people_with_protected_identity_count_only_when_the_others_are_enough():
    seen = [rules.Seen("in", date(2026, 1, 5), {"sex": "okand"}, protected=True)]
    seen += [rules.Seen("in", date(2026, 1, 5), {"sex": "man"}) for _ in range(9)]
    period = ["2026-01", "2026-02"]
    found = rules.cohorts(seen, ("in",), period, 10)["in"]
    assert (len(found["2026-01"]), found["2026-02"]) == (9, [])
    seen.append(rules.Seen("in", date(2026, 2, 5), {"sex": "man"}))
    assert len(rules.cohorts(seen, ("in",), period, 10)["in"]["2026-01"]) == 10
