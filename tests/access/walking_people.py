"""Of the random walk: who works where, who has which case, and who stands in for whom."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access import Role
from casework.authorities.accounts import Account
from casework.authorities.hiring import Post, move
from casework.authorities.models import Unit, User
from casework.cases.models import Assignment, Substitution
from casework.kit import clock
from casework.kit.db import session
from tests.access.oracle import NEVER, Stand, Turn, Who
from tests.access.walking import OFFICERS, PLACES, START, Walk

ON_CASE = tuple[UUID, str, str]  # the case, who does it, and to whom


class PeopleWalk(Walk):
    # given a case, and no longer

    def may_assign(self) -> list[ON_CASE]:
        return [
            (case_id, by, whom)
            for case_id, by in self.each("keeping")
            if case_id not in self.closed
            for whom in self.could_sit(case_id)
            if whom not in self.seated(case_id)
        ]

    def any_assign(self) -> ON_CASE:
        return *self.anybody(), self.random.choice(OFFICERS)

    def assign(self, case_id: UUID, by: str, whom: str, *, may: bool) -> bool:
        url = f"/arenden/{case_id}/personer"
        took = self.post(by, url, may, user_id=self.world.user(whom).id)
        if took:
            self.sit_down(case_id, whom)
        return took

    def sit_down(self, case_id: UUID, whom: str) -> None:
        """Whoever has the case already is not given it again."""
        if whom not in self.seated(case_id):
            turns = (*self.matters[case_id].turns, Turn(whom, self.now))
            self.tell(case_id, turns=turns)

    def may_unassign(self) -> list[ON_CASE]:
        return [
            (case_id, by, whom)
            for case_id, by in self.each("keeping")
            for whom in self.could_go(case_id)
        ]

    def could_go(self, case_id: UUID) -> list[str]:
        """K1: the owner unit has somebody left."""
        around = [who for who in self.seated(case_id) if who in self.could_sit(case_id)]
        owner = self.matters[case_id].owner
        owners = [who for who in around if self.people[who].unit == owner]
        return [who for who in around if who not in owners or len(owners) > 1]

    def any_unassign(self) -> ON_CASE:
        """Mostly one of those who have the case, the only one of the owner's too."""
        case_id, by = self.anybody()
        return case_id, by, self.random.choice(self.seated(case_id) or OFFICERS)

    def unassign(self, case_id: UUID, by: str, whom: str, *, may: bool) -> bool:
        mine = (Assignment.case_id == case_id, Assignment.user_id == self.world.user(whom).id)
        query = select(Assignment.id, Assignment.since).where(*mine, Assignment.ended_at.is_(None))
        row = session.execute(query.order_by(Assignment.since.desc())).first()
        if row is None:
            return False
        since = (row.since - START) / timedelta(days=1)
        took = self.post(by, f"/arenden/{case_id}/personer/{row.id}", may)
        if took:
            turns = self.matters[case_id].turns
            ended = [t for t in turns if t.who == whom and abs(t.start - since) < 1e-6]
            now = self.now
            self.tell(case_id, turns=tuple(replace(t, end=now) if t in ended else t for t in turns))
        return took

    # somewhere else, and gone

    def may_move(self) -> list[tuple[str, str]]:
        here = self.people
        return [(whom, to) for whom in OFFICERS for to in PLACES if here[whom].unit != to]

    def any_move(self) -> tuple[str, str]:
        return self.random.choice(OFFICERS), self.random.choice(PLACES)

    def move(self, whom: str, to: str, *, may: bool) -> bool:
        """As `service.staff` does when two administrators agree."""
        del may
        user = session.get_one(User, self.world.user(whom).id, populate_existing=True)
        unit = session.get_one(Unit, self.world.unit(to).id)
        query = select(Account).where(Account.user_id == user.id)
        account = session.scalars(query.execution_options(populate_existing=True)).one()
        move(user, account, user.name, Post(unit, Role(user.role), user.cleared), clock.now())
        session.commit()
        self.clients.pop(whom, None)
        if self.people[whom].unit != to:
            self.people[whom] = replace(self.people[whom], unit=to, joined=self.now)
        return True

    def may_end_user(self) -> list[tuple[str, str]]:
        return [("admin", whom) for whom in OFFICERS]

    def any_end_user(self) -> tuple[str, str]:
        return self.random.choice(("host", *OFFICERS)), self.random.choice(OFFICERS)

    def end_user(self, by: str, whom: str, *, may: bool) -> bool:
        """Somebody leaves; somebody new of the same unit comes in their place."""
        user = self.world.user(whom)
        took = self.post(by, f"/admin/personer/{user.id}/avsluta", may)
        if took:
            self._replace(whom, user)
        return took

    def _replace(self, whom: str, user: User) -> None:
        gone, who = f"{whom} {len(self.people)}", self.people[whom]
        self.people[gone] = replace(who, name=gone, active=False)
        self.world.users[gone] = user
        self.clients.pop(whom, None)
        for case_id, matter in self.matters.items():
            turns = [replace(t, who=gone) if t.who == whom else t for t in matter.turns]
            self.tell(case_id, turns=tuple(turns))
        self.stands = [(i, s) for i, s in self.stands if whom not in (s.away, s.who)]
        self._hire(whom, who.unit, Role(who.role), cleared=who.cleared)
        self.people[whom] = replace(who, joined=self.now)
        session.commit()

    # in whose place

    def names(self, by: Who, away: Who) -> bool:
        """K4: oneself, or a contact person for a colleague."""
        return by.unit == away.unit and (by is away or by.role == "kontaktperson")

    def may_stand_in(self) -> list[tuple[str, str, str]]:
        return [
            (by, away, who)
            for by in OFFICERS
            for away in OFFICERS
            if self.names(self.people[by], self.people[away])
            for who in self.others(by, away)
        ]

    def others(self, by: str, away: str) -> list[str]:
        """Of the unit; nobody gives himself the cases of a colleague."""
        there = [key for key in OFFICERS if self.people[key].unit == self.people[away].unit]
        return [key for key in there if key not in (by, away)]

    def any_stand_in(self) -> tuple[str, str, str]:
        """Two of one unit, the second perhaps oneself, or three of whatever units."""
        by, away, who = (self.random.choice(OFFICERS) for _ in range(3))
        if self.random.randint(0, 1):
            there = [key for key in OFFICERS if self.people[key].unit == self.people[by].unit]
            return by, self.random.choice(there), self.random.choice(there)
        return by, away, who

    def stand_in(self, by: str, away: str, who: str, *, may: bool) -> bool:
        first = clock.today() + timedelta(days=self.random.choice([0, 0, 1, 2]))
        last = first + timedelta(days=self.random.choice([0, 1, 5, 20]))
        ids = {"absent_id": self.world.user(away).id, "substitute_id": self.world.user(who).id}
        took = self.post(by, "/franvaro", may, **ids, first_day=first, last_day=last)
        if took:
            known = {row_id for row_id, _ in self.stands}
            (row_id,) = set(session.scalars(select(Substitution.id))) - known - self._forgotten
            days = (first.toordinal(), last.toordinal())
            self.stands.append((row_id, Stand(away, who, *days, self.now)))
        return took

    @property
    def _forgotten(self) -> set[UUID]:
        """Of those who have left since: nobody's any more."""
        gone = {self.world.user(k).id for k, who in self.people.items() if not who.active}
        row = Substitution
        rows = session.execute(select(row.id, row.absent_id, row.substitute_id))
        return {row_id for row_id, *two in rows if gone & set(two)}

    def may_stand_down(self) -> list[tuple[UUID, str]]:
        return [
            (row_id, by)
            for row_id, stand in self.stands
            if stand.ended == NEVER and self.together(stand)
            for by in OFFICERS
            if self.names(self.people[by], self.people[stand.away])
        ]

    def together(self, stand: Stand) -> bool:
        """K5: both are still where they were when it was said."""
        away, who = self.people[stand.away], self.people[stand.who]
        return away.unit == who.unit and max(away.joined, who.joined) <= stand.named

    def any_stand_down(self) -> tuple[UUID, str] | None:
        if not self.stands:
            return None
        return self.random.choice(self.stands)[0], self.random.choice(OFFICERS)

    def stand_down(self, row_id: UUID, by: str, *, may: bool) -> bool:
        took = self.post(by, f"/franvaro/{row_id}/avsluta", may)
        if took:
            now = self.now
            told = [(i, replace(s, ended=now) if i == row_id else s) for i, s in self.stands]
            self.stands = told
        return took
