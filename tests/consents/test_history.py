"""C3, C5 as pages: changing a consent, and who is told what was before."""

import re

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.cases.models import Assignment
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from tests import build
from tests.consents.test_pages import form_of
from tests.consents.test_versions import ALL, LESS, WITHOUT_FK, next_version, versions_of
from tests.meetings.making import meeting


@pytest.fixture
def case(world):
    made = build.case(world)
    seal_and_commit()
    return made


def first_of(case):
    return versions_of(case)[0]


def change_form(world, case, grants, **more):
    was = first_of(case)
    same = {"purpose": was.purpose, "last_day": was.last_day}
    return form_of(world, grants, **{**same, **more})


def test_c2_a_change_begins_empty_with_what_holds_beside_each_box(world, sign_in, case):
    next_version(world, case, LESS)
    page = sign_in(world.user("soc")).get(f"/samtycken/{first_of(case).id}/andra").text
    assert " checked" not in page
    assert page.count("gäller nu</span>") == 3 * len(build.KINDS) + 1
    assert not re.findall(r'type="date"[^>]*value="[^"]', page)


def test_c2_what_holds_is_filled_in_when_asked_for_but_never_how_it_was_given(world, sign_in, case):
    next_version(world, case, LESS, exceptions="Inte mamma")
    url = f"/samtycken/{first_of(case).id}/andra?fran=nu"
    page = sign_in(world.user("soc")).get(url).text
    ticked = re.findall(r'<input[^>]*name="(\w+)"[^>]* checked', page)
    assert ticked == ["scope"] * (3 * len(build.KINDS) + 1)
    assert "Inte mamma" in page
    filled = re.findall(r'name="(\w+)"[^>]*type="date"[^>]*value="[^"]', page)
    filled += re.findall(r'type="date"[^>]*name="(\w+)"[^>]*value="[^"]', page)
    assert filled == ["last_day"]


def test_c4_the_review_says_who_gains_who_loses_and_what_follows(world, sign_in, case):
    meeting(world, case)
    url = f"/samtycken/{first_of(case).id}/andra"
    grants = {"host": "all", "soc": "all", "af": ("arbete",), "psykiatri": ("psykisk",)}
    page = sign_in(world.user("soc")).post(url, data=change_form(world, case, grants)).text
    assert "Psykiatrin får veta mer" in page
    assert "Ny rätt att läsa om psykisk." in page
    assert "AF Provlunda får veta mindre" in page
    assert "FK Provlunda kan inte längre läsa något" in page
    assert "Följder för FK Provlunda" in page
    assert "En person kan inte längre öppna ärendet" in page
    assert "Enheten avbokas från ett möte" in page
    assert "Följder för AF Provlunda" not in page
    assert len(versions_of(case)) == 1


def test_c4_the_consequences_are_told_of_cases_that_the_actor_reaches(world, sign_in, case):
    """The recorder left the case: they may record less, and learn nothing of its meetings."""
    narrow = next_version(world, case, ALL, by="fk")
    meeting(world, case)
    seal_and_commit()
    data = change_form(world, case, WITHOUT_FK)
    page = sign_in(world.user("fk")).post(f"/samtycken/{narrow.id}/andra", data=data).text
    assert "avbokas" in page
    for one in session.scalars(select(Assignment)):
        if one.user_id == world.user("fk").id:
            one.ended_at = clock.now()
    client = sign_in(world.user("fk"))
    page = client.post(f"/samtycken/{narrow.id}/andra", data=data).text
    assert "FK Provlunda kan inte längre läsa något" in page
    assert "avbokas" not in page
    assert "öppna ärendet" not in page.split("<main")[1]


def test_c3_a_change_is_saved_from_the_review_and_leads_back_to_the_case(world, sign_in, case):
    client, url = sign_in(world.user("soc")), f"/samtycken/{first_of(case).id}/andra"
    data = change_form(world, case, LESS)
    assert 'name="efter" value="1"' in client.post(url, data=data).text
    saved = client.post(url, data=data | {"spara": "1", "efter": "1"})
    assert saved.location == f"/arenden/{case.id}"
    assert [one.version for one in versions_of(case)] == [1, 2]


def test_c3_what_was_reviewed_is_what_is_saved(world, sign_in, case):
    """Somebody else recorded a version meanwhile: the change is read once more."""
    client, url = sign_in(world.user("soc")), f"/samtycken/{first_of(case).id}/andra"
    data = change_form(world, case, LESS)
    next_version(world, case, WITHOUT_FK)
    late = client.post(url, data=data | {"spara": "1", "efter": "1"})
    assert late.status_code == 422
    assert "Samtycket har ändrats sedan du började" in late.text
    assert len(versions_of(case)) == 2


def test_c5_more_is_refused_with_a_sentence_in_the_form(world, sign_in, case):
    next_version(world, case, LESS)
    client, url = sign_in(world.user("fk")), f"/samtycken/{first_of(case).id}/andra"
    for extra in ({}, {"spara": "1", "efter": "2"}):
        answer = client.post(url, data=change_form(world, case, ALL) | extra)
        assert answer.status_code == 422
        assert "registrerar enheten som ansvarar för ärendet eller koordinatorn" in answer.text
    assert len(versions_of(case)) == 2


# C5: after FK was left out, who reads on the page of which version that FK was ever there
TOLD = [("soc", True), ("host", True), ("af", False)]


@pytest.mark.parametrize(("who", "told"), TOLD)
def test_c5_that_a_unit_was_left_out_is_told_to_owner_and_coordinator_only(
    world, sign_in, case, who, told
):
    next_version(world, case, WITHOUT_FK)
    client = sign_in(world.user(who))
    for version in versions_of(case):
        page = client.get(f"/samtycken/{version.id}").text.split("<main")[1]
        assert ("FK Provlunda" in page) is told
    assert ("Versioner" in page) is told


@pytest.mark.parametrize(("who", "told"), TOLD)
def test_c5_that_a_unit_was_taken_back_is_told_to_owner_and_coordinator_only(
    world, sign_in, case, who, told
):
    build.withdrawal(first_of(case), world.user("fk"), world.unit("fk"))
    page = sign_in(world.user(who)).get(f"/samtycken/{first_of(case).id}").text.split("<main")[1]
    assert ("FK Provlunda" in page) is told
    assert ("Taget tillbaka" in page) is told


def test_c5_a_unit_reads_the_history_of_its_own_row(world, sign_in, case):
    next_version(world, case, LESS)
    page = sign_in(world.user("fk")).get(f"/samtycken/{versions_of(case)[1].id}").text
    assert "Din enhet i samtycket" in page
    assert page.count("fick inte längre läsa om") == 1
    assert "Version 1" in page


def test_a1_the_versions_that_are_listed_are_noted_as_read(world, sign_in, case):
    next_version(world, case, LESS)
    ids = {str(one.id) for one in versions_of(case)}
    sign_in(world.user("soc")).get(f"/samtycken/{versions_of(case)[1].id}")
    noted = session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "read"))
    assert ids <= {str(one) for one in noted}


def test_c4_after_a_withdrawal_one_lands_where_one_still_reaches(world, sign_in, case):
    url = f"/samtycken/{first_of(case).id}/ta-tillbaka"
    said = {"told_how": "oral"}
    af = sign_in(world.user("af")).post(f"{url}?vad={world.unit('fk').id}", data=said)
    assert af.location == f"/arenden/{case.id}"
    assert sign_in(world.user("af")).post(f"{url}?vad=allt", data=said).location == "/"
    assert session.scalars(select(Consent)).one().version == 1
