"""Two cases at one sitting: each gets a meeting, and nobody is asked whom one leaves out."""

from playwright.sync_api import expect

from tests.journeys import made_quickly, post
from tests.journeys.browser import AXE, FAULTS, WIDER
from tests.journeys.made_quickly import ANOTHER, PLOT
from tests.journeys.walking import Walk

BOTH = ("koordinator", "soc", "af", "fk")


def test_two_cases_are_booked_one_after_the_other(walk: Walk):
    other, one = (made_quickly.a_case_just_taken_on(walk, plot) for plot in (ANOTHER, PLOT))
    walk.deliver()
    before = len(walk.postbox.messages)
    coordinator = walk.at_the_case("koordinator").press("Boka möte")
    page = coordinator.pick("Mötets längd", "60 minuter").page
    page.locator("summary").filter(has_text="Fler ärenden direkt efter").click()
    page.locator("main label").filter(has_text=other).click()
    coordinator.press("Uppdatera tiderna").reads(f"vart: {one} och {other}, i den ordningen")
    page.evaluate(AXE)
    assert not page.evaluate(FAULTS)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(WIDER) <= 0
    coordinator.tick("1. ").page.get_by_role("button", name="Boka och skicka").click()
    coordinator.reads(f"Ärende {other}: {walk.person('psykiatri')} kan inte bjudas in").errors = []
    page.locator("main label").filter(has_text=walk.person("psykiatri")).first.click()
    coordinator.press("Boka och skicka inbjudan").reads("två möten direkt efter varandra")
    expect(page.locator("main")).to_contain_text("Direkt efter: M-")
    assert walk.deliver().sent == 2 * len(BOTH)
    letters = walk.postbox.messages[before:]
    assert len({letter["Subject"].split()[-1] for letter in letters}) == 2
    post.holds_none_of(letters, [one, other, "Sixten", "Siskasångare", "Hjortronmo"])
