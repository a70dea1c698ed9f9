"""K4, K5: a colleague of the same unit stands in for some days, and no longer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.access.rules import Action, decide
from casework.audit.models import AuditEntry
from casework.cases.models import SubstitutedCase
from casework.cases.policy import may_name_substitute
from casework.cases.queries import around, case_for, visible_cases
from casework.cases.queries.absence import in_place_for, in_the_unit, own_cases, standing_in
from casework.cases.queries.working import assigned
from casework.cases.service.absence import end_substitution
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from tests import build
from tests.cases.making import away, file_of
from tests.conftest import acting


def reached(user, on=None):
    """Ids of the cases this user reaches; the list and the door agree on every one."""
    actor, on = acting(user), on or clock.today()
    seen = {case.id for case in session.scalars(visible_cases(actor, on))}
    for case_id in seen:
        assert case_for(actor, case_id, on).facts.assigned
    return seen


def test_k4_the_substitute_reaches_the_cases_during_the_days_and_not_around_them(world):
    case, af2 = build.case(world), world.user("af2")
    today = clock.today()
    assert not reached(af2)
    away(world, "af", af2, days=3, first=today + timedelta(days=2))
    days = [bool(reached(af2, today + timedelta(days=n))) for n in range(7)]
    assert days == [False, False, True, True, True, False, False]
    assert reached(af2, today + timedelta(days=2)) == {case.id}
    assert reached(world.user("af")) == {case.id}  # who is away may still look in


def test_k4_the_substitute_writes_as_the_unit_and_leaves_their_own_name(world):
    case, af2 = build.case(world), world.user("af2")
    away(world, "af", af2)
    file = file_of(af2, case)
    assert decide(acting(af2), Action.WRITE, file.facts, file.on)
    assert file.kinds == file_of(world.user("af"), case).kinds
    db.seal_and_commit()
    rows = session.scalars(select(AuditEntry).where(AuditEntry.case_id == case.id)).all()
    assert {(af2.id, "consent")} <= {(row.user_id, row.reason) for row in rows}


def test_k4_a_substitute_of_the_owner_owns_for_the_time(world):
    case, standing = build.case(world), build.user(world.unit("soc"), Role.OFFICER)
    away(world, "soc", standing)
    file = file_of(standing, case)
    assert decide(acting(standing), Action.OWN, file.facts, file.on)


def test_c1_no_consent_no_case_for_a_substitute_either(world):
    case, af2 = build.case(world), world.user("af2")
    away(world, "af", af2)
    assert reached(af2)
    consent = file_of(world.user("soc"), case).consent
    build.withdrawal(consent, world.user("soc"), world.unit("af"))
    assert not reached(af2)


def test_k4_chosen_cases_and_no_others(world):
    one, other, af, af2 = build.case(world), build.case(world), world.user("af"), world.user("af2")
    assert {case_id for case_id, _ in own_cases(acting(af), clock.today())} == {one.id, other.id}
    row = away(world, "af", af2, cases=[one.id])
    assert not row.whole
    assert reached(af2) == {one.id}
    assert [c.case_id for c in session.scalars(select(SubstitutedCase))] == [one.id]
    with pytest.raises(RuleBroken, match="själv arbetar med"):
        away(world, "af", af2, cases=[build.case(world, assigned=("soc",)).id])


def test_k4_substitutes_form_no_chain(world):
    build.case(world)
    af2, third = world.user("af2"), build.user(world.unit("af"))
    away(world, "af", af2)
    away(world, "af2", third)
    assert reached(af2)
    assert not reached(third)


def test_k4_a_protected_identity_asks_clearance_of_the_substitute_too(world):
    who = build.person(world.user("soc"), protected_at=clock.now())
    case = build.case(world, person=who, assigned=("soc",))
    standing, soc = build.user(world.unit("soc")), world.user("soc")
    away(world, "soc", standing)
    assert not reached(standing)
    assert not standing_in(acting(soc), file_of(soc, case))
    standing.cleared = True
    session.flush()
    assert reached(standing) == {case.id}
    assert standing_in(acting(soc), file_of(soc, case))[0].substitute.id == standing.id


@pytest.mark.parametrize("leaver", ["absent", "substitute"])
@pytest.mark.parametrize("how", ["moved", "left", "came back"])
def test_k5_it_ends_when_either_leaves_the_unit_and_does_not_begin_again(world, leaver, how):
    case, af, af2 = build.case(world), world.user("af"), world.user("af2")
    row = away(world, "af", af2)
    who = af if leaver == "absent" else af2
    if how == "moved":
        who.unit = world.unit("fk")
        who.unit_id = who.unit.id
    elif how == "left":
        who.left_at = clock.now()
    else:
        who.unit_since = clock.now()
    session.flush()
    assert case.id not in reached(af2)
    assert not standing_in(acting(world.user("soc")), file_of(world.user("soc"), case))
    with pytest.raises(NotVisible):
        in_place_for(acting(build.user(world.unit("af"))), row.id)


def test_k4_the_days_end_early_when_somebody_comes_back(world):
    build.case(world)
    af, af2 = world.user("af"), world.user("af2")
    row = away(world, "af", af2)
    assert in_the_unit(acting(af), clock.today())
    end_substitution(acting(af), row, at=clock.now())
    session.flush()
    assert not reached(af2)
    assert not in_the_unit(acting(af), clock.today())
    with pytest.raises(RuleBroken, match="redan avslutat"):
        end_substitution(acting(af), row, at=clock.now())
    db.seal_and_commit()
    kept = set(session.scalars(select(AuditEntry.action)))
    assert {"substitute named", "substitute ended"} <= kept


def test_k4_the_one_who_is_away_names_and_a_contact_person_for_a_colleague(world):
    officer, contact = build.user(world.unit("af"), Role.OFFICER), world.user("af2")
    unit = world.unit("af").id
    assert may_name_substitute(acting(officer), officer.id, unit)
    assert may_name_substitute(acting(contact), officer.id, unit)
    for who, absent in ((officer, contact), (world.user("fk"), officer), (world.user("host"),) * 2):
        assert not may_name_substitute(acting(who), absent.id, unit)
    with pytest.raises(NotAllowed):
        away(world, "af", officer, by=officer)
    assert away(world, "af", officer, by=contact).named_by_id == contact.id


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"days": 0}, "före den första"),
        ({"days": 181}, "högst 180 dagar"),
        ({"first": clock.today() - timedelta(days=1)}, "en dag som kommer"),
        ({"who": "fk"}, "arbetar inte i din enhet"),
        ({"who": "af"}, "annan person än den som är borta"),
        ({"by": "af2", "who": "af2"}, "utse dig själv"),
    ],
)
def test_k4_what_cannot_be_named_is_explained(world, more, sentence):
    more = dict(more)  # the other database is told the same
    who = world.user(more.pop("who", "af2"))
    if "by" in more:
        more["by"] = world.user(more["by"])
    with pytest.raises(RuleBroken, match=sentence):
        away(world, "af", who, **more)


def test_k4_only_those_it_concerns_and_contact_persons_see_the_list(world):
    colleague = build.user(world.unit("af"), Role.OFFICER)
    standing = build.user(world.unit("af"), Role.OFFICER)
    row = away(world, "af", standing)
    today = clock.today()
    for user in (world.user("af"), world.user("af2"), standing):
        assert [one.substitution.id for one in in_the_unit(acting(user), today)] == [row.id]
    for user in (colleague, world.user("fk"), world.user("host"), world.user("lsg")):
        assert not in_the_unit(acting(user), today)


def test_the_sql_is_one_condition_and_the_facts_come_from_it(world):
    case, af2 = build.case(world), world.user("af2")
    away(world, "af", af2)
    condition = assigned(acting(af2), clock.today())
    assert session.scalar(select(condition).where(type(case).id == case.id)) is True


def test_the_page_names_a_substitute_and_the_case_shows_it(world, sign_in):
    case, af, af2 = build.case(world), world.user("af"), world.user("af2")
    today = clock.today()
    client = sign_in(af)
    said = {"absent_id": af.id, "substitute_id": af2.id, "first_day": today}
    said |= {"last_day": today + timedelta(days=4)}
    assert client.post("/franvaro", data=said).location == "/franvaro"
    assert "Ylva Stenros vikarierar för Ture Blåklint" in client.get("/franvaro").text
    page = sign_in(world.user("soc")).get(f"/arenden/{case.id}").text
    assert "Ylva Stenros vikarierar till" in page
    assert sign_in(af2).get(f"/arenden/{case.id}").status_code == 200
    refused = client.post("/franvaro", data={**said, "last_day": today - timedelta(days=3)})
    assert (refused.status_code, "Sista dagen är före" in refused.text) == (422, True)
    host = sign_in(world.user("host")).get("/franvaro")
    assert (host.status_code, "genom sin roll" in host.text) == (403, True)


def told_of_a_withdrawal(world, case):
    """The names on the page before a consent is taken back for AF, or nobody."""
    soc = acting(world.user("soc"))
    consent = case_for(soc, case.id, clock.today()).consent
    told = around.impact(consent, actor=soc, unit_id=world.unit("af").id, on=clock.today())
    return [line.lines for line in told]


def test_c4_whoever_stands_in_loses_the_case_too_and_is_told_of(world):
    case, af2 = build.case(world), world.user("af2")
    away(world, "af", af2, first=clock.today() + timedelta(days=1))
    assert told_of_a_withdrawal(world, case) == [("Ture Blåklint",)]
    away(world, "af", af2)
    assert told_of_a_withdrawal(world, case) == [("Ture Blåklint", af2.name)]


def test_c4_who_does_not_reach_a_protected_case_loses_nothing(world):
    who = build.person(world.user("soc"), protected_at=clock.now())
    case, af2 = build.case(world, person=who), world.user("af2")
    world.user("soc").cleared = True
    away(world, "af", af2)
    assert told_of_a_withdrawal(world, case) == []
    world.user("af").cleared = True
    assert told_of_a_withdrawal(world, case) == [("Ture Blåklint",)]
