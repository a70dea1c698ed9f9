"""AC03, AC24: the page was open while something else happened; a form sent twice counts once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from casework.cases.models import Case, Event
from casework.kit import clock, once
from casework.kit.db import session, writing
from casework.kit.once import SentForm
from tests import build
from tests.conftest import acting

WRITTEN = "Linn ringde och ville vänta en vecka."


def _tell(client, case, **more):
    said = {"kind": "arbete", "sentence": WRITTEN, "day": clock.today().isoformat(), **more}
    return client.post(f"/arenden/{case.id}/beratta", data=said)


def _open(client, case):
    assert client.get(f"/arenden/{case.id}/beratta").status_code == 200


def _events(case):
    return session.scalar(select(func.count()).where(Event.case_id == case.id))


@pytest.mark.parametrize("whole", [True, False])
def test_ac03_withdrawn_while_the_page_is_open_gives_the_text_back(world, sign_in, whole):
    case, client = build.case(world), sign_in(world.user("af"))
    _open(client, case)
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), None if whole else world.unit("af"))
    session.commit()
    answer = _tell(client, case)
    assert answer.status_code == 409
    assert "Samtycket återkallades" in answer.text
    assert "Inget har sparats." in answer.text
    assert WRITTEN in answer.text
    assert _events(case) == 0
    assert client.get(f"/arenden/{case.id}/beratta").status_code == 404
    assert client.get(f"/arenden/{case.id}").status_code == 404


def test_ac03_who_never_had_it_open_gets_the_404_of_nothing(world, sign_in):
    case, client = build.case(world), sign_in(world.user("af"))
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("af"))
    session.commit()
    assert _tell(client, case).status_code == 404


@pytest.mark.parametrize("opened", [True, False])
def test_ac03_a_case_that_is_named_after_the_question_mark_counts_too(world, sign_in, opened):
    """A contribution is written at /insatser/ny?arende=…, and only who had it open is told why."""
    case, client = build.case(world), sign_in(world.user("af"))
    where = f"/insatser/ny?arende={case.id}"
    if opened:
        _open(client, case)
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("af"))
    session.commit()
    answer = client.post(where, data={"text": WRITTEN})
    assert answer.status_code == (409 if opened else 404)
    assert (WRITTEN in answer.text) is opened


def test_ac03_that_a_colleague_had_it_open_says_nothing_to_others(world, sign_in):
    """Of the same unit, and not assigned."""
    case = build.case(world)
    _open(sign_in(world.user("af")), case)
    assert _tell(sign_in(world.user("af2")), case).status_code == 404


def test_ac03_what_was_read_long_ago_is_forgotten(world, sign_in):
    case = build.case(world)
    with time_machine.travel(clock.now() - timedelta(hours=9), tick=False):
        _open(sign_in(world.user("af")), case)
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("af"))
    session.commit()
    assert _tell(sign_in(world.user("af")), case).status_code == 404


def test_ac03_another_unit_that_was_taken_back_is_not_told_of(world, sign_in):
    """af loses its assignment; that fk was taken back is not af's business."""
    case, client = build.case(world), sign_in(world.user("af"))
    _open(client, case)
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("fk"))
    build.end_assignments(case, world.user("af"))
    session.commit()
    answer = _tell(client, case)
    assert answer.status_code == 409
    assert "återkallades" not in answer.text
    assert "Du kan inte längre öppna" in answer.text
    assert WRITTEN in answer.text


def test_ac03_it_ended_for_this_unit_after_another_was_taken_back(world, sign_in):
    """af is told what happened to its own consent, and nothing of fk's."""
    case, client = build.case(world), sign_in(world.user("af"))
    _open(client, case)
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("fk"))
    given.last_day = clock.today() - timedelta(days=1)
    session.commit()
    answer = _tell(client, case)
    assert answer.status_code == 409
    assert "Samtycket har gått ut." in answer.text
    assert "återkallades" not in answer.text


def test_a_refused_save_gives_the_text_back_too(world, sign_in):
    """The kind was taken away meanwhile: the form comes back as it was filled in."""
    case, client = build.case(world), sign_in(world.user("af"))
    _open(client, case)
    session.delete(build.grant_of(case, world.unit("af"), "arbete"))
    session.commit()
    answer = _tell(client, case)
    assert answer.status_code == 422
    assert WRITTEN in answer.text


def test_a_form_sent_twice_is_one_row_and_leads_to_the_same_page(world, sign_in):
    case, client = build.case(world), sign_in(world.user("af"))
    first = _tell(client, case, csrf_token="of this page")
    second = _tell(client, case, csrf_token="of this page")
    assert (first.status_code, second.status_code) == (302, 303)
    assert first.location == second.location == f"/arenden/{case.id}"
    assert _events(case) == 1
    assert "redan sparat" in client.get(second.location).text


def test_the_same_page_with_other_words_is_another_form(world, sign_in):
    case, client = build.case(world), sign_in(world.user("af"))
    for sentence in (WRITTEN, "Något annat som också hände."):
        assert _tell(client, case, csrf_token="t", sentence=sentence).status_code == 302
    assert _tell(client, case, csrf_token="of the page opened anew").status_code == 302
    assert _events(case) == 3


def test_a_form_of_somebody_else_is_not_mine(world, sign_in):
    case = build.case(world)
    for who in ("af", "fk"):
        assert _tell(sign_in(world.user(who)), case, csrf_token="t").status_code == 302
    assert _events(case) == 2


def test_what_was_refused_may_be_sent_again(world, sign_in):
    case, client = build.case(world), sign_in(world.user("af"))
    for _ in range(2):
        assert _tell(client, case, csrf_token="t", sentence="").status_code == 422
    assert session.scalar(select(func.count()).select_from(SentForm)) == 0


def test_two_at_the_same_moment_the_database_lets_one_through(world):
    key = once.key_of(acting(world.user("af")).user_id, "/x", [("a", "b")])
    with writing():
        once.note(key, clock.now())
    with pytest.raises(once.SentBefore), writing():
        once.note(key, clock.now())


def test_yesterdays_keys_are_forgotten(world):
    case = build.case(world)
    for hours in (1, 25):
        session.add(SentForm(key=f"k{hours}", sent_at=clock.now() - timedelta(hours=hours)))
    once.forget(clock.now())
    assert session.scalars(select(SentForm.key)).all() == ["k1"]
    assert session.get(Case, case.id) is not None
