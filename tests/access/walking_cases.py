"""The rest of the random walk: what is done to a case itself, and what is written in it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.cases.models import Case, Handover
from casework.kit import clock
from casework.kit.db import session
from tests.access.oracle import KINDS, Turn
from tests.access.walking import OFFICERS, PLACES, Text, Walk

# how often each is tried
ACTIONS = {
    "change_consent": 5,
    "withdraw": 2,
    "assign": 5,
    "unassign": 2,
    "move": 3,
    "end_user": 1,
    "stand_in": 6,
    "stand_down": 1,
    "hand_over": 4,
    "answer": 4,
    "protect": 0.2,
    "close": 1,
    "reopen": 2,
    "write": 8,
    "pass_days": 2,
}


class CaseWalk(Walk):
    """Everything that `ACTIONS` names. `shift` moves the clock of the whole machine."""

    shift: Any = None

    def step(self) -> str:
        name = self.random.choices(list(ACTIONS), list(ACTIONS.values()))[0]
        self.done[name] += bool(getattr(self, name)())
        self.shift(timedelta(minutes=1))
        return name

    def hand_over(self) -> bool:
        case_id, to = self.a_case(), self.random.choice(PLACES)
        said = {"unit_id": self.world.unit(to).id, "reason": "Personen har flyttat."}
        by = self.random.choice(OFFICERS)
        return self.post(by, f"/arenden/{case_id}/lamna-over", **said)

    def answer(self) -> bool:
        """A yes makes the unit the owner and gives one of them the case; a no changes nothing."""
        waits = (Handover.answered_at.is_(None), Handover.taken_back_at.is_(None))
        query = select(Handover.id, Handover.case_id, Handover.to_unit_id)
        row = session.execute(query.where(*waits)).first()
        if row is None:
            return False
        url, by = f"/arenden/overlamningar/{row.id}", self.random.choice(OFFICERS)
        case_id, unit_id, officer = row.case_id, row.to_unit_id, self.random.choice(OFFICERS)
        if not self.random.randint(0, 3):
            return self.post(by, f"{url}/nej", because="Vi har inte tid.")
        took = self.post(by, url, officer_id=self.world.user(officer).id)
        if took:
            to = next(k for k, u in self.world.units.items() if u.id == unit_id)
            turns = (*self.matters[case_id].turns, Turn(officer, self.now))
            self.tell(case_id, owner=to, turns=turns)
        return took

    def protect(self) -> bool:
        case_id = self.a_case()
        person = session.scalar(select(Case.person_id).where(Case.id == case_id))
        took = self.post(self.random.choice(("host", *OFFICERS)), f"/personer/{person}/skydda")
        if took:
            self.tell(case_id, protected=True)
        return took

    def close(self) -> bool:
        """Closing and opening again change nothing in who reaches the case."""
        case_id, by = self.a_case(), self.random.choice(OFFICERS)
        url, said = f"/arenden/{case_id}/avslut", {"closing_reason": "felregistrering"}
        return self.post(by, url, **said) and self.post(by, f"{url}/svar", **said)

    def reopen(self) -> bool:
        said = {"because": "Det var för tidigt.", "next_on": clock.today() + timedelta(days=9)}
        url = f"/arenden/{self.a_case()}/oppna-igen"
        return self.post(self.random.choice(OFFICERS), url, **said)

    def write(self) -> bool:
        """A word of its own: in the timeline, or as a contribution."""
        case_id, by = self.a_case(), self.random.choice(("host", *OFFICERS))
        kind, word = self.random.choice(KINDS), f"Kfx{len(self.texts):05}q"
        if self.random.randint(0, 1):
            said = {"kind": kind, "day": clock.today(), "sentence": word}
            took = self.post(by, f"/arenden/{case_id}/beratta", **said)
        else:
            took = self._log(by, case_id, kind, word)
        if took:
            self.texts.append(Text(word, case_id, kind, self.people[by].unit))
        return took

    def _log(self, by: str, case_id: UUID, kind: str, word: str) -> bool:
        said = {"done_on": clock.today(), "kind": "samtal", "text": word, "info_kind": kind}
        of = {"served": f"arende:{case_id}", "once": str(uuid4())}
        return self.post(by, f"/insatser/ny?arende={case_id}", **said, **of)

    def pass_days(self) -> bool:
        """Also over a midnight, and over the night on which summer time ends."""
        days = timedelta(days=self.random.choice([1, 1, 2, 7, 30]))
        self.shift(self.random.choice([days, timedelta(hours=14, minutes=30)]))
        return True
