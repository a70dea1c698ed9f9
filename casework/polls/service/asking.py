from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.cases.queries import CaseFile
from casework.cases.service import add_event
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import counted, local_day, long_date
from casework.meetings.doing.checks import of_ours
from casework.meetings.doing.wanted import Booking, insist_sound
from casework.meetings.policy import may_book
from casework.meetings.rules import KINDS, check_slot
from casework.polls.doing.covering import insist_all_covered
from casework.polls.doing.holding import hold_all, insist_all_free, of_the_time
from casework.polls.models import Poll, PollAnswer, PollText, PollTime, PollVoter
from casework.polls.post.posting import send
from casework.polls.rules import PASSAR, check_deadline, check_times, last_moment


@dataclass(frozen=True)
class Question:
    """A booking for each of the times, alike but for when and where; until which day to answer."""

    proposed: Sequence[Booking]
    deadline: date

    @property
    def what(self) -> Booking:
        """What they share."""
        return self.proposed[0]


def ask(actor: Actor, file: CaseFile | None, question: Question, *, on: date, at: datetime) -> Poll:
    """M1, M2, M3: the times are held for everybody asked, and a letter to each is in the outbox."""
    facts = file.facts if file else None
    may_book(actor, facts, on).insist()
    _check(actor, file, question, on, at)
    what = question.what
    users = _people(actor, what)
    slots = [one.slot for one in question.proposed]
    insist_all_covered(facts, users, slots, on, guests=bool(what.guests))
    poll = _poll(actor, file, question, at)
    times = [_time(poll, *numbered) for numbered in enumerate(question.proposed, 1)]
    insist_all_free(actor, users, times, at=at, but=poll.id)
    voters = [*_staff(poll, users), *_others(poll, what)]
    own = _own_answers(actor, voters, times, at)
    session.add_all([poll, *times, *voters, *own, *_texts(poll, what)])
    hold_all(poll, times, voters)
    record(actor, "poll asked", poll, case_id=poll.case_id)
    sent = send(actor, poll, voters, at=at)
    _tell(actor, poll, sent, at)
    return poll


def _check(actor: Actor, file: CaseFile | None, question: Question, on: date, at: datetime) -> None:
    slots = [one.slot for one in question.proposed]
    check_times(slots)
    for one in question.proposed:
        insist_sound(actor, file, one)
        with of_the_time(one.slot.starts_at):
            _check_one(one, at)
    check_deadline(question.deadline, slots, on=on)


def _check_one(one: Booking, at: datetime) -> None:
    try:
        check_slot(one.slot, at=at)
    except RuleBroken as no:
        raise RuleBroken("slot", str(no)) from no
    if not one.room_id and not one.place:
        raise RuleBroken("room", "Välj ett rum, eller skriv var mötet är.")


def _people(actor: Actor, what: Booking) -> list[User]:
    """Those of ours that are asked: still here, and each as themselves."""
    if not what.user_ids:
        raise RuleBroken("people", "Välj minst en person som arbetar med ärendet.")
    return of_ours(actor, what.user_ids, what.guests, asked="frågas")


def _poll(actor: Actor, file: CaseFile | None, question: Question, at: datetime) -> Poll:
    what = question.what
    return Poll(
        code=readable("T"),
        kind=what.kind,
        minutes=(what.slot.ends_at - what.slot.starts_at) // timedelta(minutes=1),
        case_id=file.id if file else None,
        agenda=what.agenda or None,
        needs=" ".join(what.needs),
        interpreter=what.interpreter,
        organiser_id=actor.user_id,
        organiser_unit_id=actor.unit_id,
        asked_at=at,
        deadline=last_moment(question.deadline),
    )


def _time(poll: Poll, position: int, one: Booking) -> PollTime:
    return PollTime(
        poll_id=poll.id,
        position=position,
        starts_at=one.slot.starts_at,
        ends_at=one.slot.ends_at,
        room_id=one.room_id,
        place=None if one.room_id else one.place,
        video_link=one.video_link or None,
    )


def _staff(poll: Poll, users: Sequence[User]) -> list[PollVoter]:
    return [PollVoter(poll_id=poll.id, user_id=user.id, unit_id=user.unit_id) for user in users]


def _others(poll: Poll, what: Booking) -> list[PollVoter]:
    others = [
        PollVoter(poll_id=poll.id, external_role=guest.role, address=guest.address)
        for guest in what.guests
    ]
    if what.individual and poll.case_id:
        others.append(PollVoter(poll_id=poll.id, is_individual=True, told_by=what.individual_by))
    return others


def _texts(poll: Poll, what: Booking) -> list[PollText]:
    return [
        PollText(poll_id=poll.id, party=one.party, authority_id=one.authority_id, text=one.text)
        for one in what.own
    ]


def _own_answers(
    actor: Actor, voters: Sequence[PollVoter], times: Sequence[PollTime], at: datetime
) -> list[PollAnswer]:
    """Whoever proposes the times can come to all of them."""
    mine = [one for one in voters if one.user_id == actor.user_id]
    for one in mine:
        one.answered_at = at
    return [
        PollAnswer(voter_id=one.id, time_id=time.id, answer=PASSAR)
        for one in mine
        for time in times
    ]


def _tell(actor: Actor, poll: Poll, sent: int, at: datetime) -> None:
    if poll.case_id:
        last = long_date(local_day(poll.deadline))
        sentence = (
            f"{actor.name} frågade om tider för {KINDS[poll.kind].lower()}, {poll.code}."
            f" Frågan går till {counted(sent, 'person', 'personer')}. Svar senast {last}."
        )
        add_event(actor, poll.case_id, kind="planering", sentence=sentence, at=at)
