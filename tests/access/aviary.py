"""The cases of the crawl: one for each way that a consent can stand, with every text filled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.cases.models import Case, Event
from casework.consents.models import Consent
from casework.contributions.models import Contribution
from casework.followups.models import CommitmentCheck, GoalCheck
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.models import (
    InvitationText,
    Meeting,
    MeetingTime,
    MinutesAddition,
    MinutesItem,
    Participant,
)
from casework.people.models import Person
from casework.people.service import LEADS_TO_THEM
from casework.plans.models import Commitment, Goal
from casework.programmes.models import AssessmentQuestion
from casework.referrals.models import Amendment, ReferralAnswer, ReferralText
from tests import build
from tests.access.canaries import Aviary
from tests.access.who_reads import ALL, ASSIGNED, BEFORE, GIVEN, VARIED, WITHDRAWN
from tests.house import everything

WRITERS = {  # who writes of each kind: somebody other than most who read it
    "ekonomi": "fk",
    "social": "soc",
    "fysisk": "fk",
    "psykisk": "psykiatri",
    "arbete": "af",
    "planering": "soc",
}


def planted(world: build.World) -> tuple[Aviary, dict[str, everything.Ids]]:
    """All canaries, and {case: {name of an argument: a real id}}."""
    aviary, ids = Aviary(), {}
    session.flush()
    for number, name in enumerate(GIVEN):
        case = _case(world, name)
        asked = tuple(world.user(key) for key in ("soc", "host", "fk", "af", "psykiatri"))
        place = everything.Place(world, case, world.user("soc"), asked, f"K{number}")
        ids[name] = everything.around(place)
        _of_every_kind(world, case, ids[name])
        _alone(world, case, ids[name])
        aviary.plant(name)
        _ended(world, case, name)
    session.commit()
    return aviary, ids


def _case(world: build.World, name: str) -> Case:
    """Its consent, given as it was before anything was taken back."""
    soc, today = world.user("soc"), clock.today()
    wanted: dict[str, Any] = BEFORE.get(name) or (VARIED if name != "wide" else GIVEN[name])
    who = build.person(soc, "Någon", phone="1", email="1", address="1")
    who.access_needs = who.representative = "1"
    dates: dict[str, Any] = {}
    if name == "expired":
        dates = {"given_on": today - timedelta(300), "last_day": today - timedelta(1)}
    if name == "narrowed":
        dates = {"replaced_on": today}
    given = build.consent(who, soc, {world.unit(k): v for k, v in wanted.items()}, **dates)
    if name == "narrowed":
        named = {world.unit(key): kinds for key, kinds in GIVEN[name].items()}
        more = {"series_id": given.series_id, "version": 2, "given_on": today}
        build.consent(who, soc, named, id=uuid4(), **more)
    return build.case(world, person=who, consent=given, assigned=ASSIGNED)


def _of_every_kind(world: build.World, case: Case, ids: everything.Ids) -> None:
    for position, kind in enumerate(sorted(ALL)):
        writer, now = world.user(WRITERS[kind]), clock.now()
        mine = {"unit_id": writer.unit_id, "info_kind": kind}
        for make in (_part, _deed, _event, _said, _added, _sent, _amended, _goal):
            build.kept(make(case, ids, writer.id, mine, now, position))
        _promise(ids, writer)
        _answer(world, case, mine)


def _answer(world: build.World, case: Case, mine: dict[str, Any]) -> None:
    """To a question of the template, in the part of that kind."""
    assert world.programme is not None
    of = (AssessmentPart.info_kind == mine["info_kind"], AssessmentPart.case_id == case.id)
    part = session.scalars(select(AssessmentPart).where(*of)).first()
    assert part is not None
    said = {"info_kind": mine["info_kind"], "position": 1, "valid_from": clock.today()}
    asked = AssessmentQuestion(programme_id=world.programme.id, words="Hur är det?", **said)
    answer = AssessmentAnswer(part_id=part.id, question_id=build.kept(asked).id, text="1")
    answer.position, answer.words = 1, asked.words
    build.kept(answer)


def _part(case: Case, _ids: Any, who: Any, mine: Any, now: Any, _n: int) -> Any:
    at = {"asked_by_id": who, "asked_at": now, "due_on": clock.today(), "author_id": who}
    signed = {"signed_at": now, "signed_by_id": who, "series_id": uuid4()}
    return AssessmentPart(case_id=case.id, **at, **signed, **mine)


def _deed(case: Case, _ids: Any, who: Any, mine: Any, now: Any, _n: int) -> Any:
    of = {"case_id": case.id, "series_id": uuid4(), "user_id": who, "kind": "samtal", "text": "1"}
    return Contribution(**of, done_on=clock.today(), logged_at=now, **mine)


def _event(case: Case, _ids: Any, who: Any, mine: Any, now: Any, _n: int) -> Any:
    return Event(case_id=case.id, user_id=who, happened_at=now, told_at=now, sentence="1", **mine)


def _said(_case: Case, ids: Any, _who: Any, mine: Any, now: Any, n: int) -> Any:
    return MinutesItem(
        meeting_id=ids["meeting_id"], position=n + 5, text="1", written_at=now, **mine
    )


def _added(_case: Case, ids: Any, who: Any, mine: Any, now: Any, _n: int) -> Any:
    """To the minutes of the meeting that was: nothing is added to those that are not locked."""
    item = session.get_one(MinutesItem, ids["minutes_item_id"])
    said = {"text": "1", "reason": "1", "written_by_id": who, "written_at": now}
    return MinutesAddition(meeting_id=item.meeting_id, **said, **mine)


def _sent(case: Case, _ids: Any, _who: Any, mine: Any, _now: Any, _n: int) -> Any:
    return ReferralText(
        referral_id=case.referral_id, field="tried", info_kind=mine["info_kind"], text="1"
    )


def _amended(case: Case, _ids: Any, who: Any, mine: Any, now: Any, _n: int) -> Any:
    said = {"old": "1", "new": "1", "reason": "1", "info_kind": mine["info_kind"]}
    return Amendment(referral_id=case.referral_id, field="tried", by_id=who, at=now, **said)


def _goal(_case: Case, ids: Any, _who: Any, mine: Any, _now: Any, n: int) -> Any:
    of = {"plan_id": ids["plan_id"], "lineage_id": uuid4(), "position": n + 5, "title": "1"}
    return Goal(**of, **mine)


def _promise(ids: everything.Ids, writer: Any) -> None:
    """Under the goal made last, with what a follow-up said of both."""
    newest = select(Goal).where(Goal.plan_id == ids["plan_id"]).order_by(Goal.position.desc())
    goal = session.scalars(newest).first()
    assert goal is not None
    done = Commitment(
        **{"goal_id": goal.id, "lineage_id": uuid4(), "position": 1, "what": "1"},
        **{"unit_id": writer.unit_id, "user_id": writer.id, "due_on": clock.today()},
    )
    build.kept(done)
    said = {"follow_up_id": ids["follow_up_id"], "commitment_id": done.id, "result": "delvis"}
    build.kept(CommitmentCheck(commitment_lineage_id=done.lineage_id, why="1", **said))
    build.kept(GoalCheck(follow_up_id=ids["follow_up_id"], goal_id=goal.id, result="delvis"))


def _alone(world: build.World, case: Case, ids: everything.Ids) -> None:
    """What there is one of: an answer to the remiss, an earlier time, the individual's answer."""
    soc, now = world.user("soc"), clock.now()
    answer = {"answered_by_id": world.user("host").id, "answered_at": now, "sentence": "1"}
    build.kept(ReferralAnswer(referral_id=case.referral_id, kind="antas", **answer))
    meeting = session.get_one(Meeting, ids["meeting_id"])
    was = {"starts_at": meeting.starts_at - timedelta(1), "ends_at": meeting.ends_at}
    at = {"changed_at": now, "changed_by_id": soc.id, "asked_by": "1"}
    build.kept(MeetingTime(meeting_id=meeting.id, **was, **at))
    build.kept(InvitationText(meeting_id=meeting.id, party="individual", text="1"))
    said = {"answer": "annan_tid", "answered_at": now}
    build.kept(Participant(meeting_id=meeting.id, is_individual=True, **said))
    build.kept(Participant(meeting_id=meeting.id, external_role="1", **said))


def _ended(world: build.World, case: Case, name: str) -> None:
    """What happened to the case after everything was written in it."""
    ENDINGS.get(name, lambda *_: None)(world, case)


def _protect(_world: build.World, case: Case) -> None:
    person = session.get_one(Person, case.person_id)
    for name in LEADS_TO_THEM:
        setattr(person, name, None)
    person.protected_at = clock.now()


def _withdraw(world: build.World, case: Case) -> None:
    consent = session.get_one(Consent, case.consent_series_id)
    for key in WITHDRAWN:
        build.withdrawal(consent, world.user("soc"), world.unit(key))


def _erase(_world: build.World, case: Case) -> None:
    case.erased_at = session.get_one(Person, case.person_id).erased_at = clock.now()


ENDINGS: dict[str, Callable[[build.World, Case], None]] = {
    "protected": _protect,
    "withdrawn": _withdraw,
    "erased": _erase,
}
