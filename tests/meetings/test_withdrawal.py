"""M8, AC21, C4: consent taken back while meetings are ahead and letters wait."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.consents.models import Consent
from casework.consents.signals import impact_asked, withdrawn
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import time_span
from casework.letters.models import Letter
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, reached, slot
from tests.meetings.post import GUEST, calendar_of, sent


def withdraw(world, case, who=None):
    """What the consents room does, signal and all."""
    consent = session.scalars(
        select(Consent).where(Consent.series_id == case.consent_series_id)
    ).one()
    unit = world.unit(who) if who else None
    build.withdrawal(consent, world.user("soc"), unit)
    withdrawn.send(
        consent,
        actor=acting(world.user("soc")),
        unit_id=unit.id if unit else None,
        on=clock.today(),
        at=clock.now(),
    )


def test_m8_ac21_consent_withdrawn_while_the_letter_waits_stops_it(world, mailbox):
    """Even when nothing but the consent itself was changed: rendering asks once more."""
    case = build.case(world)
    meeting(world, case)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    build.withdrawal(consent, world.user("soc"), world.unit("fk"))
    got = sent(mailbox)
    assert set(got) == {world.user(w).email for w in ("host", "soc", "af")}
    stopped = session.scalars(select(Letter).where(Letter.stopped_at.is_not(None))).one()
    assert stopped.receiver == "FK Provlunda"
    assert stopped.trouble == "Samtycket omfattar inte mottagaren."


def test_m8_ac21_a_unit_whose_consent_is_withdrawn_is_called_off_and_the_others_go_on(
    world, mailbox
):
    case = build.case(world)
    row = meeting(world, case)
    sent(mailbox)
    withdraw(world, case, "fk")
    got = sent(mailbox)
    assert list(got) == [world.user("fk").email]
    assert calendar_of(got[world.user("fk").email])["METHOD"] == "CANCEL"
    assert row.is_on
    assert {p.unit_id for p in reached(world, "host", row).asked} == {
        world.unit(key).id for key in ("host", "soc", "af")
    }
    with pytest.raises(NotVisible):
        reached(world, "fk", row)


def test_m8_whole_consent_withdrawn_cancels_coming_meetings_and_not_past_ones(world, mailbox):
    case = build.case(world)
    past = meeting(
        world,
        case,
        at=clock.now() - timedelta(days=9),
        when=slot(clock.today() - timedelta(days=2)),
    )
    row = meeting(world, case, guests=(GUEST,))
    sent(mailbox)
    withdraw(world, case)
    got = sent(mailbox)
    assert set(got) == {world.user(w).email for w in ("host", "soc", "af", "fk")} | {GUEST.address}
    assert all(calendar_of(one)["METHOD"] == "CANCEL" for one in got.values())
    assert not row.is_on
    assert past.is_on


def test_c4_the_impact_on_meetings_is_told_beforehand(world):
    case = build.case(world)
    row = meeting(world, case)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    asked = {"actor": acting(world.user("soc")), "on": clock.today()}

    def lines(unit_id):
        found = [
            one for _, many in impact_asked.send(consent, unit_id=unit_id, **asked) for one in many
        ]
        return [(one.heading, " ".join(one.lines)) for one in found if one.icon == "fk:calendar"]

    [(heading, said)] = lines(world.unit("fk").id)
    assert heading == "Enheten avbokas från ett möte"
    assert time_span(row.starts_at, row.ends_at) in said
    assert "En person från enheten får en avbokning." in said
    assert lines(None)[0][0] == "Ett möte ställs in"
    assert lines(world.unit("psykiatri").id) == []
