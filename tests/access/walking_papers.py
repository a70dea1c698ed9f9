"""Of the random walk: consents that change and are taken back, and protected identities."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Case
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from tests.access import oracle
from tests.access.oracle import KINDS, Paper
from tests.access.walking import FIRST, UNITS, Walk


class PaperWalk(Walk):
    """What the lists leave out is not always refused: whoever took a consent sees it as well.

    Of that the picture says nothing (None).
    """

    def took_one(self, who: str, versions: list[tuple[str, float]]) -> bool:
        """One of these, since they came to the unit that they are in now."""
        return any(who == by and self.people[who].joined <= at for by, at in versions)

    def newest(self, case_id: UUID) -> tuple[UUID, int]:
        """Its id and its number."""
        series = select(Case.consent_series_id).where(Case.id == case_id).scalar_subquery()
        query = select(Consent.id, Consent.version).where(Consent.series_id == series)
        row = session.execute(query.order_by(Consent.version.desc()).limit(1)).one()
        return row.id, row.version

    def may_change_consent(self) -> list[tuple[UUID, str]]:
        """C5: also more, which is the owner's or the coordinator's to record."""
        return list(self.each("keeping"))

    def any_change_consent(self) -> tuple[UUID, str]:
        return self.anybody()

    def change_consent(self, case_id: UUID, by: str, *, may: bool) -> bool:
        row_id, version = self.newest(case_id)
        given = {u: self._kinds() for u in UNITS if self.random.randint(0, 3)} or FIRST
        last = clock.today() + timedelta(days=self.random.choice([0, 1, 3, 30, 200]))
        url, said = f"/samtycken/{row_id}/andra", self._said(given)
        told = may or self._sees(by, case_id)
        if not self.post(by, url, told, **said, last_day=last, efter=version):
            return False
        self.took[case_id].append((by, self.now))
        papers = self.matters[case_id].papers
        before = tuple(replace(p, replaced=min(p.replaced, self.today)) for p in papers)
        new = Paper(1, len(papers) + 1, self.today, last.toordinal(), given)
        self.tell(case_id, papers=(*before, new))
        return True

    def _sees(self, by: str, case_id: UUID) -> bool | None:
        """Who sees the consent may record that it gives less; nobody else may do anything."""
        took = self.took_one(by, self.took[case_id][-1:])
        return None if took or by in self.reaching(case_id) else False

    def _said(self, given: dict[str, frozenset[str]]) -> dict[str, Any]:
        said: dict[str, Any] = {"purpose": "Samordna stödet", "given_on": clock.today()}
        said |= {"given_how": "oral", "by_whom": "person", "informed": "y", "spara": "1"}
        said["scope"] = [f"{self.world.unit(u).id}:{kind}" for u in given for kind in given[u]]
        return said

    def _kinds(self) -> frozenset[str]:
        return frozenset(self.random.sample(KINDS, self.random.randint(1, 6)))

    def may_withdraw(self) -> list[tuple[UUID, str, str | None]]:
        """C4: whoever of a named unit hears it records it, for one unit or for all."""
        return [
            (case_id, by, unit)
            for case_id, by in self.each("reaching")
            if (covered := self.covered(case_id))
            for unit in (*covered, None)
        ]

    def any_withdraw(self) -> tuple[UUID, str, str | None]:
        return *self.anybody(), self.random.choice((*UNITS, None))

    def withdraw(self, case_id: UUID, by: str, unit: str | None, *, may: bool) -> bool:
        what = self.world.unit(unit).id if unit else "allt"
        url = f"/samtycken/{self.newest(case_id)[0]}/ta-tillbaka?vad={what}"
        if not self.post(by, url, may or self._sees(by, case_id), told_how="oral"):
            return False
        *before, newest = self.matters[case_id].papers
        if unit:
            changed = {"taken_back": {**newest.taken_back, unit: self.today}}
        else:
            changed = {"withdrawn": min(newest.withdrawn, self.today)}
        self.tell(case_id, papers=(*before, replace(newest, **changed)))
        return True

    def may_protect(self) -> list[tuple[UUID, str]]:
        """E3: whoever reaches the person may hide them, cleared or not."""
        return [pair for pair in self.each("reaching") if not self.matters[pair[0]].protected]

    def any_protect(self) -> tuple[UUID, str]:
        return self.anybody()

    def protect(self, case_id: UUID, by: str, *, may: bool) -> bool:
        person = session.scalar(select(Case.person_id).where(Case.id == case_id))
        took = self.post(by, f"/personer/{person}/skydda", may or self._knows(by, case_id))
        if took:
            self.tell(case_id, protected=True)
        return took

    def _knows(self, by: str, case_id: UUID) -> bool | None:
        """E1: the unit that entered the person, and whoever took a consent, know them too."""
        entered = self.entered[case_id] == self.people[by].unit
        knows = entered or self.took_one(by, self.took[case_id]) or by in self.reaching(case_id)
        return None if knows else False

    def kinds(self, case_id: UUID, who: str) -> frozenset[str]:
        return oracle.kinds(*self.asking(case_id, who))
