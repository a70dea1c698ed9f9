"""Done when 6: from "I need a meeting" on a case to invitations sent, in few clicks and no time."""

from time import monotonic

from playwright.sync_api import Page, expect

from tests.journeys import made_quickly, post, story
from tests.journeys.browser import AXE, FAULTS, WIDER
from tests.journeys.made_quickly import PLOT
from tests.journeys.walking import Walk

MOST_CLICKS = 6
A_MINUTE = 60
MOST_PIXELS = 4200  # of height, on a screen that is 320 wide
GROUP = ("koordinator", PLOT.owner, *PLOT.others)


class Hand:
    """A pointer that counts. Nothing is typed: all that a known group needs is filled in."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.since = page, 0, monotonic()

    def click(self, name: str) -> "Hand":
        """A link, a button, or a box, by what it says."""
        page = self.page
        found = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
        found.or_(page.locator("main label").filter(has_text=name)).first.click()
        page.wait_for_load_state()
        self.clicks += 1
        return self

    @property
    def seconds(self) -> float:
        return monotonic() - self.since


def at_the_case(walk: Walk) -> Page:
    made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)
    return walk.at_the_case("koordinator").page


def booked(walk: Walk, page: Page) -> tuple[int, float]:
    """From the case page until the last letter is at the mail server: clicks, and seconds."""
    before, hand = len(walk.postbox.messages), Hand(page)
    hand.click("Boka möte").click("1. ").click("Boka och skicka inbjudan")
    expect(page.locator("main")).to_contain_text("Du har bokat möte M-")
    sent = walk.deliver()
    letters = walk.postbox.messages[before:]
    assert sent.sent == len(letters) == len(GROUP)
    for key in GROUP:
        (letter,) = [one for one in walk.postbox.to(key) if one in letters]
        assert post.in_python(letter).method == "REQUEST"
    post.holds_none_of(letters, [*story.CANARIES[:7], *made_quickly.said_in_the_case()])
    return hand.clicks, hand.seconds


def test_a_known_group_is_invited_in_three_clicks(walk, record_property):
    page = at_the_case(walk)
    clicks, seconds = booked(walk, page)
    print(f"booked with {clicks} clicks in {seconds:.1f} s")  # noqa: T201  the measurement
    record_property("clicks", clicks)
    record_property("seconds", round(seconds, 1))
    assert clicks <= MOST_CLICKS
    assert seconds < A_MINUTE


def test_the_same_without_script_and_on_a_telephone(walk):
    made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)
    visitor = walk.visit("koordinator", signed_in=False).without_script()
    visitor.page.set_viewport_size({"width": 320, "height": 700})
    visitor.sign_in().go(walk.case).press("Boka möte")
    assert visitor.page.evaluate("document.documentElement.scrollHeight") < MOST_PIXELS
    visitor.go(walk.case)
    clicks, _seconds = booked(walk, visitor.page)
    assert clicks <= MOST_CLICKS


def test_the_letters_are_read_before_they_go_and_the_page_stays_whole(walk):
    """What is written to one party, and by which way the individual is told, is seen at once."""
    page = at_the_case(walk)
    coordinator = walk.by("koordinator").press("Boka möte")
    page.locator("summary").filter(has_text="Skriv egna rader").click()
    coordinator.fill("Till Arbetsförmedlingen", "Ta gärna med planeringen.").tick("1. ")
    page.get_by_role("button", name="Granska breven").click()
    coordinator.reads("Inget är bokat ännu")
    expect(page.get_by_role("heading", name="4. Det här får var och en")).to_be_focused()
    _open_all(page, "section summary")
    letter = (
        page.locator("details details")
        .filter(has_text="Inbjudan till")
        .filter(has_text="planeringen")
    )
    expect(letter).to_have_count(1)
    _open_all(page, "fieldset summary")
    page.evaluate(AXE)
    assert not page.evaluate(FAULTS)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(WIDER) <= 0
    coordinator.press("Boka och skicka inbjudan").reads("Du har bokat möte M-")
    assert walk.deliver().sent == len(GROUP)
    words = {key: post.everything(walk.postbox.to(key)[-1]) for key in GROUP}
    assert [key for key in GROUP if "Ta gärna med planeringen." in words[key]] == ["af"]


def _open_all(page: Page, summaries: str) -> None:
    for summary in page.locator(summaries).all():
        if not summary.evaluate("one => one.parentElement.open"):
            summary.click()
