"""No time fits: the coordinator asks about four, a colleague and somebody from outside answer."""

import re
from datetime import date

from tests.journeys import made_quickly, post, story
from tests.journeys.walking import Walk

LINK = re.compile(r"https?://\S+/tid/\S+")
GUEST = "syv@skola.example"
DEADLINE = date(2026, 11, 5)
CANARIES = [*story.CANARIES[:7], *made_quickly.said_in_the_case()]


def test_a_time_is_found_by_asking(walk):
    made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)
    from_booking_to_four_times(walk)
    a_colleague_answers_in_the_app(walk)
    somebody_outside_answers_from_the_letter(walk)
    the_coordinator_picks_the_best(walk)
    all_get_the_invitation_and_the_link_is_closed(walk)
    no_letter_told_anything(walk)


def from_booking_to_four_times(walk: Walk) -> None:
    """What is ticked for a booking goes along; of the eight proposed times four are kept."""
    coordinator = walk.at_the_case("koordinator").press("Boka möte")
    coordinator.page.get_by_text("Andra som personen vill ha med").click()
    coordinator.fill("Roll 1", "Vägledare").fill("E-postadress 1", GUEST)
    coordinator.fill("Dagordning", story.AGENDA).press("Fråga om tider")
    assert coordinator.page.get_by_label("Roll 1").input_value() == "Vägledare"
    assert coordinator.page.get_by_label("E-postadress 1").input_value() == GUEST
    boxes = coordinator.page.locator("input[name=times]")
    assert boxes.count() == 8
    for number in (4, 5, 6, 7):
        boxes.nth(number).uncheck(force=True)
    coordinator.press("Skicka frågan").reads("Tiderna, i ordning").reads(
        story.AGENDA.split("\n")[0]
    )
    assert coordinator.page.get_by_role("link", name="Boka den här tiden").count() == 4
    walk.poll = coordinator.path
    assert walk.deliver().sent == 5  # three units, psykiatrin too, and the one from outside


def a_colleague_answers_in_the_app(walk: Walk) -> None:
    """From the desk, by keyboard: an arrow chooses, Tab goes on, Enter sends."""
    af = walk.by("af").go("/").press("Svara om tiderna")
    for number, presses in enumerate((2, 0, 1, 0)):
        af.page.get_by_role("radio").nth(3 * number).focus()
        af.page.keyboard.press("Space")
        for _ in range(presses):
            af.page.keyboard.press("ArrowDown")
        af.page.keyboard.press("Tab")
    af.page.keyboard.type(story.CANNOT_COME)
    with af.page.expect_navigation():
        af.page.keyboard.press("Enter")
    af.look().reads("Svaret är sparat").reads(story.CANNOT_COME).reads("Om det behövs")


def somebody_outside_answers_from_the_letter(walk: Walk) -> None:
    """Signed in to nothing, without script, from the address in the letter."""
    (letter,) = [one for one in walk.postbox.messages if one["X-RcptTo"] == GUEST]
    assert str(letter["Subject"]).startswith("Vilka tider passar?")
    found = LINK.search(post.part(letter, "text/plain").decode())
    assert found
    walk.link = found[0]
    guest = walk.visit("gast", signed_in=False).go(walk.link).reads_not(story.NAME)
    walk.visit("gast2", signed_in=False).without_script().go(walk.link)
    for number, answer in enumerate(("Passar inte", "Passar", "Passar", "Kan om det behövs")):
        of_one = guest.page.get_by_role("radiogroup").nth(number)
        of_one.get_by_label(answer, exact=True).check(force=True)
    guest.press("Skicka svaret").reads("Tack för svaret")


def the_coordinator_picks_the_best(walk: Walk) -> None:
    coordinator = walk.by("koordinator").go(walk.poll).reads("Tiderna, den bästa först")
    coordinator.reads("Passar bäst").reads(story.CANNOT_COME)
    coordinator.press("Boka den här tiden").reads("Inget är bokat ännu").reads("Vägledare")
    coordinator.press("Boka tiden").reads("Du har bokat möte").reads(story.AGENDA.split("\n")[0])
    walk.meeting = coordinator.path


def all_get_the_invitation_and_the_link_is_closed(walk: Walk) -> None:
    before = len(walk.postbox.messages)
    assert walk.deliver().sent == 6  # the coordinator too
    invitations = walk.postbox.messages[before:]
    events = {(one.method, one.uid, one.starts_at) for one in map(post.in_python, invitations)}
    assert len(events) == 1
    assert events.pop()[0] == "REQUEST"
    assert GUEST in {one["X-RcptTo"] for one in invitations}
    gone = walk.visit("gast3", signed_in=False).go(walk.link).reads("Frågan är avslutad")
    gone.reads("du får en inbjudan till mötet")
    assert "passar inte" not in gone.page.inner_text("main")
    walk.by("koordinator").go(walk.poll).reads("En tid är vald")


def no_letter_told_anything(walk: Walk) -> None:
    """M3: neither the question nor the invitation."""
    assert len(walk.postbox.messages) > 12
    post.holds_none_of(walk.postbox.messages, [*CANARIES, "SAM-", "REM-"])
