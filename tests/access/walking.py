"""A random walk through the house by its own pages, with the oracle walking beside.

`Walk` does one thing after another as somebody who may or may not do it. What the page took (a
redirect) is told to the oracle's own picture; what it refused is not.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.access import Role
from casework.authorities.accounts import Account
from casework.authorities.hiring import Post, move
from casework.authorities.models import Unit, User
from casework.cases.models import Assignment, Case, Substitution
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.access.oracle import KINDS, Matter, Paper, Stand, Turn, Who

START = datetime(2026, 10, 20, 9, tzinfo=UTC)
UNITS = ("soc", "ame", "af", "fk", "host")
PLACES = UNITS[:-1]
STAFF = ("soc", "soc2", "ame", "af", "af2", "fk", "fk2", "host", "lsg", "granskare", "admin")
OFFICERS = STAFF[:7]
FIRST = {key: frozenset(KINDS) for key in ("host", "soc", "af", "fk")}


@dataclass
class Text:
    word: str
    case: UUID
    kind: str
    writer: str


@dataclass
class Walk:
    """The house as it is, and `matters` and `people` as the oracle sees them."""

    world: build.World
    sign_in: Any
    random: Random
    people: dict[str, Who] = field(default_factory=dict)
    matters: dict[UUID, Matter] = field(default_factory=dict)
    stands: list[tuple[UUID, Stand]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    references: dict[UUID, str] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        for code_list, key in (("bidragsslag", "samtal"), ("avslutsskal", "felregistrering")):
            build.code(code_list, key)
        self._hire("soc2", "soc", Role.OFFICER, cleared=True)
        self._hire("fk2", "fk", Role.CONTACT, cleared=True)
        for key in STAFF:
            user = self.world.user(key)
            unit = next(k for k, u in self.world.units.items() if u.id == user.unit_id)
            self.people[key] = Who(key, str(user.role), unit, cleared=user.cleared)
        for owner in ("soc", "af"):
            case = build.case(self.world, FIRST, owner=owner)
            paper = Paper(1, 1, self.today - 10, self.today + 350, FIRST)
            turns = tuple(Turn(key, self.now) for key in ("soc", "af", "fk"))
            self.matters[case.id] = Matter(owner, "host", (paper,), turns)
            self.references[case.id] = case.reference
        session.commit()

    def _hire(self, key: str, unit: str, role: Role, *, cleared: bool) -> None:
        at = session.get_one(Unit, self.world.unit(unit).id)
        row = build.user(at, role, f"Person {key}", cleared=cleared)
        self.world.users[key] = row

    @property
    def today(self) -> int:
        return clock.today().toordinal()

    @property
    def now(self) -> float:
        return (clock.now() - START) / timedelta(days=1)

    def a_case(self) -> UUID:
        return self.random.choice(list(self.matters))

    def matter(self, case_id: UUID) -> Matter:
        """With everybody's stand-ins, which are about all their cases."""
        return replace(self.matters[case_id], stands=tuple(stand for _, stand in self.stands))

    def tell(self, case_id: UUID, **changed: Any) -> None:
        self.matters[case_id] = replace(self.matters[case_id], **changed)

    def post(self, who: str, url: str, **data: Any) -> bool:
        """True when the page took it."""
        answer = self.sign_in(self.world.user(who)).post(url, data=data)
        assert answer.status_code in (302, 303, 403, 404, 409, 422), (url, answer.status_code)
        away = answer.location or ""
        return answer.status_code in (302, 303) and "logga-in" not in away and "login" not in away

    # consents

    def newest(self, case_id: UUID) -> tuple[UUID, int]:
        """Its id and its number."""
        series = select(Case.consent_series_id).where(Case.id == case_id).scalar_subquery()
        query = select(Consent.id, Consent.version).where(Consent.series_id == series)
        return tuple(session.execute(query.order_by(Consent.version.desc())).first())  # type: ignore[return-value, arg-type]

    def change_consent(self) -> bool:
        case_id = self.a_case()
        row_id, version = self.newest(case_id)
        given = {u: self._kinds() for u in UNITS if self.random.randint(0, 3)} or FIRST
        last = clock.today() + timedelta(days=self.random.choice([0, 1, 3, 30, 200]))
        said = {"purpose": "Samordna stödet", "given_on": clock.today(), "last_day": last}
        said |= {"given_how": "oral", "by_whom": "person", "informed": "y", "spara": "1"}
        said["scope"] = [f"{self.world.unit(u).id}:{kind}" for u in given for kind in given[u]]
        who = self.random.choice(("host", *OFFICERS))
        url = f"/samtycken/{row_id}/andra"
        if not self.post(who, url, **said, efter=version):
            return False
        papers = self.matters[case_id].papers
        before = tuple(replace(p, replaced=min(p.replaced, self.today)) for p in papers)
        new = Paper(1, len(papers) + 1, self.today, last.toordinal(), given)
        self.tell(case_id, papers=(*before, new))
        return True

    def _kinds(self) -> frozenset[str]:
        return frozenset(self.random.sample(KINDS, self.random.randint(1, 6)))

    def withdraw(self) -> bool:
        case_id, unit = self.a_case(), self.random.choice((*UNITS, None))
        what = self.world.unit(unit).id if unit else "allt"
        url = f"/samtycken/{self.newest(case_id)[0]}/ta-tillbaka?vad={what}"
        if not self.post(self.random.choice(("host", *OFFICERS)), url, told_how="oral"):
            return False
        *before, newest = self.matters[case_id].papers
        if unit:
            changed = {"taken_back": {**newest.taken_back, unit: self.today}}
        else:
            changed = {"withdrawn": min(newest.withdrawn, self.today)}
        self.tell(case_id, papers=(*before, replace(newest, **changed)))
        return True

    # people

    def assign(self) -> bool:
        case_id, whom = self.a_case(), self.random.choice(OFFICERS)
        by = self.random.choice(("host", "soc", "af", "soc2"))
        url = f"/arenden/{case_id}/personer"
        took = self.post(by, url, user_id=self.world.user(whom).id)
        if took:
            self.tell(case_id, turns=(*self.matters[case_id].turns, Turn(whom, self.now)))
        return took

    def unassign(self) -> bool:
        case_id, whom = self.a_case(), self.random.choice(OFFICERS)
        mine = (Assignment.case_id == case_id, Assignment.user_id == self.world.user(whom).id)
        query = select(Assignment.id, Assignment.since).where(*mine)
        row = session.execute(query.where(Assignment.ended_at.is_(None))).first()
        if row is None:
            return False
        since = (row.since - START) / timedelta(days=1)
        by = self.random.choice(("host", "soc", "af"))
        took = self.post(by, f"/arenden/{case_id}/personer/{row.id}")
        if took:
            ended = [
                replace(t, end=self.now)
                if t.who == whom and abs(t.start - since) < 1e-6 and t.end > self.now
                else t
                for t in self.matters[case_id].turns
            ]
            self.tell(case_id, turns=tuple(ended))
        return took

    def move(self) -> bool:
        """As `service.staff` does when two administrators agree."""
        whom, to = self.random.choice(OFFICERS), self.random.choice(PLACES)
        user = session.get_one(User, self.world.user(whom).id, populate_existing=True)
        unit = session.get_one(Unit, self.world.unit(to).id)
        query = select(Account).where(Account.user_id == user.id)
        account = session.scalars(query.execution_options(populate_existing=True)).one()
        move(user, account, user.name, Post(unit, Role(user.role), user.cleared), clock.now())
        session.commit()
        if self.people[whom].unit != to:
            self.people[whom] = replace(self.people[whom], unit=to, joined=self.now)
        return True

    def end_user(self) -> bool:
        """Somebody leaves; somebody new of the same unit comes in their place."""
        whom = self.random.choice(OFFICERS)
        user = self.world.user(whom)
        if not self.post("admin", f"/admin/personer/{user.id}/avsluta"):
            return False
        gone = f"{whom} {len(self.people)}"
        self.people[gone] = replace(self.people[whom], name=gone, active=False)
        self.world.users[gone] = user
        for case_id, matter in self.matters.items():
            turns = [replace(t, who=gone) if t.who == whom else t for t in matter.turns]
            self.tell(case_id, turns=tuple(turns))
        self.stands = [(i, s) for i, s in self.stands if whom not in (s.away, s.who)]
        who = self.people[whom]
        self._hire(whom, who.unit, Role(who.role), cleared=who.cleared)
        self.people[whom] = replace(who, joined=self.now)
        session.commit()
        return True

    def stand_in(self) -> bool:
        by, away, who = (self.random.choice(OFFICERS) for _ in range(3))
        first = clock.today() + timedelta(days=self.random.choice([0, 0, 1, 2]))
        last = first + timedelta(days=self.random.choice([0, 1, 5, 20]))
        ids = {"absent_id": self.world.user(away).id, "substitute_id": self.world.user(who).id}
        if not self.post(by, "/franvaro", **ids, first_day=first, last_day=last):
            return False
        known = {row_id for row_id, _ in self.stands}
        (row_id,) = set(session.scalars(select(Substitution.id))) - known - self.forgotten
        days = (first.toordinal(), last.toordinal())
        self.stands.append((row_id, Stand(away, who, *days, self.now)))
        return True

    @property
    def forgotten(self) -> set[UUID]:
        """Of those who have left since: nobody's any more."""
        gone = {self.world.user(k).id for k, who in self.people.items() if not who.active}
        row = Substitution
        rows = session.execute(select(row.id, row.absent_id, row.substitute_id))
        return {row_id for row_id, *two in rows if gone & set(two)}

    def stand_down(self) -> bool:
        if not self.stands:
            return False
        at = self.random.randrange(len(self.stands))
        row_id, stand = self.stands[at]
        by = self.random.choice((stand.away, *OFFICERS))
        took = self.post(by, f"/franvaro/{row_id}/avsluta")
        if took:
            self.stands[at] = (row_id, replace(stand, ended=self.now))
        return took
