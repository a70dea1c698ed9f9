"""R4: an incomplete remiss is sent back, completed and accepted, and the sender follows it."""

from datetime import date
from random import Random

import pytest

from casework.demo import beginning
from casework.demo.stage import Stage
from casework.kit import db
from casework.letters.sending import send_due
from tests.journeys.made_quickly import PLOT

SENT = date(2026, 10, 5)
MISSING = "Skriv vad som har prövats i arbetet."


@pytest.fixture
def waiting(walk):
    """A remiss that soc has sent, on the morning after."""
    beginning.refer(Stage(walk.cast, Random(1), SENT, send_due, rooms=[]), PLOT, SENT)
    db.session.remove()
    return walk.on(date(2026, 10, 6))


def test_r4_a_remiss_is_sent_back_completed_and_accepted(waiting):
    walk = waiting
    the_sender_follows_it(walk)
    the_coordinator_asks_for_more(walk)
    the_sender_completes_it(walk)
    the_coordinator_accepts_it(walk)
    walk.by("soc").go("/").reads("Remissen är antagen.").reads("din enhet ansvarar för det")


def the_sender_follows_it(walk):
    soc = walk.by("soc").go("/").reads("Dina skickade remisser").reads("Remissen är framme.")
    soc.reads("Koordinatorn svarar senast måndag 12 oktober 2026.").press("REM-")
    soc.press("Visa för utskrift").reads("Vem får läsa").reads(PLOT.theme.question)


def the_coordinator_asks_for_more(walk):
    coordinator = walk.by("koordinator").go("/remisser").reads("Väntetider")
    coordinator.press("Öppna remissen").press("Svara på remissen").tick("Be om komplettering")
    coordinator.fill("Svar till avsändaren", MISSING).fill("Klar senast", "2026-10-13")
    coordinator.press("Svara på remissen").reads("Ska kompletteras")
    coordinator.go("/remisser").reads("Avsändaren kompletterar senast 13 oktober 2026")


def the_sender_completes_it(walk):
    """A name of somebody else is asked about first, and what was typed stands there still."""
    soc = walk.by("soc").go("/").reads("Du kompletterar senast tisdag 13 oktober 2026.")
    soc.press("Komplettera remissen").reads(MISSING).tick("Arbete och utbildning")
    soc.fill("Komplettering", "Praktik hos chefen Rimkvist i våras.")
    soc.page.get_by_role("button", name="Skicka kompletteringen").click()
    soc.reads("”Rimkvist”").reads("Inget är sparat än.")
    soc.errors = [said for said in soc.errors if "422" not in said]  # the page that asks
    soc.look().tick("Jag har läst igenom texten").press("Skicka kompletteringen").reads("Rimkvist")
    soc.go("/").reads("Kompletteringen är framme.")


def the_coordinator_accepts_it(walk):
    coordinator = walk.by("koordinator").go("/remisser").reads("Den är kompletterad.")
    coordinator.press("Öppna remissen").reads("Rimkvist").press("Svara på remissen")
    coordinator.tick("Anta remissen").fill("Dag för nästa steg", "2026-10-20")
    coordinator.press("Svara på remissen").reads("Remissen är antagen")
