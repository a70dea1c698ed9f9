"""The frame and the macros: whole pages, looked at by a parser and by axe in a real browser."""

import os
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from flask import render_template
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route

from casework.kit import assets
from tests.kit import showroom

VOID = {"meta", "link", "input", "br", "use", "img"}
CODES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
WRONG = {"minutes": "många", "on": "i morgon", "units": "x", "what": "ord " * 20}
RIGHT = {
    **{"what": "Samtal", "on": "2026-11-25", "minutes": "25", "story": "Vi talade.", "how": "a"},
    **{"unit": str(showroom.UNITS[0][0]), "units": str(showroom.UNITS[1][0]), "told": "y"},
}

TARGETS = (
    "button, .button, select, .cw-nav a, .cw-foot a, .cw-alone, .cw-errors a, .checkbox__label,"
    ".radio-button__label, input:not([type=hidden]):not([type=radio]):not([type=checkbox])"
)
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """names => [...document.querySelectorAll(names)]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
  .map(e => e.outerHTML)"""


class Reader(HTMLParser):
    """Every start tag with its attributes; complains when tags do not pair."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict]:
        return [attrs for tag, attrs in self.tags if tag == name]

    def values(self, *names: str) -> list[str]:
        return [a[n] for _, a in self.tags for n in names if a.get(n) is not None]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return showroom.make_app(WTF_CSRF_ENABLED=False, DEMO=True).test_client()


@pytest.fixture(scope="module")
def pages(client):
    return {
        "still": client.get("/").text,
        "refused": client.post("/", data=WRONG).text,
        "saved": client.post("/", data=RIGHT).text,
        **{f"error {code}": client.get(f"/fel/{code}").text for code in CODES},
    }


def test_every_page_is_whole(pages):
    for name, text in pages.items():
        read = Reader(text)
        ids = Counter(read.values("id"))
        assert not [i for i, n in ids.items() if n > 1], name
        assert len(read.all("h1")) == 1, name
        used = read.values("for", "aria-labelledby", "aria-describedby", "popovertarget")
        inside = [a["href"][1:] for a in read.all("a") if a["href"].startswith("#")]
        assert {i for value in used for i in value.split()} | set(inside) <= set(ids), name


def test_every_page_keeps_the_content_policy(pages):
    for text in pages.values():
        read = Reader(text)
        assert not read.values("style", "onclick", "onload", "onsubmit")
        assert all(one["src"].startswith("/static/typed.js") for one in read.all("script"))
        assert not read.all("style")
        assert "data:" not in text


def test_the_title_says_when_something_is_wrong(pages):
    assert "<title>Visningsrum – Samverkansstöd</title>" in pages["still"]
    assert "<title>Fel: Visningsrum – Samverkansstöd</title>" in pages["refused"]


def test_a_refused_form_links_to_each_field_and_keeps_what_was_typed(pages):
    read = Reader(pages["refused"])
    links = [a["href"] for a in read.all("a") if a["href"].startswith("#")][1:]
    assert links == ["#what", "#on", "#minutes", "#unit", "#story", "#how-0", "#units-0", "#told"]
    assert "Åtta uppgifter behöver rättas." in pages["refused"]
    typed = {a["name"]: a.get("value") for a in read.all("input") if a.get("type") != "checkbox"}
    assert typed["minutes"] == "många"
    assert typed["on"] == "i morgon"
    by_id = {
        a["id"]: a for tag, a in read.tags if tag in ("input", "select", "textarea") and "id" in a
    }
    assert by_id["what"]["aria-describedby"] == "what-hint what-error"
    assert by_id["what"]["aria-invalid"] == "true"
    assert "aria-invalid" not in by_id["survey"]


def test_nothing_is_chosen_from_the_start_and_nothing_is_cut_off(pages):
    read = Reader(pages["still"])
    assert not [a for a in read.all("input") if "checked" in a]
    assert [a["value"] for a in read.all("option") if "selected" in a] == [""]
    assert not read.values("maxlength")


def test_what_was_saved_is_said_once(pages):
    assert pages["saved"].count("Insatsen är sparad.") == 1
    assert "message-box--success" in pages["saved"]
    assert "Fel:" not in pages["saved"]


def test_what_came_too_late_is_shown_back(client):
    with client.application.test_request_context():
        both = {"typed": ["Vi talade om <hyran> i lugn och ro."], "stands": ["Hyran är <betald>."]}
        text = render_template("errors/409.html", **both, because="Planen har ändrats.")
    assert "Vi talade om &lt;hyran&gt; i lugn och ro." in text
    assert "Hyran är &lt;betald&gt;." in text
    assert "Planen har ändrats." in text


def test_words_of_people_are_escaped(pages):
    assert "Jag vill orka hela &lt;veckan&gt;." in pages["still"]


def test_logging_out_is_a_post_with_a_token():
    text = showroom.make_app().test_client().get("/").text
    form = text.partition('<form class="cw-out" action="/logga-ut" method="post">')[2]
    assert re.match(r'\s*<input type="hidden" name="csrf_token" value="[^"]{20,}">', form)


def test_a_stranger_gets_the_frame_without_menu_or_name():
    app = showroom.make_app()
    app.template_context_processors[None].pop()
    text = app.test_client().get("/fel/404").text
    assert "<nav" not in text
    assert "Logga ut" not in text
    assert "Sidan finns inte, eller så får du inte läsa den." in text


@pytest.fixture(scope="module")
def browser(chromium):
    if assets.missing() or not (assets.MODULES / "axe-core").exists():
        assets.fetch(dev=True)
    return chromium


def through(client: FlaskClient):
    """Answer the browser from the application, without a socket."""

    def answer(route: Route) -> None:
        wanted = route.request
        with client.open(
            wanted.url.removeprefix("https://face.test"),
            method=wanted.method,
            data=wanted.post_data_buffer,
            content_type=wanted.headers.get("content-type"),
        ) as got:
            route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.data)

    return answer


@dataclass
class Look:
    """A page in a window of a width, and what the browser complained about."""

    page: Page
    width: int
    complaints: list[str]

    def in_order(self, name: str) -> None:
        """No axe finding, no sideways scroll, no small target, nothing the policy stopped."""
        self.page.evaluate((assets.MODULES / "axe-core" / "axe.min.js").read_text())
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(f["id"], [n["html"] for n in f["nodes"]]) for f in found] == []
        assert self.page.evaluate(WIDER) <= 0
        assert self.page.evaluate(SMALL, TARGETS) == []
        assert self.complaints == []
        if folder := os.environ.get("PICTURES"):
            self.page.screenshot(path=f"{folder}/{name}-{self.width}.png", full_page=True)


@pytest.fixture(params=[1200, 320])
def look(request, browser, client):
    with browser.new_page(viewport={"width": request.param, "height": 900}) as opened:
        complaints: list[str] = []
        opened.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        opened.route("**/*", through(client))
        opened.goto("https://face.test/")
        yield Look(opened, request.param, complaints)


def test_a_page_with_everything_is_in_order_in_a_browser(look):
    look.in_order("still")


def test_a_refused_form_has_the_focus_on_its_errors(look):
    look.page.fill("#minutes", "många")
    look.page.click("text=Spara insatsen")
    assert look.page.title() == "Fel: Visningsrum – Samverkansstöd"
    assert look.page.evaluate("document.activeElement.id") == "fel"
    assert look.page.input_value("#minutes") == "många"
    look.in_order("refused")
    look.page.click(".cw-errors a[href='#how-0']")
    assert look.page.evaluate("document.activeElement.id") == "how-0"
