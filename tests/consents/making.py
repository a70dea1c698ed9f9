from datetime import timedelta

from casework.consents.service import record_consent
from casework.kit import clock
from tests import build
from tests.conftest import acting


def said(world, grants=None, **more):
    """What a whole consent says. `grants` maps keys of the world's units to kinds, or "all"."""
    wanted = grants or dict.fromkeys(("host", "soc", "af"), "all")
    given_on = more.pop("given_on", clock.today())
    return {
        "purpose": "Samordna stödet till arbete.",
        "grants": frozenset(
            (world.unit(key).id, kind)
            for key, kinds in wanted.items()
            for kind in (build.KINDS if kinds == "all" else kinds)
        ),
        "given_on": given_on,
        "last_day": given_on + timedelta(days=360),
        "given_how": "signed_paper",
        "informed": True,
        **more,
    }


def given(world, grants=None, *, by="soc", person=None, series_id=None, at=None, **more):
    """A consent recorded through the service."""
    user = world.user(by)
    person = person or build.person(user)
    terms = said(world, grants, **more)
    at = at or clock.now()
    return record_consent(acting(user), person, at=at, series_id=series_id, **terms)
