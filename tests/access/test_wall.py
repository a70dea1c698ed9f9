"""Wall 2: what a query forgot, the loader does not bring in; without anybody to ask, nothing."""

import ast
from datetime import time, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from casework.access import wall
from casework.access.asking import House, begin, end, on_behalf_of
from casework.cases.models import Case, Event
from casework.consents.models import Consent
from casework.contributions.models import Contribution
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.models import Meeting, Participant
from casework.people.models import Person
from casework.referrals.models import Referral, ReferralText
from casework.tables import Base
from tests import build
from tests.conftest import acting
from tests.house import everything

PACKAGE = Path(__file__).parents[2] / "casework"

# Tables that lead to a person and are not narrowed, each with its reason.
OPEN = {
    "consent_grants": "ticks without a text: the rule itself reads them",
    "consent_withdrawals": "days without a text: the rule itself reads them",
    "consultations": "no person: a question under a code, with its own rule in the reviews room",
    "letters": "ids only: a letter is rendered when it is sent",
    "substitutions": "staff and days, no case",
    "users": "staff",
    "proposals": "staff",
    "programmes": "no person",
    "codes": "no person",
}


def _leads_to_a_person(table, seen=()):
    targets = {key.column.table for key in table.foreign_keys} - {table, *seen}
    return table.name in ("people", "cases") or any(
        _leads_to_a_person(one, (*seen, table)) for one in targets
    )


@pytest.mark.usefixtures("app")
def test_every_table_that_leads_to_a_person_is_guarded_or_says_why_not():
    leading = {t.name for t in Base.metadata.tables.values() if _leads_to_a_person(t)}
    assert len(leading) > 25
    missing = leading - wall.guarded() - set(OPEN)
    assert not missing, f"tell casework/guards.py how rows of {missing} are reached"
    assert not wall.guarded() & set(OPEN)


@pytest.mark.parametrize(
    "query",
    [
        select(Event),
        select(Event.id),
        select(func.count()).select_from(Event),
        select(select(Referral.sent_at).where(Referral.id == Case.referral_id).scalar_subquery()),
        select(Meeting.id).union(select(Person.id)),
        select(select(Consent.id).subquery()),
    ],
)
def test_without_anybody_to_ask_it_raises(world, query):
    build.case(world)
    with on_behalf_of(None), pytest.raises(wall.NobodyAsks, match="nobody is known to ask"):
        session.execute(query).all()
    with on_behalf_of(House("a test")):
        session.execute(query).all()


FORGETFUL = (Case, Person, Consent, Referral, ReferralText, Event, Contribution, Meeting)


@pytest.mark.parametrize("who", ["norsjo", "af2", "psykiatri", "lsg", "granskare", "admin"])
def test_a_query_that_forgot_everything_brings_an_outsider_nothing(world, who):
    everything.make(world)
    session.expunge_all()
    with on_behalf_of(acting(world.user(who))):
        for model in (*FORGETFUL, Participant):
            assert session.scalars(select(model)).all() == [], model
            assert session.scalar(select(func.count()).select_from(model)) == 0, model
            assert session.execute(select(model.id)).all() == [], model


def test_an_insider_gets_the_own_case_and_no_other(world):
    mine, other = build.case(world), build.case(world, owner="norsjo", assigned=("norsjo",))
    with on_behalf_of(acting(world.user("soc"))):
        assert session.scalars(select(Case.id)).all() == [mine.id]
        assert session.get(Person, other.person_id, populate_existing=True) is None
        assert session.get(Person, mine.person_id, populate_existing=True) is not None


def _told(world, case, kind):
    now, soc = clock.now(), world.user("soc")
    said = {"info_kind": kind, "sentence": kind, "happened_at": now, "told_at": now}
    return build.kept(Event(case_id=case.id, unit_id=soc.unit_id, user_id=soc.id, **said))


def test_c5_only_the_kinds_that_the_consent_gives(world):
    grants = {"host": "all", "soc": "all", "fk": ("ekonomi",), "af": ("arbete",)}
    case = build.case(world, grants)
    for kind in ("ekonomi", "arbete", "psykisk"):
        _told(world, case, kind)
    everything_told = {"ekonomi", "arbete", "psykisk"}
    for who, reads in (("fk", {"ekonomi"}), ("af", {"arbete"}), ("host", everything_told)):
        with on_behalf_of(acting(world.user(who))):
            assert set(session.scalars(select(Event.info_kind))) == reads, who


def test_it_asks_anew_for_each_actor_and_each_day(world):
    case = build.case(world)
    last = session.scalar(select(Consent.last_day).where(Consent.person_id == case.person_id))
    for who, found in (("soc", 1), ("norsjo", 0), ("af", 1), ("ame", 0), ("host", 1)):
        with on_behalf_of(acting(world.user(who))):
            assert len(session.scalars(select(Case.id)).all()) == found, who
    for days, found in ((0, 1), (1, 0)):
        noon = clock.moment(last + timedelta(days=days), time(12))
        with time_machine.travel(noon, tick=False), on_behalf_of(acting(world.user("af"))):
            assert len(session.scalars(select(Case.id)).all()) == found


def _reasons():
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "beyond":
                said = node.args[0]
                why = said.value if isinstance(said, ast.Constant) else ast.unparse(said)
                yield file.relative_to(PACKAGE).as_posix(), str(why)


def test_who_looks_beyond_the_wall_says_why():
    found = list(_reasons())
    assert all(len(why.split()) >= 4 or why.isupper() for _, why in found)
    assert {file for file, _ in found} == BEYOND


BEYOND = {
    "assessments/queries/__init__.py",
    "assessments/queries/own.py",
    "assessments/queries/reminding.py",
    "cases/queries/handovers.py",
    "cases/queries/lost.py",
    "cases/queries/reach.py",
    "cases/queries/renewing.py",
    "consents/queries.py",
    "contributions/queries.py",
    "meetings/queries/__init__.py",
    "meetings/queries/busy.py",
    "meetings/queries/outside.py",
    "meetings/queries/series.py",
    "oversight/queries/__init__.py",
    "oversight/queries/log.py",
    "oversight/queries/samples.py",
    "oversight/queries/trail.py",
    "plans/queries/__init__.py",
    "polls/queries/outside.py",
    "referrals/queries/__init__.py",
    "referrals/queries/following.py",
    "reports/queries/__init__.py",
    "reports/queries/records.py",
    "reviews/queries/about.py",
}


def test_nothing_asks_the_tables_behind_the_loaders_back():
    """A SELECT of a bare table is not narrowed: only the rule itself is made of them."""
    bare = set()
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text()
        if "__table__" in text or "exec_driver_sql" in text:
            bare.add(file.relative_to(PACKAGE).as_posix())
    assert bare == BARE


BARE = {
    *("access/wall.py", "guards.py"),  # the wall
    *("cases/queries/__init__.py", "cases/queries/reach.py", "cases/queries/working.py"),
    *("consents/queries.py", "referrals/queries/__init__.py"),  # conditions, no SELECT of rows
    *("cases/queries/asked.py", "meetings/queries/__init__.py", "polls/queries/__init__.py"),
    "authorities/queries.py",  # a condition on staff
    *("audit/models.py", "audit/queries.py"),  # the trail is not a person's table
    *("kit/db.py", "kit/schema.py", "reports/counting.py"),  # pragmas; the names of columns
}


def test_a_request_leaves_nobody_behind(world, sign_in):
    before = begin(None)
    try:
        sign_in(world.user("soc")).get("/")
        with pytest.raises(wall.NobodyAsks):
            session.scalars(select(Case)).all()
    finally:
        end(before)
