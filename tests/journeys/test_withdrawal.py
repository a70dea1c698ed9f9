"""The individual takes back her consent for FK in the middle of everything."""

from typing import Any

import pytest

from tests.journeys import made_quickly, post, story
from tests.journeys.made_quickly import PLOT
from tests.journeys.walking import Walk

DEED = next(deed.text for deed in PLOT.theme.deeds if deed.who == "fk")[1:]
PROMISE = "Ger besked om ersättning under arbetsträning"
CANARIES = [*story.CANARIES[:7], *made_quickly.said_in_the_case()]


@pytest.fixture
def middle_of_it(walk):
    """FK's invitation has arrived, and FK has seen all it may see: {name of a place: address}."""
    walk.meeting = f"/moten/{made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)}"
    walk.invitation = walk.postbox.to("fk")[-1]
    walk.was = fk_looks_at_everything(walk)
    return walk


def test_a_withdrawal_for_one_unit(middle_of_it):
    walk = middle_of_it
    af_hears_it_and_sees_what_it_affects(walk)
    af_confirms(walk)
    fk_reaches_only_what_it_wrote(walk)
    fk_is_called_off(walk)
    the_others_go_on(walk)
    no_letter_told_anything(walk)


def fk_looks_at_everything(walk: Walk) -> dict[str, str]:
    """By its own links, as on any day."""
    fk = walk.by("fk").go("/").press("Ärenden").press("SAM-").reads(PROMISE)
    was = {"case": fk.path}
    was["plan"] = fk.press("Versioner och godkännanden").path
    was["version"] = fk.press("Version 1").path
    was["assessment"] = fk.go(walk.case).press("Visa kartläggningen").path
    was["part"] = fk.press("Visa delen").path
    was["meeting"] = fk.go("/moten").press("Samarbetsmöte M-").path
    was["answer"] = fk.press("svar").path
    was["log"] = fk.go(walk.case).press("Logga en insats").path
    was["consent"] = fk.go(walk.case).press("Ta tillbaka samtycke").path
    was["deed"] = fk.go("/insatser").reads(DEED).press("Visa").path
    return was


def af_hears_it_and_sees_what_it_affects(walk: Walk) -> None:
    """C4: whoever is told records it; before confirming the page says what will change."""
    af = walk.by("af").go("/").press("Ärenden").press("SAM-").press("Ta tillbaka samtycke")
    af.tick(f"För {walk.unit('fk')}").press("Visa vad som ändras")
    af.reads("Inget är ändrat ännu").reads(f"{walk.unit('fk')} kan inte längre läsa ärendet")
    for words in (
        "tisdag 10 november 2026",
        "Åtaganden",
        walk.person("fk"),
        "behåller det den själv har skrivit",
    ):
        af.reads(words)
    af.reads("Samtycket gäller som förut för de andra")
    walk.by("fk").go(walk.case)


def af_confirms(walk: Walk) -> None:
    af = walk.by("af").tick("Personen sade det till mig").press("Ta tillbaka för")
    af.reads(f"Samtycket är tillbakataget för {walk.unit('fk')}")


def fk_reaches_only_what_it_wrote(walk: Walk) -> None:
    """C1, K4: from this moment; its own contribution and its own part stay, found by links."""
    fk = walk.by("fk")
    for place, address in walk.was.items():
        if place != "deed":
            fk.go(address, 404)
    assert fk.page.title().startswith(_title_of_nothing(walk))
    fk.go("/").reads("Inget väntar på dig just nu").press("Ärenden").reads("Inga just nu.")
    fk.press("Insatser").reads(DEED).press("Visa").reads(DEED).reads_not(story.NAME)
    fk.press("Insatser").press(": ekonomi och försörjning").reads("Din enhets del")
    own = PLOT.theme.parts["ekonomi"]
    fk.reads(own[1]).reads_not(story.NAME).reads_not("Linn")


def _title_of_nothing(walk: Walk) -> str:
    """What a page is called that never was."""
    return walk.by("fk").go("/arenden/11111111-1111-4111-8111-111111111111", 404).page.title()


def fk_is_called_off(walk: Walk) -> None:
    """M4: one letter, to FK alone: the same meeting, later, and cancelled."""
    before = len(walk.postbox.messages)
    assert walk.deliver().sent == 1
    (letter,) = walk.postbox.messages[before:]
    assert letter in walk.postbox.to("fk")
    asked, off = post.in_python(walk.invitation), post.in_python(letter)
    assert (asked.method, off.method) == ("REQUEST", "CANCEL")
    assert off.uid == asked.uid
    assert off.sequence > asked.sequence
    assert off == post.in_ical_js(letter)
    walk.visit("fk", signed_in=False).go(post.link(walk.invitation), 404)


def the_others_go_on(walk: Walk) -> None:
    for key in ("af", "soc", "koordinator", "psykiatri"):
        window = walk.at_the_case(key).reads(story.NAME)
        window.go(walk.meeting).reads("10 november 2026").reads_not("Mötet är inställt")
        assert walk.person("fk") not in _asked(window)
    walk.at_the_case("soc").reads("Läser inte längre").reads(PROMISE)


def _asked(window: Any) -> str:
    return window.page.locator("main table").inner_text()


def no_letter_told_anything(walk: Walk) -> None:
    """M3: neither invitations nor the cancellation, in headers, words or calendar."""
    assert len(walk.postbox.messages) > 10
    post.holds_none_of(walk.postbox.messages, [*CANARIES, "SAM-", "REM-"])
