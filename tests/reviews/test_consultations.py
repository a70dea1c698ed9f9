"""Questions without a person: nothing in them points anybody out, and they do not stay."""

from datetime import date

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.reviews import service
from casework.reviews.models import Consultation
from casework.reviews.rules import purge_on
from tests.conftest import acting
from tests.reviews import making


def ask(world, text, **more):
    said = {"age_span": "30–39", "kinds": ["arbete", "psykisk"], "question": text, **more}
    return service.consult(acting(world.user("af")), **said, at=clock.now())


@pytest.mark.parametrize(
    "text",
    [
        "Hon heter 19900101-2384",
        "nr 900101 2384",
        "9001012384",
        "skriv till a.b@test.example",
        "ring 070-123 45 67",
        "+46701234567",
    ],
)
def test_a_question_that_points_somebody_out_is_refused(world, text):
    with pytest.raises(RuleBroken) as broken:
        ask(world, text)
    assert broken.value.field == "question"


def test_a_question_is_kept_sealed_for_six_months(world):
    row = ask(world, "Person, 2 år med stöd, 50 procent arbete 2024-2025. Vad göra?")
    assert row.code.startswith("K-")
    assert b"procent" not in row.question_sealed
    assert row.purge_on == purge_on(clock.today())
    assert purge_on(date(2026, 8, 31)) == date(2027, 2, 28)
    assert purge_on(date(2026, 6, 15)) == date(2026, 12, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Hur stöttar vi Anna Berg i vardagen?",
        "Personen bor i Kroksjö och pendlar.",
        "Läkaren heter Grönlund, tror vi.",
    ],
)
def test_what_may_be_a_name_is_asked_about_before_it_is_kept(world, text):
    with pytest.raises(RuleBroken) as broken:
        ask(world, text)
    assert broken.value.field == "sure"
    assert ask(world, text, sure=True).question == text


@pytest.mark.parametrize(
    "text",
    [
        "Hur gör Försäkringskassan och vi tillsammans?",
        "Har ni råd? Personen har svårt att sova. Vi vet inte mer.",
        "Vad säger SIP-planen om detta?",
    ],
)
def test_ordinary_sentences_are_not_taken_for_names(world, text):
    assert ask(world, text).code


def test_a_number_is_refused_however_sure_one_is(world):
    with pytest.raises(RuleBroken) as broken:
        ask(world, "Ring 070-123 45 67.", sure=True)
    assert broken.value.field == "question"


def test_the_advice_is_asked_about_in_the_same_way(world, sign_in):
    making.codes()
    review, asked = making.sitting(world), making.question(world)
    item = making.item(review, asked)
    host, where = sign_in(world.user("host")), f"/genomgangar/{review.id}/punkter/{item.id}"
    said = {"decision": "rad", "responsible_id": str(world.user("af").id), "sentence": "x"}
    said |= {"due_on": clock.today().isoformat(), "sentence": "Prata med Anna Berg."}
    refused = host.post(where, data=said)
    assert refused.status_code == 422
    assert "kan vara ett namn" in refused.get_data(as_text=True)
    assert "Prata med Anna Berg." in refused.get_data(as_text=True)
    assert host.post(where, data={**said, "sure": "y"}).status_code == 302
    assert session.get_one(Consultation, asked.id, populate_existing=True).advice


def test_advice_may_lead_to_a_remiss_that_nothing_ties_to_the_question(world, sign_in):
    asked = making.question(world)
    asked.advice, asked.advised_at = "Skriv en remiss.", clock.now()
    asked.kinds = "arbete,psykisk"
    session.commit()
    where = f"/genomgangar/fragor/{asked.id}"
    page = sign_in(world.user("af")).get(where).get_data(as_text=True)
    assert 'href="/remisser/ny"' in page
    assert "Arbete, Psykisk" in page
    assert "Tas bort" in page
    assert "Skriv en remiss</a>" not in sign_in(world.user("host")).get(where).get_data(
        as_text=True
    )
    keys = {key.column.table.name for key in Consultation.__table__.foreign_keys}
    assert keys == {"units", "users"}


def test_the_page_asks_for_kinds_and_shows_the_box_only_when_there_is_a_question(world, sign_in):
    af, where = sign_in(world.user("af")), "/genomgangar/fragor/ny"
    assert "går att känna igen</label>" not in af.get(where).get_data(as_text=True)
    said = {"age_span": "30–39", "question": "Hur stöttar vi Anna Berg?"}
    assert af.post(where, data=said).status_code == 422  # no kinds
    said["kinds"] = ["social"]
    page = af.post(where, data=said).get_data(as_text=True)
    assert "Hur stöttar vi Anna Berg?" in page
    assert "går att känna igen</label>" in page
    assert af.post(where, data={**said, "sure": "y"}).status_code == 302
    assert session.query(Consultation).one().kinds == "social"
