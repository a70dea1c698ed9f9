"""B1 B2 B3 as people meet them: from the desk, from a case, read again and corrected."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from casework.contributions.models import Contribution
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.contributions.test_contribution import lineage_of, log
from tests.plans.making import a_plan, file_of


@pytest.fixture
def case(world):
    for position, kind in enumerate(("samtal", "beslut", "kan_inte")):
        build.code("bidragsslag", kind, kind, position)
    made = build.case(world)
    a_plan(world, made)
    return made


def _typed(**changed):
    said = {"done_on": clock.today().isoformat(), "kind": "samtal", "minutes": "25"}
    return said | {"text": "Gick igenom två annonser.", "once": str(uuid4())} | changed


def test_b1_logged_from_the_desk_and_a_second_click_changes_nothing(world, case, sign_in):
    client = sign_in(world.user("af"))
    assert "Logga en insats" in client.get("/").text
    said = _typed(served=str(lineage_of(world, case)))
    assert client.post("/insatser/ny", data=said).location == "/"
    assert client.post("/insatser/ny", data=said).location == "/"
    assert session.scalar(select(func.count(Contribution.id))) == 1
    assert "Gick igenom två annonser." in client.get("/").text
    assert "Gick igenom två annonser." in client.get("/insatser").text
    assert "Gick igenom två annonser." in client.get(f"/arenden/{case.id}").text


def test_b1_outside_the_plan_the_writer_says_which_kind(world, case, sign_in):
    client, url = sign_in(world.user("fk")), f"/insatser/ny?arende={case.id}"
    assert "hör inte till ett åtagande" in client.get(url).text
    outside = _typed(served=f"arende:{case.id}")
    refused = client.post(url, data=outside)
    assert refused.status_code == 422
    assert "Välj vilken sorts uppgifter" in refused.text
    assert "Gick igenom två annonser." in refused.text
    assert client.post(url, data=outside | {"info_kind": "ekonomi"}).location.endswith(str(case.id))
    assert session.scalar(select(Contribution.info_kind)) == "ekonomi"


def test_b3_cannot_from_the_task_on_the_desk_shows_in_the_plan(world, case, sign_in):
    client, lineage = sign_in(world.user("af")), lineage_of(world, case)
    url = f"/insatser/ny?arende={case.id}&atagande={lineage}"
    assert f'selected value="{lineage}"' in client.get(url).text
    client.post(url, data=_typed(served=str(lineage), kind="kan_inte", text="Beslutet dröjer."))
    page = client.get(f"/arenden/{case.id}").text
    assert "Kan inte" in page
    assert "Beslutet dröjer." in page


def test_b2_corrected_on_a_page_of_its_own_with_a_reason(world, case, sign_in):
    row = log(world, case)
    client = sign_in(world.user("af"))
    assert "Rätta insatsen" in client.get(f"/insatser/{row.id}").text
    url = f"/insatser/{row.id}/ratta"
    assert "Gick igenom två annonser." in client.get(url).text
    assert client.post(url, data=_typed()).status_code == 422
    answer = client.post(url, data=_typed(text="Det var tre.", reason="Fel antal."))
    page = client.get(answer.location).text
    assert "Det var tre." in page
    assert "Gick igenom två annonser." in page
    assert "Fel antal." in page
    assert client.post(url, data=_typed(reason="Igen.")).status_code == 422


def test_a_unit_that_lost_the_consent_reads_its_own_and_corrects_no_more(world, case, sign_in):
    row = log(world, case)
    build.withdrawal(file_of(world, "soc", case).consent, world.user("soc"), world.unit("af"))
    client = sign_in(world.user("af"))
    assert client.get(f"/arenden/{case.id}").status_code == 404
    assert "samtycket upphört" in client.get(f"/insatser/{row.id}").text
    assert client.get(f"/insatser/{row.id}/ratta").status_code == 403
    assert client.get(f"/insatser/ny?arende={case.id}").status_code == 404


def test_nobody_else_reaches_a_contribution_on_its_own_page(world, case, sign_in):
    row = log(world, case)
    for who in ("af2", "fk", "host", "soc", "norsjo", "lsg", "admin", "granskare"):
        assert sign_in(world.user(who)).get(f"/insatser/{row.id}").status_code == 404
        assert sign_in(world.user(who)).post(f"/insatser/{row.id}/ratta").status_code == 404
