"""One case with a row of every kind in it, for walls that try every address with real ids."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from casework.assessments.models import AssessmentPart
from casework.authorities.models import User
from casework.cases.models import Assignment, Case, Event, Handover, Substitution
from casework.consents.models import Consent
from casework.contributions.models import Contribution
from casework.followups.models import FollowUp
from casework.kit import clock
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.models import Meeting, MinutesItem, Participant
from casework.outcomes.models import Outcome
from casework.plans.models import Approval, Commitment, Goal, JointPlan
from casework.referrals.models import ReferralText
from casework.reviews.models import CaseReview, Consultation, ReviewItem
from tests import build
from tests.house import minuted
from tests.house.nobodys import of_the_house
from tests.meetings.making import lone_series
from tests.polls.making import round_a_case
from tests.reviews.making import open_question

# Unmistakable: nothing of this may ever stand on an outsider's page.
CANARY = "kanariefagel"
NAME = f"Linn {CANARY.capitalize()}sdotter"
Ids = dict[str, object]


@dataclass(frozen=True)
class Place:
    """A case, the officer of its owner unit who writes in it, and who is asked to its meeting."""

    world: build.World
    case: Case
    officer: User
    asked: tuple[User, ...]
    code: str = ""  # what tells its meetings and questions from those of another case

    @property
    def mine(self) -> dict[str, Any]:
        """Written by the owner's unit, of a kind that none of the outsiders is given."""
        return {"unit_id": self.officer.unit_id, "info_kind": "social"}


def make(world: build.World) -> Ids:
    """{name of an address's argument: a real id}, all round one case of the social office."""
    case = build.case(world, person=build.person(world.user("soc"), NAME))
    asked = tuple(world.user(key) for key in ("soc", "host", "fk"))
    ids = {**around(Place(world, case, world.user("soc"), asked)), **of_the_house(world)}
    session.commit()
    return ids


def around(place: Place) -> Ids:
    """A row of every kind round one case; `of_the_house` gives what is nobody's."""
    case = place.case
    meeting = _meeting(place)
    first = select(Assignment.id).where(
        Assignment.case_id == case.id, Assignment.user_id == place.officer.id
    )
    newest = select(Consent.id).where(Consent.series_id == case.consent_series_id)
    return {
        **{"case_id": case.id, "person_id": case.person_id, "referral_id": case.referral_id},
        "consent_id": session.scalars(newest.order_by(Consent.version.desc())).first(),
        "assignment_id": session.scalars(first).first() or uuid4(),
        **{"meeting_id": meeting.id, "participant_id": meeting.participants[0].id},
        **_handed(place),
        **_review(place),
        **_assessed(place),
        **_done(place),
        **_told(place),
        **_planned(place),
        **minuted.taken_on(_booked(place, "uppfoljning", -3, place.asked), place, CANARY),
        **_followed(place, meeting),
        **_posted(place, meeting),
        "series_id": lone_series(place.world, place.code).id,
        **round_a_case(place, CANARY),
    }


def _handed(place: Place) -> Ids:
    """Another unit is asked to take the case over, and a colleague stands in for its officer."""
    officer, now, today = place.officer, clock.now(), clock.today()
    to = place.world.unit("af" if officer.unit_id == place.world.unit("fk").id else "fk")
    question = Handover(
        **{"case_id": place.case.id, "from_unit_id": officer.unit_id, "to_unit_id": to.id},
        **{"proposed_by_id": officer.id, "proposed_at": now, "reason": f"Flyttar {CANARY}"},
    )
    away = Substitution(
        **{"absent_id": officer.id, "substitute_id": build.user(officer.unit).id, "whole": True},
        **{"unit_id": officer.unit_id, "named_by_id": officer.id, "named_at": now},
        **{"first_day": today, "last_day": today},
    )
    return {"handover_id": build.kept(question).id, "substitution_id": build.kept(away).id}


def _assessed(place: Place) -> Ids:
    soc, now = place.officer.id, clock.now()
    signed = {"author_id": soc, "signed_at": now, "signed_by_id": soc}
    part = AssessmentPart(
        **{"case_id": place.case.id, "series_id": uuid4(), "asked_by_id": soc, "asked_at": now},
        due_on=clock.today(),
        situation=f"Läget {CANARY}",
        **signed,
        **place.mine,
    )
    return {"part_id": build.kept(part).id}


def _done(place: Place) -> Ids:
    deed = Contribution(
        **{"case_id": place.case.id, "series_id": uuid4(), "user_id": place.officer.id},
        **{"kind": "samtal", "done_on": clock.today(), "logged_at": clock.now()},
        text=f"Samtal {CANARY}",
        **place.mine,
    )
    return {"contribution_id": build.kept(deed).id}


def _told(place: Place) -> Ids:
    now = clock.now()
    event = Event(
        **{"case_id": place.case.id, "user_id": place.officer.id},
        **{"happened_at": now, "told_at": now, "sentence": f"Händelse {CANARY}"},
        **place.mine,
    )
    text = ReferralText(
        **{"referral_id": place.case.referral_id, "field": "background", "info_kind": "social"},
        text=f"Bakgrund {CANARY}",
    )
    build.kept(event)
    return {"text_id": build.kept(text).id}


def _booked(place: Place, kind: str, days: int, asked: tuple[User, ...], **more: Any) -> Any:
    starts, host = clock.now() + timedelta(days=days), place.world.user("host")
    who = [Participant(user_id=user.id, unit_id=user.unit_id) for user in asked]
    code = f"M-{kind[:3]}{place.code}".upper()
    return build.kept(
        Meeting(
            **{"code": code, "uid": f"{uuid4()}@test", "kind": kind, "place": "Telefon"},
            **{"starts_at": starts, "ends_at": starts + timedelta(hours=1)},
            **{"organiser_id": host.id, "organiser_unit_id": host.unit_id},
            booked_at=clock.now(),
            participants=who,
            **more,
        )
    )


def _meeting(place: Place) -> Meeting:
    more = {"case_id": place.case.id, "agenda": f"Dagordning {CANARY}"}
    meeting = _booked(place, "samarbetsmote", 3, place.asked, **more)
    said = MinutesItem(
        **{"meeting_id": meeting.id, "position": 1, "text": f"Anteckning {CANARY}"},
        **{"unit_id": meeting.organiser_unit_id, "info_kind": "social", "written_at": clock.now()},
    )
    build.kept(said)
    return meeting


def _review(place: Place) -> Ids:
    world, soc = place.world, place.officer
    sitting = _booked(place, "genomgang", 1, (world.user("host"),))
    of = {"code": f"K-A{place.code}", "unit_id": soc.unit_id, "asked_by_id": soc.id}
    said = {"asked_at": clock.now(), "age_span": "30–39", "purge_on": date(2027, 5, 1)}
    question = build.kept(Consultation(**of, **said, question=f"Fråga {CANARY}"))
    assert world.programme is not None
    review = build.kept(CaseReview(programme_id=world.programme.id, meeting_id=sitting.id))
    item = build.kept(ReviewItem(review_id=review.id, position=1, case_id=place.case.id))
    asked = {"question_id": open_question(item, soc, answer="1").id}
    return {"review_id": review.id, "item_id": item.id, "consultation_id": question.id, **asked}


def _planned(place: Place) -> Ids:
    soc, now, today = place.officer, clock.now(), clock.today()
    plan = build.kept(
        JointPlan(
            **{"case_id": place.case.id, "version": 1, "unit_id": soc.unit_id},
            responsible_id=soc.id,
            **{"drafted_by_id": soc.id, "drafted_at": now, "changed_at": now},
            **{"in_force_from": today, "put_in_force_at": now, "next_followup_on": today},
        )
    )
    yes = {"unit_id": soc.unit_id, "how": "pa_motet", "recorded_by_id": soc.id, "at": now}
    build.kept(Approval(plan_id=plan.id, **yes))
    goal = Goal(
        **{"plan_id": plan.id, "lineage_id": uuid4(), "position": 1},
        **{"title": f"Mål {CANARY}", "own_words": f"Egna ord {CANARY}"},
        **place.mine,
    )
    promise = Commitment(
        **{"goal_id": build.kept(goal).id, "lineage_id": uuid4(), "position": 1},
        **{"unit_id": soc.unit_id, "user_id": soc.id, "due_on": today},
        what=f"Åtagande {CANARY}",
    )
    done = build.kept(promise).id
    _begun(place)
    return {"plan_id": plan.id, "goal_id": goal.id, "commitment_id": done, "version": 1}


def _begun(place: Place) -> None:
    """The next version of the plan, a draft."""
    soc, now = place.officer, clock.now()
    draft = {"case_id": place.case.id, "version": 2, "unit_id": soc.unit_id}
    build.kept(JointPlan(**draft, drafted_by_id=soc.id, drafted_at=now, changed_at=now))


def _followed(place: Place, meeting: Meeting) -> Ids:
    soc, now = place.officer, clock.now()
    in_force = JointPlan.case_id == place.case.id, JointPlan.version == 1
    plan_id = session.scalars(select(JointPlan.id).where(*in_force)).one()
    looked = FollowUp(
        **{"case_id": place.case.id, "plan_id": plan_id, "meeting_id": meeting.id},
        **{"held_on": clock.today(), "next_on": clock.today()},
        **{"recorded_by_id": soc.id, "recorded_at": now, "own_words": f"Egna ord {CANARY}"},
        **place.mine,
    )
    ended = Outcome(
        **{"case_id": place.case.id, "unit_id": soc.unit_id, "closing_reason": "arbete"},
        **{"proposed_by_id": soc.id, "proposed_at": now, "summary": f"Slut {CANARY}"},
    )
    build.kept(ended)
    row_id = build.kept(looked).id
    return {"follow_up_id": row_id, "followup_id": row_id}


def _posted(place: Place, meeting: Meeting) -> Ids:
    world, host = place.world, place.world.user("host")
    letter = Letter(
        **{"kind": "meeting", "about_id": meeting.id, "receiver_id": world.user("fk").id},
        **{"unit_id": host.unit_id, "sender_id": host.id, "trouble": "Adressen finns inte."},
        **{"created_at": clock.now(), "not_before": clock.now(), "failed_at": clock.now()},
        address=f"{CANARY}@test.example",
    )
    return {"letter_id": build.kept(letter).id}
