"""M3, M5: after the last day nobody answers, by link or signed in; until then one may change it."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from sqlalchemy import func, select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.polls.models import PollAnswer
from casework.polls.queries import waiting
from casework.polls.service import deciding
from tests import build
from tests.conftest import acting
from tests.polls.making import poll, reached, says, slot, three
from tests.polls.test_answering import GUEST, MAYBE, NO, YES, filled, guest_of, tasks, token

TAG = re.compile(r"<[^>]*>")
SOON = timedelta(minutes=1)
SECRETS = ("Telefon", "kl. 10", "Passar", "passar inte", "om det behövs", "Rad till")


def page_text(page):
    """What is read on a page."""
    body = page.split("<main", 1)[1].split("</main>")[0]
    return " ".join(TAG.sub(" ", body).split())


def answered(world):
    """A question that a guest has answered, on a page that is open at its last minute."""
    row = poll(world, build.case(world), guests=(GUEST,))
    guest = guest_of(row)
    db.seal_and_commit()
    return row, f"/tid/{token(guest)}"


def test_m5_a_link_takes_no_answer_after_the_last_day_and_says_with_whom_to_talk(app, world):
    world.user("host").phone = "0910-555 01"
    row, url = answered(world)
    stranger, file = app.test_client(), reached(world, "host", row)
    said, late = filled(file, YES, MAYBE, NO), filled(file, NO, NO, NO, line="Rad till er")
    with time_machine.travel(row.deadline - SOON, tick=False):
        assert stranger.post(url, data=said).status_code == 200
    with time_machine.travel(row.deadline, tick=False):
        page = page_text(stranger.get(url).text)
        for told in ("Tiden för att svara är slut", row.code, "0910-555 01"):
            assert told in page, told
        assert world.unit("host").name in page
        refused = stranger.post(url, data=late)
    assert refused.status_code == 422
    assert "inte sparat" in refused.text
    assert "Rad till er" in refused.text  # nothing typed is lost, and nothing else is told
    for text in (page, page_text(refused.text).replace("Rad till er", "")):
        assert [one for one in (*SECRETS, world.user("host").name) if one in text] == []
    session.expire_all()
    given = {a for (who, _), a in reached(world, "host", row).answers.items() if who}
    assert given == {YES, MAYBE, NO}
    assert guest_of(row).line is None


@pytest.mark.parametrize("who", ["af", "host"])
def test_m5_nobody_signed_in_answers_after_the_last_day_either(world, sign_in, who):
    """Nor does whoever asks, for somebody without an account: more time is given first."""
    row, _url = answered(world)
    file, guest = reached(world, "host", row), guest_of(row)
    url = f"/moten/fraga/{row.id}/svara" + (f"?vem={guest.id}" if who == "host" else "")
    with time_machine.travel(row.deadline, tick=False):
        client = sign_in(world.user(who))
        page = client.get(url).text
        refused = client.post(url, data=filled(file, NO, NO, NO, line="Rad till er"))
        shown = client.get(f"/moten/fraga/{row.id}").text
    assert "Tiden för att svara är slut" in page
    assert ("Ge längre svarstid" if who == "host" else world.user("host").email) in page
    assert 'type="radio"' not in page
    assert refused.status_code == 422
    assert "Rad till er" in refused.text
    assert "/svara" not in shown
    session.expire_all()
    assert NO not in reached(world, "host", row).answers.values()


def test_m5_with_more_time_given_the_link_takes_answers_again(app, world):
    row, url = answered(world)
    host, later = acting(world.user("host")), add_working_days(clock.today(), 5)
    deciding.extend(host, reached(world, "host", row), deadline=later, at=clock.now())
    db.seal_and_commit()
    with time_machine.travel(row.deadline - SOON, tick=False):
        said = filled(reached(world, "host", row), YES, YES, YES)
        assert app.test_client().post(url, data=said).status_code == 200


def test_m5_whoever_answered_by_link_reads_what_they_answered_and_may_change_it(app, world):
    row, url = answered(world)
    stranger, file = app.test_client(), reached(world, "host", row)
    page = stranger.post(url, data=filled(file, YES, MAYBE, NO, line="Ring först."))
    told = page_text(page.text)
    for words in ("passar", "kan om det behövs", "passar inte", "Ring först.", "Ändra svaret"):
        assert words in told, words
    assert told.count("Telefon:") == 3
    assert f'href="{url}"' in page.text
    changed = stranger.post(url, data=filled(file, NO, NO, NO)).text
    assert page_text(changed).count("passar inte") == 3
    assert "Ring först." not in changed  # only what was sent just now is shown
    session.expire_all()
    assert guest_of(row).line == "Ring först."


def test_m5_lists_and_desk_tell_what_waits_for_me_and_what_i_have_answered(world, sign_in):
    case, later = build.case(world), add_working_days(clock.today(), 5)
    last = poll(world, case, deadline=later)
    first = poll(world, case, proposed=three(*(slot(n, hour=14) for n in (8, 9))))
    says(world, last, "af", YES, YES, YES)
    db.seal_and_commit()
    af = sign_in(world.user("af"))
    for url in ("/moten", f"/arenden/{case.id}"):
        page = page_text(af.get(url).text).split("Frågor om tider")[1]
        assert page.index(first.code) < page.index(last.code)
        before = {row.code: page[: page.index(row.code)] for row in (first, last)}
        assert "Väntar på ditt svar" in before[first.code][-150:], url
        assert "Du har svarat" in before[last.code][-150:], url
    assert tasks(world, "af") == [f"Frågan om tider {first.code} väntar på ditt svar."]
    desk = page_text(af.get("/").text)
    assert f"Svar om tider, {last.code} : du har svarat" in desk
    assert "1 av 4" not in desk


def test_m5_the_last_days_ahead_stand_on_the_desk_and_an_ended_one_waits_for_nobody(world):
    case, later = build.case(world), add_working_days(clock.today(), 5)
    last = poll(world, case, deadline=later)
    first = poll(world, case, proposed=three(*(slot(n, hour=14) for n in (8, 9))))
    says(world, last, "af", YES, YES, YES)
    actor, today = acting(world.user("host")), clock.today()
    coming = waiting.coming(actor, today, today + timedelta(days=13))
    assert [one.label.split(": ")[1] for one in coming] == [
        "1 av 4 har svarat",
        "2 av 4 har svarat",
    ]
    with time_machine.travel(first.deadline + timedelta(hours=9), tick=False):
        over = waiting.open_polls(acting(world.user("af")), clock.today())
        assert [(one.over, one.waits_for_me) for one in over] == [(True, False), (False, False)]


def test_m5_the_same_link_answered_twice_at_once_is_one_answer(app, world):
    """On PostgreSQL both would add a row of their own, and one of them fail."""
    row, url = answered(world)
    file, guest, together = reached(world, "host", row), guest_of(row).id, Barrier(4)
    sent, codes = [filled(file, said, said, said) for said in (YES, NO, MAYBE, YES)], []
    session.remove()

    def one(said):
        together.wait()
        codes.append(app.test_client().post(url, data=said).status_code)

    threads = [Thread(target=one, args=(said,)) for said in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [200] * 4
    mine = select(PollAnswer).where(PollAnswer.voter_id == guest)
    assert len({one.answer for one in session.scalars(mine)}) == 1
    assert session.scalar(select(func.count()).select_from(mine.subquery())) == 3


def test_m5_when_whoever_asked_has_left_another_coordinator_is_told_to_pick(world):
    row = poll(world, build.case(world))
    other = build.user(world.unit("host"), role=world.user("host").role)
    for who in ("soc", "af", "fk"):
        says(world, row, who, YES, YES, YES)
    today = clock.today()
    assert waiting.tasks(other.as_actor(), today) == []
    world.user("host").left_at = clock.now()
    session.flush()
    [told] = waiting.tasks(other.as_actor(), today)
    assert told.sentence == f"Alla har svarat på tidsfråga {row.code}: välj tid."
    assert waiting.tasks(acting(world.user("soc")), today) == []
