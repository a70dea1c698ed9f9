"""One case with a row of every kind in it, for walls that try every address with real ids."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.assessments.models import AssessmentPart
from casework.cases.models import Assignment, Case, Event
from casework.consents.models import Consent
from casework.contributions.models import Contribution
from casework.followups.models import FollowUp
from casework.kit import clock
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.models import Meeting, MinutesItem, Participant
from casework.outcomes.models import Outcome
from casework.plans.models import Approval, Commitment, Goal, JointPlan
from casework.programmes.models import Code
from casework.referrals.models import ReferralText
from casework.reports.models import InterimReport
from casework.reviews.models import CaseReview, Consultation, ReviewItem
from tests import build

# Unmistakable: nothing of this may ever stand on an outsider's page.
CANARY = "kanariefagel"
NAME = f"Linn {CANARY.capitalize()}sdotter"


def make(world: build.World) -> dict[str, object]:
    """{name of an address's argument: a real id}, all round one case."""
    case = build.case(world, person=build.person(world.user("soc"), NAME))
    consent = session.scalar(select(Consent))
    ids: dict[str, object] = {
        "case_id": case.id,
        "person_id": case.person_id,
        "consent_id": consent.id,
        "referral_id": case.referral_id,
        "assignment_id": session.scalars(select(Assignment.id)).first(),
    }
    meeting = _meeting(world, case)
    ids |= {"meeting_id": meeting.id, "participant_id": meeting.participants[0].id}
    ids |= _review(world, case) | _words(world, case) | _plan(world, case, meeting)
    ids |= _administration(world, meeting)
    session.commit()
    return ids


def _words(world: build.World, case: Case) -> dict[str, object]:
    soc, now = world.user("soc"), clock.now()
    own = {"unit_id": soc.unit_id, "info_kind": "social"}
    part = AssessmentPart(
        case_id=case.id,
        series_id=uuid4(),
        asked_by_id=soc.id,
        asked_at=now,
        revision=1,
        due_on=clock.today(),
        situation=f"Läget {CANARY}",
        signed_at=now,
        signed_by_id=soc.id,
        author_id=soc.id,
        **own,
    )
    deed = Contribution(
        case_id=case.id,
        series_id=uuid4(),
        user_id=soc.id,
        kind="samtal",
        done_on=clock.today(),
        text=f"Samtal {CANARY}",
        logged_at=now,
        **own,
    )
    event = Event(
        case_id=case.id,
        user_id=soc.id,
        happened_at=now,
        told_at=now,
        sentence=f"Händelse {CANARY}",
        **own,
    )
    text = ReferralText(
        referral_id=case.referral_id,
        field="background",
        info_kind="social",
        text=f"Bakgrund {CANARY}",
    )
    for row in (part, deed, event, text):
        build.kept(row)
    return {"part_id": part.id, "contribution_id": deed.id}


def _meeting(world: build.World, case: Case) -> Meeting:
    starts = clock.now() + timedelta(days=3)
    meeting = Meeting(
        code="M-AAAAA",
        uid=f"{uuid4()}@test",
        kind="samarbetsmote",
        case_id=case.id,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        place="Telefon",
        organiser_id=world.user("host").id,
        organiser_unit_id=world.unit("host").id,
        booked_at=clock.now(),
        agenda=f"Dagordning {CANARY}",
        participants=[
            Participant(user_id=world.user(k).id, unit_id=world.unit(k).id)
            for k in ("soc", "host", "fk")
        ],
    )
    build.kept(meeting)
    build.kept(
        MinutesItem(
            meeting_id=meeting.id,
            unit_id=world.unit("host").id,
            position=1,
            info_kind="social",
            text=f"Anteckning {CANARY}",
            written_at=clock.now(),
        )
    )
    return meeting


def _review(world: build.World, case: Case) -> dict[str, object]:
    starts = clock.now() + timedelta(days=1)
    sitting = build.kept(
        Meeting(
            code="M-BBBBB",
            uid=f"{uuid4()}@test",
            kind="genomgang",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            place="Plan 2",
            organiser_id=world.user("host").id,
            organiser_unit_id=world.unit("host").id,
            booked_at=clock.now(),
            participants=[
                Participant(user_id=world.user("host").id, unit_id=world.unit("host").id)
            ],
        )
    )
    question = build.kept(
        Consultation(
            code="K-AAAAA",
            unit_id=world.unit("soc").id,
            asked_by_id=world.user("soc").id,
            asked_at=clock.now(),
            age_span="30–39",
            question=f"Fråga {CANARY}",
            purge_on=date(2027, 5, 1),
        )
    )
    review = build.kept(CaseReview(programme_id=world.programme.id, meeting_id=sitting.id))  # type: ignore[union-attr]
    item = build.kept(ReviewItem(review_id=review.id, position=1, case_id=case.id))
    return {"review_id": review.id, "item_id": item.id, "consultation_id": question.id}


def _plan(world: build.World, case: Case, meeting: Meeting) -> dict[str, object]:
    soc, now, today = world.user("soc"), clock.now(), clock.today()
    plan = build.kept(
        JointPlan(
            case_id=case.id,
            version=1,
            unit_id=soc.unit_id,
            drafted_by_id=soc.id,
            drafted_at=now,
            changed_at=now,
            responsible_id=soc.id,
            next_followup_on=today + timedelta(days=60),
            in_force_from=today,
            put_in_force_at=now,
        )
    )
    goal = build.kept(_goal(plan, soc.unit_id))
    promise = build.kept(
        Commitment(
            goal_id=goal.id,
            lineage_id=uuid4(),
            position=1,
            unit_id=soc.unit_id,
            user_id=soc.id,
            what=f"Åtagande {CANARY}",
            due_on=today + timedelta(days=9),
        )
    )
    build.kept(
        Approval(
            plan_id=plan.id, unit_id=soc.unit_id, how="pa_motet", recorded_by_id=soc.id, at=now
        )
    )
    followed = build.kept(
        FollowUp(
            case_id=case.id,
            plan_id=plan.id,
            meeting_id=meeting.id,
            unit_id=soc.unit_id,
            held_on=today,
            recorded_by_id=soc.id,
            recorded_at=now,
            next_on=today,
        )
    )
    build.kept(
        Outcome(
            case_id=case.id,
            unit_id=soc.unit_id,
            closing_reason="arbete",
            proposed_by_id=soc.id,
            proposed_at=now,
            summary=f"Sammanfattning {CANARY}",
        )
    )
    return {
        **{"plan_id": plan.id, "goal_id": goal.id, "commitment_id": promise.id},
        **{"follow_up_id": followed.id, "followup_id": followed.id, "version": 1},
    }


def _goal(plan: JointPlan, unit_id: UUID) -> Goal:
    own = {"unit_id": unit_id} if hasattr(Goal, "unit_id") else {}
    return Goal(
        plan_id=plan.id,
        lineage_id=uuid4(),
        position=1,
        info_kind="social",
        title=f"Mål {CANARY}",
        own_words=f"Egna ord {CANARY}",
        **own,
    )


def _administration(world: build.World, meeting: Meeting) -> dict[str, object]:
    letter = build.kept(
        Letter(
            kind="meeting",
            about_id=meeting.id,
            receiver_id=world.user("fk").id,
            unit_id=world.unit("host").id,
            sender_id=world.user("host").id,
            address=f"{CANARY}@test.example",
            created_at=clock.now(),
            not_before=clock.now(),
            failed_at=clock.now(),
            trouble="Adressen finns inte.",
        )
    )
    draft = build.kept(
        InterimReport(
            programme_id=world.programme.id,
            period_from=date(2026, 1, 1),  # type: ignore[union-attr]
            period_to=date(2026, 6, 30),
            drafted_by_id=world.user("host").id,
            drafted_at=clock.now(),
        )
    )
    return {
        **{"letter_id": letter.id, "report_id": draft.id, "programme_id": world.programme.id},  # type: ignore[union-attr]
        **{"unit_id": world.unit("fk").id, "user_id": world.user("fk").id},
        **{"code_id": session.scalars(select(Code.id)).first(), "authority_id": uuid4()},
        **{"room_id": build.room().id, "name": "inget.eml", "token": "inget", "slug": "inget"},
        **{"filename": "inget.css", "step": 1, "table": "inget"},
    }
