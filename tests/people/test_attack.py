"""E3, AC33: whoever reaches a person can hide them, and then nothing leads to them."""

from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session
from casework.people.models import Person
from casework.people.service import Details
from tests import build
from tests.people.test_people import enter


def test_e3_the_case_page_leads_to_hiding_the_person_and_then_nothing_leads_to_them(world, sign_in):
    person = enter(world.user("soc"), details=Details(phone="070-1740605", municipality="Norsjö"))
    case = build.case(world, person=person)
    client, url = sign_in(world.user("soc")), f"/personer/{person.id}/skydda"
    assert url in client.get(f"/arenden/{case.id}").text
    page = client.get(url)
    assert page.status_code == 200
    assert session.get_one(Person, person.id).name
    assert client.post(url).status_code == 302
    session.expire_all()
    row = session.get_one(Person, person.id)
    assert (row.name, row.number, row.phone, row.municipality) == (None,) * 4
    shown = client.get(f"/arenden/{case.id}").text
    assert "Linn" not in shown
    assert url not in shown
    done = session.scalars(
        select(AuditEntry.subject_id).where(AuditEntry.action.contains("marked"))
    )
    assert done.all() == [person.id]
    for who in ("af", "fk"):
        assert sign_in(world.user(who)).get(f"/arenden/{case.id}").status_code == 404


def test_e3_somebody_who_does_not_reach_the_person_finds_no_such_page(world, sign_in):
    person = build.person(world.user("soc"))
    hidden = build.person(world.user("af"), protected_at=clock.now())
    for who in ("af", "norsjo", "lsg", "granskare", "admin"):
        client = sign_in(world.user(who))
        for one in (person, hidden):
            for ask in (client.get, client.post):
                assert ask(f"/personer/{one.id}/skydda").status_code == 404
    assert session.get_one(Person, person.id).name
