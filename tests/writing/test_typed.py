"""Nothing typed is lost: the working copy of a form, and the text when a session has ended."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock, typed
from casework.kit.db import session
from casework.kit.typed import worth_keeping
from tests.plans.making import a_plan
from tests.reviews.making import codes, item, question, sitting
from tests.writing.making import DRAFT, keep, kept_rows


def test_what_was_typed_is_back_in_the_form_and_nowhere_else(world, sign_in, case, address):
    soc = sign_in(world.user("soc"))
    assert keep(soc, address, sentence=DRAFT).status_code == 204
    again = sign_in(world.user("soc")).get(address).text
    assert DRAFT in again
    assert "är tillbaka. Det är inte sparat ännu." in again
    assert DRAFT not in sign_in(world.user("host")).get(address).text
    assert DRAFT not in sign_in(world.user("soc")).get(f"/arenden/{case.id}").text
    assert DRAFT.encode() not in kept_rows()[0].fields_sealed


def test_the_desk_leads_back_to_it_without_a_word_of_it(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    keep(soc, address, sentence=DRAFT)
    desk = soc.get("/").text
    assert "utan att spara" in desk
    assert address in desk
    assert DRAFT not in desk
    assert "utan att spara" not in sign_in(world.user("af")).get("/").text


def test_a_save_ends_it(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    keep(soc, address, sentence=DRAFT)
    answers = {"sentence": DRAFT, "kind": "planering", "day": clock.today().isoformat()}
    saved = soc.post(address, data=answers)
    assert saved.status_code == 302, saved.text
    assert kept_rows() == []


def test_a_refused_save_keeps_it(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    keep(soc, address, sentence=DRAFT)
    assert soc.post(address, data={"sentence": ""}).status_code == 422
    assert len(kept_rows()) == 1


def test_one_may_begin_anew(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    keep(soc, address, sentence=DRAFT)
    dropped = soc.post("/pagaende/slang", data={"till": address})
    assert dropped.location == address
    assert DRAFT not in soc.get(address).text
    assert kept_rows() == []


def test_the_newest_copy_counts(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    for text in ("ett utkast", DRAFT):
        keep(soc, address, sentence=text)
    assert len(kept_rows()) == 1
    assert DRAFT in soc.get(address).text


def test_each_copy_and_each_return_leaves_its_row_in_the_trail(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    keep(soc, address, sentence=DRAFT)
    soc.get(address)
    session.rollback()
    rows = session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "typed_texts").order_by(AuditEntry.seq)
    ).all()
    assert [row.action for row in rows] == ["typing kept", "read"]


def test_k5_what_was_typed_for_a_unit_does_not_follow_to_the_next(world, sign_in, address):
    soc = world.user("soc")
    keep(sign_in(soc), address, sentence=DRAFT)
    assert typed.find(soc.id, soc.unit_id, address, clock.now()) is not None
    assert typed.find(soc.id, world.unit("af").id, address, clock.now()) is None


def test_it_is_gone_after_a_week(world, sign_in, address):
    soc = world.user("soc")
    keep(sign_in(soc), address, sentence=DRAFT)
    later = clock.now() + timedelta(days=7, seconds=1)
    assert typed.find(soc.id, soc.unit_id, address, later) is None
    typed.sweep(later)
    session.commit()
    assert kept_rows() == []


def test_e3_of_a_protected_person_nothing_typed_is_kept():
    said = [("csrf_token", "x"), ("name", "Linn"), ("protected", "y"), ("phone", "070")]
    assert worth_keeping(said) == [("protected", "y")]
    assert worth_keeping([("name", "Linn"), ("protected", "")]) == [
        ("name", "Linn"),
        ("protected", ""),
    ]


def test_what_is_too_long_is_said_and_not_kept(world, sign_in, address):
    answer = keep(sign_in(world.user("soc")), address, sentence="x" * (typed.LONGEST + 1))
    assert answer.status_code == 413
    assert kept_rows() == []


@pytest.mark.parametrize(
    "address",
    ["/logga-in", "/mitt-konto", "/arenden/sok", "//evil.example", "https://x", "/nej", ""],
)
def test_passwords_searches_and_strange_addresses_are_not_kept(world, sign_in, address):
    answer = keep(sign_in(world.user("soc")), address, password="hemligt", number="19900101")
    assert answer.status_code == 404
    assert kept_rows() == []


def test_k4_a_page_that_is_not_reached_any_more_gives_nothing_back(world, sign_in, address):
    psykiatri = sign_in(world.user("psykiatri"))
    assert keep(psykiatri, address, sentence=DRAFT).status_code == 204  # whether it exists or not
    assert psykiatri.get(address).status_code == 404
    assert DRAFT not in psykiatri.get(address).text


def test_what_was_typed_on_the_desk_is_back_on_the_desk(world, sign_in, case):
    a_plan(world, case)
    session.commit()
    af, log = sign_in(world.user("af")), "/insatser/ny"
    before = af.get("/").text
    assert "Logga" in before
    af.post("/pagaende", query_string={"sida": "/", "till": log}, data={"text": DRAFT})
    desk = af.get("/").text
    assert DRAFT in desk
    assert "är tillbaka" in desk
    assert "utan att spara" not in desk


def test_minutes_come_back_at_their_own_item_and_end_with_it(world, sign_in):
    codes()
    review = sitting(world)
    first = item(review, question(world))
    second = item(review, question(world, "fk"), position=2)
    session.commit()
    host = sign_in(world.user("host"))
    page = f"/genomgangar/{review.id}"
    action = f"{page}/punkter/{first.id}"
    host.post("/pagaende", query_string={"sida": page, "till": action}, data={"sentence": DRAFT})
    assert DRAFT in host.get(f"{page}?punkt={first.id}").text
    assert DRAFT not in host.get(f"{page}?punkt={second.id}").text
    put_off = host.post(f"{action}/skjut-upp", data={"sentence": ""})
    assert put_off.status_code == 302
    assert kept_rows() == []
