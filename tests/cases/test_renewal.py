"""C6: a letter thirty days before the end, once a version, that tells nobody about anybody."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from casework.cases.renewal import propose_renewals
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.letters.models import Letter
from tests import build
from tests.letters.mailbox import open_mailbox
from tests.meetings.post import sent

NAME = "Linn Kanarieson"


@pytest.fixture
def mailbox(world, monkeypatch):  # noqa: ARG001  the database first
    with open_mailbox() as box:
        monkeypatch.setitem(current_app.config, "SMTP_URL", box.url)
        yield box


def a_case(world, days=30, **more):
    """A case whose consent has so many days left after today."""
    soc, today = world.user("soc"), clock.today()
    person = build.person(soc, NAME, number="19900101-0017")
    consent = build.consent(
        person,
        soc,
        {world.unit(key): "all" for key in ("host", "soc", "af")},
        given_on=today - timedelta(days=300),
        last_day=today + timedelta(days=days),
    )
    return build.case(
        world, person=person, consent=consent, assigned=("soc", "af"), **more
    ), consent


def proposed():
    number = propose_renewals(clock.now())
    seal_and_commit()
    return number


@pytest.mark.parametrize(("days", "letters"), [(31, 0), (30, 1), (1, 1), (0, 1), (-1, 0)])
def test_c6_from_thirty_days_before_until_the_last_day(world, days, letters):
    a_case(world, days)
    assert proposed() == letters


def test_c6_it_goes_to_the_owners_officer_alone_and_once_a_version(world, mailbox):
    case, consent = a_case(world)
    assert (proposed(), proposed()) == (1, 0)
    got = sent(mailbox)
    assert list(got) == [world.user("soc").email]
    assert proposed() == 0
    consent.replaced_on = clock.today()
    build.consent(
        session.get_one(type(build.person(world.user("soc"))), case.person_id),
        world.user("soc"),
        {world.unit("soc"): "all"},
        series_id=consent.series_id,
        version=2,
        last_day=clock.today() + timedelta(days=9),
    )
    assert proposed() == 1


def test_c6_nothing_in_it_leads_to_the_person_or_the_case(world, mailbox):
    case, consent = a_case(world)
    proposed()
    [letter] = sent(mailbox).values()
    assert letter["Subject"] == "Ett samtycke löper snart ut"
    parts = [p.get_payload(decode=True) for p in letter.walk() if not p.is_multipart()]
    whole = " ".join([*map(str, letter.values()), *(p.decode() for p in parts)]).lower()
    assert "ett av dina ärenden" in whole
    assert current_app.config["BASE_URL"] in whole
    secrets = (
        *("kanarie", "linn", "19900101", "900101", "samordna", case.reference.lower()),
        *(str(case.id), str(consent.id), str(case.person_id), consent.last_day.isoformat()),
    )
    assert [one for one in secrets if one in whole] == []
    kept = session.scalars(select(Letter)).one()
    assert (kept.code, kept.receiver, kept.sender_id) == ("", "Socialkontoret", None)


def renewed(world, case, consent):
    del world, case
    consent.replaced_on = clock.today()


def taken_back(world, case, consent):
    del case
    build.withdrawal(consent, world.user("soc"))


def closed(world, case, consent):
    del world, consent
    case.closed_at = clock.now()


def left(world, case, consent):
    del case, consent
    world.user("soc").left_at = clock.now()


def protected(world, case, consent):
    """Somebody who may not know that the person is there is not told of the case either."""
    del consent
    world.user("soc").cleared = False
    person = session.get_one(type(build.person(world.user("soc"))), case.person_id)
    person.name = person.number = person.number_index = None
    person.protected_at = clock.now()


@pytest.mark.parametrize("change", [renewed, taken_back, closed, left, protected])
def test_c6_what_happened_meanwhile_stops_it(world, mailbox, change):
    case, consent = a_case(world)
    assert proposed() == 1
    change(world, case, consent)
    assert sent(mailbox) == {}
    assert session.scalars(select(Letter)).one().stopped_at is not None
    assert proposed() == 0
