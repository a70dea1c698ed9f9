"""Somebody with a keyboard and no mouse, on a screen of some size. Every stop is looked at."""

from playwright.sync_api import Page, expect

from casework.demo.cast import DOMAIN, PASSWORD
from tests.journeys.browser import AXE, FAULTS, WIDER, Visitor

MOST = 260  # stops on one page before something is said not to be reached

# What has focus: its words, and those of the other choices when it is one of several.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const words = (one) => ((one.labels && one.labels[0] || one).innerText
    || one.getAttribute("aria-label") || "").replace(/\\s+/g, " ").trim();
  const group = e.type === "radio"
    ? [...document.getElementsByName(e.name)].filter(r => r.form === e.form).map(words) : [];
  return {words: words(e), group, id: e.id, tag: e.tagName, type: e.type || "", checked: e.checked};
}"""

# Whether one sees that it has focus, and sees it: what is drawn changes when it loses focus, it is
# inside the window, and some of it is not under anything else.
SEEN = """() => {
  const e = document.activeElement, label = e.labels && e.labels[0];
  const near = [e, label].filter(Boolean);
  const drawn = () => near.flatMap(one => ["", "::before", "::after"].map(part => {
    const s = getComputedStyle(one, part || null);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor].join();
  })).join("|");
  const faults = [];
  const focused = drawn();
  if (["date", "time"].includes(e.type)) {  /* has stops of its own, that would begin anew */
    const s = getComputedStyle(e);
    if (s.outlineStyle === "none" && s.boxShadow === "none") faults.push("no sign of focus");
  } else {
    e.blur(); const not = drawn(); e.focus({preventScroll: true});
    if (focused === not) faults.push("no sign of focus");
  }
  const boxes = near.map(one => one.getBoundingClientRect()).filter(b => b.width > 1);
  const points = boxes.flatMap(b => [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(
    y => [b.left + b.width * x, b.top + b.height * y])));
  const free = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && near.some(one => one === top || one.contains(top) || top.contains(one)
      && getComputedStyle(top).position !== "sticky");
  });
  if (!free) faults.push("hidden or covered");
  return faults;
}"""

# The whole page: nothing outside, nothing cut off, and nothing too small to hit (WCAG 2.5.8).
FITS = """() => {
  const faults = [], wide = document.documentElement.clientWidth;
  const shown = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest(".sr-only");
  const who = (e) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40);
  const scrolls = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(p).overflowX)) return true; return false; };
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    if (!shown(e) || e.closest("svg")) continue;
    const b = e.getBoundingClientRect(), s = getComputedStyle(e);
    if (b.width <= 1 || b.height <= 1) continue;
    if (b.right > wide + 1 && !scrolls(e)) faults.push("outside: " + who(e));
    const cut = s.overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1
      || s.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 2;
    if (cut) faults.push("cut off: " + who(e));
  }
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (e.type === "hidden" || !shown(e)) continue;
    const s = getComputedStyle(e);
    if (e.tagName === "A" && s.display === "inline") continue;  /* in a sentence */
    const boxes = [e, ...(e.labels || [])].map(one => one.getBoundingClientRect());
    if (boxes.every(b => b.right < 1 || b.bottom < 1)) continue;  /* the skip link without focus */
    const hit = boxes.some(b => b.width >= 24) && boxes.some(b => b.height >= 24);
    if (!hit) faults.push("small: " + who(e));
  }
  return faults;
}"""


class Keys:
    """Tab, Shift+Tab, Space, arrows, Enter and letters: nothing else is ever sent."""

    def __init__(self, visitor: Visitor, width: int, height: int, scale: int, script: bool) -> None:
        browser = visitor.page.context.browser
        assert browser is not None
        visitor.page.context.close()
        window = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            java_script_enabled=script,
        )
        visitor.page = window.new_page()
        self.visitor, self.script = visitor, script
        self.stops = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    def sign_in(self) -> "Keys":
        self.go("/logga-in").into("E-post", f"{self.visitor.name}@{DOMAIN}")
        return self.into("Lösenord", PASSWORD).enter("Logga in")

    def go(self, path: str) -> "Keys":
        """An address that is typed."""
        answer = self.page.goto(self.visitor.base + path)
        assert answer is not None
        assert answer.status == 200
        return self.look()

    def look(self) -> "Keys":
        self.page.wait_for_load_state()
        assert self.page.evaluate(WIDER) <= 0, f"sideways scroll: {self.page.url}"
        found = self.page.evaluate(FITS)
        if self.script:
            self.page.evaluate(AXE)
            found += self.page.evaluate(FAULTS)
        assert not found, (self.page.url, found)
        return self

    def tab(self, key: str = "Tab") -> dict:
        """One stop on, and one sees where one is."""
        self.page.keyboard.press(key)
        found = self.page.evaluate(FOCUSED)
        if found is None:  # the end of the page; the next stop is its beginning
            return {"words": "", "group": [], "type": "", "tag": "", "id": ""}
        self.stops += 1
        faults = self.page.evaluate(SEEN)
        assert not faults, (self.page.url, found, faults)
        return found

    def to(self, words: str, key: str = "Tab") -> dict:
        """On until what has focus, or one of the choices that it is one of, has these words."""
        seen = []
        for _ in range(MOST):
            found = self.tab(key)
            seen.append(found["words"][:30])
            if words in found["words"] or any(words in one for one in found["group"]):
                return found
        raise AssertionError(f"no {key} leads to {words!r} on {self.page.url}: {seen[-90:]}")

    def into(self, words: str, text: str) -> "Keys":
        self.to(words)
        self.page.keyboard.type(text)
        return self

    def day(self, words: str, month_day_year: str) -> "Keys":
        """The parts of a date in the order that the browser of the tests asks for them."""
        return self.into(words, month_day_year)

    def tick(self, words: str) -> "Keys":
        """A box with Space; one of several with Space or the arrows."""
        found = self.to(words)
        for _ in range(12):
            if words in found["words"]:
                break
            self.page.keyboard.press("ArrowDown")
            found = self.page.evaluate(FOCUSED)
        assert words in found["words"], found
        if not found["checked"]:
            self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked")
        return self

    def pick(self, words: str, choice: str) -> "Keys":
        """Letters in a list choose what begins with them."""
        self.to(words)
        self.page.keyboard.type(choice)
        chosen = "document.activeElement.selectedOptions[0].innerText"
        assert self.page.evaluate(chosen).startswith(choice)
        return self

    def enter(self, words: str) -> "Keys":
        """A button, or a link, that leads to another page."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def refused(self, words: str) -> "Keys":
        """A save that cannot be made: focus is in the list of what is wrong."""
        self.enter(words)
        expect(self.page.locator("#fel")).to_be_focused()
        return self

    def reads(self, words: str) -> "Keys":
        self.visitor.reads(words)
        return self
