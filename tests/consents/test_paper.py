"""C2, E3: a blank consent on paper names a reference, every unit and every kind, and nobody."""

import time

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session
from casework.programmes.languages import kept, offered, words
from tests import build
from tests.access.sparing import databases  # noqa: F401
from tests.consents.reading import bare, opened, promises, said, sizes

FORM = "/samtycken/blankett.pdf?referens=REM-4H8TN"
NAMED = ("host", "soc", "ame", "norsjo", "af", "fk", "psykiatri")


@pytest.fixture
def print_form(world, sign_in):
    world.programme.languages = kept(offered())
    client = sign_in(world.user("soc"))

    def print_form(more="", status=200):
        answer = client.get(FORM + more)
        assert answer.status_code == status
        return answer.data

    return print_form


@pytest.mark.parametrize("size", ["normal", "stor"])
@pytest.mark.parametrize("code", offered())
def test_c2_every_variant_is_a_valid_pdf_with_all_units_and_kinds(print_form, world, code, size):
    began = time.perf_counter()
    body = print_form(f"&sprak={code}&variant={size}")
    assert time.perf_counter() - began < 5  # a rough guard; the figures are in the bench
    text, w = said(body), words(code)
    for key in NAMED:
        assert bare(world.unit(key).name) in text, key
    assert "REM-4H8TN" in text
    assert promises(body) == {
        **{"tagged": True, "lang": w["lang"], "a": "2A", "ua": ["1"]},
        "title": f"{w['title']} REM-4H8TN",
    }
    if not w.get("rtl"):
        asked = ("purpose", "exceptions", "from", "survey", "statistics", "signature", "told")
        assert not [key for key in asked if bare(w[key]) not in text]


def test_c2_each_language_of_the_programme_is_a_sheet_that_counts_its_own_pages(print_form):
    pages = [page.extract_text() for page in opened(print_form()).pages]
    for code in ("sv", "lattlast", "en", "fi"):
        first = words(code)["page"].replace("{n}", "1").partition("{of}")[0]
        titled = [text for text in pages if words(code)["title"] in text and first in text]
        assert len(titled) == 1, code
    for code in set(offered()) - {"lattlast"}:  # both sides of one paper
        assert len(opened(print_form(f"&sprak={code}")).pages) == 2, code
    assert len(pages) == sum(len(opened(print_form(f"&sprak={c}")).pages) for c in offered())


def test_only_the_languages_that_the_programme_lists_are_printed(print_form, world):
    world.programme.languages = "sv en"
    session.commit()
    assert bare(words("fi")["title"]) not in said(print_form())
    assert bare(words("en")["title"]) in said(print_form())
    print_form("&sprak=fi", status=404)
    other = build.programme(world.unit("host"), "En annan")
    other.languages = "sv fi"
    session.commit()
    text = said(print_form(f"&verksamhet={other.id}"))
    assert bare(words("fi")["title"]) in text
    assert bare(words("en")["title"]) not in text
    assert bare(words("en")["title"]) in said(print_form())  # none named: what any of them lists


def test_a_foreign_sheet_carries_the_swedish_so_that_the_official_can_follow(print_form):
    foreign, swedish = said(print_form("&sprak=en")), words("sv")
    for key in ("title", "purpose_help", "readers_help", "survey", "told", "sign_help"):
        assert bare(swedish[key]) in foreign, key
    for line in swedish["withdraw_lines"]:
        assert bare(line) in foreign


def test_large_type_is_large_and_easy_swedish_is_larger_than_ordinary(print_form):
    body = {
        (code, size): sizes(print_form(f"&sprak={code}&variant={size}"))
        for code, size in (("sv", "normal"), ("sv", "stor"), ("lattlast", "normal"))
    }
    most = {key: found.most_common(1)[0][0] for key, found in body.items()}
    assert most["sv", "stor"] >= 18
    assert min(body["sv", "stor"]) >= 15  # also under the lines and at the foot
    assert most["lattlast", "normal"] >= 13
    assert most["sv", "normal"] < most["lattlast", "normal"]


def test_easy_swedish_explains_each_unit(print_form):
    text = said(print_form("&sprak=lattlast"))
    for part in ("koordinator", "soc", "af", "fk", "psykiatri"):
        assert bare(words("lattlast")["parts"][part].split("\n")[0]) in text


def test_without_a_reference_there_is_room_to_write_one(world, sign_in):
    body = sign_in(world.user("soc")).get("/samtycken/blankett.pdf?sprak=sv").data
    assert "Referens" in said(body)
    assert promises(body)["title"] == words("sv")["title"]


@pytest.mark.parametrize(
    "address",
    [
        "?referens=Linn+Hjortronmo",
        "?referens=19900101-1234",
        "?referens=REM-4H8TN%0a",
        "?variant=jattestor",
        "?sprak=xx",
        "?sprak=../sv",
        "?verksamhet=inget",
    ],
)
def test_e3_what_is_no_reference_is_not_printed(world, sign_in, address):
    client = sign_in(world.user("soc"))
    assert client.get(f"/samtycken/blankett.pdf{address}").status_code == 404


@pytest.mark.parametrize("who", ["lsg", "granskare", "admin"])
def test_those_who_do_not_work_with_cases_print_no_form(world, sign_in, who):
    assert sign_in(world.user(who)).get(FORM).status_code == 404


def test_e3_the_file_is_kept_nowhere_and_nothing_is_noted_since_nothing_is_read(world, sign_in):
    build.case(world, person=build.person(world.user("soc"), "Kanarie Fågelsdotter"))
    answer = sign_in(world.user("soc")).get(FORM)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == (
        'inline; filename="samtycke-blankett-normal.pdf"'
    )
    assert "Kanarie" not in said(answer.data)
    assert session.scalars(select(AuditEntry)).all() == []


def test_the_same_day_gives_the_same_bytes(print_form):
    body = print_form()
    assert body == print_form()
    assert opened(body).metadata.creation_date.date() == clock.today()


def test_the_pages_that_take_a_consent_offer_the_form(world, sign_in):
    person = build.person(world.user("soc"))
    page = sign_in(world.user("soc")).get(f"/samtycken/ny?person={person.id}").text
    assert 'action="/samtycken/blankett.pdf"' in page
    assert "Skriv ut en blankett" in page
    assert "Lättläst svenska" in page
    assert "Suomi" not in page  # the programme does not list it
