"""K5: whoever leaves a unit and comes back begins anew, also with meetings and consents."""

from datetime import timedelta

from sqlalchemy import select

from casework.access.asking import on_behalf_of
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.models import Meeting
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting as book_for
from tests.meetings.making import slot


def _came(who, days_ago):
    who.unit_since = clock.now() - timedelta(days=days_ago) if days_ago is not None else None
    session.commit()


def test_k5_coming_back_to_a_unit_gives_no_meeting_back(world, sign_in):
    case = build.case(world, assigned=("soc",))
    meeting = book_for(world, case, ("host", "soc", "af"))
    other = book_for(world, build.case(world, assigned=("soc",)), ("soc", "fk"), when=slot(hour=14))
    af = world.user("af")
    for days_ago, status in ((None, 200), (1, 200), (-1, 404)):
        _came(af, days_ago)
        assert sign_in(af).get(f"/moten/{meeting.id}").status_code == status, days_ago
        assert sign_in(af).get(f"/moten/{other.id}").status_code == 404
        with on_behalf_of(acting(af)):
            assert len(session.scalars(select(Meeting.id)).all()) == (status == 200)


def test_k5_coming_back_to_a_unit_gives_no_consent_back(world, sign_in):
    af = world.user("af")
    who = build.person(af)
    given = build.consent(who, af, {world.unit(key): "all" for key in ("host", "soc", "af")})
    for days_ago, status in ((None, 200), (1, 200), (-1, 404)):
        _came(af, days_ago)
        assert sign_in(af).get(f"/samtycken/{given.id}").status_code == status, days_ago
    with on_behalf_of(acting(af)):
        assert session.scalars(select(Consent.id)).all() == []
