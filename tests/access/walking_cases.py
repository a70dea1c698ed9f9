"""The rest of the random walk: what is done to a case itself, what is written in it, and `step`."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.cases.models import Handover
from casework.kit import clock
from casework.kit.db import session
from tests.access.oracle import KINDS
from tests.access.walking import OFFICERS, PLACES, UNITS, WORKING, Text
from tests.access.walking_papers import PaperWalk
from tests.access.walking_people import PeopleWalk

# how often each is tried by those who may
ACTIONS = {
    "change_consent": 5,
    "withdraw": 2,
    "assign": 6,
    "unassign": 2,
    "move": 3,
    "end_user": 1,
    "stand_in": 5,
    "stand_down": 1,
    "hand_over": 4,
    "say_yes": 4,
    "say_no": 1,
    "take_back": 1,
    "protect": 0.5,
    "close": 2,
    "reopen": 2,
    "write": 8,
    "pass_days": 2,
}


class CaseWalk(PeopleWalk, PaperWalk):
    """Everything that `ACTIONS` names."""

    def _lies(self) -> dict[str, Any]:
        """Each condition of the lists as it would be if it asked for nothing."""
        return {
            "owning": self.reaching,
            "keeping": self.reaching,
            "could_go": self.seated,
            "covered": lambda _case_id: list(UNITS),
            "kinds": lambda *_: KINDS,
            "meets": lambda *_: True,
            "names": lambda *_: True,
            "together": lambda *_: True,
            "closed": set(self.matters) - self.closed,
            "others": lambda *_: list(OFFICERS),
        }

    def _near(self, name: str, likely: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """What could be done but for one condition."""
        found = []
        for condition, nothing in self._lies().items():
            with patch.object(self, condition, nothing):
                found.append([what for what in self._may(name) if what not in likely])
        return self.random.choice([some for some in found if some] or [[]])

    def step(self) -> str:
        """Three times of four somebody who may; otherwise who nearly may, or anybody."""
        self.keep_going()
        knows = self.random.randint(0, 3) > 0
        name, likely = self._chosen(knows=knows)
        near = [] if knows or self.random.randint(0, 2) == 0 else self._near(name, likely)
        what = self.random.choice(likely if knows else near or [getattr(self, f"any_{name}")()])
        self.tried[name] += 1
        if what is not None:
            self.done[name] += getattr(self, name)(*what, may=what in likely)
        self.shift(timedelta(minutes=1))
        return name

    @property
    def undone(self) -> list[str]:
        return [name for name in ACTIONS if not self.done[name]]

    def _chosen(self, *, knows: bool) -> tuple[str, list[tuple[Any, ...]]]:
        """An action, with who may do what: for one who knows, something that can be done.

        Every other time it is something that has not been done yet, if there is such a thing.
        Whoever does not know tries everything alike.
        """
        weights = ACTIONS if knows else dict.fromkeys(ACTIONS, 1)
        if knows and self.random.randint(0, 1):
            weights = {name: 1 for name in self.undone if self._may(name)} or ACTIONS
        while True:
            (name,) = self.random.choices(list(weights), list(weights.values()))
            likely = self._may(name)
            if likely or not knows:
                return name, likely

    def _may(self, name: str) -> list[tuple[Any, ...]]:
        return getattr(self, f"may_{name}")()

    # another unit takes it over

    def may_hand_over(self) -> list[tuple[UUID, str, str]]:
        """K1: to another unit that is covered, in which somebody may answer."""
        return [
            (case_id, by, to)
            for case_id, by in self.each("owning")
            if case_id not in self.closed and case_id not in self.asked
            for to in self.covered(case_id)
            if to not in (self.matters[case_id].owner, "host") and self._answering(case_id, to)
        ]

    def _answering(self, case_id: UUID, unit: str) -> list[str]:
        there = [who for who in OFFICERS if self.people[who].unit == unit]
        contacts = [who for who in there if self.people[who].role == "kontaktperson"]
        return [who for who in contacts if self.meets(case_id, who)]

    def any_hand_over(self) -> tuple[UUID, str, str]:
        return *self.anybody(), self.random.choice(PLACES)

    def hand_over(self, case_id: UUID, by: str, to: str, *, may: bool) -> bool:
        said = {"unit_id": self.world.unit(to).id, "reason": "Personen har flyttat."}
        took = self.post(by, f"/arenden/{case_id}/lamna-over", may, **said)
        if took:
            waits = (Handover.answered_at.is_(None), Handover.taken_back_at.is_(None))
            query = select(Handover.id).where(Handover.case_id == case_id, *waits)
            self.asked[case_id] = (session.scalars(query).one(), to)
        return took

    def may_say_yes(self) -> list[tuple[UUID, str, str]]:
        """K1, C1: while the case is open and the consent holds, to one of themselves."""
        return [
            (case_id, by, officer)
            for case_id, by in self.may_say_no()
            if case_id not in self.closed and self.asked[case_id][1] in self.covered(case_id)
            for officer in OFFICERS
            if self.people[officer].unit == self.asked[case_id][1] and self.meets(case_id, officer)
        ]

    def any_say_yes(self) -> tuple[UUID, str, str] | None:
        """Mostly of the unit that is asked, also when it is no longer covered."""
        asked = self.any_say_no()
        return asked and (*asked, self.random.choice((asked[1], *OFFICERS)))

    def say_yes(self, case_id: UUID, by: str, officer: str, *, may: bool) -> bool:
        """A yes makes the unit the owner and gives one of them the case."""
        row_id, to = self.asked[case_id]
        url, officer_id = f"/arenden/overlamningar/{row_id}", self.world.user(officer).id
        took = self.post(by, url, may, officer_id=officer_id)
        if took:
            del self.asked[case_id]
            self.tell(case_id, owner=to)
            self.sit_down(case_id, officer)
        return took

    def may_say_no(self) -> list[tuple[UUID, str]]:
        return [
            (case_id, by)
            for case_id, (_, to) in self.asked.items()
            for by in self._answering(case_id, to)
        ]

    def any_say_no(self) -> tuple[UUID, str] | None:
        """Also whoever is not asked; None while nobody is."""
        if not self.asked:
            return None
        case_id = self.random.choice(list(self.asked))
        there = self._answering(case_id, self.asked[case_id][1]) + self.reaching(case_id)
        return case_id, self.random.choice((*there, self.random.choice(WORKING)))

    def say_no(self, case_id: UUID, by: str, *, may: bool) -> bool:
        url = f"/arenden/overlamningar/{self.asked[case_id][0]}/nej"
        took = self.post(by, url, may, because="Vi har inte tid.")
        if took:
            del self.asked[case_id]
        return took

    def may_take_back(self) -> list[tuple[UUID, str]]:
        return [pair for pair in self.each("owning") if pair[0] in self.asked]

    any_take_back = any_say_no

    def take_back(self, case_id: UUID, by: str, *, may: bool) -> bool:
        url = f"/arenden/{case_id}/lamna-over/{self.asked[case_id][0]}/ta-tillbaka"
        took = self.post(by, url, may)
        if took:
            del self.asked[case_id]
        return took

    # closed, and open again: it changes nothing in who reaches the case

    def may_close(self) -> list[tuple[UUID, str]]:
        return [pair for pair in self.each("owning") if pair[0] not in self.closed]

    def any_close(self) -> tuple[UUID, str]:
        return self.anybody()

    def close(self, case_id: UUID, by: str, *, may: bool) -> bool:
        """K6: whoever reaches it proposes; the owner says yes."""
        url, said = f"/arenden/{case_id}/avslut", {"closing_reason": "felregistrering"}
        proposes = case_id not in self.closed and by in self.reaching(case_id)
        took = self.post(by, url, proposes, **said) and self.post(by, f"{url}/svar", may, **said)
        if took:
            self.closed.add(case_id)
        return took

    def may_reopen(self) -> list[tuple[UUID, str]]:
        return [pair for pair in self.each("owning") if pair[0] in self.closed]

    def any_reopen(self) -> tuple[UUID, str]:
        """Mostly a case that is closed."""
        pairs = [pair for pair in self.each("reaching") if pair[0] in self.closed]
        return self.random.choice((*pairs, self.anybody()))

    def reopen(self, case_id: UUID, by: str, *, may: bool) -> bool:
        said = {"because": "Det var för tidigt.", "next_on": clock.today() + timedelta(days=9)}
        took = self.post(by, f"/arenden/{case_id}/oppna-igen", may, **said)
        if took:
            self.closed.remove(case_id)
        return took

    def may_write(self) -> list[tuple[UUID, str, str]]:
        """B1, C5: of a kind that one's unit is given, while the case is open."""
        return [
            (case_id, by, kind)
            for case_id, by in self.each("reaching")
            if case_id not in self.closed
            for kind in sorted(self.kinds(case_id, by))
        ]

    def any_write(self) -> tuple[UUID, str, str]:
        return *self.anybody(), self.random.choice(KINDS)

    def write(self, case_id: UUID, by: str, kind: str, *, may: bool) -> bool:
        """A word of its own: in the timeline, or as a contribution."""
        word = f"Kfx{len(self.texts):05}q"
        way = self._told if self.random.randint(0, 1) else self._logged
        url, said = way(case_id, kind, word)
        took = self.post(by, url, may, **said)
        if took:
            self.texts.append(Text(word, case_id, kind, self.people[by].unit))
        return took

    def _told(self, case_id: UUID, kind: str, word: str) -> tuple[str, dict[str, Any]]:
        said = {"kind": kind, "day": clock.today(), "sentence": word}
        return f"/arenden/{case_id}/beratta", said

    def _logged(self, case_id: UUID, kind: str, word: str) -> tuple[str, dict[str, Any]]:
        said = {"done_on": clock.today(), "kind": "samtal", "text": word, "info_kind": kind}
        of = {"served": f"arende:{case_id}", "once": str(uuid4())}
        return f"/insatser/ny?arende={case_id}", said | of

    def may_pass_days(self) -> list[tuple[timedelta]]:
        """Also over a midnight, and over the night on which summer time ends."""
        return [(timedelta(days=n),) for n in (1, 1, 2, 7, 30)] + [(timedelta(hours=14.5),)]

    def any_pass_days(self) -> tuple[timedelta]:
        return self.random.choice(self.may_pass_days())

    def pass_days(self, days: timedelta, *, may: bool) -> bool:
        del may
        self.clients.clear()
        self.shift(days)
        return True
