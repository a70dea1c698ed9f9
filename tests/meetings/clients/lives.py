"""Lives of meetings, made up of every verb there is, and the mail that each receiver gets of them.

Between two steps all the letters go, or none, or some, as when a server is away or slow to a few.
What is held at every letter, in the order they left: SEQUENCE never falls under a UID, and what is
cancelled was asked before. And when nothing waits any more: one event for each meeting that the
receiver is in, at its time, and none for any other.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import delete, select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.letters.models import Letter
from casework.letters.sending import send_due
from casework.meetings.doing.moves import NewRule
from casework.meetings.models import Meeting, MeetingSeries, Participant, TakenTime
from casework.meetings.post import feed
from casework.meetings.queries.feeds import feed_of
from casework.meetings.service import adding, changing, rest
from casework.meetings.service import series as verbs
from casework.meetings.service.adding import More
from tests import build
from tests.conftest import acting
from tests.meetings import making
from tests.meetings.clients.itip import Inbox
from tests.meetings.clients.seen import minute
from tests.meetings.post import GUEST, part
from tests.meetings.test_withdrawal import withdraw

Step = tuple[str, int, str]  # the verb, which of the days, and what the post does before it
POST = ("all", "none", "some")
FIRST, LAST = date(2026, 11, 1), date(2027, 12, 31)
PEOPLE = ("soc", "af", "ame")


class Life(ABC):
    """Some meetings, their receivers' calendars, and what was wrong with the letters to them."""

    def __init__(self, world: Any, mailbox: Any, seed: Any = 0) -> None:
        self.world, self.mailbox, self.random = world, mailbox, Random(str(seed))
        self.inboxes = {who: Inbox() for who in (*PEOPLE, "guest")}
        self.names = {world.user(who).email: who for who in PEOPLE} | {GUEST.address: "guest"}
        self.counts: dict[tuple[str, str], int] = {}
        self.wrong: list[str] = []
        self.told: list[str] = []
        session.execute(delete(TakenTime))  # M2 is held elsewhere: each life has all the time
        self.made = self.book()
        self.case = self.made[0].case_id

    @abstractmethod
    def book(self) -> list[Meeting]:
        """What the life is of, with everybody asked."""

    @property
    def host(self) -> Any:
        return acting(self.world.user("host"))

    def file(self, day: int) -> Any:
        return making.reached(self.world, "host", self.made[day])

    def live(self, steps: list[Step]) -> list[str]:
        """What was wrong, with what led to it; nothing when all is right."""
        for verb, day, post in steps:
            self.deliver(post)
            self.do(verb, day % len(self.made))
        self.deliver("all")
        return [*self.wrong, *self.differing()]

    def do(self, verb: str, day: int) -> None:
        """A verb that is refused has changed nothing, and no letter is of it."""
        try:
            with session.begin_nested():
                VERBS[verb](self, day)
                session.flush()
            self.told.append(f"{verb} {day}")
        except (RuleBroken, NotAllowed, NotVisible):
            pass
        session.expire_all()

    def deliver(self, post: str) -> None:
        """All, in any order; or none; or some, and the others are tried again later."""
        db.seal_and_commit()
        if post == "none":
            return
        for n, letter in enumerate(self._waiting()):
            late = post == "some" and self.random.random() < 0.5
            letter.not_before = clock.now() + timedelta(minutes=60 if late else -n)
        db.seal_and_commit()
        self.mailbox.got.clear()
        while not send_due(clock.now()).nothing:
            pass
        self.told.append(f"[{post}]")
        for letter in self.mailbox.read:
            if who := self.names.get(letter["To"]):
                self.receive(who, part(letter, "text/calendar").get_payload(decode=True))

    def _waiting(self) -> list[Letter]:
        found = [one for one in session.scalars(select(Letter)) if one.waits]
        self.random.shuffle(found)
        return found

    def receive(self, who: str, text: bytes) -> None:
        calendar = Calendar.from_ical(text)
        first = calendar.walk("VEVENT")[0]
        key, count = (who, str(first["UID"])), int(first["SEQUENCE"])
        if calendar["METHOD"] == "CANCEL" and key not in self.counts:
            self.wrong.append(f"{who}: cancelled what was never asked, {self.told}")
        if count < self.counts.get(key, 0):
            self.wrong.append(f"{who}: a lower sequence, {self.told}")
        self.counts[key] = count
        self.inboxes[who].receive(text)

    def differing(self) -> list[str]:
        """When nothing waits: each calendar, and what each may subscribe to, against the tables."""
        found = []
        for who, box in self.inboxes.items():
            meant, shown = self.meant(who), ahead(box.files)
            if meant != [(start, end) for start, end, _ in shown]:
                found.append(f"{who}: {shown} for {meant}, {self.told}")
            if who != "guest" and shown != (fed := self.fed(who)):
                found.append(f"{who}: the feed has {fed} for {shown}, {self.told}")
        return found

    def fed(self, who: str) -> list[tuple[str, str, str]]:
        """What one's calendar address shows of this life: there were others before it."""
        user = self.world.user(who)
        user.feed_token = f"feed-of-{who}"
        session.flush()
        text = feed.written(feed_of(user.feed_token, clock.today(), clock.now()))
        of = select(MeetingSeries.uid).join(Meeting, Meeting.series_id == MeetingSeries.id)
        mine = session.scalars(of.where(Meeting.id.in_([one.id for one in self.made])))
        names = {one.uid for one in self.made} | set(mine)
        return [one for one in ahead([text]) if one[2] in names]

    def meant(self, who: str) -> list[tuple[str, str]]:
        """From the tables alone: what lies ahead."""
        user = Participant.external_role.is_not(None)
        if who != "guest":
            user = Participant.user_id == self.world.user(who).id
        rows = session.execute(
            select(Meeting.starts_at, Meeting.ends_at)
            .join(Participant, Participant.meeting_id == Meeting.id)
            .where(user, Participant.removed_at.is_(None), Meeting.cancelled_at.is_(None))
            .where(Meeting.id.in_([one.id for one in self.made]), Meeting.starts_at > clock.now())
        )
        return sorted((minute(start), minute(end)) for start, end in rows)


def ahead(files: list[bytes]) -> list[tuple[str, str, str]]:
    """When each coming event of some calendars starts and ends, and its UID."""
    events = [
        event
        for text in files
        for event in recurring_ical_events.of(Calendar.from_ical(text)).between(FIRST, LAST)
    ]
    coming = [one for one in events if one.start > clock.now()]
    return sorted((minute(one.start), minute(one.end), str(one["UID"])) for one in coming)


class OfSeries(Life):
    """Five days of a series; whoever is asked to one of them alone, and somebody from outside."""

    def book(self) -> list[Meeting]:
        first, who = date(2026, 12, 8), ("host", "soc", "af")
        _, made = making.series(self.world, first, hour=8, who=who)
        return made

    def series(self, day: int) -> Any:
        of = session.get_one(MeetingSeries, self.made[day].series_id)
        return making.series_file(self.world, "host", of), self.made[day]


class OfOne(Life):
    """A meeting of a case, whose consent may be taken back."""

    def book(self) -> list[Meeting]:
        units = dict.fromkeys(("host", "soc", "af", "ame"), "all")
        case = build.case(self.world, units)
        return [making.meeting(self.world, case, ("host", "soc", "af"), guests=(GUEST,))]


def _move(life: Life, day: int) -> None:
    row = life.made[day]
    later = timedelta(hours=1)
    slot = changing.Slot(row.starts_at + later, row.ends_at + later)
    new = changing.NewTime(slot, None, "Telefon", "AF")
    changing.change(life.host, life.file(day), new, at=clock.now())


def _place(life: Life, day: int) -> None:
    row = life.made[day]
    slot = changing.Slot(row.starts_at, row.ends_at)
    new = changing.NewTime(slot, None, f"{row.place} igen", "AF")
    changing.change(life.host, life.file(day), new, at=clock.now())


def _cancel(life: Life, day: int) -> None:
    changing.cancel(life.host, life.file(day), because="annat", at=clock.now())


def _out(who: str) -> Callable[[Life, int], None]:
    def verb(life: Life, day: int) -> None:
        file = life.file(day)
        mine = life.world.user(who).id if who != "guest" else None
        for one in file.asked:
            if one.user_id == mine:
                changing.remove(life.host, file, one, at=clock.now())

    return verb


def _in(who: str) -> Callable[[Life, int], None]:
    def verb(life: Life, day: int) -> None:
        more = More(guests=(GUEST,)) if who == "guest" else More([life.world.user(who).id])
        adding.invite_more(life.host, life.file(day), more, at=clock.now())

    return verb


def _joins(who: str) -> Callable[[Life, int], None]:
    def verb(life: Any, day: int) -> None:
        users = [life.world.user(who).id]
        verbs.add_people(life.host, *life.series(day), users, at=clock.now())

    return verb


def _leaves(who: str) -> Callable[[Life, int], None]:
    def verb(life: Any, day: int) -> None:
        user = life.world.user(who).id
        verbs.remove_person(life.host, *life.series(day), user, at=clock.now())

    return verb


def _rest(life: Any, day: int) -> None:
    """Another day of the week, an hour later: under a UID of its own where something is before."""
    file, since = life.series(day)
    starts = file.series.starts.replace(hour=(file.series.starts.hour + 1) % 20)
    to = since.recurs_on + timedelta(days=1)
    new = NewRule(to, starts, file.series.minutes, None, "Telefon", "AF")
    rest.change_rest(life.host, file, since, new, at=clock.now())


def _off(life: Any, day: int) -> None:
    rest.cancel_rest(life.host, *life.series(day), because="annat", at=clock.now())


def _withdrawn(who: str | None) -> Callable[[Life, int], None]:
    def verb(life: Life, day: int) -> None:
        withdraw(life.world, life.file(day).case, who)

    return verb


OF_ONE: dict[str, Callable[[Any, int], None]] = {
    "move": _move,
    "place": _place,
    "cancel": _cancel,
    **{f"{who} out": _out(who) for who in ("af", "ame", "guest")},
    **{f"{who} in": _in(who) for who in ("af", "ame", "guest")},
}
WITHDRAWN = {"af withdrawn": _withdrawn("af"), "all withdrawn": _withdrawn(None)}
OF_SERIES = OF_ONE | {
    **{f"{who} joins": _joins(who) for who in ("af", "ame")},
    **{f"{who} leaves": _leaves(who) for who in ("af", "ame")},
    "rest": _rest,
    "off": _off,
}
VERBS = OF_SERIES | WITHDRAWN
KINDS: dict[type[Life], list[str]] = {
    OfSeries: sorted(OF_SERIES),
    OfOne: sorted(OF_ONE | WITHDRAWN),
}


def steps(kind: type[Life], seed: int, most: int = 7) -> list[Step]:
    """A life at random; cancelling the whole is rare, as little comes after it."""
    chance = Random(f"{kind.__name__}{seed}")  # noqa: S311
    choice = [verb for verb in KINDS[kind] for _ in range(1 if verb in RARE else 4)]
    number = chance.randint(2, most)
    return [
        (chance.choice(choice), chance.randrange(5), chance.choice(POST)) for _ in range(number)
    ]


RARE = ("cancel", "off", "all withdrawn")
