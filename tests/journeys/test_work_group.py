"""V1–V4: one ärendegenomgång of eight units, and what each of them reads of it afterwards."""

import re
from collections import Counter
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import post
from tests.journeys.browser import Visitor
from tests.journeys.the_group import ANSWERED, ASKED, GROUP, ITEMS, WORDS, what_waits
from tests.journeys.walking import Walk

CODE = re.compile(r"\b(?:REM|SAM|K)-[0-9A-Z]{5}\b")
DAY = date(2026, 10, 13)


@pytest.fixture
def codes(walk: Walk) -> dict[str, str]:
    found = what_waits(walk)
    walk.on(date(2026, 10, 6), time(10))
    return found


def test_v1_v2_v3_v4_the_work_group_meets_and_each_unit_reads_its_own(walk, codes):
    the_group_is_called_together(walk)
    walk.on(DAY)
    address = the_agenda_has_everything_that_waits(walk, codes)
    the_urgent_one_goes_first(walk, codes)
    attendance_is_taken(walk)
    for key in ("urgent", "ordinary", "first", "second"):
        it_is_shown_and_decided(walk, codes, key)
    it_is_finished(walk, codes)
    the_officer_answers_from_the_desk(walk)
    walk.deliver()
    for who in GROUP:
        each_reads_its_own_items_and_nothing_else(walk, codes, who, address)
    no_letter_says_a_word(walk, codes)


def the_group_is_called_together(walk: Walk) -> None:
    coordinator = walk.by("koordinator").go("/genomgangar").press("Planera genomgång")
    coordinator.page.locator("[name=day]").fill(DAY.isoformat())
    coordinator.page.locator("[name=starts]").fill("09:30")
    coordinator.pick("Mötets längd", "120 minuter")
    coordinator.page.locator("[name=room]").select_option(index=1)
    walk.seats(coordinator, GROUP)
    coordinator.press("Planera genomgången")
    walk.deliver()
    for who in GROUP:
        if who != "koordinator":
            assert walk.postbox.to(who), f"{who} got no invitation"


def the_agenda_has_everything_that_waits(walk: Walk, codes: dict[str, str]) -> str:
    """V1, V4: nobody has weighed anything, so whoever has waited longest comes first."""
    coordinator = walk.by("koordinator").go("/").press("Ärendegenomgång")
    coordinator.press("Visa dagordningen")
    titles = coordinator.page.locator("article h2").all_inner_texts()
    assert [code_in(one) for one in titles][0] == codes["ordinary"]
    assert {code_in(one) for one in titles} == set(codes.values())
    assert len(titles) == len(ITEMS)
    return coordinator.path.partition("?")[0].partition("#")[0]


def the_urgent_one_goes_first(walk: Walk, codes: dict[str, str]) -> None:
    """V4: the house suggests, a human ticks, and the sum is told with its parts."""
    coordinator = walk.by("koordinator").press("Ordning och prioritet")
    coordinator.press(f"Sätt prioritet {codes['urgent']}").reads("Förslag").reads(
        "Inget är ikryssat"
    )
    assert coordinator.page.locator("main input:checked").count() == 0
    coordinator.tick("Det är bråttom, enligt avsändaren").press("Spara prioriteten")
    coordinator.reads("Prioritet 3 poäng: det är bråttom, enligt avsändaren 3.")
    titles = coordinator.page.locator("li h2").all_inner_texts()
    assert [code_in(one) for one in titles][:2] == [codes["urgent"], codes["ordinary"]]
    coordinator.press("Tillbaka till dagordningen")


def attendance_is_taken(walk: Walk) -> None:
    coordinator = walk.by("koordinator")
    coordinator.page.locator("summary", has_text="Närvaro").click()
    coordinator.look().pick(walk.seat("fk"), "Via video eller telefon")
    coordinator.tick("Alla som inte är noterade är på plats").press("Spara närvaron")
    coordinator.reads("Närvaron är sparad").reads("Närvaro: åtta personer i rummet")


def it_is_shown_and_decided(walk: Walk, codes: dict[str, str], key: str) -> None:
    """V2 on the page and on the wall, V3 in the form."""
    coordinator, item = walk.by("koordinator"), ITEMS[key]
    now = coordinator.page.locator("#nu")
    if code_in(now.locator("h2").inner_text()) != codes[key]:
        coordinator.press(codes[key])
    expect(now.locator("h2")).to_contain_text(codes[key])
    the_room_is_told(walk, now, item)
    the_wall_shows_no_more_than_the_room_may_hear(walk, codes, key)
    now.get_by_label(item.choice).first.check(force=True)
    coordinator.fill("Vad kom ni fram till?", item.ends_in).pick("Ansvarig", walk.seat(item.who))
    coordinator.fill("Senast", item.on)
    if key == "urgent":
        coordinator.fill("Öppen fråga till", ASKED)
    last = coordinator.page.get_by_role("button", name="Spara och gå vidare").count() == 0
    coordinator.press("Spara beslutet" if last else "Spara och gå vidare")


def the_room_is_told(walk: Walk, now, item) -> None:
    """V2: who leaves is said by name, and so is everybody who stays."""
    out = now.locator(".cw-room__out")
    gone = out.locator("li").all_inner_texts() if out.count() else []
    assert set(gone) == {walk.seat(who) for who in item.leaves}
    stay = now.locator(".cw-room > div").last.locator("li").all_inner_texts()
    assert set(stay) == {walk.seat(who) for who in item.hears}


def the_wall_shows_no_more_than_the_room_may_hear(walk: Walk, codes: dict, key: str) -> None:
    """V2: in a window of its own; then for everybody, before anybody comes in again."""
    window = walk.by("koordinator").page.context.new_page()
    link = walk.by("koordinator").page.get_by_role("link", name="Visa punkten på skärm")
    window.goto(walk.by("koordinator").base + str(link.get_attribute("href")))
    assert the_codes_of(window) == heard_by_all(codes, ITEMS[key].hears)
    assert codes[key] in the_codes_of(window)
    _nothing_that_was_said(window)
    window.get_by_role("link", name="Visa för alla").click()
    window.wait_for_url(lambda url: "punkt=" not in url)
    assert the_codes_of(window) == heard_by_all(codes, frozenset(GROUP))
    _nothing_that_was_said(window)
    window.close()


def heard_by_all(codes: dict[str, str], room: frozenset[str]) -> set[str]:
    return {code for key, code in codes.items() if room <= ITEMS[key].hears}


def the_codes_of(window: Page) -> set[str]:
    return set(CODE.findall(window.locator("body").inner_text()))


def _nothing_that_was_said(window: Page) -> None:
    """Code, decision, responsible and date: no text and nobody it is about."""
    said = window.content().casefold()
    assert not [word for word in all_words() if word.casefold() in said]


def it_is_finished(walk: Walk, codes: dict[str, str]) -> None:
    coordinator = walk.by("koordinator").press("Avsluta genomgången").reads("Inget är låst ännu")
    coordinator.press("Avsluta genomgången").reads("Det som står här är låst")
    assert the_codes_of(coordinator.page) >= set(codes.values())


def the_officer_answers_from_the_desk(walk: Walk) -> None:
    soc = walk.by("soc").go("/").reads("Arbetsgruppen har en fråga till dig")
    soc.reads_not(ASKED).press("Svara på frågan").reads(ASKED)
    soc.fill("Ditt svar", ANSWERED).press("Spara svaret").reads(ANSWERED)
    soc.go("/").reads_not("Arbetsgruppen har en fråga till dig")


def each_reads_its_own_items_and_nothing_else(walk, codes, who, address) -> None:
    """V2, V3: the minutes, the print, the desk and the lists, on the page and in its source."""
    visitor = walk.by(who)
    for path in (address, f"{address}/utskrift"):
        visitor.go(path)
        the_minutes_have_its_own(walk, visitor, codes, who)
        _nothing_of_the_others(visitor, codes, who)
    for path in ("/", "/genomgangar", "/remisser", "/arenden"):
        _nothing_of_the_others(visitor.go(path), codes, who)


def the_minutes_have_its_own(walk: Walk, visitor: Visitor, codes: dict, who: str) -> None:
    for key, item in ITEMS.items():
        if who in item.hears:
            visitor.reads(codes[key]).reads(item.ends_in)
            visitor.reads(f"{walk.person(item.who)} ansvarar")
    if who in ITEMS["urgent"].hears:
        visitor.reads(ASKED).reads(ANSWERED)


def _nothing_of_the_others(visitor: Visitor, codes: dict[str, str], who: str) -> None:
    source = visitor.page.content().casefold()
    for key, item in ITEMS.items():
        if who not in item.hears:
            told = [w for w in (*WORDS[key], codes[key]) if w.casefold() in source]
            assert not told, (who, visitor.path, told)


def no_letter_says_a_word(walk: Walk, codes: dict[str, str]) -> None:
    """M3: whoever it goes to, and also of what they may hear."""
    post.holds_none_of(walk.postbox.messages, [*all_words(), *codes.values()])
    got = Counter(who for who in GROUP if walk.postbox.to(who))
    assert set(got) >= set(GROUP) - {"koordinator"}


def all_words() -> list[str]:
    return [word for words in WORDS.values() for word in words]


def code_in(title: str) -> str:
    found = CODE.search(title)
    assert found, title
    return found[0]
