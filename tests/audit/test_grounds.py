"""A1: each row says on what ground, a refusal says what was asked for and why not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access import YES, Decision, Reason
from casework.audit.models import AuditEntry
from casework.audit.service import note_read, note_refusal, record, waiting
from casework.cases.models import Case
from casework.cases.queries import case_for
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session, writing
from casework.people.models import Person
from casework.referrals.models import Referral, ReferralAnswer
from tests import build
from tests.access.abuse import unchanged
from tests.conftest import acting
from tests.statements import counted


@pytest.fixture
def case(world):
    row = build.case(world)
    session.commit()
    return row


def told(entry):
    return (entry.action, entry.outcome, entry.reason, entry.case_id, entry.basis_id)


def newest(count=1):
    session.remove()
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(count)).all()
    return [told(row) for row in reversed(rows)]


@pytest.mark.parametrize(("who", "reason"), [("soc", "owner"), ("af", "consent")])
def test_a1_what_is_done_in_a_case_stands_on_what_it_was_reached_on(world, case, who, reason):
    actor = acting(world.user(who))
    file = case_for(actor, case.id, clock.today())
    record(actor, "told", build.room(), case_id=file.id)
    of = (reason, case.id, case.consent_series_id)
    assert [told(e) for e in waiting()] == [
        ("read", "allowed", *of),
        ("told", "allowed", *of),
    ]


def test_a1_the_basis_is_the_version_in_force(world, case):
    """A new version of the consent is another basis than the one before."""
    first = session.get_one(Consent, case.consent_series_id)
    first.replaced_on = clock.today() - timedelta(days=1)
    person, names = session.get_one(Person, case.person_id), {world.units["af"]: "all"}
    again = {"series_id": first.series_id, "version": 2}
    second = build.consent(person, world.user("soc"), names, **again)
    session.commit()
    actor = acting(world.user("af"))
    with writing():
        file = case_for(actor, case.id, clock.today())
        record(actor, "told", build.room(), case_id=file.id)
    assert newest() == [("told", "allowed", "consent", case.id, second.id)]


def test_a1_the_ground_is_of_the_actor_the_case_and_the_transaction(world, case):
    af, soc = acting(world.user("af")), acting(world.user("soc"))
    other = build.case(world)
    session.commit()
    with writing():
        case_for(af, case.id, clock.today())
        record(soc, "by another", build.room(), case_id=case.id)
        record(af, "elsewhere", build.room(), case_id=other.id)
        record(None, "by link", build.room(), case_id=case.id)
    with writing():
        record(af, "later", build.room(), case_id=case.id)
    assert {row[2:] for row in newest(4)} == {
        ("policy", case.id, None),
        ("policy", other.id, None),
    }


def test_a1_a_bare_yes_stands_on_the_case_and_a_strong_ground_is_kept(world, case):
    af, room, text = acting(world.user("af")), build.room(), build.room()
    case_for(af, case.id, clock.today())
    note_read(af, room, Decision(True), case_id=case.id)
    note_read(af, text, Decision(True, reason=Reason.OWN_WRITING), case_id=case.id)
    note_read(af, world.user("af"), Decision(True, reason=Reason.OF_ROLE), case_id=case.id)
    record(af, "told", build.room(), case_id=case.id)
    assert [e.reason for e in waiting()] == ["consent", "consent", "own-writing", "role", "consent"]
    assert waiting()[-1].basis_id == case.consent_series_id


def test_a1_own_writing_is_the_ground_when_there_is_no_other(world, case):
    af = acting(world.user("af"))
    note_read(af, build.room(), Decision(True, reason=Reason.OWN_WRITING), case_id=case.id)
    record(af, "corrected", build.room(), case_id=case.id)
    assert told(waiting()[-1]) == ("corrected", "allowed", "own-writing", case.id, None)


def test_a1_a_consent_that_is_named_goes_first(world, case):
    af, named = acting(world.user("af")), build.any_id()
    case_for(af, case.id, clock.today())
    record(af, "sent", build.room(), case_id=case.id, basis=named)
    assert told(waiting()[-1]) == ("sent", "allowed", "consent", case.id, named)


def test_a1_what_was_read_outside_a_case_is_the_ground_of_what_is_done_with_it(world, case):
    host, basis = acting(world.user("host")), build.any_id()
    referral = session.get_one(Referral, case.referral_id)
    note_read(host, referral, Decision(True, "", Reason.CONSENT, basis))
    record(host, "completed", referral)
    record(host, "answered", ReferralAnswer(referral_id=referral.id))
    assert [(e.reason, e.basis_id) for e in waiting()] == [("consent", basis)] * 3


@pytest.mark.parametrize("address", ["/arenden/{}", "/arenden/{}/plan", "/arenden/{}/nasta-steg"])
def test_a1_a_refusal_says_which_case_was_asked_for(world, sign_in, case, address):
    """The same row, and as many statements, for not theirs and for nothing at all."""
    client, sent = sign_in(world.user("norsjo")), []
    assert client.get(address.format(build.any_id())).status_code == 404, "now there is a head"
    for asked in (case.id, build.any_id()):
        with counted() as statements:
            assert client.get(address.format(asked)).status_code == 404
        sent.append(len(statements))
        assert newest() == [("get", "denied", "not-visible", asked, None)]
        row = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert row.subject_id == asked
        assert row.user_id == world.user("norsjo").id
    assert sent[0] == sent[1]


def test_a1_a_refusal_inside_a_case_says_what_was_asked_for_in_it(world, sign_in, case):
    client, part = sign_in(world.user("norsjo")), build.any_id()
    assert client.get(f"/arenden/{case.id}/kartlaggning/delar/{part}").status_code == 404
    row = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (row.subject_id, row.case_id, row.outcome) == (part, case.id, "denied")


def test_a1_what_was_read_on_the_way_to_a_refusal_is_no_read(world, sign_in, case):
    """Nothing of it was shown: the trail says that it was refused, and no more."""
    actor, case_id = acting(world.user("af")), case.id
    address = f"/arenden/{case_id}/vem-har-sett"
    client = sign_in(world.user("af"))
    client.get("/finns-inte")
    with unchanged():
        assert client.get(address).status_code == 403
    note_read(actor, session.get_one(Case, case_id), YES)
    session.rollback()
    assert not waiting()


def test_a1_a_page_that_is_shown_again_after_a_refused_save_is_read(world, sign_in, case):
    """The rollback took the row of what was read before it, and the page shows it."""
    client, case_id = sign_in(world.user("host")), case.id
    said = {"on": (clock.today() + timedelta(days=10)).isoformat()}
    address = f"/arenden/{case_id}/kartlaggning/klar"
    assert [client.post(address, data=said).status_code for _ in range(2)] == [302, 422]
    ((action, outcome, _, case, _),) = newest()
    assert (action, outcome, case) == ("read", "allowed", case_id)


def test_a1_a_refusal_with_a_reason_keeps_it(world):
    actor = acting(world.user("af"))
    note_refusal(actor, "post", "plans", "not an id", case_id="nor this", reason=Reason.NO_CONSENT)
    entry = waiting()[0]
    assert told(entry) == ("post", "denied", "no-consent", None, None)
    assert entry.subject_id is None
