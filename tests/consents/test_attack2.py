"""C3, C4, C5 attacked: what one unit could learn of another, or give away on the side."""

import pytest

from casework.consents.models import Withdrawal
from casework.kit.db import seal_and_commit, session
from tests import build
from tests.consents.test_history import change_form, first_of
from tests.consents.test_versions import ALL, LESS, next_version, versions_of
from tests.meetings.making import meeting


@pytest.fixture
def case(world):
    made = build.case(world)
    seal_and_commit()
    return made


@pytest.mark.parametrize(("who", "status"), [("soc", 200), ("host", 200), ("af", 404)])
def test_c5_the_page_of_a_withdrawal_does_not_tell_who_was_withdrawn(
    world, sign_in, case, who, status
):
    """A unit that is gone answers the others as one that was never named."""
    build.withdrawal(first_of(case), world.user("soc"), world.unit("fk"))
    seal_and_commit()
    url, client = f"/samtycken/{first_of(case).id}/ta-tillbaka", sign_in(world.user(who))
    assert client.get(f"{url}?vad={world.unit('fk').id}").status_code == status
    assert client.get(f"{url}?vad={world.unit('psykiatri').id}").status_code == 404
    assert client.get(f"{url}?vad={world.unit('af').id}").status_code == 200


@pytest.mark.parametrize("tick", ["survey", "statistics"])
def test_c5_a_yes_to_survey_or_statistics_is_more(world, sign_in, case, tick):
    """C2: separate ticks; whoever may record less does not give them on the side."""
    first = first_of(case)
    first.survey = first.statistics = False
    seal_and_commit()
    client, url = sign_in(world.user("fk")), f"/samtycken/{first.id}/andra"
    data = change_form(world, case, LESS) | {"spara": "1", "efter": "1"}
    assert client.post(url, data=data | {tick: "y"}).status_code == 422
    assert len(versions_of(case)) == 1
    assert client.post(url, data=data).status_code == 302
    assert not getattr(versions_of(case)[-1], tick)


def test_c5_a_purpose_of_before_is_not_told_to_a_unit_that_came_later(world, sign_in, case):
    first = first_of(case)
    first.purpose = "Hemliga skäl från förut"
    seal_and_commit()
    more = {**ALL, "psykiatri": ("psykisk",)}
    next_version(world, case, more, purpose="Samordna stödet")
    build.assign(case, world.user("psykiatri"))
    seal_and_commit()
    came = sign_in(world.user("psykiatri"))
    assert "Hemliga skäl" not in came.get(f"/samtycken/{first.id}").text
    assert "Hemliga skäl" in sign_in(world.user("soc")).get(f"/samtycken/{first.id}").text


@pytest.mark.parametrize("year", ["99999999999999999999", "-99999999999999999999", "0"])
def test_c4_an_impossible_year_is_a_wrong_year(world, sign_in, case, year):
    said = {"reference": case.reference, "birth_year": year, "what": "all", "told_how": "oral"}
    answer = sign_in(world.user("af2")).post("/samtycken/ta-emot", data=said)
    assert answer.status_code in (302, 422)
    assert session.query(Withdrawal).count() == 0


@pytest.mark.parametrize(("who", "told"), [("soc", True), ("fk", False)])
def test_c5_a_meeting_that_fell_with_its_caller_does_not_say_why(world, sign_in, case, who, told):
    """The coordinator's unit is taken out: the others read that the meeting is off."""
    row = meeting(world, case)
    seal_and_commit()
    url = f"/samtycken/{first_of(case).id}/ta-tillbaka?vad={world.unit('host').id}"
    assert sign_in(world.user("soc")).post(url, data={"told_how": "oral"}).status_code == 302
    page = sign_in(world.user(who)).get(f"/moten/{row.id}").text.split("<main")[1]
    assert "Mötet är inställt" in page
    assert ("Samtycket är återkallat" in page) is told
