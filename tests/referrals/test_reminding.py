"""R4, M3: whoever owes an answer or a completion is reminded, once of each, without its words."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session, writing
from casework.letters.models import Letter
from casework.letters.sending import Stop
from casework.referrals.reminding import remind, render
from tests import build
from tests.referrals.making import answered, sent

SENT = "2026-11-23 12:00+01:00"  # a Monday: the answer is due the Monday after


def consents_of(referral):
    wanted = Consent.series_id == referral.consent_series_id
    return session.scalars(select(Consent).where(wanted)).all()


def reminded(at):
    """Who got what that day."""
    known = set(session.scalars(select(Letter.id)))
    with time_machine.travel(at, tick=False):
        with writing():
            remind(clock.now())
        rows = session.scalars(select(Letter).where(Letter.id.not_in(known)))
        return [(row.kind, row.receiver_id) for row in rows]


def test_r4_the_coordinator_is_reminded_two_working_days_before_and_when_late_once_each(world):
    with time_machine.travel(SENT, tick=False):
        sent(world)
    host = world.user("host").id
    assert reminded("2026-11-25 07:00+01:00") == []
    assert reminded("2026-11-26 07:00+01:00") == [("referral-answer-soon", host)]
    assert reminded("2026-11-27 07:00+01:00") == []
    assert reminded("2026-11-30 07:00+01:00") == []
    assert reminded("2026-12-01 07:00+01:00") == [("referral-answer-late", host)]
    assert reminded("2026-12-02 07:00+01:00") == []


def test_r4_the_sender_is_reminded_of_the_completion_and_the_coordinator_is_not(world):
    with time_machine.travel(SENT, tick=False):
        referral = sent(world)
        day = clock.today() + timedelta(days=14)  # 7 December
        answered(world, referral, "kompletteras", sentence="Vad?", due_on=day)
    soc = world.user("soc").id
    assert reminded("2026-12-02 07:00+01:00") == []
    assert reminded("2026-12-03 07:00+01:00") == [("referral-completion-soon", soc)]
    assert reminded("2026-12-08 07:00+01:00") == [("referral-completion-late", soc)]
    assert reminded("2026-12-09 07:00+01:00") == []


def test_r4_nobody_is_reminded_of_what_is_decided_taken_back_or_out_of_consent(world):
    with time_machine.travel(SENT, tick=False):
        answered(world, sent(world), "hanvisas", sentence="Vårdcentralen.")
        sent(world).withdrawn_at = clock.now()
        hidden = sent(world, by="af", grants=dict.fromkeys(("host", "af", "fk"), "all"))
        for consent in consents_of(hidden):
            build.withdrawal(consent, world.user("af"), world.unit("host"))
        session.commit()
    assert reminded("2026-12-01 07:00+01:00") == []


def test_r4_a_waiting_referral_reminds_only_when_it_wakes(world):
    with time_machine.travel(SENT, tick=False):
        referral = sent(world)
        answered(world, referral, "vantar", due_on=clock.today() + timedelta(days=14))
    assert reminded("2026-12-03 07:00+01:00") == []
    assert [kind for kind, _ in reminded("2026-12-07 07:00+01:00")] == ["referral-answer-soon"]


def test_m3_the_letter_tells_nothing_and_stops_when_nothing_is_owed(world):
    with time_machine.travel(SENT, tick=False):
        referral = sent(world)
    reminded("2026-12-01 07:00+01:00")
    letter = session.scalars(select(Letter)).one()
    with time_machine.travel("2026-12-01 07:05+01:00", tick=False):
        written = render(letter).as_string()
        assert "Tiden f" in written
        for secret in ("Linn", "Hjortronmo", referral.reference, "1990", "Socialkontoret"):
            assert secret not in written
        answered(world, referral, "hanvisas", sentence="Vårdcentralen.")
        session.expire_all()
        assert isinstance(render(letter), Stop)
