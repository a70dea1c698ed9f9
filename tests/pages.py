"""A test client that inspects every page it fetches, as a careful reader would."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Reader(HTMLParser):
    """What a page says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.h1 = 0
        self.title = ""
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.faults: list[str] = []
        self._in_title = False
        self._in_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        self.h1 += tag == "h1"
        self._in_title = tag == "title" or self._in_title
        self._in_label += tag == "label"
        if a.get("id"):
            self.ids[str(a["id"])] += 1
        if tag == "label" and a.get("for"):
            self.labelled.add(str(a["for"]))
        if tag in ("input", "select", "textarea") and a.get("type") not in ("hidden", "submit"):
            self.fields.append({**a, "inside": "yes" if self._in_label else None})
        if "style" in a or any(name.startswith("on") for name in a):
            self.faults.append(f"style or script on <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"
        self._in_label -= tag == "label"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def inspect(html: str) -> None:
    """Fails with every fault a page has."""
    page = Reader()
    page.feed(html)
    faults = page.faults
    faults += [f"{page.h1} h1"] * (page.h1 != 1)
    faults += ["no title"] * (not page.title.strip())
    faults += [f"id {name} twice" for name, times in page.ids.items() if times > 1]
    for field in page.fields:
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("inside")
        if not named and field.get("id") not in page.labelled:
            faults.append(f"no label: {field.get('name')}")
    assert not faults, faults


class HouseClient(FlaskClient):
    """Every html answer is inspected; every answer must carry the security headers."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        forget_the_request_before()
        answer = super().open(*args, **kwargs)
        forget_the_request_before()
        assert "default-src 'none'" in answer.headers.get("Content-Security-Policy", "")
        assert answer.headers.get("X-Content-Type-Options") == "nosniff"
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
            inspect(answer.get_data(as_text=True))
        return answer


def forget_the_request_before() -> None:
    """The tests' own app context is shared by all requests; who was signed in must not be."""
    for name in list(g) if has_app_context() else ():
        g.pop(name)
