"""C3, C4, C5: a new version that gives more or less: who records it, and what it does at once."""

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.consents import queries
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.letters.models import Letter
from casework.people.models import Person
from tests import build
from tests.conftest import acting
from tests.consents.making import given
from tests.consents.test_pages import form_of
from tests.meetings.making import meeting, reached, slot
from tests.meetings.post import calendar_of, sent

ALL = dict.fromkeys(("host", "soc", "af", "fk"), "all")
LESS = {**ALL, "fk": ("arbete",)}
WITHOUT_FK = dict.fromkeys(("host", "soc", "af"), "all")
MORE = {**ALL, "psykiatri": ("psykisk",)}


def versions_of(case):
    series = Consent.series_id == case.consent_series_id
    return session.scalars(select(Consent).where(series).order_by(Consent.version)).all()


def next_version(world, case, grants, *, by="soc", **more):
    former = versions_of(case)[-1]
    more = {"purpose": former.purpose, "last_day": former.last_day, **more}
    person = session.get(Person, case.person_id)
    made = given(world, grants, by=by, person=person, series_id=case.consent_series_id, **more)
    seal_and_commit()
    session.expire_all()
    return made


@pytest.fixture
def case(world):
    made = build.case(world)
    seal_and_commit()
    return made


# who records, what the new version gives, may they
WHO = [
    ("soc", MORE, True),
    ("host", MORE, True),
    ("af", MORE, False),
    ("fk", {**ALL, "psykiatri": ("arbete",)}, False),
    ("af", LESS, True),
    ("fk", WITHOUT_FK, True),
    ("af2", LESS, True),  # C4: whoever of a named unit is told, records it
    ("norsjo", LESS, False),
    ("psykiatri", WITHOUT_FK, False),
    ("admin", LESS, False),
    ("lsg", LESS, False),
]


@pytest.mark.parametrize(("who", "grants", "allowed"), WHO)
def test_c5_more_is_recorded_by_the_owner_or_the_coordinator_less_by_anyone_named(
    world, case, who, grants, allowed
):
    if allowed:
        assert next_version(world, case, grants, by=who).version == 2
        return
    with pytest.raises(NotAllowed):
        next_version(world, case, grants, by=who)
    assert len(versions_of(case)) == 1


def test_c5_a_unit_never_gives_itself_more(world, case):
    next_version(world, case, LESS)
    with pytest.raises(NotAllowed, match="ansvarar för ärendet"):
        next_version(world, case, ALL, by="fk")
    assert len(versions_of(case)) == 2


def test_c6_a_longer_time_is_more_too(world, case):
    ends = versions_of(case)[0].last_day
    later = ends.replace(day=ends.day - 1 or 1)
    assert next_version(world, case, ALL, by="af", last_day=later).last_day == later
    with pytest.raises(NotAllowed):
        next_version(world, case, ALL, by="af", last_day=ends)


def test_c5_before_any_case_who_recorded_it_is_the_owner(world):
    first = given(world, ALL, by="af")
    seal_and_commit()
    person = session.get(Person, first.person_id)
    again = {"person": person, "series_id": first.series_id, "last_day": first.last_day}
    with pytest.raises(NotAllowed):
        given(world, MORE, by="soc", **again)
    assert given(world, MORE, by="af", **again).version == 2


def test_c4_a_version_without_a_unit_does_to_meetings_and_letters_what_a_withdrawal_does(
    world, case, mailbox
):
    row = meeting(world, case)
    sent(mailbox)
    later = meeting(world, case, when=slot(hour=14))  # its invitations still wait
    next_version(world, case, WITHOUT_FK, by="fk")
    got = sent(mailbox)
    fk = world.user("fk").email
    assert calendar_of(got[fk])["METHOD"] == "CANCEL"
    assert fk not in {one["To"] for one in mailbox.read if later.code in one["Subject"]}
    for one in (row, later):
        assert one.is_on
        assert world.unit("fk").id not in {p.unit_id for p in reached(world, "host", one).asked}
    with pytest.raises(NotVisible):
        case_for(acting(world.user("fk")), case.id, clock.today())
    with pytest.raises(NotVisible):
        reached(world, "fk", row)


def test_c4_a_unit_that_keeps_a_kind_stays_in_the_meeting(world, case, mailbox):
    row = meeting(world, case)
    sent(mailbox)
    next_version(world, case, LESS)
    assert sent(mailbox) == {}
    assert world.unit("fk").id in {p.unit_id for p in reached(world, "host", row).asked}
    assert case_for(acting(world.user("fk")), case.id, clock.today()).kinds == {"arbete"}


def test_c4_without_the_host_nothing_of_the_coordinators_is_held(world, case, mailbox):
    row = meeting(world, case)
    sent(mailbox)
    next_version(world, case, dict.fromkeys(("soc", "af", "fk"), "all"))
    assert not row.is_on
    assert len(sent(mailbox)) == 4
    assert not session.scalars(select(Letter).where(Letter.failed_at.is_not(None))).all()


def test_c3_the_former_version_stays_for_those_who_may_see_it(world, case):
    first = versions_of(case)[0]
    next_version(world, case, WITHOUT_FK)
    for who, sees in (("soc", True), ("host", True), ("af", True), ("fk", False)):
        actor = acting(world.user(who))
        if sees:
            assert queries.consent_for(actor, first.id, clock.today())[0].version == 1
        else:
            with pytest.raises(NotVisible):
                queries.consent_for(actor, first.id, clock.today())


def test_c5_a_second_consent_by_a_colleague_gives_a_case_nothing(world, case, sign_in):
    """Whoever cannot see the former one cannot follow it: what they record stands for itself."""
    colleague = build.user(world.unit("soc"), name="Kurt Vide")
    url = f"/samtycken/ny?person={case.person_id}"
    client = sign_in(colleague)
    page = client.get(url).text
    assert "Det öppnar inget ärende" in page
    assert "ersätter" not in page
    assert client.post(url, data=form_of(world, MORE) | {"spara": "1"}).status_code == 302
    [alone] = session.scalars(select(Consent).where(Consent.series_id != case.consent_series_id))
    assert (alone.version, alone.replaced_on, alone.recorded_by_id) == (1, None, colleague.id)
    assert [one.replaced_on for one in versions_of(case)] == [None]
    with pytest.raises(NotVisible):
        case_for(acting(colleague), case.id, clock.today())
    build.assign(case, world.user("psykiatri"))
    with pytest.raises(NotVisible):
        case_for(acting(world.user("psykiatri")), case.id, clock.today())
    # and the coordinator, who sees both, changes the case's own from the case
    host = acting(world.user("host"))
    person = session.get(Person, case.person_id)
    latest = queries.latest_of(host, person, clock.today())
    assert latest.series_id == case.consent_series_id


def test_c2_who_took_it_may_be_a_colleague_of_ones_own_unit_and_nobody_else(world):
    colleague = build.user(world.unit("soc"), name="Kurt Vide")
    assert given(world, taken_by_id=colleague.id, given_how="oral").taken_by_id == colleague.id
    assert given(world, taken_by_id=world.user("soc").id).taken_by_id is None
    with pytest.raises(RuleBroken, match="din egen enhet"):
        given(world, taken_by_id=world.user("af").id)


def test_c2_a_representative_is_kept_with_kind_name_scope_and_proof(world):
    said = {"representative_name": "Rut Ek", "representative_scope": "Ekonomi"}
    made = given(world, by_whom="forvaltare", document_seen=True, **said)
    seal_and_commit()
    kept = (made.representative_kind, made.representative_name, made.representative_scope)
    assert kept == ("forvaltare", "Rut Ek", "Ekonomi")
    assert b"Rut Ek" not in made.representative_name_sealed
