"""From the first joint meeting to a plan that is followed up, again and again, until the end."""

from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import delete

from casework.assessments import service as assessments
from casework.contributions import service as contributions
from casework.demo.plots import Plot
from casework.demo.stage import Stage, working_day
from casework.demo.theme import Aim, Deed, Promise
from casework.followups import service as followups
from casework.followups.rules import Check, Followed
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.queries import meeting_for
from casework.meetings.service import answering, booking, minuting
from casework.outcomes import queries as outcome_queries
from casework.outcomes import service as outcomes
from casework.plans import queries as plan_queries
from casework.plans import service as plans
from casework.plans.rules import INDIVIDUAL, GoalWords, PlanWords, PromiseWords

KEPT = timedelta(days=60)


def finish_assessment(stage: Stage, case_id: UUID, day: date) -> None:
    """The parts are in: the next step is to meet."""
    coordinator = stage.actor("koordinator")
    with stage.on(day, time(10, 50)) as at:
        file = stage.file("koordinator", case_id)
        assessments.finish(coordinator, file, on=working_day(day + timedelta(days=12)), at=at)


def book(stage: Stage, plot: Plot, case_id: UUID, day: date, booked_on: date) -> UUID:
    """M1, M2: a room, the people whom the consent covers, and letters to each."""
    _day, slot = stage.slot(day)
    room = stage.rooms[len(stage.taken) % len(stage.rooms)]
    with stage.on(booked_on, time(11, 5)) as at:
        file = stage.file("koordinator", case_id)
        wanted = booking.Booking(
            kind="samarbetsmote",
            slot=slot,
            user_ids=[stage.user_id(key) for key in ("koordinator", *plot.units)],
            room_id=room,
            individual=True,
            agenda="Vad är viktigast just nu?\nVem gör vad till nästa gång?",
        )
        coordinator = stage.actor("koordinator")
        meeting = booking.book(coordinator, file, wanted, on=booked_on, at=at)
        meeting_id, old = meeting.id, slot.starts_at < stage.now - KEPT
        if old:  # those letters were sent and swept away long ago
            session.flush()
            session.execute(delete(Letter).where(Letter.about_id == meeting_id))
    if not old:
        stage.post(booked_on)
    return meeting_id


def answers(stage: Stage, plot: Plot, meeting_id: UUID, day: date, *, all_of_them: bool) -> None:
    """M5: most say that they come."""
    with stage.on(day, time(14, 20)) as at:
        for key in plot.units if all_of_them else plot.units[:-2]:
            file = meeting_for(stage.actor(key), meeting_id, day)
            mine = next(p for p in file.meeting.participants if p.user_id == stage.user_id(key))
            answering.answer(stage.actor(key), file, mine, answer="kommer", line=None, at=at)


def meet(stage: Stage, plot: Plot, meeting_id: UUID) -> date:
    """M7: who came, what was said, what each takes on; approved. The day it was held."""
    coordinator = stage.actor("koordinator")
    held_on = stage.day_of(meeting_id)
    with stage.on(held_on, time(16, 10)) as at:
        file = meeting_for(coordinator, meeting_id, held_on)
        minutes = minuting.Minutes(
            paragraphs={"planering": plot.theme.minutes, **plot.theme.notes},
            attendance={p.id: "pa_plats" for p in file.meeting.participants if p.is_in},
            takes_on={
                stage.unit_id(key): text
                for key, text in plot.theme.takes_on.items()
                if key in plot.units
            },
        )
        minuting.save(coordinator, file, minutes, at=at)
    with stage.on(held_on, time(16, 40)) as at:
        minuting.approve(coordinator, meeting_for(coordinator, meeting_id, held_on), at=at)
    return held_on


def plan(stage: Stage, plot: Plot, case_id: UUID, day: date) -> None:
    """P1 to P4: written by the owner, in force the same day, approved by each."""
    owner = stage.actor(plot.owner)
    with stage.on(day, time(9, 10)) as at:
        plans.draft(owner, stage.file(plot.owner, case_id), at=at)
    with stage.on(day, time(9, 40)) as at:
        file = stage.file(plot.owner, case_id)
        draft = plan_queries.draft_for(owner, file).plan
        words = _words(stage, plot, file.kinds, day)
        plans.write(owner, file, draft, words, revision=draft.revision, at=at)
    with stage.on(day, time(9, 50)) as at:
        file = stage.file(plot.owner, case_id)
        plans.put_in_force(owner, file, plan_queries.draft_for(owner, file).plan, at=at)
    _approve(stage, plot, case_id, day)


def _approve(stage: Stage, plot: Plot, case_id: UUID, day: date) -> None:
    """P4: what each party and the individual said at the table, noted by the coordinator."""
    coordinator = stage.actor("koordinator")
    with stage.on(day, time(10, 30)) as at:
        file = stage.file("koordinator", case_id)
        holds = plan_queries.in_force(coordinator, file)
        assert holds is not None
        for unit_id in [*(stage.unit_id(key) for key in plot.units), None]:
            plans.approve(coordinator, file, holds.plan, unit_id=unit_id, how="pa_motet", at=at)
            session.flush()  # the next yes asks who has said theirs


def _words(stage: Stage, plot: Plot, kinds: frozenset[str], day: date) -> PlanWords:
    goals = [_goal(stage, plot, aim, kinds, day) for aim in plot.theme.aims]
    return PlanWords(
        responsible_id=stage.user_id(plot.owner),
        next_followup_on=working_day(day + timedelta(days=70)),
        goals=goals,
    )


def _goal(stage: Stage, plot: Plot, aim: Aim, kinds: frozenset[str], day: date) -> GoalWords:
    promises = [p for p in aim.promises if p.who in (*plot.units, "self")]
    return GoalWords(
        title=aim.title,
        own_words=aim.own,
        our_words=aim.ours,
        kind=aim.kind if aim.kind in kinds else "planering",
        commitments=[_promise(stage, p, day) for p in promises],
    )


def _promise(stage: Stage, promise: Promise, day: date) -> PromiseWords:
    return PromiseWords(
        what=promise.what,
        who=INDIVIDUAL if promise.who == "self" else str(stage.user_id(promise.who)),
        due_on=day + timedelta(days=promise.days) if promise.days else None,
        recurring=promise.recurring,
    )


def contribute(stage: Stage, case_id: UUID, deed: Deed, day: date, serves: UUID | None) -> None:
    """B1, B3: one thing that one unit did, on the commitment it serves."""
    with stage.on(day, time(15, 5)) as at:
        contributions.log(
            stage.actor(deed.who),
            stage.file(deed.who, case_id),
            kind=deed.kind,
            done_on=day,
            text=deed.text,
            minutes=deed.minutes,
            lineage_id=serves,
            info_kind=None if serves else "planering",
            at=at,
        )


def promises_of(stage: Stage, plot: Plot, case_id: UUID, day: date) -> dict[str, UUID]:
    """{key: lineage of the first commitment of that unit} in the plan that holds."""
    with stage.on(day, time(12)):
        actor = stage.actor(plot.owner)
        holds = plan_queries.in_force(actor, stage.file(plot.owner, case_id))
        assert holds is not None
        by_user = {p.commitment.user_id: p.commitment.lineage_id for p in holds.promises}
    found = {key: by_user.get(stage.user_id(key)) for key in plot.units}
    return {key: lineage for key, lineage in found.items() if lineage}


def follow_up(stage: Stage, plot: Plot, case_id: UUID, day: date, *, n: int, last: bool) -> None:
    """U1 to U5: gone through at the table with the owner, the individual's own scale with it."""
    actor = stage.actor(plot.owner)
    with stage.on(day, time(14, 40)) as at:
        file = stage.file(plot.owner, case_id)
        holds = plan_queries.in_force(actor, file)
        assert holds is not None
        results = [_result(stage, p.commitment.due_on, day) for p in holds.promises]
        said = Followed(
            checks={
                p.commitment.id: Check(result, "" if result == "klart" else "Väntar på besked.")
                for p, result in zip(holds.promises, results, strict=True)
            },
            goals={aim.goal.id: "natt" if last else "delvis" for aim in holds.aims},
            ladder_step=plot.ladder[1] if last or n else plot.ladder[0],
            life=plot.life[1] if last else plot.life[0] + n,
            closeness=min(10, plot.life[0] + n + 1),
            influence=min(10, 5 + n),
            own_words="Det känns bättre när alla vet vad som gäller.",
            info_kind="planering",
            next_on=None if last else working_day(day + timedelta(days=70)),
            proposes_closing=last,
        )
        followups.hold(actor, file, said, held_on=day, at=at)


def _result(stage: Stage, due_on: date | None, day: date) -> str:
    """U1: what was due is mostly done; what goes on, or comes later, is partly done."""
    if due_on is None or due_on > day:
        return "delvis"
    return stage.random.choices(("klart", "delvis", "inte"), (7, 1, 1))[0]


def close(stage: Stage, plot: Plot, case_id: UUID, day: date, *, agreed: bool) -> None:
    """O1, K6: proposed by the coordinator, closed by the owner's yes."""
    reason, occupation, income, reached = plot.end
    said = {
        "closing_reason": reason,
        "occupation_after": occupation,
        "occupation_extent_after": 75,
        "income_after": [income],
        "ladder_end": plot.ladder[1],
        "life_end": plot.life[1],
        "closeness_end": min(10, plot.life[1] + 1),
        "influence_end": 8,
        "goals_reached": reached,
        "summary": "Planen är genomförd och ansvaret är tydligt.",
    }
    coordinator = stage.actor("koordinator")
    with stage.on(day, time(13, 30)) as at:
        file = stage.file("koordinator", case_id)
        before = outcome_queries.before(coordinator, file)
        outcomes.propose(coordinator, file, said, before=before, at=at)
    if agreed:
        with stage.on(working_day(day + timedelta(days=1)), time(8, 50)) as at:
            file, owner = stage.file(plot.owner, case_id), stage.actor(plot.owner)
            outcome = outcome_queries.waiting(owner, file)
            outcomes.agree(owner, file, outcome, said, at=at)
