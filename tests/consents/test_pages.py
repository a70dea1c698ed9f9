"""C2, C4 as pages: nothing is chosen beforehand, nothing is saved before it is read back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.consents.models import Consent, Withdrawal
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.conftest import acting
from tests.consents.making import given
from tests.referrals.making import consent_answers


def form_of(world, grants=None, **more):
    answers = consent_answers(world, grants, **more)
    kept = {k: str(v) if k in ("given_on", "last_day") else v for k, v in answers.items()}
    return {k: v for k, v in kept.items() if v not in (False, None)}


def bare(answer):
    """The page without its token, which tells the second it was made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


@pytest.fixture
def person(world):
    return build.person(world.user("soc"))


def test_c2_nothing_is_ticked_and_no_day_is_filled_in(world, sign_in, person):
    page = sign_in(world.user("soc")).get(f"/samtycken/ny?person={person.id}").text
    assert " checked" not in page
    assert page.count('name="scope"') == 7 * len(build.KINDS)
    assert not re.findall(r'type="date"[^>]*value="[^"]', page)
    assert world.unit("lsg").name not in page.split("<main")[1]


def test_c2_everything_missing_is_said_at_once_and_what_was_typed_comes_back(
    world, sign_in, person
):
    tick = f"{world.unit('af').id}:arbete"
    client = sign_in(world.user("soc"))
    answer = client.post(
        f"/samtycken/ny?person={person.id}", data={"scope": [tick], "exceptions": "Inte mamma"}
    )
    assert answer.status_code == 422
    assert "<title>Fel: " in answer.text
    assert "Inte mamma" in answer.text
    assert re.search(rf'value="{tick}" checked', answer.text)
    for said in ("Skriv vad samtycket gäller", "Skriv sista dagen", "Berätta att samtycket"):
        assert said in answer.text


def test_c2_a_made_up_tick_is_refused(world, sign_in, person):
    data = form_of(world) | {"scope": ["hej", f"{world.unit('lsg').id}:arbete"]}
    client = sign_in(world.user("soc"))
    assert client.post(f"/samtycken/ny?person={person.id}", data=data).status_code == 422
    assert client.get("/samtycken/ny?person=hej").status_code == 404
    assert client.get("/samtycken/ny").status_code == 404


def test_c2_it_is_read_back_in_sentences_and_saved_only_then(world, sign_in, person):
    client, url = sign_in(world.user("soc")), f"/samtycken/ny?person={person.id}"
    grants = {"host": ("planering",), "soc": "all", "af": ("arbete", "planering")}
    data = form_of(world, grants, exceptions="Inte <b>mamma</b>")
    review = client.post(url, data=data)
    assert review.status_code == 200
    assert "får läsa om arbete och planering." in review.text
    assert re.search("De här får inte veta något: .*FK Provlunda", review.text)
    assert "Inte &lt;b&gt;mamma" in review.text
    assert not session.scalars(select(Consent)).all()
    back = client.post(url, data=data | {"andra": "1"})
    assert "Granska samtycket" in back.text
    saved = client.post(url, data=data | {"spara": "1"})
    assert saved.status_code == 302
    consent = session.scalars(select(Consent)).one()
    assert saved.location.endswith(f"/samtycken/{consent.id}")
    assert client.get(saved.location).status_code == 200


def test_c3_a_second_consent_for_the_person_is_the_next_version(world, sign_in, person):
    client, url = sign_in(world.user("soc")), f"/samtycken/ny?person={person.id}"
    first = given(world, person=person)
    page = client.get(url).text
    assert "ersätter samtycket som lämnades" in page
    saved = client.post(url, data=form_of(world) | {"spara": "1", "efter": "1"})
    assert saved.location == "/"
    versions = session.scalars(select(Consent).order_by(Consent.version)).all()
    assert [(c.series_id, c.version) for c in versions] == [
        (first.series_id, 1),
        (first.series_id, 2),
    ]


def test_c3_one_that_reaches_back_is_refused_and_the_form_comes_back(world, sign_in, person):
    client, url = sign_in(world.user("soc")), f"/samtycken/ny?person={person.id}"
    given(world, person=person)
    today = clock.today()
    ends = today + timedelta(days=9)
    early = form_of(world, given_on=today - timedelta(days=9), last_day=ends)
    refused = client.post(url, data=early | {"spara": "1", "efter": "1"})
    assert refused.status_code == 422
    assert "Ett nytt kan inte vara äldre" in refused.text


def consent_of(world):
    case = build.case(world)
    return case, case_for(acting(world.user("soc")), case.id, clock.today()).consent


def test_c4_choice_then_consequences_then_confirmation(world, sign_in):
    case, consent = consent_of(world)
    client = sign_in(world.user("soc"))
    url = f"/samtycken/{consent.id}/ta-tillbaka"
    choice = client.get(url).text
    assert "Hela samtycket" in choice
    assert " checked" not in choice
    af = world.unit("af")
    before = client.get(f"{url}?vad={af.id}").text
    assert "Inget är ändrat ännu" in before
    assert "Ta tillbaka för AF Provlunda" in before
    assert "En person kan inte längre öppna ärendet" in before
    assert "Ture Blåklint" in before
    assert client.post(f"{url}?vad={af.id}", data={}).status_code == 422
    assert not session.scalars(select(Withdrawal)).all()
    done = client.post(f"{url}?vad={af.id}", data={"told_how": "oral"})
    assert done.status_code == 302
    assert sign_in(world.user("af")).get(f"/samtycken/{consent.id}").status_code == 404
    assert sign_in(world.user("fk")).get(f"/samtycken/{consent.id}").status_code == 200
    again = client.post(f"{url}?vad={af.id}", data={"told_how": "oral"})
    assert again.status_code == 422
    assert "inte med i samtycket" in again.text
    assert case.is_open


def test_c4_the_whole_consent(world, sign_in):
    _, consent = consent_of(world)
    client = sign_in(world.user("fk"))
    url = f"/samtycken/{consent.id}/ta-tillbaka?vad=allt"
    assert "Ta tillbaka hela samtycket" in client.get(url).text
    assert client.post(url, data={"told_how": "written"}).status_code == 302
    assert client.get(url).status_code == 404
    owner = sign_in(world.user("soc")).get(f"/samtycken/{consent.id}").text
    assert "Tillbakataget" in owner


@pytest.mark.parametrize("who", ["norsjo", "af2", "psykiatri", "lsg", "granskare", "admin"])
def test_strangers_get_the_same_answer_as_for_nothing(world, sign_in, who):
    _, consent = consent_of(world)
    client = sign_in(world.user(who))
    for end in ("", "/ta-tillbaka", "/ta-tillbaka?vad=allt"):
        there = client.get(f"/samtycken/{consent.id}{end}")
        nowhere = client.get(f"/samtycken/{build.any_id()}{end}")
        assert (there.status_code, bare(there)) == (404, bare(nowhere))
    assert client.get(f"/samtycken/ny?person={consent.person_id}").status_code == 404
    unknown = client.get(f"/samtycken/{consent.id}/ta-tillbaka?vad={build.any_id()}")
    assert unknown.status_code == 404
