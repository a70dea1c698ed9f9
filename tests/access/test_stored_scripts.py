"""AC11: what somebody wrote is text, wherever it is shown: no tag, no handler, no address, no
template of it comes alive. In Chromium nothing is refused by the content policy, and nothing asks.

The same walk as the canaries': every text of a case holds the payload, and every page is opened.
"""

from contextlib import contextmanager
from html.parser import HTMLParser

import pytest

from casework.kit.db import session
from casework.reviews.models import Consultation
from tests.access import states
from tests.access.canaries import models, words
from tests.access.knocking import Visitor, doors
from tests.access.sparing import LONG, databases  # noqa: F401
from tests.house import everything
from tests.journeys.browser import serving
from tests.journeys.conftest import chromium  # noqa: F401

MARK = "zq7x"
PAYLOAD = (
    f"<script>alert('{MARK}')</script><img src=x onerror=alert('{MARK}')>"
    f'"><svg onload="alert(1)">{MARK}</svg><a href="javascript:alert(\'{MARK}\')">'
    f"javascript:alert('{MARK}')</a>" + "{{ 7*191 }}{% raw %}${7*191}"
)
WORKED_OUT = "1337"  # what 7*191 would be if a template read it


class Alive(HTMLParser):
    """What of the payload has become markup in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if any(name.startswith("on") for name in said):
            self.found.append(f"handler on <{tag}>")
        if any(v.strip().lower().startswith("javascript:") for v in said.values()):
            self.found.append(f"javascript: on <{tag}>")
        if tag == "script" and "src" not in said and said.get("type") != "application/json":
            self.found.append("a script in the page")


def fill(world) -> everything.Ids:
    """The payload in every free text of one case, and in what leads to nobody beside it."""
    states.everybody(world)
    ids = everything.make(world)
    for model in models():
        for row in session.query(model).all():
            for name in words(model).values():
                if name not in ("draft", "email"):
                    setattr(row, name, PAYLOAD)
    session.get_one(Consultation, ids["consultation_id"]).question = PAYLOAD
    session.commit()
    return ids


@pytest.mark.parametrize("who", ["soc", "koordinator"])
def test_ac11_no_page_lets_a_stored_text_come_alive(app, world, sign_in, who):
    app.test_client_class = Visitor
    ids, shown, faults = fill(world), 0, []
    client = sign_in(world.user(who))
    for door in doors(app):
        if door.method != "GET":
            continue
        address = door.address(app, ids)
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        page = Alive()
        page.feed(answer.text)
        shown += MARK in answer.text
        faults += [f"{address}: {fault}" for fault in page.found]
        faults += [address] * (WORKED_OUT in answer.text)
    assert not faults, "\n".join(faults)
    assert shown > 15, f"the payload stood on {shown} pages only"


def test_ac11_the_extract_for_the_individual_is_text_too(app, world, sign_in):
    app.test_client_class = Visitor
    ids, page = fill(world), Alive()
    said = sign_in(world.user("soc")).post(f"/arenden/{ids['case_id']}/utdrag").text
    page.feed(said)
    assert MARK in said
    assert not page.found
    assert WORKED_OUT not in said


def test_ac11_the_reader_of_pages_sees_what_is_alive():
    page = Alive()
    page.feed(PAYLOAD)
    assert len(page.found) == 4


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
        "contributions.new",
        "followups.history",
        "consents.show",
        "people.protect",
    ]
)


if LONG:  # a browser of its own, which the journeys' one does not stand beside

    def test_ac11_in_chromium_nothing_is_refused_and_nothing_asks(app, world, sign_in, chromium):  # noqa: F811
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
