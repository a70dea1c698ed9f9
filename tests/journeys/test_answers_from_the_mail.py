"""Two from outside answer from their own mail: one by the link, one from the calendar (M5, M8)."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from casework.access.asking import on_behalf_of
from casework.cases.queries import case_for
from casework.kit import clock, db
from casework.kit.db import writing
from casework.letters.watching import one_round
from casework.meetings.replies.rounds import Seen, read_replies
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, Guest, book
from tests.journeys import made_quickly, post, story
from tests.journeys.walking import Walk
from tests.meetings.replies.shapes import bounce, outlook

GUESTS = (Guest("God man", "godman@utanfor.example"), Guest("Rektor", "rektor@skolan.example"))
GONE = Guest("Arbetsgivare", "borta@foretaget.example")


@pytest.fixture
def asked(walk):
    """A meeting with three from outside, whose letters the SMTP server has received."""
    made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)
    host = walk.cast.users["koordinator"].as_actor()
    start = clock.moment(date(2026, 11, 17), time(13))
    booking = Booking(
        "samarbetsmote",
        Slot(start, start + timedelta(hours=1)),
        [host.user_id],
        place="Telefon",
        guests=(*GUESTS, GONE),
    )
    with on_behalf_of(host), writing():
        case = case_for(host, UUID(walk.case.rpartition("/")[2]), walk.today)
        walk.meeting = f"/moten/{book(host, case, booking, on=walk.today, at=walk.now()).id}"
    db.session.remove()
    assert one_round().sent == 4
    db.session.remove()
    return walk


def test_two_outsiders_answer_from_the_mail(asked, tmp_path):
    walk = asked
    one_answers_by_the_link_in_the_letter(walk)
    one_answers_from_the_calendar_and_one_letter_comes_back(walk, tmp_path)
    the_coordinator_sees_both_and_what_did_not_arrive(walk)
    what_was_answered_is_not_asked_about_again(walk)
    no_letter_told_anything(walk)


def one_answers_by_the_link_in_the_letter(walk: Walk) -> None:
    """No account, no sign-in; the page says the meeting's code, when and where."""
    (letter,) = walk.postbox.to("godman")
    guest = walk.visit("godman", signed_in=False).go(post.link(letter))
    guest.reads("tisdag 17 november 2026").reads("Telefon").reads_not("SAM-")
    guest.tick("Jag kommer").press("Skicka svaret").reads("Tack")
    expect(guest.page.get_by_role("button", name="Logga ut")).to_have_count(0)


def one_answers_from_the_calendar_and_one_letter_comes_back(walk: Walk, folder) -> None:
    """The invitation's own lines, sent back as Outlook does when one presses Avböj."""
    (letter,) = walk.postbox.to("rektor")
    asked = post.part(letter, "text/calendar").decode()
    reply = asked.replace("METHOD:REQUEST", "METHOD:REPLY").replace("NEEDS-ACTION", "DECLINED")
    assert "PARTSTAT=DECLINED" in reply.replace("\r\n ", "")
    (folder / "new").mkdir()
    (folder / "new" / "1.svar").write_bytes(outlook(reply, GUESTS[1].address))
    (folder / "new" / "2.retur").write_bytes(bounce(walk.postbox.to("borta")[0]))
    assert read_replies(f"maildir:{folder}", clock.now()) == Seen(taken=1, came_back=1)
    assert read_replies(f"maildir:{folder}", clock.now()) == Seen()


def the_coordinator_sees_both_and_what_did_not_arrive(walk: Walk) -> None:
    """On the desk and on the meeting's page."""
    desk = walk.by("koordinator").go("/").reads("Brevet till Arbetsgivare")
    page = desk.go(walk.meeting)
    for role, said in (("God man", "Kommer"), ("Rektor", "Kan inte"), (GONE.role, "Har inte")):
        row = page.page.get_by_role("row").filter(has_text=role)
        expect(row).to_contain_text(said)
    page.go("/").press("Visa brevet").reads("Brevet kom i retur")


def what_was_answered_is_not_asked_about_again(walk: Walk) -> None:
    """M8: nothing more goes out because of answers."""
    before = len(walk.postbox.messages)
    assert walk.deliver().nothing
    assert len(walk.postbox.messages) == before


def no_letter_told_anything(walk: Walk) -> None:
    """M3: what the house said to those outside."""
    letters = [one for name in ("godman", "rektor", "borta") for one in walk.postbox.to(name)]
    post.holds_none_of(letters, [*story.CANARIES[:7], *made_quickly.said_in_the_case()])
