"""R1, R2, C2: the third step says itself what the consent lacks, and keeps what was typed."""

import pytest
from sqlalchemy import select

from casework.consents.models import Consent
from casework.kit.db import session
from casework.referrals.models import Referral
from tests import build
from tests.conftest import acting
from tests.consents.test_pages import form_of
from tests.referrals.making import door, draft


@pytest.fixture
def url(world):
    referral = draft(world, grants={})
    return f"/remisser/{referral.id}/steg/3"


def kept(world):
    referral = session.scalars(select(Referral)).one()
    session.refresh(referral)
    return door(world, referral).draft.get("consent", {})


# what is left out or wrong, and the sentence at its field
LACKS = [
    ({"purpose": ""}, "Skriv vad samtycket gäller."),
    ({"last_day": ""}, "Skriv sista dagen som samtycket gäller."),
    ({"informed": ""}, "Berätta att samtycket kan tas tillbaka"),
    ({"by_whom": "god_man"}, "Skriv företrädarens uppdrag."),
    ({"grants": {"soc": "all", "af": "all"}}, "Samtycket måste omfatta koordinatorn."),
    ({"grants": {"host": "all", "soc": "all"}}, "minst två myndigheter"),
    ({"grants": {"host": "all", "af": "all", "fk": "all"}}, "omfatta din egen enhet."),
]


@pytest.mark.parametrize(("change", "says"), LACKS)
def test_r2_going_on_says_what_is_missing_and_keeps_what_was_typed(
    world, sign_in, url, change, says
):
    change = dict(change)
    data = {k: v for k, v in form_of(world, change.pop("grants", None), **change).items() if v}
    answer = sign_in(world.user("soc")).post(url, data=data)
    assert answer.status_code == 422
    assert says in answer.text
    assert "<title>Fel: " in answer.text
    assert sorted(kept(world)["scope"]) == sorted(data["scope"])


def test_r1_a_draft_may_be_saved_with_nothing_in_it(world, sign_in, url):
    client = sign_in(world.user("soc"))
    assert client.post(url, data={"utkast": "1"}).status_code == 302
    assert client.post(url, data={"utkast": "1", "purpose": "Samordna"}).status_code == 302
    assert kept(world)["purpose"] == "Samordna"


def test_r2_a_whole_consent_leads_on(world, sign_in, url):
    answer = sign_in(world.user("soc")).post(url, data=form_of(world))
    assert answer.location.endswith("/steg/4")


def test_c2_who_took_it_is_whoever_wrote_the_step_also_when_a_colleague_sends(world, sign_in):
    referral = draft(world)
    url = f"/remisser/{referral.id}/steg"
    soc = world.user("soc")
    assert sign_in(soc).post(f"{url}/3", data=form_of(world)).status_code == 302
    colleague = build.user(world.unit("soc"), name="Kurt Vide")
    client = sign_in(colleague)
    assert "Signe Lingonhed tog emot det." in client.get(f"{url}/7").text
    assert client.post(f"{url}/7", data={}).status_code == 302
    consent = session.scalars(select(Consent)).one()
    assert (consent.recorded_by_id, consent.taken_by_id) == (colleague.id, soc.id)
    assert acting(colleague).unit_id == consent.unit_id
