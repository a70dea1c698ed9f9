"""R4, R8: whose turn it is, what the sender is told, and the figures of waiting."""

from datetime import date, timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.referrals.queries.following import followed, waiting_figures
from casework.referrals.rules import State
from casework.referrals.rules.following import (
    Debtor,
    Standing,
    Turn,
    figures,
    owes,
    reminder,
    still_followed,
    told,
)
from tests import build
from tests.conftest import acting
from tests.referrals.making import answered, door, draft, sent

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


def days(n):
    return MONDAY + timedelta(days=n)


@pytest.mark.parametrize(
    ("standing", "debtor", "reminds"),
    [
        (Standing(State.SENT, days(4)), Debtor.COORDINATOR, ""),
        (Standing(State.SENT, days(3)), Debtor.COORDINATOR, ""),
        (Standing(State.SENT, days(2)), Debtor.COORDINATOR, "answer-soon"),
        (Standing(State.SENT, days(0)), Debtor.COORDINATOR, "answer-soon"),
        (Standing(State.SENT, days(-1)), Debtor.COORDINATOR, "answer-late"),
        (Standing(State.COMPLETION, days(1)), Debtor.SENDER, "completion-soon"),
        (Standing(State.COMPLETION, days(-3)), Debtor.SENDER, "completion-late"),
        (Standing(State.WAITING, days(1)), Debtor.NOBODY, ""),
        (Standing(State.WAITING, days(0)), Debtor.COORDINATOR, "answer-soon"),
        (Standing(State.WAITING, days(-1)), Debtor.COORDINATOR, "answer-late"),
        (Standing(State.SENT, days(-1), readable=False), Debtor.NOBODY, ""),
        (Standing(State.ACCEPTED, None, days(-1)), Debtor.NOBODY, ""),
        (Standing(State.WITHDRAWN, days(-1)), Debtor.NOBODY, ""),
    ],
)
def test_r4_whose_turn_it_is_and_who_is_reminded(standing, debtor, reminds):
    assert owes(standing, MONDAY) is debtor
    assert reminder(standing, MONDAY) == reminds


@pytest.mark.parametrize(
    ("standing", "stands", "then"),
    [
        (Standing(State.SENT, FRIDAY), "framme", "svarar senast fredag 27 november 2026"),
        (Standing(State.SENT, days(-3)), "framme", "skulle ha kommit senast fredag 20 november"),
        (Standing(State.SENT, FRIDAY, completed=True), "Kompletteringen är framme", "svarar"),
        (Standing(State.COMPLETION, FRIDAY), "bett om mer", "Du kompletterar senast fredag"),
        (Standing(State.COMPLETION, days(-3)), "bett om mer", "Du skulle ha kompletterat"),
        (Standing(State.WAITING, FRIDAY), "väntar till fredag 27", "tas den upp igen"),
        (Standing(State.WAITING, days(0)), "slut", "på sitt skrivbord"),
        (Standing(State.ACCEPTED, None, days(-1)), "antagen", "din enhet ansvarar"),
        (Standing(State.REFUSED, None, days(-1)), "avslagen", "Skälet står i svaret"),
        (Standing(State.POINTED, None, days(-1)), "hänvisad", "vart personen kan vända sig"),
        (Standing(State.SENT, FRIDAY, readable=False), "inte längre läsa", "Ta tillbaka"),
    ],
)
def test_r4_the_sender_is_told_where_it_stands_and_what_is_next(standing, stands, then):
    said = told(standing, MONDAY)
    assert stands in said[0]
    assert then in said[1]


def test_r4_what_was_decided_long_ago_leaves_the_desk():
    lately = Standing(State.REFUSED, None, days(-14))
    assert still_followed(lately, MONDAY)
    assert not still_followed(Standing(State.REFUSED, None, days(-15)), MONDAY)
    assert still_followed(Standing(State.SENT, days(-90)), MONDAY)
    assert not still_followed(Standing(State.DRAFT), MONDAY)
    assert not still_followed(Standing(State.WITHDRAWN), MONDAY)


def test_r4_the_figures_count_working_days_and_those_who_still_wait_too_long():
    turns = [
        Turn(MONDAY, FRIDAY, days(7)),  # 4, in time
        Turn(MONDAY, days(7), days(7)),  # 5, in time
        Turn(MONDAY, days(9), days(7)),  # 7, late
        Turn(MONDAY, None, days(7)),  # not answered, late
        Turn(days(9), None, days(16)),  # not due yet
    ]
    told_ = figures(turns, days(10))
    assert (told_.median, told_.longest, told_.in_time, told_.due) == (5, 7, 2, 4)
    assert told_.share == 50
    assert figures([], MONDAY).share is None


def test_r4_the_desk_of_the_sender_follows_it_and_nobody_elses(world, sign_in):
    referral = sent(world)
    page = sign_in(world.user("soc")).get("/").text
    assert "Dina skickade remisser" in page
    assert referral.reference in page
    assert "Remissen är framme." in page
    assert "Linn" not in page
    assert "Dina skickade remisser" not in sign_in(world.user("af")).get("/").text
    colleague = build.user(world.unit("soc"), name="Kurt Vide")
    session.commit()
    assert followed(acting(colleague), clock.today()) == []
    assert followed(acting(world.user("lsg")), clock.today()) == []


def test_r4_a_draft_and_what_was_taken_back_are_not_followed(world):
    draft(world)
    assert followed(acting(world.user("soc")), clock.today()) == []


def test_r4_the_sender_sees_that_it_is_asked_to_complete_and_until_when(world, sign_in):
    referral = sent(world)
    day = clock.today() + timedelta(days=7)
    answered(world, referral, "kompletteras", sentence="Vad har prövats?", due_on=day)
    session.expire_all()
    (one,) = followed(acting(world.user("soc")), clock.today())
    assert one.mine
    assert "Du kompletterar senast" in one.next
    inbox = sign_in(world.user("host")).get("/remisser").text
    assert "Avsändaren kompletterar senast" in inbox


def test_r8_the_sender_is_told_the_same_whether_or_not_the_person_is_known_elsewhere(world):
    first = sent(world, by="af", grants=dict.fromkeys(("host", "af", "fk"), "all"))
    second = sent(world)
    (known,) = followed(acting(world.user("soc")), clock.today())
    (new,) = followed(acting(world.user("af")), clock.today())
    assert (known.stands, known.next) == (new.stands, new.next)
    assert {known.reference, new.reference} == {first.reference, second.reference}


def test_r4_a_waiting_referral_wakes_up_on_its_day(world, sign_in):
    referral = sent(world)
    day = clock.today() + timedelta(days=1)
    answered(world, referral, "vantar", due_on=day)
    referral.answers[-1].due_on = clock.today()
    session.commit()
    client = sign_in(world.user("host"))
    assert f"Remiss {referral.reference}" in re_spaced(client.get("/").text)
    shown = client.get(f"/remisser/{referral.id}").text
    assert "ska få ett svar nu" in shown
    assert "Nästa steg: svara på remissen" in shown


def re_spaced(text):
    return text.replace('<span class="cw-ref">', "").replace("</span>", "")


def test_r4_the_figures_are_for_the_coordinator_and_hold_no_reference(world, sign_in):
    referral = sent(world)
    answered(world, referral, "hanvisas", sentence="Vårdcentralen.")
    session.expire_all()
    on = clock.today()
    told_ = waiting_figures(acting(world.user("host")), on)
    assert (told_.longest, told_.in_time, told_.due) == (0, 1, 1)
    assert waiting_figures(acting(world.user("soc")), on) is None
    page = sign_in(world.user("host")).get("/remisser").text
    assert "1 av 1 (100 procent)" in page
    assert "Väntetider" not in sign_in(world.user("soc")).get("/remisser").text


def test_r4_after_a_completion_the_answer_is_due_within_the_same_number_of_days(world):
    referral = sent(world)
    day = clock.today() + timedelta(days=7)
    answered(world, referral, "kompletteras", sentence="Vad?", due_on=day)
    referral.answers[-1].completed_at = clock.now()
    session.commit()
    stood = door(world, referral, "host").standing
    assert stood.completed
    assert stood.state is State.SENT
    assert stood.due > clock.today()
