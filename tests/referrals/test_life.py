"""R3–R8, C7: a referral once it is sent, through the service, on both databases."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.access.rules import Action
from casework.audit.service import waiting
from casework.cases.models import Assignment, Case
from casework.cases.queries import case_for
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.referrals import service
from casework.referrals.queries import lists
from casework.referrals.rules import State
from tests import build
from tests.conftest import acting
from tests.referrals.making import answered, door, draft, sent
from tests.referrals.seeing import seen_by


def test_r3_what_was_sent_stays_as_it_was_and_a_change_is_told_with_old_new_and_reason(world):
    referral = sent(world)
    before = referral.snapshot
    file = door(world, referral)
    text = next(t for t in file.texts if t.field == "wish")
    actor = acting(world.user("soc"))
    service.amend(actor, file, text, new="Heltid.", reason="Ny kontakt.", at=clock.now())
    seal_and_commit()
    session.expire_all()
    change = door(world, referral, "host").referral.amendments[0]
    assert (change.old, change.new, change.reason) == (
        "Arbete på halvtid.",
        "Heltid.",
        "Ny kontakt.",
    )
    assert referral.snapshot == before
    assert ["wish", "planering", "Arbete på halvtid."] in json.loads(before)["texts"]
    with pytest.raises(NotAllowed, match="skickad"):
        service.save_step(actor, file, part="need", answers={}, at=clock.now())
    with pytest.raises(NotAllowed):
        service.amend(acting(world.user("host")), file, text, new="x", reason="y", at=clock.now())


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("kompletteras", {"sentence": "Vad?"}, "due_on"),
        ("kompletteras", {"due_on": 5}, "sentence"),
        ("kompletteras", {"due_on": 0, "sentence": "Vad?"}, "due_on"),
        ("vantar", {}, "due_on"),
        ("hanvisas", {}, "sentence"),
        ("avslas", {"sentence": "Inte nu."}, "reason"),
        ("avslas", {"reason": "annat"}, "sentence"),
        ("antas", {}, "next_on"),
        ("antas", {"next_on": -1}, "next_on"),
        ("kanske", {}, "kind"),
    ],
)
def test_r4_each_answer_needs_its_own(world, kind, more, field):
    referral = sent(world)
    days = {
        name: clock.today() + timedelta(days=value) if isinstance(value, int) else value
        for name, value in more.items()
    }
    with pytest.raises(RuleBroken) as broken:
        answered(world, referral, kind, **days)
    assert broken.value.field == field


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        ("kompletteras", {"due_on": True, "sentence": "Vad har prövats?"}, State.COMPLETION),
        ("vantar", {"due_on": True}, State.WAITING),
        ("hanvisas", {"sentence": "Vårdcentralen."}, State.POINTED),
        ("avslas", {"sentence": "En part räcker.", "reason": "en_myndighet"}, State.REFUSED),
    ],
)
def test_r4_an_answer_is_kept_and_the_state_follows(world, kind, more, state):
    referral = sent(world)
    if more.get("due_on"):
        more["due_on"] = clock.today() + timedelta(days=7)
    assert answered(world, referral, kind, **more) is None
    session.expire_all()
    file = door(world, referral)
    assert file.state is state
    assert file.referral.answers[-1].sentence == more.get("sentence")
    if state in (State.POINTED, State.REFUSED):
        with pytest.raises(NotAllowed, match="avgjord"):
            answered(world, referral, "vantar", due_on=clock.today() + timedelta(days=7))


def test_r4_only_the_hosts_coordinator_answers_and_only_under_consent(world):
    referral = sent(world)
    file = door(world, referral)
    for who in ("soc", "af", "lsg", "admin"):
        with pytest.raises(NotAllowed):
            service.answer(acting(world.user(who)), file, kind="avslas", at=clock.now())
    for unit in ("norsjo", "af"):  # outside the consent, and inside it
        other = build.user(world.unit(unit), "koordinator")
        with pytest.raises(NotAllowed):
            service.answer(acting(other), file, kind="avslas", at=clock.now())


def test_r4_completed_it_waits_for_an_answer_again(world):
    referral = sent(world)
    day = clock.today() + timedelta(days=7)
    answered(world, referral, "kompletteras", sentence="Vad har prövats?", due_on=day)
    actor = acting(world.user("soc"))
    with pytest.raises(NotAllowed):
        service.complete(
            acting(world.user("host")),
            door(world, referral),
            info_kind="arbete",
            text="x",
            at=clock.now(),
        )
    service.complete(
        actor, door(world, referral), info_kind="arbete", text="Praktik.", at=clock.now()
    )
    seal_and_commit()
    session.expire_all()
    file = door(world, referral, "host")
    assert file.state is State.SENT
    assert ("more-1", "Praktik.") in {(t.field, t.text) for t in file.texts}
    assert [r.id for r in lists.unanswered(acting(world.user("host")), world.programme, file.on)]


def test_r4_the_first_answer_is_due_within_the_programmes_working_days(world):
    with time_machine.travel("2026-12-18 12:00+01:00", tick=False):  # a Friday before Christmas
        referral = sent(world)
        assert door(world, referral, "host").standing.due.isoformat() == "2026-12-29"


def test_r5_the_sender_takes_it_back_until_it_is_decided(world):
    referral = sent(world)
    with pytest.raises(NotAllowed):
        service.withdraw(acting(world.user("host")), door(world, referral, "host"), at=clock.now())
    service.withdraw(acting(world.user("soc")), door(world, referral), at=clock.now())
    seal_and_commit()
    assert door(world, referral).state is State.WITHDRAWN
    with pytest.raises(NotVisible):
        door(world, referral, "host")
    decided = sent(world)
    answered(world, decided, "hanvisas", sentence="Vårdcentralen.")
    session.expire_all()
    with pytest.raises(NotAllowed, match="avgjord"):
        service.withdraw(acting(world.user("soc")), door(world, decided), at=clock.now())


def test_r7_accepting_opens_a_case_that_the_sender_owns(world):
    referral = sent(world)
    af = world.user("af")
    next_on = clock.today() + timedelta(days=14)
    case_id = answered(world, referral, "antas", contact_ids=[af.id], next_on=next_on)
    case = session.get(Case, case_id)
    assert (case.owner_unit_id, case.referral_id) == (world.unit("soc").id, referral.id)
    assert (case.next_step, case.next_step_on) == ("kartlaggning", next_on)
    on = clock.today()
    assert case_for(acting(world.user("soc")), case.id, on, Action.OWN)
    assert case_for(acting(af), case.id, on).kinds == set(build.KINDS)
    assert case_for(acting(world.user("host")), case.id, on, Action.COORDINATE)
    assert len(session.scalars(select(Assignment)).all()) == 2
    assert seen_by(world, referral) == {"soc", "host", "af"}


def test_c7_without_the_host_in_force_nothing_can_be_accepted(world):
    referral = sent(world)
    file = door(world, referral, "host")
    consent = session.scalar(select(Consent))
    build.withdrawal(consent, world.user("soc"), world.unit("host"))
    session.expire_all()
    with pytest.raises(NotVisible):
        door(world, referral, "host")
    later = file.__class__(**{**vars(file), "consents": door(world, referral).consents})
    with pytest.raises(NotAllowed, match="omfattar inte"):
        service.answer(acting(world.user("host")), later, kind="antas", at=clock.now())
    assert not session.scalars(select(Case)).all()


def test_r7_a_contact_person_of_a_unit_outside_the_consent_is_refused(world):
    referral = sent(world)
    with pytest.raises(RuleBroken, match="FK Provlunda"):
        answered(
            world,
            referral,
            "antas",
            contact_ids=[world.user("fk").id],
            next_on=clock.today() + timedelta(days=14),
        )


def test_r8_a_person_known_elsewhere_is_referred_exactly_as_a_new_one(world):
    first = sent(world)
    second = sent(world, by="af", grants=dict.fromkeys(("host", "af", "soc"), "all"))
    assert first.person_id != second.person_id
    assert door(world, second, "af").state is State.SENT
    with pytest.raises(NotVisible):
        door(world, first, "af")


def test_a1_every_verb_leaves_a_row_and_so_does_reading(world):
    referral = sent(world)
    door(world, referral)
    assert [(e.action, e.subject_id) for e in waiting()] == [("read", referral.id)]


def test_tasks_say_whose_turn_it_is_with_code_and_without_name(world):
    referral = sent(world)
    on = clock.today()
    (task,) = lists.tasks(acting(world.user("host")), on)
    assert task.endpoint == "referrals.show"
    assert referral.reference in task.sentence
    assert "Linn" not in task.sentence
    assert lists.tasks(acting(world.user("soc")), on) == []
    answered(world, referral, "kompletteras", sentence="?", due_on=on + timedelta(days=3))
    session.expire_all()
    assert lists.tasks(acting(world.user("host")), on) == []
    (task,) = lists.tasks(acting(world.user("soc")), on)
    assert (task.endpoint, task.due) == ("referrals.complete", on + timedelta(days=3))
    old = draft(world)
    (near,) = lists.tasks(acting(world.user("soc")), on + timedelta(days=85))[:1]
    assert old.reference in near.sentence
