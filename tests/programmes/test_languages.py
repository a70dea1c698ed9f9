"""What consents are printed in: a programme lists languages, and each has all its words."""

import re

import pytest

from casework.kit.db import session
from casework.programmes.languages import kept, listed, offered, words
from casework.programmes.models import Programme
from tests.programmes.test_settings import GOOD

FIELDS = re.compile(r"{(\w+)}")


def test_swedish_comes_first_and_then_easy_swedish():
    assert list(offered())[:2] == ["sv", "lattlast"]
    assert set(offered()) >= {"sv", "lattlast", "en", "fi", "ar"}


@pytest.mark.parametrize("code", offered())
def test_every_language_has_every_sentence_and_fills_in_the_same(code):
    swedish, other = words("sv"), words(code)
    own = {"rtl", "easy"}
    assert set(other) - own == set(swedish)
    assert set(other["who"]) == set(swedish["who"])
    for key, said in swedish.items():
        if isinstance(said, str):
            assert other[key].strip(), key
            # easy Swedish may leave out what makes a sentence long
            wanted, found = set(FIELDS.findall(said)), set(FIELDS.findall(other[key]))
            assert found == wanted or (code == "lattlast" and found < wanted), key


@pytest.mark.parametrize("code", sorted(set(offered()) - {"sv", "lattlast"}))
def test_a_foreign_sheet_can_stand_line_by_line_beside_the_swedish(code):
    for key in ("lead", "withdraw_lines"):
        assert len(words(code)[key]) == len(words("sv")[key])
    assert set(words(code)["kinds"]) == set(words("lattlast")["kinds"])
    assert set(words(code)["parts"]) == set(words("lattlast")["parts"])


def test_what_has_no_words_is_not_kept_and_not_listed():
    assert kept(["en", "so", "sv"]) == "sv en"
    assert listed("so sv ../../etc/passwd") == ["sv"]


def test_a_new_programme_prints_swedish_and_easy_swedish(world):
    session.refresh(world.programme)
    assert world.programme.languages == "sv lattlast"


@pytest.mark.parametrize(
    ("ticked", "held"), [([], "sv"), (["fi"], "sv fi"), (["ar", "lattlast"], "sv lattlast ar")]
)
def test_the_administrator_chooses_and_swedish_is_always_there(world, sign_in, ticked, held):
    url = f"/admin/programmes/{world.programme.id}"
    client = sign_in(world.user("admin"))
    boxes = re.findall(r'<input[^>]*name="languages"[^>]*>', client.get(url).text)
    assert ['"lattlast"' in box for box in boxes] == ["checked" in box for box in boxes]
    assert len(boxes) == len(offered()) - 1
    assert client.post(url, data={**GOOD, "languages": ticked}).status_code == 302
    session.expire_all()
    assert session.get_one(Programme, world.programme.id).languages == held


def test_a_language_that_is_not_offered_is_refused(world, sign_in):
    url = f"/admin/programmes/{world.programme.id}"
    answer = sign_in(world.user("admin")).post(url, data={**GOOD, "languages": ["so"]})
    assert answer.status_code == 422
