"""C1 C2 C3 C5 of a consent as it is recorded."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from casework.access.facts import ConsentFacts
from casework.audit.service import waiting
from casework.cases.queries import case_for
from casework.consents import queries, rules
from casework.consents.rules import Given, by_unit, longest_last_day, problems, state
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.people.models import Person
from tests import build
from tests.conftest import acting
from tests.consents.making import given

UNIT = uuid4()
ON = date(2026, 11, 23)
WHOLE = {
    "purpose": "Samordna",
    "grants": frozenset({(UNIT, "ekonomi")}),
    "given_on": ON,
    "last_day": date(2027, 11, 22),
    "given_how": "oral",
    "informed": True,
}
GOD_MAN = {"by_whom": "god_man", "representative_scope": "Ekonomi", "document_seen": True}


def faults(**changes):
    return [b.field for b in problems(Given(**{**WHOLE, **changes}), {UNIT}, on=ON)]


def test_c2_a_whole_consent_has_no_problems():
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"grants": frozenset()}, "scope"),
        ({"grants": frozenset({(uuid4(), "ekonomi")})}, "scope"),
        ({"given_on": None}, "given_on"),
        ({"given_on": ON + timedelta(days=1)}, "given_on"),
        ({"last_day": None}, "last_day"),
        ({"last_day": ON - timedelta(days=1)}, "last_day"),
        ({"last_day": date(2027, 11, 23)}, "last_day"),
        ({"given_how": None}, "given_how"),
        ({"informed": False}, "informed"),
        ({"given_on": date(2026, 10, 1), "last_day": date(2026, 11, 22)}, "last_day"),
        ({"by_whom": None}, "by_whom"),
        ({"by_whom": "representative"}, "by_whom"),
        ({**GOD_MAN, "representative_scope": ""}, "representative_scope"),
        ({**GOD_MAN, "document_seen": False}, "document_seen"),
    ],
)
def test_c2_what_is_missing_or_too_long_is_named_at_its_field(changes, field):
    assert faults(**changes) == [field]


def test_c2_twelve_months_also_from_a_leap_day():
    assert longest_last_day(date(2026, 11, 23)) == date(2027, 11, 22)
    assert longest_last_day(date(2028, 2, 29)) == date(2029, 2, 28)


def test_c2_the_database_itself_refuses_an_uninformed_or_backward_consent(world):
    consent = given(world)
    session.flush()
    consent.informed = False
    with pytest.raises(IntegrityError):
        session.flush()


def test_c2_only_those_who_work_with_cases_record_one(world):
    for who in ("lsg", "granskare", "admin"):
        with pytest.raises(NotAllowed):
            given(world, by=who)


def test_c3_a_new_version_takes_over_from_its_own_day_and_the_old_stays(world):
    with time_machine.travel("2026-11-01 12:00+01:00", tick=False):
        first = given(world, {"host": "all", "soc": "all", "af": "all"})
        seal_and_commit()
    with time_machine.travel("2026-11-23 12:00+01:00", tick=False):
        second = given(
            world,
            {"host": "all", "soc": "all"},
            person=person_of(first),
            series_id=first.series_id,
        )
        seal_and_commit()
    af = world.unit("af").id
    assert (second.version, second.series_id) == (2, first.series_id)
    assert first.facts().kinds_for(af, date(2026, 11, 22))
    assert not first.facts().in_force(date(2026, 11, 23))
    assert not second.facts().kinds_for(af, date(2026, 11, 23))
    assert state(first.facts(), date(2026, 11, 23)) == "ersatt"


def person_of(consent):
    return session.get(Person, consent.person_id)


def test_c3_a_new_version_cannot_reach_back_over_a_withdrawal(world):
    first = given(world, given_on=clock.today() - timedelta(days=5))
    seal_and_commit()
    build.withdrawal(first, world.user("soc"), world.unit("af"))
    session.expire_all()
    with pytest.raises(RuleBroken) as broken:
        given(
            world,
            person=person_of(first),
            series_id=first.series_id,
            given_on=clock.today() - timedelta(days=1),
        )
    assert broken.value.field == "given_on"


def test_c3_a_version_is_never_put_on_another_person(world):
    first = given(world)
    with pytest.raises(RuleBroken, match="annan person"):
        given(world, person=build.person(world.user("soc"), "Tove"), series_id=first.series_id)


def test_c1_a_consent_ends_at_midnight_in_stockholm_for_page_and_sql_alike(world):
    """C1: the last day counts to its last minute, also on the night the clock goes back."""
    last = date(2026, 10, 25)
    with time_machine.travel("2026-10-01 12:00+02:00", tick=False):
        case = build.case(world, consent=None)
        consent = case_for(acting(world.user("af")), case.id, clock.today()).consent
        consent.last_day = last
        session.flush()
    for moment, there in (
        ("2026-10-24 22:30+00:00", True),  # 00.30 on the last day, summer time
        ("2026-10-25 22:59+00:00", True),  # 23.59 on the last day, winter time
        ("2026-10-25 23:00+00:00", False),  # midnight
    ):
        with time_machine.travel(moment, tick=False):
            assert reaches(world, consent) is there
            assert consent_facts(consent).in_force(clock.today()) is there


def consent_facts(consent) -> ConsentFacts:
    return ConsentFacts(
        consent.id, consent.given_on, consent.last_day, consent.replaced_on, frozenset()
    )


def reaches(world, consent):
    try:
        queries.consent_for(acting(world.user("af")), consent.id, clock.today())
    except NotVisible:
        return False
    return True


WHO = ("host", "soc", "ame", "norsjo", "af", "af2", "fk", "psykiatri", "lsg", "granskare", "admin")


@pytest.mark.parametrize("who", WHO)
def test_c5_a_consent_is_seen_by_its_recorder_and_by_those_who_reach_the_case(world, who):
    case = build.case(world)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    build.assign(case, world.user("psykiatri"))
    actor = acting(world.user(who))
    if who in {"host", "soc", "af", "fk"}:
        assert queries.consent_for(actor, consent.id, clock.today())[0] is consent
    else:
        with pytest.raises(NotVisible):
            queries.consent_for(actor, consent.id, clock.today())


def test_c5_the_coordinator_sees_a_consent_before_any_case_only_if_it_covers_the_host(world):
    covers = given(world)
    without = given(world, {"soc": "all", "af": "all"})
    seal_and_commit()
    host = acting(world.user("host"))
    assert queries.consent_for(host, covers.id, clock.today())
    with pytest.raises(NotVisible):
        queries.consent_for(host, without.id, clock.today())
    build.withdrawal(covers, world.user("soc"), world.unit("host"))
    with pytest.raises(NotVisible):
        queries.consent_for(host, covers.id, clock.today())


def test_a1_recording_and_reading_leave_a_row_each(world):
    consent = given(world)
    assert [entry.action for entry in waiting()] == ["consent recorded"]
    seal_and_commit()
    queries.consent_for(acting(world.user("soc")), consent.id, clock.today())
    assert [(e.action, e.basis_id) for e in waiting()] == [("read", consent.id)]


def test_who_may_read_what_is_told_in_the_order_of_the_form():
    other = uuid4()
    grants = {(UNIT, "b"), (UNIT, "a"), (other, "c")}
    assert by_unit(grants, [other, UNIT, uuid4()], ["a", "b", "c"]) == [
        (other, ["c"]),
        (UNIT, ["a", "b"]),
    ]
    assert set(rules.GIVEN_HOW) == {"signed_paper", "e_signature", "oral"}
