"""AC11: what somebody wrote is text, wherever it is shown: no tag, no handler, no address, no
template of it comes alive.

The same walk as the canaries': every text of a case holds the payload, and every page is opened.
In Chromium: tests/journeys/test_stored_scripts.py.
"""

from html.parser import HTMLParser

import pytest

from tests.access.knocking import Visitor, doors
from tests.access.scripts import MARK, PAYLOAD, fill
from tests.access.sparing import databases  # noqa: F401

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
