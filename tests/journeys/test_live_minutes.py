"""V3: the live minutes, written with the keyboard alone, without script, at 320 px and 400 %."""

from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.meetings.models import Meeting
from casework.reviews.models import ReviewItem, ReviewQuestion
from tests.journeys.browser import WIDER, serving
from tests.reviews import making

SOON = clock.today() + timedelta(days=7)
SCREENS = {"320": (320, 900), "400 %": (320, 256)}  # 1280 pixels wide at 400 % is 320 of ours


def tab_to(page, **wanted):
    """Press Tab until the thing that has focus has these attributes."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and all(focused.get_attribute(k) == v for k, v in wanted.items()):
            box = focused.bounding_box()
            assert box
            assert box["width"] > 0
            return focused
    raise AssertionError(f"no Tab leads to {wanted}")


def follow(page, words):
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        press(page, words)


def press(page, words):
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words in focused.inner_text():
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no Tab leads to {words}")


@pytest.fixture
def page(request, app, world, sign_in, chromium):
    """The coordinator at a small screen; a sitting of two items, past midnight: two dates wide."""
    making.codes()
    review = making.sitting(world)
    meeting = session.get_one(Meeting, review.meeting_id)
    meeting.ends_at = meeting.starts_at + timedelta(days=1)
    making.item(review, making.referral(world, "host", "soc", "af"))
    making.item(review, making.question(world), position=2)
    cookie = sign_in(world.user("host")).get_cookie("test")
    address = f"/genomgangar/{review.id}"
    session.remove()
    width, height = SCREENS[request.param]
    with serving(app) as base:
        size = {"width": width, "height": height}
        context = chromium.new_context(viewport=size, java_script_enabled=False)
        context.add_cookies([{"name": "test", "value": cookie.value, "url": base}])
        shown = context.new_page()
        assert shown.goto(base + address).status == 200
        yield shown
        context.close()


@pytest.mark.parametrize("page", SCREENS, indirect=True)
def test_v3_minutes_are_written_by_keyboard_on_a_small_screen(page):
    assert page.evaluate(WIDER) <= 0
    tab_to(page, name="decision")
    page.keyboard.press("ArrowDown")  # antas, and on to the next
    page.keyboard.press("ArrowDown")
    tab_to(page, name="sentence")
    page.keyboard.type("Vi väntar på läkaren.")
    tab_to(page, name="responsible_id")
    page.keyboard.press("ArrowDown")
    tab_to(page, name="due_on")
    page.keyboard.type(SOON.strftime("%m%d%Y"))
    tab_to(page, name="question")
    page.keyboard.type("Är intyget klart?")
    follow(page, "Spara och gå vidare")
    assert "punkt=" in page.url
    assert page.locator("#nu h2").inner_text().startswith("2. Fråga utan person")
    assert page.evaluate(WIDER) <= 0
    item = session.query(ReviewItem).filter_by(position=1).one()
    assert (item.decision, item.sentence) == ("vantar", "Vi väntar på läkaren.")
    assert item.due_on == SOON
    assert session.query(ReviewQuestion).one().question == "Är intyget klart?"


@pytest.mark.parametrize("page", ["320"], indirect=True)
def test_v2_attendance_and_order_are_reached_by_keyboard(page):
    follow(page, "Ordning och prioritet")
    follow(page, "Ner")
    assert page.locator(".cw-item h2").first.inner_text().startswith("1. Fråga utan person")
    assert page.evaluate(WIDER) <= 0
    follow(page, "Tillbaka till dagordningen")
    press(page, "Närvaro")
    tab_to(page, name="alla_andra")
    page.keyboard.press("Space")
    follow(page, "Spara närvaron")
    assert "Närvaron är sparad" in page.inner_text("main")
