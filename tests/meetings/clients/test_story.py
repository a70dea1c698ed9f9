"""Done when 1, M4: a series through its life, in the letters that left, in real calendars.

At each step each person's calendar is what their own letters made of it, and is held against what
the database says. What has been is the same to the byte in the database, and the same to the eye in
every calendar, whatever happens to the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

import pytest
import time_machine
from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.letters.sending import send_due
from casework.meetings.doing.moves import NewRule
from casework.meetings.models import Meeting, MeetingSeries, MeetingTime, Participant, TakenTime
from casework.meetings.service import changing, rest
from casework.meetings.service import series as verbs
from tests.conftest import acting
from tests.meetings import making
from tests.meetings.clients import seen as eyes
from tests.meetings.clients.itip import Inbox
from tests.meetings.clients.seen import Seen, minute
from tests.meetings.post import part

FIRST, LEFT_OUT = date(2026, 10, 6), date(2026, 12, 1)
PEOPLE = ("soc", "af", "fk", "ame")
NOW = date(2026, 12, 10)  # when the past begins to be behind


class Story:
    """The calendars of all, and what each should show after each step."""

    def __init__(self, world, mailbox) -> None:
        self.world, self.mailbox = world, mailbox
        self.inboxes = {who: Inbox() for who in PEOPLE}
        self.files: dict[str, list[bytes]] = {}
        self.expected: dict[str, list[Seen]] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """What is behind is not touched; what the letters say is what the database says."""
        session.flush()
        session.expire_all()
        before = _past()
        yield
        session.flush()
        session.expire_all()
        assert _past() == before
        self._deliver()
        for who in PEOPLE:
            self.files[f"{name}-{who}"] = self.inboxes[who].files
            self.expected[f"{name}-{who}"] = self._meant(who)

    def _deliver(self) -> None:
        db.seal_and_commit()
        self.mailbox.got.clear()
        send_due(clock.now())
        by_address = {self.world.user(who).email: who for who in PEOPLE}
        for letter in self.mailbox.read:
            if who := by_address.get(letter["To"]):
                text = part(letter, "text/calendar").get_payload(decode=True)
                self.inboxes[who].receive(text.replace(letter["To"].encode(), eyes.ME.encode()))

    def _meant(self, who: str) -> list[Seen]:
        """From the tables alone. Answers are compared where a letter to all was the last."""
        rows = session.execute(
            select(Meeting, MeetingSeries)
            .join(MeetingSeries, MeetingSeries.id == Meeting.series_id)
            .join(Participant, Participant.meeting_id == Meeting.id)
            .where(
                Participant.user_id == self.world.user(who).id,
                Participant.removed_at.is_(None),
                Meeting.cancelled_at.is_(None),
            )
        )
        return sorted(
            eyes.seen(f"Möte {of.code}", one.starts_at, one.ends_at, "") for one, of in rows
        )

    def host(self):
        return acting(self.world.user("host"))

    def file(self, row):
        return making.series_file(self.world, "host", row)


# all of them once; what is written does not hang on the database
PROGRAMS = {"sqlite": ("ical.js", "node-ical", "khal", "radicale"), "postgresql": ("ical.js",)}
COUNTS = [11, 11, 3, 6]  # how many days soc, af, fk and ame are at in the end


def _past() -> list[tuple]:
    """Every value of every row about a meeting that has begun."""
    gone = [one.id for one in session.scalars(select(Meeting)) if one.starts_at <= clock.now()]
    found = []
    for table, key in (
        (Meeting, Meeting.id),
        *((one, one.meeting_id) for one in (Participant, TakenTime, MeetingTime)),
    ):
        columns = table.__table__.c
        rows = session.execute(select(*columns).where(key.in_(gone)).order_by(columns.id))
        found += [tuple(row) for row in rows]
    return found


def the_day(meetings: list[Meeting], day: date) -> Meeting:
    return next(one for one in meetings if one.recurs_on == day)


def rule(day: date, hour: int) -> NewRule:
    return NewRule(day, time(hour), 120, None, "Telefon", "AF Provlunda")


def _live(story: Story) -> None:
    with time_machine.travel(datetime(2026, 9, 28, 8, tzinfo=clock.STOCKHOLM)):
        of, made = _before(story)
    with time_machine.travel(datetime.combine(NOW, time(8), clock.STOCKHOLM)):
        _after(story, of, made)


def _before(story: Story) -> tuple[MeetingSeries, list[Meeting]]:
    """Booked; one day moved and one called off; somebody answers for all of them."""
    host = story.host()
    with story.step("1-booked"):
        of, made = making.series(story.world, FIRST, times=15, but=(LEFT_OUT,))
    with story.step("2-one-moved"):
        file = making.reached(story.world, "host", the_day(made, date(2026, 11, 3)))
        new = making.slot(date(2026, 11, 4), 13, 120)
        to = changing.NewTime(new, None, "Telefon", "AF Provlunda")
        changing.change(host, file, to, at=clock.now())
    with story.step("3-one-called-off"):
        file = making.reached(story.world, "host", the_day(made, date(2026, 11, 17)))
        changing.cancel(host, file, because="annat", at=clock.now())
    af, file = acting(story.world.user("af")), making.series_file(story.world, "af", of)
    said = {meeting.id: "kommer" for meeting, _ in file.mine(af, clock.now())}
    said[the_day(made, date(2026, 10, 20)).id] = "kan_inte"
    verbs.answer_series(af, file, said, None, at=clock.now())
    return of, made


def _after(story: Story, of: MeetingSeries, made: list[Meeting]) -> None:
    """Time has passed. The rest changes, again and again."""
    host, fk, ame = story.host(), story.world.user("fk").id, story.world.user("ame").id
    with story.step("4-one-person-leaves"):
        since = the_day(made, date(2026, 12, 15))
        verbs.remove_person(host, story.file(of), since, fk, at=clock.now())
    with story.step("5-divided"):
        since, to = the_day(made, date(2026, 12, 29)), rule(date(2026, 12, 30), 10)
        new = rest.change_rest(host, story.file(of), since, to, at=clock.now())
    assert new.id != of.id
    with story.step("6-one-person-more"):
        since = the_day(made, date(2027, 1, 13))
        verbs.add_people(host, story.file(new), since, [ame], at=clock.now())
    with story.step("7-the-rest-called-off"):
        since = the_day(made, date(2027, 4, 7))
        rest.cancel_rest(host, story.file(new), since, because="annat", at=clock.now())


def _times(found: list[Seen]) -> list[tuple[str, str, str, str]]:
    return [(one.title, one.starts, one.ends, one.organiser) for one in found]


def _behind(found: list[Seen]) -> list[Seen]:
    return [one for one in found if one.starts < f"{NOW}"]


@pytest.fixture
def story(world, mailbox):
    told = Story(world, mailbox)
    _live(told)
    return told


def test_m4_real_calendars_follow_a_series_through_its_life_and_keep_what_has_been(story, programs):
    assert len(story.expected["1-booked-af"]) == 14
    assert len({one.title for one in story.expected["5-divided-af"]}) == 2
    assert [len(story.expected[f"7-the-rest-called-off-{who}"]) for who in PEOPLE] == COUNTS
    for name in PROGRAMS[session.get_bind().dialect.name]:
        shown = programs[name].show(story.files)
        for step, meant in story.expected.items():
            assert _times(shown[step]) == _times(meant), (name, step)
        for who in ("soc", "af", "fk"):
            was = _behind(shown[f"3-one-called-off-{who}"])
            for step in ("4-one-person-leaves", "5-divided", "7-the-rest-called-off"):
                now = _behind(shown[f"{step}-{who}"])
                assert _times(now) == _times(was), (name, step, who)
        _answers(name, shown)


def _answers(name: str, shown: dict[str, list[Seen]]) -> None:
    """The letter after the answers says them: also of what is behind, and asks anew of the new."""
    af = {one.starts: one.answer for one in shown["5-divided-af"]}
    no = minute(clock.moment(date(2026, 10, 20), time(9)))
    assert af[no] == "DECLINED", name
    later = minute(clock.moment(date(2026, 12, 15), time(9)))
    assert af[later] == "ACCEPTED", name
    new = minute(clock.moment(date(2026, 12, 30), time(10)))
    assert af[new] == "NEEDS-ACTION", name
