"""R1, R2, R6, E3, C5: a referral until it is sent, through the service, on both databases."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.people.models import Person
from casework.referrals import queries, service
from casework.referrals.models import Referral
from casework.referrals.queries import lists
from casework.referrals.rules import State
from tests import build
from tests.conftest import acting
from tests.referrals.making import consent_answers, door, draft, sent
from tests.referrals.seeing import seen_by, sees


def test_r1_a_draft_is_seen_by_the_authors_unit_and_nobody_else(world):
    referral = draft(world)
    world.users["soc2"] = build.user(world.unit("soc"))
    assert seen_by(world, referral) == {"soc"}
    assert sees(world, referral, "soc2")
    with pytest.raises(NotVisible):
        door(world, referral, "host")


def test_r1_a_draft_is_gone_on_its_day_and_then_swept_away(world):
    with time_machine.travel("2026-03-01 12:00+01:00", tick=False):
        referral = draft(world)
        assert door(world, referral).purge_on.isoformat() == "2026-05-30"
    with time_machine.travel("2026-05-29 12:00+02:00", tick=False):
        assert door(world, referral)
        assert service.purge_old_drafts(None, on=clock.today()) == 0
    with time_machine.travel("2026-05-30 00:30+02:00", tick=False):
        with pytest.raises(NotVisible):
            door(world, referral)
        assert lists.own(acting(world.user("soc")), clock.today()) == []
        assert service.purge_old_drafts(None, on=clock.today()) == 1
        seal_and_commit()
    assert session.scalars(select(Referral)).all() == []


def test_r1_a_half_written_draft_keeps_what_was_typed_and_leaves_no_other_row(world):
    """R1, R8: neither person nor consent exist before it is sent."""
    referral = draft(world, person={"name": "Linn"}, grants={}, needed={"wish": "Arbete"})
    kept = door(world, referral).draft
    assert kept == {
        **{"person": {"name": "Linn"}, "need": {"wish": "Arbete"}},
        "saved": {"person": 1, "need": 1},
    }
    assert not session.scalars(select(Person)).all()
    assert not session.scalars(select(Consent)).all()


def test_r1_only_its_unit_writes_in_a_draft(world):
    referral = draft(world)
    file = door(world, referral)
    for who in ("af", "host", "lsg"):
        with pytest.raises(NotAllowed):
            service.save_step(
                acting(world.user(who)), file, part="need", answers={}, at=clock.now()
            )
        with pytest.raises(NotAllowed):
            service.send(acting(world.user(who)), file, at=clock.now())


def test_e3_of_a_protected_person_nothing_is_kept_in_the_draft_or_after(world):
    referral = draft(world, person={"protected": True, "name": "Linn", "phone": "070"})
    assert door(world, referral).draft["person"] == {"protected": True}
    service.send(acting(world.user("soc")), door(world, referral), at=clock.now())
    seal_and_commit()
    file = door(world, referral)
    assert file.person.is_protected
    assert "Linn" not in file.referral.snapshot
    world.user("host").cleared = False
    with pytest.raises(NotVisible):
        door(world, referral, "host")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"person": {"name": "Linn"}}, "personnummer"),
        ({"grants": {}}, "Skriv vad samtycket gäller"),
        ({"needed": {"question": "?"}}, "Bakgrund"),
        ({"grants": {"soc": "all", "af": "all"}}, "koordinatorn"),
        ({"grants": {"host": "all", "af": "all"}}, "din egen enhet"),
        ({"grants": {"host": "all", "soc": "all", "ame": "all"}}, "två myndigheter"),
    ],
)
def test_r2_an_incomplete_referral_is_not_sent_and_says_what_is_missing(world, change, says):
    """R2, C7: whole, and with a consent over the sender, the host and one more authority."""
    referral = draft(world, **change)
    with pytest.raises(RuleBroken, match=says):
        service.send(acting(world.user("soc")), door(world, referral), at=clock.now())
    assert referral.sent_at is None


def test_r2_a_consent_that_ended_while_the_draft_lay_is_not_enough(world):
    with time_machine.travel("2026-03-01 12:00+01:00", tick=False):
        referral = draft(world)
        file = door(world, referral)
        short = consent_answers(world, last_day=clock.today() + timedelta(days=3))
        actor = acting(world.user("soc"))
        service.save_step(actor, file, part="consent", answers=short, at=clock.now())
    with (
        time_machine.travel("2026-03-05 12:00+01:00", tick=False),
        pytest.raises(RuleBroken, match="redan gått ut"),
    ):
        service.send(actor, door(world, referral), at=clock.now())


def test_r2_sending_makes_the_person_and_the_consent_and_empties_the_draft(world):
    referral = sent(world)
    file = door(world, referral)
    assert (file.state, file.draft) == (State.SENT, {})
    assert (file.person.name, file.person.birth_year) == ("Linn Hjortronmo", 1990)
    assert file.consents[0].units_in_force(clock.today()) == {
        world.unit(key).id for key in ("host", "soc", "af")
    }
    assert seen_by(world, referral) == {"soc", "host"}


def test_c5_the_coordinator_reads_only_the_kinds_given_to_the_host(world):
    """C5: what the host may not read is not even kept."""
    grants = {"host": ("planering", "arbete"), "soc": "all", "af": "all"}
    referral = sent(world, grants=grants)
    file = door(world, referral, "host")
    assert {t.info_kind for t in file.texts} == {"planering", "arbete"}
    assert (referral.support_time, referral.income, referral.children_at_home) == (None,) * 3
    assert referral.reasons == "kort_fast"
    assert referral.education == "gymnasium"
    af = queries.readable_texts(acting(world.user("af")), referral, clock.today())
    assert {t.info_kind for t in af} == {"planering", "arbete"}
    assert queries.readable_texts(acting(world.user("fk")), referral, clock.today()) == []


def test_c5_without_planering_the_question_is_of_a_kind_that_the_host_may_read(world):
    grants = {"host": ("ekonomi",), "soc": "all", "af": ("planering", "ekonomi")}
    referral = sent(world, grants=grants)
    assert {t.info_kind for t in door(world, referral, "host").texts} == {"ekonomi"}
    assert "question" in {t.field for t in door(world, referral, "host").texts}
