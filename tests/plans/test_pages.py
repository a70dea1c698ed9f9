"""P1 P2 P3 P4 as people meet them: written row by row without script, read back, put in force."""

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session
from casework.plans import service
from casework.plans.models import Approval, JointPlan
from tests import build
from tests.access.knocking import trail_end
from tests.conftest import acting
from tests.plans.making import a_plan, file_of, in_days


def _typed(**changed):
    said = {
        "goals-0-title": "En vardag som håller",
        "goals-0-own_words": "Jag vill orka hela veckan.",
        "goals-0-kind": "arbete",
        "goals-0-commitments-0-who": "individual",
        "goals-0-commitments-0-what": "Är på plats tisdag till torsdag",
        "goals-0-commitments-0-recurring": "Varje vecka",
        "responsible_id": "",
        "next_followup_on": in_days(30).isoformat(),
    }
    return said | changed


@pytest.fixture
def case(world):
    return build.case(world)


@pytest.fixture
def url(case):
    return f"/arenden/{case.id}/plan"


@pytest.fixture
def drafted(world, case):
    service.draft(acting(world.user("host")), file_of(world, "host", case), at=clock.now())


def test_p4_a_draft_is_begun_written_read_back_and_put_in_force(world, url, sign_in):
    client = sign_in(world.user("host"))
    assert "Börja på utkastet" in client.get(f"{url}/utkast").text
    assert client.post(f"{url}/utkast/borja").location == f"{url}/utkast"
    said = _typed(responsible_id=str(world.user("soc").id), revision="1")
    assert client.post(f"{url}/utkast", data=said).location == f"{url}/utkast/lat-galla"
    page = client.get(f"{url}/utkast/lat-galla").text
    assert "Signe Lingonhed" in page
    assert "Är på plats tisdag till torsdag" in page
    answer = client.post(f"{url}/utkast/lat-galla", data={"revision": "2"})
    assert answer.location == url
    assert "Jag vill orka hela veckan." in client.get(url).text
    assert session.scalar(select(JointPlan)).is_in_force


@pytest.mark.usefixtures("drafted")
def test_p1_a_row_is_added_without_script_and_nothing_typed_is_lost(world, url, sign_in):
    client = sign_in(world.user("host"))
    answer = client.post(f"{url}/utkast", data=_typed(revision="1", rad="0"))
    assert answer.location == f"{url}/utkast?rad=0#goals-0"
    page = client.get(answer.location).text
    assert 'name="goals-0-commitments-1-what"' in page
    assert "Är på plats tisdag till torsdag" in page
    half = _typed(revision="2", rad="mal", **{"goals-0-kind": "", "goals-0-title": "Halvfärdigt"})
    refused = client.post(f"{url}/utkast", data=half)
    assert refused.status_code == 422
    assert "Välj vilken sorts uppgifter" in refused.text
    assert "Halvfärdigt" in refused.text
    assert 'name="goals-1-title"' in refused.text
    assert "<title>Fel: " in refused.text


@pytest.mark.usefixtures("drafted")
def test_p4_ac24_of_two_tabs_the_second_gets_409_with_both_texts(world, url, sign_in):
    client = sign_in(world.user("host"))
    client.post(f"{url}/utkast", data=_typed(revision="1"))
    mine = {"revision": "1", "goals-0-own_words": "Jag vill börja om i vår."}
    late = client.post(f"{url}/utkast", data=_typed(**mine))
    assert late.status_code == 409
    assert "Jag vill börja om i vår." in late.text.split("Det här står nu")[0]
    assert "Jag vill orka hela veckan." in late.text.split("Det här står nu")[1]


@pytest.mark.usefixtures("drafted")
def test_a1_the_text_that_stands_there_now_is_read(world, case, url, sign_in):
    """The save is undone, and with it the row of what was read for it: but it is shown."""
    client = sign_in(world.user("host"))
    client.post(f"{url}/utkast", data=_typed(revision="1"))
    end = trail_end()
    assert client.post(f"{url}/utkast", data=_typed(revision="1")).status_code == 409
    rows = select(AuditEntry.action, AuditEntry.case_id).where(AuditEntry.seq > end)
    assert set(session.execute(rows)) == {("read", case.id)}


@pytest.mark.usefixtures("drafted")
def test_p2_p3_an_unfinished_plan_is_not_put_in_force(world, url, sign_in):
    client = sign_in(world.user("host"))
    client.post(f"{url}/utkast", data=_typed(revision="1"))
    refused = client.post(f"{url}/utkast/lat-galla", data={"revision": "2"})
    assert refused.status_code == 422
    assert "behöver en huvudansvarig" in refused.text


@pytest.mark.usefixtures("drafted")
def test_p4_a_draft_is_thrown_away_on_a_page_of_its_own(world, url, sign_in):
    client = sign_in(world.user("soc"))
    client.post(f"{url}/utkast", data=_typed(revision="1"))
    assert "kan inte hämtas tillbaka" in client.get(f"{url}/utkast/ta-bort").text
    client.post(f"{url}/utkast/ta-bort")
    assert session.scalar(select(JointPlan)) is None
    assert client.post(f"{url}/utkast", data=_typed(revision="2")).status_code == 409


@pytest.mark.usefixtures("drafted")
def test_p4_a_party_may_write_but_not_put_in_force(world, url, sign_in):
    client = sign_in(world.user("af"))
    page = client.get(f"{url}/utkast").text
    assert "Koordinatorn eller enheten som ansvarar" in page
    assert client.post(f"{url}/utkast", data=_typed(revision="1", utkast="1")).status_code == 302
    assert client.post(f"{url}/utkast/lat-galla", data={"revision": "2"}).status_code == 403


def test_p4_each_party_says_yes_for_itself(world, case, url, sign_in):
    a_plan(world, case)
    client = sign_in(world.user("af"))
    page = client.get(f"{url}/godkann").text
    assert "AF Provlunda" in page
    assert str(world.unit("fk").id) not in page
    said = {"party": str(world.unit("af").id), "how": "i_tjansten"}
    assert client.post(f"{url}/godkann", data=said).location == url
    assert session.scalar(select(Approval.unit_id)) == world.unit("af").id
    assert client.post(f"{url}/godkann", data=said).status_code == 422
    assert "Inget att godkänna" in client.get(f"{url}/godkann").text


def test_the_individuals_copy_in_plain_words(world, case, url, sign_in):
    a_plan(world, case)
    page = sign_in(world.user("host")).get(f"{url}/utskrift").text
    assert "<h1>Min plan</h1>" in page
    assert "Jag själv" in page
    assert sign_in(world.user("af")).get(f"{url}/utskrift").status_code == 403


def test_p4_versions_are_kept_and_read(world, case, url, sign_in):
    first = a_plan(world, case)
    client = sign_in(world.user("fk"))
    page = client.get(f"{url}/versioner/{first.id}").text
    assert "Ordnar två studiebesök" in page
    other = a_plan(world, build.case(world))
    session.commit()
    assert client.get(f"{url}/versioner/{other.id}").status_code == 404


def test_the_case_page_and_the_desk_tell_of_the_plan(world, case, sign_in):
    a_plan(world, case)
    client = sign_in(world.user("af"))
    page = client.get(f"/arenden/{case.id}").text
    assert "Ordnar två studiebesök" in page
    assert "Pågår" in page
    desk = client.get("/").text
    assert "Du har åtagit dig i" in desk
    assert "Godkänn planen" in desk
    assert "Linn" not in desk
