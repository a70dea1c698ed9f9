"""From a remiss with consent to a kartläggning that every party has signed."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.assessments import service as assessments
from casework.assessments.models import AssessmentPart
from casework.authorities.models import User
from casework.demo import own_part
from casework.demo.plots import Plot
from casework.demo.stage import Stage, working_day
from casework.kit.db import session
from casework.programmes.queries import programme_for
from casework.referrals.queries import referral_for
from casework.referrals.service import answering, drafting, sending

# what each part of the system is given to read; the coordinator reads what the theme is about
USUALLY = {
    "af": ("ekonomi", "arbete", "planering"),
    "fk": ("ekonomi", "fysisk", "arbete", "planering"),
    "soc": ("ekonomi", "social", "arbete", "planering"),
    "norsjo": ("ekonomi", "social", "arbete", "planering"),
    "ame": ("arbete", "planering"),
    "solkraft": ("arbete", "planering"),
    "vux": ("arbete", "planering"),
    "primarvard": ("fysisk", "arbete", "planering"),
    "psykiatri": ("psykisk", "social", "arbete", "planering"),
}
EVERYTHING = ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering")


def kinds_of(plot: Plot, key: str) -> tuple[str, ...]:
    """What the consent gives a unit: its usual kinds, and what the plan needs it to read."""
    if plot.theme.gives:
        return plot.theme.gives[key]
    theirs = set(USUALLY[key])
    theirs |= {a.kind for a in plot.theme.aims for p in a.promises if p.who == key}
    theirs |= {"planering", "arbete"} if key == plot.owner else set()
    return tuple(kind for kind in EVERYTHING if kind in theirs)


def scope(stage: Stage, plot: Plot) -> list[str]:
    """The ticks of the consent's grid."""
    host = _host_kinds(plot)
    ticks = [(stage.unit_id("koordinator"), kind) for kind in EVERYTHING if kind in host]
    ticks += [(stage.unit_id(key), kind) for key in plot.units for kind in kinds_of(plot, key)]
    return [f"{unit}:{kind}" for unit, kind in ticks]


def _host_kinds(plot: Plot) -> set[str]:
    """The coordinator usually reads what the theme is about."""
    if plot.theme.gives:
        return set(plot.theme.gives["host"])
    return {k for key in plot.units for k in kinds_of(plot, key)} | set(plot.theme.background)


def consent_answers(stage: Stage, plot: Plot, given_on: date) -> dict[str, Any]:
    return {
        "purpose": "Samordna stödet så att jag kan komma närmare arbete eller studier.",
        "scope": scope(stage, plot),
        "exceptions": "Inget om min familj till Arbetsförmedlingen.",
        "given_on": given_on,
        "last_day": given_on + timedelta(days=364),
        "given_how": "signed_paper",
        "informed": True,
        "language": "svenska",
        "interpreter": False,
        "survey": True,
        "statistics": True,
        "paper_kept": "Närarkivet, pärm 4",
        "by_whom": "person",
    }


def draft(stage: Stage, plot: Plot, day: date) -> UUID:
    """R1: everything typed in the wizard, and not sent yet."""
    actor = stage.actor(plot.owner)
    with stage.on(day, time(9, 5)) as at:
        assert stage.cast.programme is not None
        programme_id = stage.ready_id if plot.ready else stage.cast.programme.id
        assert programme_id is not None
        programme = programme_for(actor, programme_id)
        officer = session.get_one(User, stage.user_id(plot.owner))
        sender = {"officer": officer.name, "officer_phone": "0910-00 01 00"}
        referral_id = drafting.start_draft(actor, programme=programme, sender=sender, at=at).id
    with stage.on(day, time(9, 20)) as at:
        file = referral_for(actor, referral_id, day)
        for part, answers in {
            "person": _person(plot),
            "consent": consent_answers(stage, plot, day),
            "now": _now(plot, day),
            "support": _support(stage, plot, day),
            "need": _need(plot),
        }.items():
            drafting.save_step(actor, file, part=part, answers=answers, at=at)
    return referral_id


def refer(stage: Stage, plot: Plot, day: date) -> UUID:
    """R2: the remiss is sent, and the individual and the consent are made of it."""
    referral_id = draft(stage, plot, day)
    with stage.on(day, time(9, 45)) as at:
        file = referral_for(stage.actor(plot.owner), referral_id, day)
        sending.send(stage.actor(plot.owner), file, at=at)
    return referral_id


def answer(stage: Stage, plot: Plot, referral_id: UUID, day: date, **more: Any) -> UUID | None:
    """R4: the coordinator answers; accepting opens the case (R7)."""
    coordinator = stage.actor("koordinator")
    if more.get("kind") == "antas":
        more["contact_ids"] = [stage.user_id(key) for key in plot.others]
        more["next_on"] = working_day(day + timedelta(days=14))
    with stage.on(day, time(10)) as at:
        file = referral_for(coordinator, referral_id, day)
        return answering.answer(coordinator, file, at=at, **more)


def assess(stage: Stage, plot: Plot, case_id: UUID, day: date, *, whole: bool) -> Iterator[date]:
    """S1, S2: each unit is asked about one kind, writes and signs; the last may still owe."""
    coordinator = stage.actor("koordinator")
    due = working_day(day + timedelta(days=10))
    with stage.on(day, time(10, 30)) as at:
        wanted = {(stage.unit_id(key), kind) for key, kind in _asked(plot).items()}
        file = stage.file("koordinator", case_id)
        assessments.ask(coordinator, file, wanted=wanted, due_on=due, at=at)
    keys = list(_asked(plot)) if whole else list(_asked(plot))[:-1]
    for n, key in enumerate(keys):
        written_on = working_day(day + timedelta(days=2 + n))
        yield written_on
        _write(stage, plot, case_id, key, written_on)
        if n == 0:
            own_part.write(stage, plot, case_id, written_on)


def _asked(plot: Plot) -> dict[str, str]:
    """One kind for each unit that has something to say about it."""
    said = plot.theme.parts
    return {
        key: kind
        for key in plot.units
        if (kind := next((k for k in kinds_of(plot, key) if k in said), None))
    }


def _write(stage: Stage, plot: Plot, case_id: UUID, key: str, day: date) -> None:
    kind = _asked(plot)[key]
    strengths, situation, needs = plot.theme.parts[kind]
    words: dict[str, Any] = {"strengths": strengths, "situation": situation, "needs": needs}
    with stage.on(day, time(13, 10)) as at:
        file, part = stage.file(key, case_id), _part(stage, case_id, key)
        actor = stage.actor(key)
        said: dict[str, Any] = {"answers": own_part.answers(plot, kind), **words}
        assessments.save(actor, file, part, seen=part.revision, at=at, **said)
        session.flush()  # signing asks whether this version is the one that was read
        assessments.sign(actor, file, part, seen=part.revision, at=at)


def _part(stage: Stage, case_id: UUID, key: str) -> AssessmentPart:
    query = select(AssessmentPart).where(
        AssessmentPart.case_id == case_id,
        AssessmentPart.unit_id == stage.unit_id(key),
        AssessmentPart.by_individual.is_(False),
    )
    return session.scalars(query).one()


def _person(plot: Plot) -> dict[str, Any]:
    if plot.protected:
        return {"protected": True}
    who = plot.who
    return {
        "name": who.name,
        "number": who.number,
        "municipality": who.municipality,
        "phone": "070-174 06 05",
        "language": "svenska",
    }


HOUSING = (
    "Eget hyreskontrakt",
    "Hyr i andra hand till sommaren",
    "Bor hos en anhörig tills vidare",
)
YEARS = {"1_2": 1, "2_3": 2, "3_5": 4, "5_10": 7, "10_": 12}


def _now(plot: Plot, day: date) -> dict[str, Any]:
    """Since when there has been support is told as far as the plot tells how long."""
    since = day - timedelta(days=365 * YEARS.get(plot.support_time, 1) + 120)
    return {
        **{f"background_{kind}": text for kind, text in plot.theme.background.items()},
        "support_time": plot.support_time,
        "support_since": f"{since:%Y-%m}",
        "income": [plot.income],
        "occupation": plot.occupation,
        "employment": "Ingen anställning nu",
        "education": plot.education,
        "housing": HOUSING[int(plot.who.number[-1]) % len(HOUSING)],
        "children_at_home": int(plot.who.number[-1]) % 3,
    }


def _support(stage: Stage, plot: Plot, day: date) -> dict[str, Any]:
    """Who the contact is at two of the units that the consent names."""
    said: dict[str, Any] = {"tried_arbete": plot.theme.tried}
    for n, key in enumerate(plot.units[:2]):
        contact = f"contact_{stage.unit_id(key).hex}"
        said[f"{contact}_who"] = "Handläggaren, via växeln 0910-00 00 00"
        said[f"{contact}_plan"] = ("Genomförandeplan", "Handlingsplan")[n]
        said[f"{contact}_since"] = f"{day - timedelta(days=300):%Y-%m}"
    return said


def _need(plot: Plot) -> dict[str, Any]:
    """The strengths are those that the kartläggning will find again."""
    theme = plot.theme
    strengths = {kind: said[0] for kind, said in theme.parts.items()}
    return {
        **{f"strengths_{kind}": text for kind, text in list(strengths.items())[:2]},
        "obstacles_arbete": "Har inte haft någon fast punkt under dagen på länge.",
        "question": theme.question,
        "wish": theme.wish,
        "own_goal": theme.own_goal,
        "reasons": list(theme.reasons),
        "urgency": "ordinary",
    }
