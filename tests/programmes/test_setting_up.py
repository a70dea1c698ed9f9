"""A programme for another group is set up on pages, without code (R2, C7, O3, R6)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed
from casework.programmes import service
from casework.programmes.defaults import CRITERIA, LADDER, QUESTIONS
from casework.programmes.models import Programme, ProgrammeUnit
from casework.programmes.queries import (
    criteria,
    open_programmes,
    programme_for,
    questions,
    units_to_name,
)
from casework.programmes.rules import target_group
from tests import build
from tests.conftest import acting
from tests.programmes.making import only, ready
from tests.programmes.test_settings import GOOD, recorded

NEW = "/admin/programmes/ny"


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.user("admin"))


def made(name="READY"):
    session.expire_all()
    found = session.scalars(select(Programme).where(Programme.name == name)).one_or_none()
    return found and programme_for(None, found.id)


def test_it_starts_as_a_copy_of_the_defaults(world, client):
    answer = client.post(NEW, data=ready(world, "soc", "af", "psykiatri"))
    row, today = made(), clock.today()
    assert answer.location == f"/admin/programmes/{row.id}/oversikt"
    assert (row.age_from, row.age_to, row.k, row.sip_mode) == (20, 25, 10, "reference")
    assert row.host_unit_id == world.unit("host").id
    assert tuple(step.name for step in row.ladder) == LADDER
    asked = [(one.info_kind, one.words) for one in questions(None, row.id, today)]
    assert sorted(asked, key=str) == sorted(QUESTIONS, key=str)
    assert [(c.label, c.points, c.sign) for c in criteria(None, row.id, today)] == list(CRITERIA)
    assert not criteria(None, row.id, today - timedelta(days=1))
    named = {unit.id for unit in units_to_name(None, [row])}
    assert named == {world.unit(key).id for key in ("host", "soc", "af", "psykiatri")}
    assert recorded() == ["programme added"]


def test_o3_a_copy_of_another_takes_what_goes_on_and_leaves_what_has_ended(world, client):
    today = clock.today()
    build.question(world, "Har slutat?", valid_to=today - timedelta(days=1))
    build.question(world, "Vad lockar?", info_kind="arbete", position=1)
    build.question(world, "Senare?", position=2, valid_from=today + timedelta(days=9))
    build.criterion(world, "Unga väntar", points=4, sign="urgent")
    assert client.post(NEW, data=ready(world, source=str(world.programme.id))).status_code == 302
    row = made()
    assert [step.name for step in row.ladder] == [f"Steg {n}" for n in range(1, 7)]
    asked = [(q.words, q.info_kind, q.valid_from) for q in questions(None, row.id, today)]
    assert asked == [("Vad lockar?", "arbete", today)]
    later = questions(None, row.id, today + timedelta(days=9))
    assert [one.words for one in later] == ["Vad lockar?", "Senare?"]
    assert [(c.label, c.points, c.sign) for c in criteria(None, row.id, today)] == [
        ("Unga väntar", 4, "urgent")
    ]
    assert len(questions(None, world.programme.id, today)) == 1


REFUSED = [
    ({"name": "Samverkansmodellen"}, "Det finns redan en verksamhet med det namnet."),
    ({"age_from": "26"}, "Den högsta åldern är lägre"),
    ({"host_unit_id": ""}, "Välj ett alternativ."),
    ({"source": ""}, "Välj ett alternativ."),
    ({"units": ("soc", "ame")}, "Välj enheter hos minst två myndigheter"),
    ({"units": ("soc", "af"), "least_authorities": "3"}, "hos minst tre myndigheter"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED)
def test_r2_a_programme_in_which_nobody_could_refer_is_refused(world, client, change, said):
    change = dict(change)
    answer = client.post(NEW, data=ready(world, *change.pop("units", ()), **change))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Elever mellan 20 och 25 år." in answer.text
    assert made() is None


@pytest.mark.parametrize("key", ["soc", "lsg"])
def test_c7_only_a_unit_that_coordinates_is_the_host(world, client, key):
    wrong = str(world.unit(key).id)
    assert client.post(NEW, data=ready(world, host_unit_id=wrong)).status_code == 422
    assert made() is None


def test_c7_the_host_is_never_changed_afterwards(world, client):
    """Every consent given so far names it; another host is another programme."""
    other = build.unit("Annan koordinator", coordinates=True)
    url = f"/admin/programmes/{world.programme.id}"
    page = client.get(url).text
    assert "host_unit_id" not in page
    assert "samordnar. Det går inte att ändra" in page
    assert client.post(url, data={**GOOD, "host_unit_id": str(other.id)}).status_code == 302
    assert made("Nya insatsen").host_unit_id == world.unit("host").id


def test_the_list_says_what_remains_to_be_looked_at(world, client):
    client.post(NEW, data=ready(world, "soc", "af"))
    url = f"/admin/programmes/{made().id}/oversikt"
    page = client.get(url).text
    assert "Tre saker återstår att titta på." in page
    assert page.count("Precis som i tjänstens egna exempel. Passar det målgruppen?") == 2
    assert "Stegen är märkta som exempel." in page
    assert "Samtycken kan namnge tre enheter, också den som samordnar." in page
    service.change_ladder(acting(world.user("admin")), made(), ["Ett", "Två", *LADDER[:4]])
    assert "Stegen är märkta som exempel." in client.get(url).text
    service.change_ladder(acting(world.user("admin")), made(), list("abcdef"))
    assert "Två saker återstår att titta på." in client.get(url).text


def test_the_list_tells_of_a_part_without_questions_and_of_nobody_to_answer(world, client):
    build.question(world, "Hur bor du?", info_kind="social")
    page = client.get(f"/admin/programmes/{world.programme.id}/oversikt").text
    assert "Det finns inga frågor om personens egen bild, ekonomi" in page
    assert "Inget vägs in." in page
    assert "Ingen koordinator arbetar" not in page
    world.user("host").left_at = clock.now()
    session.commit()
    page = client.get(f"/admin/programmes/{world.programme.id}/oversikt").text
    assert "Ingen koordinator arbetar på enheten som samordnar." in page


def test_units_are_changed_and_the_page_shows_them(world, client):
    only(world, "soc", "af")
    url = f"/admin/programmes/{world.programme.id}/enheter"
    page = client.get(url).text
    assert page.count(" checked") == 2
    kept = session.scalars(select(ProgrammeUnit.id)).all()
    data = {"unit_ids": [str(world.unit(key).id) for key in ("af", "fk", "soc")]}
    assert client.post(url, data=data).status_code == 302
    assert len(units_to_name(None, [world.programme])) == 4
    assert set(kept) < set(session.scalars(select(ProgrammeUnit.id)).all())
    refused = client.post(url, data={"unit_ids": data["unit_ids"][:1]})
    assert refused.status_code == 422
    assert "Välj enheter hos minst två myndigheter" in refused.text
    assert client.post(url, data={"ingen": "1"}).status_code == 302
    assert len(units_to_name(None, [world.programme])) == 7
    assert recorded() == ["programme units changed"] * 2


def test_r6_more_authorities_than_the_units_have_are_not_asked_for(world, client):
    only(world, "soc", "af")
    url = f"/admin/programmes/{world.programme.id}"
    answer = client.post(url, data={**GOOD, "least_authorities": "3"})
    assert answer.status_code == 422
    assert "Enheterna finns hos två myndigheter." in answer.text


def test_a_name_that_another_has_is_refused_with_a_sentence(world, client):
    build.programme(world.unit("host"), "READY")
    url = f"/admin/programmes/{world.programme.id}"
    assert "Det finns redan en verksamhet" in client.post(url, data={**GOOD, "name": "READY"}).text
    same = {**GOOD, "name": world.programme.name}
    assert client.post(url, data=same).status_code == 302


ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born", "met"),
    [
        *((2005, True), (2001, True), (2000, None), (1999, False)),
        *((2006, None), (2007, False), (None, None)),
    ],
)
def test_r6_ready_is_for_those_of_20_to_25_until_the_day_they_fill_26(born, met):
    """Born in 2000 one is 25 or 26 this year, born in 2006 19 or 20: the house cannot tell."""
    row = Programme(age_from=20, age_to=25, support_years_over=None, least_authorities=2)
    found = target_group(row, born, None, 2, ON)
    assert [(one.label, one.met) for one in found][0] == ("20 till 25 år", met)
    assert len(found) == 2


def test_a_closed_programme_takes_no_new_ones_from_its_day(world, client):
    today = clock.today()
    url = f"/admin/programmes/{world.programme.id}"
    past = client.post(f"{url}/avsluta", data={"closed_on": str(today - timedelta(days=1))})
    assert past.status_code == 422
    assert "Välj idag eller en dag som kommer." in past.text
    tomorrow = today + timedelta(days=1)
    done = client.post(f"{url}/avsluta", data={"closed_on": str(tomorrow)})
    assert done.location == f"{url}/oversikt"
    assert len(open_programmes(None, today)) == 1
    assert open_programmes(None, tomorrow) == []
    assert "Tar inte emot nya remisser från och med" in client.get(f"{url}/oversikt").text
    assert client.post(f"{url}/oppna").location == f"{url}/oversikt"
    assert len(open_programmes(None, tomorrow)) == 1
    assert recorded() == ["programme closed", "programme reopened"]


def test_what_is_closed_is_not_closed_again(world, client):
    world.programme.closed_on = clock.today()
    session.commit()
    url = f"/admin/programmes/{world.programme.id}/avsluta"
    answer = client.post(url, data={"closed_on": str(clock.today() + timedelta(days=5))})
    assert answer.status_code == 422
    assert "redan avslutad" in answer.text
    assert "Avslutad" in client.get("/admin/programmes").text


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "granskare"])
def test_ac08_the_verbs_and_the_pages_are_the_administrators(world, sign_in, who):
    actor, row = acting(world.user(who)), programme_for(None, world.programme.id)
    today, host = clock.today(), world.unit("host").id
    more = {"host_unit_id": host, "unit_ids": (), "source": None, "on": today}
    for verb in (
        lambda: service.add_programme(actor, dict(GOOD), **more),
        lambda: service.change_units(actor, row, ()),
        lambda: service.close_programme(actor, row, closed_on=today, on=today),
        lambda: service.reopen_programme(actor, row),
    ):
        with pytest.raises(NotAllowed):
            verb()
    other = sign_in(world.user(who))
    base = f"/admin/programmes/{world.programme.id}"
    for url in (NEW, f"{base}/oversikt", f"{base}/enheter", f"{base}/avsluta"):
        assert other.get(url).status_code == 404, url
    assert other.post(f"{base}/oppna").status_code == 404
