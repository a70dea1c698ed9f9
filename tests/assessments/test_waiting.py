"""S1: who is waited for, by when, and how they are reminded; nobody whom the consent left."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from casework.assessments import queries
from casework.assessments.reminding import remind
from casework.assessments.rules import soon
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.working_days import add_working_days
from casework.letters.models import Letter
from tests import build
from tests.assessments.making import part
from tests.assessments.test_parts import reached
from tests.conftest import acting
from tests.letters.mailbox import open_mailbox
from tests.meetings.post import sent

GRANTS = {
    "host": ("planering", "arbete"),
    "soc": "all",
    "af": ("planering", "arbete"),
    "fk": ("fysisk", "planering"),
}
SOON, LATE = "En del av kartläggningen ska snart vara klar", "En del av kartläggningen är försenad"


@pytest.fixture
def mailbox(world, monkeypatch):  # noqa: ARG001  the database first
    with open_mailbox() as box:
        monkeypatch.setitem(current_app.config, "SMTP_URL", box.url)
        yield box


def reminded():
    number = remind(clock.now())
    seal_and_commit()
    return number


def kinds_told():
    return sorted(session.scalars(select(Letter.kind)))


# Friday 18 December 2026; Christmas Eve to 27 December are free, and 6 January
@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 12, 16), date(2026, 12, 18)),
        (date(2026, 12, 18), date(2026, 12, 22)),
        (date(2026, 12, 22), date(2026, 12, 28)),
        (date(2027, 1, 4), date(2027, 1, 7)),
        (date(2027, 3, 25), date(2027, 3, 31)),  # Easter
        (date(2027, 6, 23), date(2027, 6, 28)),  # midsummer
    ],
)
def test_s1_two_working_days_are_swedish_working_days(today, last):
    assert soon(today) == (today, last)


@pytest.mark.parametrize(
    ("days", "told"), [(3, []), (2, ["assessment.soon"]), (0, ["assessment.soon"])]
)
def test_s1_reminded_two_working_days_before_once(world, days, told):
    case = build.case(world, GRANTS)
    part(world, case, "af", due_on=add_working_days(clock.today(), days))
    assert reminded() == len(told)
    assert reminded() == 0
    assert kinds_told() == told


def test_s1_and_once_more_when_it_is_late(world):
    case = build.case(world, GRANTS)
    due = add_working_days(clock.today(), 1)
    part(world, case, "af", due_on=due)
    reminded()
    with time_machine.travel(clock.now() + (due - clock.today()) + timedelta(days=1), tick=False):
        assert reminded() == 1
        assert reminded() == 0
    assert kinds_told() == ["assessment.late", "assessment.soon"]


def test_s1_the_letter_goes_to_the_units_officers_in_the_case_and_tells_nothing(world, mailbox):
    case = build.case(world, GRANTS, assigned=("soc", "af", "fk"))
    one = part(world, case, "af", text="Halvskrivet", due_on=clock.today())
    late = part(world, case, "fk", "fysisk", due_on=clock.today() - timedelta(days=1))
    assert reminded() == 2
    got = sent(mailbox)
    assert {who: letter["Subject"] for who, letter in got.items()} == {
        world.user("af").email: SOON,
        world.user("fk").email: LATE,
    }
    for letter in got.values():
        parts = [p.get_payload(decode=True) for p in letter.walk() if not p.is_multipart()]
        whole = " ".join([*map(str, letter.values()), *(p.decode() for p in parts)]).lower()
        assert current_app.config["BASE_URL"] in whole
        secrets = (
            *("linn", "hjortronmo", "halvskrivet", "fysisk", case.reference.lower()),
            *(str(case.id), str(one.id), one.due_on.isoformat(), late.due_on.isoformat()),
        )
        assert [word for word in secrets if word in whole] == []


def signed(world, _case, one):
    one.signed_at, one.signed_by_id = clock.now(), world.user("af").id


def closed(_world, case, _one):
    case.closed_at = clock.now()


def taken_back(world, case, _one):
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("af"))


def kind_taken_away(world, case, _one):
    session.delete(build.grant_of(case, world.unit("af"), "arbete"))


def left(world, case, _one):
    build.end_assignments(case, world.user("af"))


def a_correction(_world, _case, one):
    one.version = 2


@pytest.mark.parametrize(
    "change", [signed, closed, taken_back, kind_taken_away, left, a_correction]
)
def test_s1_nobody_is_reminded_of_what_is_not_waited_for(world, mailbox, change):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", due_on=clock.today())
    assert reminded() == 1
    change(world, case, one)
    session.commit()
    assert sent(mailbox) == {}
    stopped = session.scalars(select(Letter)).one()
    assert stopped.trouble
    session.delete(stopped)
    session.commit()
    assert reminded() == 0


def test_e3_whoever_is_not_cleared_is_not_told_of_a_protected_person(world):
    person = build.person(world.user("soc"), protected_at=clock.now())
    case = build.case(world, GRANTS, person=person)
    part(world, case, "af", due_on=clock.today())
    part(world, case, "soc", due_on=clock.today())
    assert reminded() == 1
    assert session.scalars(select(Letter)).one().address == world.user("soc").email


def test_s1_the_coordinator_is_reminded_of_the_host_units_own_part(world):
    case = build.case(world, GRANTS)
    part(world, case, "host", due_on=clock.today())
    assert reminded() == 1
    assert session.scalars(select(Letter)).one().address == world.user("host").email


def waited(world, who, case):
    actor, file = reached(world, who, case)
    return {one.newest.unit_id for one in queries.waited_for(queries.parts(actor, file))}


def test_s1_c1_a_unit_that_lost_the_kind_is_not_waited_for_and_may_finish_its_own(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Halvskrivet")
    assert waited(world, "host", case) == {world.unit("af").id}
    session.delete(build.grant_of(case, world.unit("af"), "arbete"))
    session.commit()
    session.expire_all()
    assert waited(world, "host", case) == waited(world, "soc", case) == set()
    assert waited(world, "af", case) == {world.unit("af").id}
    assert queries.part_for(*reached(world, "af", case), one.id) is one


def test_s1_the_coordinator_sees_who_owes_what_by_when_and_may_ask_for_more(world, sign_in):
    case = build.case(world, GRANTS)
    due = clock.today() - timedelta(days=1)
    part(world, case, "af", due_on=due)
    part(world, case, "soc", "planering", by_individual=True)
    part(world, case, "fk", "planering", text="Kan mycket", signed=True)
    session.commit()
    host, at = sign_in(world.user("host")), f"/arenden/{case.id}/kartlaggning"
    waiting = " ".join(host.get(at).text.split('id="vantar"')[1].split("</section>")[0].split())
    assert waiting.index("AF Provlunda: arbete") < waiting.index("Linns egen del: planering")
    assert "Skulle ha kommit" in waiting
    assert "skrivs ner av Socialkontoret" in waiting
    assert "FK Provlunda" not in waiting
    grid = host.get(f"{at}/be-om-delar").text
    assert "Lämnad" in grid
    assert "Tillfrågad" in grid
    later = (clock.today() + timedelta(days=20)).isoformat()
    more = {"parts": f"{world.unit('soc').id}:social", "due_on": later}
    assert host.post(f"{at}/be-om-delar", data=more).status_code == 302


def test_c1_a_unit_that_lost_the_kind_is_not_waited_for_on_the_overview_either(world):
    case = build.case(world)
    part(world, case, "fk", "ekonomi")
    host, today = acting(world.user("host")), clock.today()
    assert [one.what for one in queries.waits(host, today)] == ["Kartläggningen: FK Provlunda"]
    session.delete(build.grant_of(case, world.unit("fk"), "ekonomi"))
    session.flush()
    session.expire_all()
    assert queries.waits(host, today) == []
