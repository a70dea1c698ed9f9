"""AC11 in Chromium: of a stored text nothing asks, and the content policy has nothing to refuse."""

from contextlib import contextmanager

from casework.kit.db import session
from tests.access.knocking import doors
from tests.access.scripts import MARK, fill
from tests.journeys.browser import serving

MAIN = set(
    [
        "desk.home",
        "desk.case",
        "plans.show",
        "plans.print_view",
        "referrals.show",
        "meetings.show",
        "meetings.minutes",
        "reviews.show",
        "reports.draft",
        "reports.show",
        "assessments.show",
        "assessments.part",
        "assessments.summary",
        "contributions.new",
        "followups.history",
        "consents.show",
        "people.protect",
    ]
)


def test_ac11_in_chromium_nothing_is_refused_and_nothing_asks(app, world, sign_in, chromium):
    ids = fill(world)
    cookie = _cookie(sign_in(world.user("koordinator")))
    with serving(app) as base, _window(chromium, base, cookie) as (page, said):
        opened = 0
        for door in doors(app):
            if door.method == "GET" and door.name in MAIN:
                session.remove()
                answer = page.goto(base + door.address(app, ids))
                page.wait_for_load_state()
                assert answer.status == 200, door.name
                opened += MARK in page.content()
        assert not said, said
        assert opened > 7, f"{opened} pages with the payload"


def _cookie(client) -> str:
    client.get("/")
    found = client.get_cookie("test")
    assert found is not None
    return found.value


@contextmanager
def _window(browser, base, cookie):
    context = browser.new_context()
    context.add_cookies([{"name": "test", "value": cookie, "url": base}])
    page, said = context.new_page(), []
    page.on("dialog", lambda one: (said.append(f"dialog: {one.message}"), one.dismiss()))
    page.on("console", lambda one: one.type == "error" and said.append(f"{page.url}: {one.text}"))
    page.on("pageerror", lambda one: said.append(f"{page.url}: {one}"))
    yield page, said
    context.close()
