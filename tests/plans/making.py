"""A case with a plan in force, made through the services that people use."""

from datetime import timedelta
from typing import Any

from casework.authorities.models import User
from casework.cases.models import Case
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.db import session
from casework.plans import service
from casework.plans.models import JointPlan
from casework.plans.rules import INDIVIDUAL, GoalWords, PlanWords, PromiseWords
from tests import build
from tests.conftest import acting


def in_days(days: int):
    return clock.today() + timedelta(days=days)


def file_of(world: build.World, who: str, case: Case) -> CaseFile:
    return case_for(acting(world.user(who)), case.id, clock.today())


def promise(who: User | None, what: str = "Ordnar två studiebesök", **more: Any) -> PromiseWords:
    """By `who`, or by the individual when None; in five days unless told."""
    if not ("due_on" in more or "recurring" in more):
        more["due_on"] = in_days(5)
    name = str(who.id) if who else INDIVIDUAL
    return PromiseWords(what=what, who=name, place="goals-0-commitments-0", **more)


def goal(*commitments: PromiseWords, title: str = "En vardag som håller", **more: Any) -> GoalWords:
    kind = more.pop("kind", "arbete")
    return GoalWords(title=title, kind=kind, commitments=commitments, place="goals-0", **more)


def words(responsible: User | None, *goals: GoalWords, **more: Any) -> PlanWords:
    more.setdefault("next_followup_on", in_days(30))
    return PlanWords(responsible_id=responsible.id if responsible else None, goals=goals, **more)


def put(world: build.World, case: Case, said: PlanWords, who: str = "host") -> JointPlan:
    """A draft with these words, and then in force."""
    actor, file = acting(world.user(who)), file_of(world, who, case)
    plan = service.draft(actor, file, at=clock.now())
    session.flush()
    service.write(actor, file, plan, said, revision=plan.revision, at=clock.now())
    session.flush()
    service.put_in_force(actor, file, plan, at=clock.now())
    session.flush()
    return plan


def a_plan(world: build.World, case: Case, who: str = "host") -> JointPlan:
    """One goal about work; AF and the individual each do something; soc is responsible."""
    own = promise(None, "Är på plats tisdag till torsdag", recurring="Varje vecka")
    said = goal(
        promise(world.user("af")), own, own_words="Jag vill orka hela veckan.", our_words="50 %"
    )
    return put(world, case, words(world.user("soc"), said), who)
