"""T1: the owner unit's officers see who was in their case: acts, never texts."""

import re

import pytest
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import session
from casework.oversight.policy import may_see_who
from casework.oversight.queries import CHANGED, READ, REFUSED, seen
from casework.oversight.words import ground
from tests import build
from tests.cases.making import file_of, told
from tests.conftest import acting
from tests.oversight.making import at, is_refused, reads, reads_by, writes
from tests.statements import counted


@pytest.fixture
def story(world):
    """A case that its owner, AF under the consent and one without right have been at."""
    case = build.case(world)
    consent = session.scalars(
        select(Consent).where(Consent.series_id == case.consent_series_id)
    ).one()
    reads_by(world.user("soc"), case, at(hour=8), consent)
    reads_by(world.user("af"), case, at(hour=9), consent)
    reads_by(world.user("af"), case, at(hour=11), consent)
    writes(world.user("af"), case, at(hour=12))
    writes(None, case, at(hour=13), "meeting answered by link")
    is_refused(world.user("psykiatri"), case.id, at(hour=14))
    return case


def visited(world, case):
    soc = world.user("soc")
    file = file_of(soc, case)
    return {one.name: one for one in seen.visitors(acting(soc), file)}


def rows(world, case, **wanted):
    soc = world.user("soc")
    size = wanted.pop("size", 50)
    return seen.rows_of(acting(soc), file_of(soc, case), seen.Wanted(**wanted), size)


def test_t1_person_by_person_with_first_and_last_and_refusals(world, story):
    found = visited(world, story)
    assert set(found) == {"Signe Lingonhed", "Ture Blåklint", "Ola Norrsken", None}
    af = found["Ture Blåklint"]
    assert (af.times, af.refused, af.first, af.last) == (3, 0, at(hour=9), at(hour=12))
    assert (found["Ola Norrsken"].times, found["Ola Norrsken"].refused) == (1, 1)
    assert found["Ola Norrsken"].unit == "Psykiatrin"


def test_t1_each_act_on_its_ground(world, story):
    file, page = file_of(world.user("soc"), story), rows(world, story)
    said = [(row.who.split(" ")[0], row.what, ground(row.entry, file)) for row in page.rows]
    given = file.consents[0].given_on
    consent = f"samtycket {given.day} "
    assert said[0] == ("Ola", "Nekades åtkomst", "nekades")
    assert said[1] == ("Någon", "Svarade på en kallelse med länk", "svarslänken i kallelsen")
    assert said[2] == ("Ture", "Skrev i tidslinjen", "arbetar med ärendet")
    assert said[3][1] == "Läste ärendet"
    assert said[3][2].startswith(consent)
    assert said[3][2].endswith(f"{given.year}, version 1")
    assert said[-1] == ("Signe", "Läste ärendet", "ansvarar för ärendet")


def test_t1_narrowed_to_a_person_and_to_reads_changes_or_refusals(world, story):
    af = world.user("af").id
    assert len(rows(world, story, user_id=af).rows) == 3
    assert len(rows(world, story, user_id=af, sort=READ).rows) == 2
    assert len(rows(world, story, sort=CHANGED).rows) == 2
    assert [row.who for row in rows(world, story, sort=REFUSED).rows] == ["Ola Norrsken"]


def test_t1_pages_follow_one_another_without_a_gap(world, story):
    whole = [row.entry.seq for row in rows(world, story).rows]
    found, before = [], None
    while True:
        page = rows(world, story, before=before, size=2)
        found += [row.entry.seq for row in page.rows]
        before = page.older
        if before is None:
            break
    assert found == whole
    assert len(whole) == 6


def test_t1_nothing_of_another_case_not_even_of_the_same_person(world, story):
    other = build.case(world, owner="fk", person=build.person(world.user("fk")))
    same = build.case(world, owner="fk", person=build.person(world.user("fk"), "Linn Hjortronmo"))
    for case in (other, same):
        reads(world.user("fk"), case, at())
        is_refused(world.user("ame"), case.id, at())
    assert not {"Maj Fjällskär", "Nils Tranmo"} & set(visited(world, story))


def test_t1_another_units_row_of_the_person_is_not_followed(world):
    """E1: the person was entered by FK; who opens FK's row is FK's to know."""
    case = build.case(world, person=build.person(world.user("fk")))
    is_refused(world.user("ame"), case.person_id, at(), "people")
    assert "Nils Tranmo" not in visited(world, case)
    own = build.case(world)
    is_refused(world.user("ame"), own.person_id, at(), "people")
    assert visited(world, own)["Nils Tranmo"].refused == 1


@pytest.mark.parametrize(("who", "code"), [("soc", 200), ("af", 403), ("host", 403), ("ame", 404)])
def test_t1_only_the_owners_officers(world, sign_in, story, who, code):
    user = world.user(who)
    assert sign_in(user).get(f"/arenden/{story.id}/vem-har-sett").status_code == code
    if code != 404:
        file = file_of(user, story)
        assert bool(may_see_who(acting(user), file.facts, file.on)) is (code == 200)


def test_t1_c5_acts_and_never_texts(world, sign_in, story):
    told(world.user("af"), story, "Kanariefågeln sjunger.")
    page = sign_in(world.user("soc")).get(f"/arenden/{story.id}/vem-har-sett").text
    assert "Kanariefågeln" not in page
    assert "Linn" not in page
    assert "Skrev i tidslinjen" in page
    assert "Nekades en gång" in page


def test_t1_the_same_for_a_protected_identity(world, sign_in):
    who = build.person(world.user("soc"), protected_at=clock.now())
    case = build.case(world, person=who)
    reads(world.user("host"), case, at())
    page = sign_in(world.user("soc")).get(f"/arenden/{case.id}/vem-har-sett")
    assert page.status_code == 200
    assert "Åsa Tallmyr" in page.text


def test_t1_what_the_form_sends_that_nobody_made_shows_everything(world, sign_in, story):
    page = sign_in(world.user("soc")).get(
        f"/arenden/{story.id}/vem-har-sett?vem={story.id}&vad=x&fore=9999999"
    )
    assert page.status_code == 200
    assert len(re.findall("Ola Norrsken, Psykiatrin", page.text)) == 1


def test_t1_as_many_statements_for_6_rows_as_for_60(world, sign_in, story):
    client, url = sign_in(world.user("soc")), f"/arenden/{story.id}/vem-har-sett"
    client.get(url)
    with counted() as few:
        client.get(url)
    for n in range(30):
        reads(world.user("fk"), story, at(hour=15, minute=n))
        is_refused(world.user("ame"), story.id, at(hour=16, minute=n))
    with counted() as many:
        client.get(url)
    assert len(few) == len(many), "\n".join(many)
    assert session.scalar(select(func.count()).select_from(AuditEntry)) > 60
