"""A1: what each verb about meetings, times and own calendars leaves in the trail: just that.

A row says what, of which row, of which case and by whom; also when nobody is signed in.
"""

import pytest
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.authorities.models import User
from casework.calendars import service as calendars
from casework.calendars.reading.busy import Read
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.meetings.doing import unsigned
from casework.meetings.doing.series import answer_series_by_link
from casework.meetings.models import Meeting, MeetingSeries
from casework.meetings.queries.series import series_for_link
from casework.meetings.service import adding, answering, changing, interpreting, minuting, rest
from casework.meetings.service import series as verbs
from casework.meetings.service.adding import More
from casework.meetings.service.changing import NewTime
from casework.meetings.service.minuting import Addition, Minutes
from casework.polls.doing import unsigned as unsigned_polls
from casework.polls.models import Poll
from casework.polls.queries.outside import posted
from casework.polls.service import deciding
from tests import build
from tests.access.knocking import undone
from tests.access.sparing import databases  # noqa: F401
from tests.conftest import acting
from tests.meetings import making
from tests.meetings.recurring import DAYS, FIRST, file_of, rule
from tests.meetings.test_minutes import held, written
from tests.polls.making import poll, says, three, voter
from tests.polls.making import reached as poll_of
from tests.polls.making import slot as time_of

pytestmark = pytest.mark.usefixtures("in_november")


class Scene:
    """A case with a meeting ahead and one behind, a question about times, and a series.

    Rows are read anew each time: what a verb does is undone before the next.
    """

    def __init__(self, world):
        self.world, self.at, case = world, clock.now(), build.case(world)
        self.host, self.af = acting(world.user("host")), acting(world.user("af"))
        ahead = making.meeting(world, case, interpreter=True)
        proposed = three(time_of(8, 14), time_of(9, 14))
        asked = poll(world, case, proposed=proposed)
        of, days = making.series(world, FIRST)
        self.case_id, self.behind_id = case.id, held(world, case).id
        self.ahead_id, self.poll_id, self.series_id = ahead.id, asked.id, of.id
        self.day_ids = [one.id for one in days]
        db.seal_and_commit()

    @property
    def ahead(self):
        return session.get_one(Meeting, self.ahead_id)

    @property
    def behind(self):
        return session.get_one(Meeting, self.behind_id)

    @property
    def poll(self):
        return session.get_one(Poll, self.poll_id)

    @property
    def days(self):
        return [session.get_one(Meeting, one) for one in self.day_ids]

    def file(self, row=None, who="host"):
        return making.reached(self.world, who, row or self.ahead)

    def polled(self, who="host"):
        return poll_of(self.world, who, self.poll)

    def whole(self, who="host"):
        return file_of(self.world, session.get_one(MeetingSeries, self.series_id), who)

    @property
    def one(self):
        return making.participant(self.world, self.ahead, "af")


def _change(s):
    new = NewTime(making.slot(hour=15), None, "Telefon", "AF")
    changing.change(s.host, s.file(), new, at=s.at)


def _answer(s):
    answering.answer(s.af, s.file(who="af"), s.one, answer="kommer", line=None, at=s.at)


def _save(s):
    people = {one.id: "pa_plats" for one in s.file(s.behind).asked}
    minuting.save(s.host, s.file(s.behind), Minutes({"planering": "A"}, people), at=s.at)


def _approve(s):
    written(s.world, s.behind)
    minuting.approve(s.host, s.file(s.behind), at=s.at)


def _add_later(s):
    _approve(s)
    minuting.add_later(s.host, s.file(s.behind), Addition("planering", "B", "Glömt"), at=s.at)


def _by_link(s):
    unsigned.answer_by_link(s.one, s.ahead, answer="kommer", line=None, at=s.at)


def _by_mail(s):
    unsigned.answer_by_mail(s.one, s.ahead, answer="kommer", sequence=0, said_at=s.at, at=s.at)


def _series_by_link(s):
    about = series_for_link(s.series_id, s.af.user_id, at=s.at)
    given = {s.days[0].id: "kommer", s.days[1].id: "kan_inte"}
    answer_series_by_link(about, given, None, at=s.at)


def _answer_series(s):
    verbs.answer_series(s.af, s.whole("af"), {s.days[0].id: "kommer"}, None, at=s.at)


def _poll_by_link(s):
    about = posted(voter(s.world, s.poll, "af").id)
    answers = {time.id: "passar" for time, _ in about.times}
    unsigned_polls.answer_by_link(about, answers, line=None, at=s.at)


def _extend(s):
    deciding.extend(s.host, s.polled(), deadline=add_working_days(clock.today(), 5), at=s.at)


def _file(s):
    return calendars.add_file(s.af, read=Read((), 0), at=s.at)


def _address(s):
    hosts = ("kalender.example",)
    return calendars.add_address(s.af, address="https://kalender.example/x", hosts=hosts, at=s.at)


OF_CASE, OF_NONE = True, False
# what is done: [(what the row says, of the case or not, who by)]
VERBS = {
    "change": (_change, [("meeting changed", OF_CASE, "host")]),
    "answer": (_answer, [("meeting answered", OF_CASE, "af")]),
    "agenda": (
        lambda s: changing.write_agenda(s.host, s.file(), "A"),
        [("agenda written", OF_CASE, "host")],
    ),
    "cancel": (
        lambda s: changing.cancel(s.host, s.file(), because="annat", at=s.at),
        [("meeting cancelled", OF_CASE, "host")],
    ),
    "remove": (
        lambda s: changing.remove(s.host, s.file(), s.one, at=s.at),
        [("participant removed", OF_CASE, "host")],
    ),
    "add": (
        lambda s: adding.invite_more(
            s.host, s.file(), More(user_ids=[s.world.user("af2").id]), at=s.at
        ),
        [("participant added", OF_CASE, "host")],
    ),
    "interpreter": (
        lambda s: interpreting.interpreter_told(s.host, s.file(), at=s.at),
        [("interpreter told", OF_CASE, "host")],
    ),
    "save": (_save, [("minutes written", OF_CASE, "host")]),
    "approve": (_approve, [("minutes approved", OF_CASE, "host")]),
    "add later": (_add_later, [("minutes added to", OF_CASE, "host")]),
    "link": (_by_link, [("meeting answered by link", OF_CASE, None)]),
    "mail": (_by_mail, [("meeting answered by mail", OF_CASE, None)]),
    "series link": (_series_by_link, [("meeting answered by link", OF_NONE, None)] * 2),
    "series answer": (_answer_series, [("meeting answered", OF_NONE, "af")]),
    "series change": (
        lambda s: rest.change_rest(s.host, s.whole(), s.days[1], rule(DAYS[1], 15), at=s.at),
        [("series divided", OF_NONE, "host"), ("series changed", OF_NONE, "host")],
    ),
    "series off": (
        lambda s: rest.cancel_rest(s.host, s.whole(), s.days[1], because="annat", at=s.at),
        [("series cancelled", OF_NONE, "host")],
    ),
    "series out": (
        lambda s: verbs.remove_person(s.host, s.whole(), s.days[1], s.af.user_id, at=s.at),
        [("person removed from series", OF_NONE, "host")],
    ),
    "series in": (
        lambda s: verbs.add_people(s.host, s.whole(), s.days[1], [s.world.user("ame").id], at=s.at),
        [("people added to series", OF_NONE, "host")],
    ),
    "feed": (
        lambda s: answering.make_feed(s.af, session.get_one(User, s.af.user_id), "x" * 40),
        [("calendar address made", OF_NONE, "af")],
    ),
    "no feed": (
        lambda s: answering.end_feed(s.af, session.get_one(User, s.af.user_id)),
        [("calendar address ended", OF_NONE, "af")],
    ),
    "poll answer": (
        lambda s: says(s.world, s.poll, "af", *["passar"] * 2),
        [("poll answered", OF_CASE, "af")],
    ),
    "poll link": (_poll_by_link, [("poll answered by link", OF_CASE, None)]),
    "pick": (
        lambda s: deciding.pick(s.host, s.polled(), s.polled().live[0], at=s.at),
        [("meeting booked", OF_CASE, "host"), ("poll decided", OF_CASE, "host")],
    ),
    "take back": (
        lambda s: deciding.take_back(s.host, s.polled(), s.polled().live[0], at=s.at),
        [("poll time taken back", OF_CASE, "host")],
    ),
    "extend": (_extend, [("poll extended", OF_CASE, "host")]),
    "close": (
        lambda s: deciding.close(s.host, s.polled(), because="annat", at=s.at),
        [("poll closed", OF_CASE, "host")],
    ),
    "file": (_file, [("calendar file read", OF_NONE, "af")]),
    "address": (_address, [("calendar address added", OF_NONE, "af")]),
    "fetch": (
        lambda s: calendars.begin_fetching(s.af, _address(s), at=s.at),
        [("calendar address added", OF_NONE, "af"), ("calendar fetched", OF_NONE, "af")],
    ),
    "forget": (
        lambda s: calendars.remove(s.af, _file(s)),
        [("calendar file read", OF_NONE, "af"), ("calendar removed", OF_NONE, "af")],
    ),
}
BEFORE = {"approve": 1, "add later": 2}  # rows of what had to be done first
ASIDE = ("read", "letter posted", "letter stopped")  # what stands in the outbox has rows of its own


def test_a1_each_verb_leaves_just_its_row(world):
    scene, faults = Scene(world), {}
    users = {key: user.id for key, user in world.users.items()} | {None: None}
    for name, (verb, wanted) in VERBS.items():
        with undone():
            end = session.scalar(select(func.max(AuditEntry.seq)))
            verb(scene)
            db.seal_and_commit()
            found = rows_since(end)[BEFORE.get(name, 0) :]
        expected = [
            (action, scene.case_id if of_case else None, users[who])
            for action, of_case, who in wanted
        ]
        faults |= {} if found == expected else {name: found}
    assert faults == {}


def rows_since(end):
    """[(what, of which case, by whom)] in their order."""
    query = (
        select(AuditEntry.action, AuditEntry.case_id, AuditEntry.user_id)
        .where(AuditEntry.seq > end, AuditEntry.action.not_in(ASIDE))
        .order_by(AuditEntry.seq)
    )
    return [tuple(row) for row in session.execute(query)]
