from datetime import timedelta

from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.referrals import service
from casework.referrals.models import Referral
from casework.referrals.queries import ReferralFile, referral_for
from tests import build
from tests.conftest import acting

NUMBER = "19900101-0017"


def need(kinds=build.KINDS):
    """Every answer of the fourth step, for a host that may read these kinds."""
    texts = {f"background_{kind}": f"Bakgrund om {kind}." for kind in kinds}
    texts |= {f"tried_{kind}": f"Prövat om {kind}." for kind in kinds}
    return texts | {
        "question": "Vi behöver hjälpas åt.",
        "wish": "Arbete på halvtid.",
        "own_goal": "Jag vill orka hela veckan.",
        "risk": None,
        "reasons": ["kort_fast", "psykisk_ohalsa"],
        "support_time": "2_3",
        "income": ["forsorjningsstod"],
        "occupation": "ovrigt",
        "occupation_extent": 0,
        "education": "gymnasium",
        "urgency": "ordinary",
        "children_at_home": 1,
    }


def consent_answers(world, grants=None, **more):
    """What the consent form gives, by field name."""
    wanted = grants or dict.fromkeys(("host", "soc", "af"), "all")
    given_on = more.pop("given_on", clock.today())
    return {
        "purpose": "Samordna stödet till arbete.",
        "scope": [
            f"{world.unit(key).id}:{kind}"
            for key, kinds in wanted.items()
            for kind in (build.KINDS if kinds == "all" else kinds)
        ],
        "given_on": given_on,
        "last_day": given_on + timedelta(days=360),
        "given_how": "signed_paper",
        "by_whom": "person",
        "informed": True,
        **more,
    }


def door(world, referral: Referral, who="soc") -> ReferralFile:
    session.flush()
    return referral_for(acting(world.user(who)), referral.id, clock.today())


def draft(world, *, by="soc", grants=None, person=None, needed=None) -> Referral:
    """A whole draft, saved step by step. Parts given as {} are left out."""
    actor, at = acting(world.user(by)), clock.now()
    referral = service.start_draft(actor, programme=world.programme, at=at)
    parts = {
        "person": {"name": "Linn Hjortronmo", "number": NUMBER} if person is None else person,
        "consent": consent_answers(world, grants) if grants != {} else {},
        "need": need() if needed is None else needed,
    }
    for part, answers in parts.items():
        if answers:
            service.save_step(actor, door(world, referral, by), part=part, answers=answers, at=at)
    seal_and_commit()
    return referral


def sent(world, *, by="soc", at=None, **more) -> Referral:
    """A referral that was sent through the service."""
    referral = draft(world, by=by, **more)
    service.send(acting(world.user(by)), door(world, referral, by), at=at or clock.now())
    seal_and_commit()
    return referral


def answered(world, referral, kind, **more):
    case_id = service.answer(
        acting(world.user("host")),
        door(world, referral, "host"),
        kind=kind,
        at=more.pop("at", clock.now()),
        **more,
    )
    seal_and_commit()
    return case_id
