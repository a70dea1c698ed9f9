"""C2, C4, C5, E3, A1: what was agreed, in plain words, for the individual to keep."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.audit.words import sentence
from casework.consents.paper import Setting
from casework.consents.receipt import Agreed, receipt
from casework.kit import clock
from casework.kit.db import session
from casework.kit.pdf import printable, typeset
from casework.people.models import Person
from casework.programmes.languages import offered, words
from tests import build
from tests.access.sparing import databases  # noqa: F401
from tests.consents.reading import bare, opened, promises, said, sizes

OWN = 'Inget om min syster. #panic() $x$ \\ ] "citat" *inte fet*'
GRANTS = {"host": "all", "soc": "all", "af": ("arbete",), "fk": ("fysisk", "arbete")}


@pytest.fixture
def agreed(world):
    named = {world.unit(key): kinds for key, kinds in GRANTS.items()}
    soc = world.user("soc")
    soc.phone = "0910-12 34 56"
    who = build.person(soc, "Linn Hjortronmo", number="199001019802")
    more = {"exceptions": OWN, "survey": True, "statistics": False, "purpose": "Hitta ett arbete"}
    consent = build.consent(who, soc, named, last_day=clock.today() + timedelta(days=90), **more)
    build.case(world, person=who, consent=consent, reference="SAM-7K3QF")
    return consent


@pytest.fixture
def print_receipt(world, sign_in, agreed):
    def print_receipt(more="", who="soc"):
        answer = sign_in(world.user(who)).get(f"/samtycken/{agreed.id}/kvitto.pdf{more}")
        assert answer.status_code == 200
        return answer.data

    return print_receipt


def test_c2_it_says_who_reads_what_for_what_and_until_when(print_receipt, world, agreed):
    text = said(print_receipt())
    for key, kinds in (("af", "arbete"), ("fk", "fysisk samt arbete")):
        assert bare(f"{world.unit(key).name} får läsa om {kinds}.") in text
    without = text.partition(bare("De här får inte läsa något om dig"))[2]
    assert bare(world.unit("psykiatri").name) in without
    assert bare(world.unit("af").name) not in without.partition("Undantag")[0]
    assert bare("Hitta ett arbete") in text
    assert bare(OWN) in text
    assert bare(f"till och med {agreed.last_day.day} ") in text
    assert "SAM-7K3QF" in text


def test_c4_it_says_how_to_take_it_back_and_to_whom_without_signing_in(print_receipt):
    text = said(print_receipt())
    for line in words("sv")["withdraw_lines"]:
        assert bare(line) in text
    assert bare("Signe Lingonhed, Socialkontoret, tog emot samtycket") in text
    assert bare("Telefon 0910-12 34 56") in text


def test_a_telephone_number_reads_from_the_left_also_in_arabic(print_receipt):
    assert bare("0910-12 34 56") in said(print_receipt("?sprak=ar")).replace(
        bare("Telefon 0910-12 34 56"), ""
    )


def test_survey_and_statistics_are_told_apart(print_receipt):
    text = said(print_receipt())
    assert bare(words("sv")["survey_yes"]) in text
    assert bare(words("sv")["statistics_no"]) in text
    assert bare(words("sv")["statistics_yes"]) not in text


def test_e3_the_name_stands_there_and_the_number_never(print_receipt):
    text = said(print_receipt())
    assert bare("Linn Hjortronmo") in text
    assert "9802" not in text
    assert "1990" not in text


def test_e3_of_a_protected_identity_there_is_no_name(print_receipt, agreed):
    agreed.representative_kind, agreed.representative_document_seen = "god_man", True
    agreed.representative_name, agreed.representative_scope = "Gustav Godhed", "ekonomi"
    session.commit()
    assert bare("En god man, Gustav Godhed, lämnade") in said(print_receipt())
    person = session.get_one(Person, agreed.person_id)
    person.name = person.number = None
    person.number_index, person.protected_at = None, clock.now()
    session.commit()
    text = said(print_receipt())
    for name in ("Linn", "Hjortronmo", "Gustav", "Godhed"):
        assert name not in text
    assert "SAM-7K3QF" in text
    assert bare("En god man lämnade samtycket för dig: ekonomi.") in text


@pytest.mark.parametrize("size", ["normal", "stor"])
@pytest.mark.parametrize("code", offered())
def test_every_variant_is_a_valid_pdf(print_receipt, code, size):
    body = print_receipt(f"?sprak={code}&variant={size}")
    promised = promises(body)
    assert (promised["tagged"], promised["a"], promised["ua"]) == (True, "2A", ["1"])
    assert promised["lang"] == words(code)["lang"]
    assert "SAM-7K3QF" in said(body)
    assert bare(OWN) in said(body)


def test_large_type_is_large(print_receipt):
    assert sizes(print_receipt("?variant=stor")).most_common(1)[0][0] >= 18
    assert sizes(print_receipt("?sprak=lattlast")).most_common(1)[0][0] >= 13


def test_c4_what_was_taken_back_since_is_said(print_receipt, world, agreed):
    build.withdrawal(agreed, world.user("soc"), world.unit("af"))
    session.commit()
    session.expire_all()
    text = said(print_receipt())
    assert bare(f"Samtycket är tillbakataget för {world.unit('af').name}") in text
    assert bare(f"{world.unit('af').name} får läsa") not in text
    build.withdrawal(agreed, world.user("soc"))
    session.commit()
    session.expire_all()
    assert bare("Det gäller inte längre.") in said(print_receipt())


def test_a1_printing_is_a_row_of_its_own_and_has_words(print_receipt, agreed):
    print_receipt()
    rows = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == agreed.id)).all()
    assert [row.action for row in rows] == ["read", "consent printed"]
    assert sentence("consent printed", "consents", "allowed").startswith("Skrev ut")


@pytest.mark.parametrize(("who", "status"), [("soc", 200), ("host", 200), ("af", 403), ("fk", 403)])
def test_c5_all_that_was_agreed_goes_only_to_those_who_may_read_it_all(
    world, sign_in, agreed, who, status
):
    client = sign_in(world.user(who))
    answer = client.get(f"/samtycken/{agreed.id}/kvitto.pdf")
    assert answer.status_code == status
    assert ("Skriv ut kvitto" in client.get(f"/samtycken/{agreed.id}").text) is (status == 200)


@pytest.mark.parametrize("who", ["norsjo", "af2", "psykiatri", "lsg", "admin", "granskare"])
def test_c5_to_others_there_is_no_receipt(world, sign_in, agreed, who):
    answer = sign_in(world.user(who)).get(f"/samtycken/{agreed.id}/kvitto.pdf")
    assert answer.status_code == 404


def test_the_file_is_kept_nowhere_and_its_name_says_nothing(world, sign_in, agreed):
    answer = sign_in(world.user("soc")).get(f"/samtycken/{agreed.id}/kvitto.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'inline; filename="samtycke-kvitto-normal.pdf"'
    assert promises(answer.data)["title"] == "Det här kom vi överens om SAM-7K3QF"


def test_every_language_tells_the_same_parts(world, agreed):
    told = {code: _data(world, agreed, code)["parts"] for code in offered()}
    shape = {
        code: [(part["kind"], len(part["readers"])) for part in parts]
        for code, parts in told.items()
    }
    assert len({tuple(one) for one in shape.values()}) == 1


def _data(world, agreed, code="sv"):
    session.refresh(agreed, ["grants", "withdrawals"])
    units = [world.unit(key) for key in ("host", "soc", "af", "fk", "psykiatri")]
    kinds = [(kind, kind.capitalize()) for kind in build.KINDS]
    setting = Setting("Samverkansstöd", units, kinds, "normal", clock.today())
    person = session.get_one(Person, agreed.person_id)
    around = Agreed(agreed, person, "SAM-7K3QF", world.user("soc"), world.unit("soc"))
    return receipt(setting, around, code)


@pytest.fixture
def page(world, agreed):
    return _data(world, agreed)


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(["#", "$", "\\", "]", "[", '"', "`", "*", "_", "<end>", "@x", "//", "/*"]),
        st.sampled_from(['#eval("1")', '#read("/etc/passwd")', "{n}", "🙂", "ش", "x" * 300]),
        st.text(max_size=40),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=50, deadline=1000, suppress_health_check=list(HealthCheck))
@given(text=HOSTILE)
@example(text="")
@example(text="\n\n")
@example(text="#" * 4000)
def test_whatever_somebody_wrote_is_only_words(page, text):
    quotes = [part for part in page["parts"] if part["kind"] == "quote"]
    for part in quotes:
        part["lines"] = [text]
    body = typeset("consent_receipt", page)
    assert len(opened(body).pages) >= 1
    plain = bare(printable(text))
    if plain.isascii():
        assert said(body).count(plain) >= len(quotes)
