"""S2: a correction shows what it changed, and the old version keeps its readers."""

import pytest

from casework.assessments.reading import Told, changes
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.assessments.making import part, question
from tests.assessments.test_parts import GRANTS

ASKED = "Vad lockar?"


def corrected(world, case, who="fk", kind="fysisk"):
    """Two signed versions: the strengths stay, the situation goes, the answer is another."""
    asked = question(world, ASKED, kind)
    old = part(world, case, who, kind, text="Noggrann", signed=True, answers=[(asked, "Truck")])
    old.situation = "Sjukskriven till mars"
    later = {"series_id": old.series_id, "version": 2, "signed": True, "text": "Noggrann"}
    new = part(world, case, who, kind, answers=[(asked, "Buss")], **later)
    new.correction_reason, new.needs = "Fel uppgift om körkort", "Ett körkort"
    session.commit()
    return old, new


def page_of(client, case, one):
    return client.get(f"/arenden/{case.id}/kartlaggning/delar/{one.id}")


def test_s2_the_new_version_says_what_it_changed_and_why(world, sign_in):
    case = build.case(world, GRANTS)
    _old, new = corrected(world, case)
    page = page_of(sign_in(world.user("soc")), case, new).text
    assert "Fel uppgift om körkort" in page
    changed = page.split('id="andrat"')[1].split("Versioner")[0]
    for said in ("Sjukskriven till mars", "Texten är borttagen", "Truck", "Buss", "Ett körkort"):
        assert said in changed
    assert "Noggrann" not in changed
    assert changed.index("Så är det nu") < changed.index(ASKED) < changed.index("Det här behövs")


def test_s2_the_old_version_says_that_it_is_old_and_changed_nothing(world, sign_in):
    case = build.case(world, GRANTS)
    old, new = corrected(world, case)
    page = page_of(sign_in(world.user("soc")), case, old).text
    assert "Äldre version" in page
    assert "Sjukskriven till mars" in page
    assert f"/delar/{new.id}" in page
    assert 'id="andrat"' not in page


@pytest.mark.parametrize("who", ["soc", "fk", "host", "af", "norsjo"])
def test_s2_c5_every_version_has_the_same_readers(world, sign_in, who):
    case = build.case(world, GRANTS)
    client = sign_in(world.user(who))
    answers = {page_of(client, case, one).status_code for one in corrected(world, case)}
    assert answers == ({200} if who in ("soc", "fk") else {404})


def test_s2_a_correction_that_is_not_signed_changes_nothing_for_readers(world, sign_in):
    case = build.case(world, GRANTS)
    old, _new = corrected(world, case)
    draft = {"series_id": old.series_id, "version": 3, "text": "Halvfärdigt"}
    part(world, case, "fk", "fysisk", **draft)
    session.commit()
    for page in (
        f"/arenden/{case.id}/kartlaggning",
        f"/arenden/{case.id}/kartlaggning/sammanfattning",
    ):
        text = sign_in(world.user("soc")).get(page).text
        assert "Halvfärdigt" not in text
        assert "Buss" in text


def test_s2_nothing_is_changed_between_two_that_say_the_same(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Noggrann", signed=True, changed_at=clock.now())
    assert changes(Told(one), Told(one)) == []
