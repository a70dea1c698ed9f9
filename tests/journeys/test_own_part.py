"""S1, S2: the individual's own view, from the first word to the page for the meeting."""

from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from casework.authorities.models import Room
from casework.demo import beginning
from casework.demo.stage import Stage
from casework.kit import db
from casework.letters.sending import send_due
from tests.journeys.made_quickly import PLOT

STRENGTH, WISH = "Jag har kört truck i nio år.", "Att få jobba ute."
MENDED = "Jag har kört truck i tio år."
AT = date(2026, 10, 20)


@pytest.fixture
def begun(walk):
    """A case where one unit still owes its part, of a kind that AF may not know of (C5)."""
    rooms = list(db.session.scalars(select(Room.id).order_by(Room.name)))
    db.session.remove()
    stage = Stage(walk.cast, Random(1), AT, send_due, rooms=rooms)
    sent = beginning.refer(stage, PLOT, PLOT.sent_on)
    case_id = beginning.answer(stage, PLOT, sent, date(2026, 10, 6), kind="antas")
    assert case_id is not None
    list(beginning.assess(stage, PLOT, case_id, date(2026, 10, 7), whole=False))
    db.session.remove()
    walk.case = f"/arenden/{case_id}"
    return walk.on(AT)


def test_s1_s2_written_together_read_signed_set_right_and_brought_to_the_meeting(begun):
    soc = begun.by("soc").go(f"{begun.case}/kartlaggning").press("Skriv ner Linns egen del")
    soc.pick("Vad handlar delen om?", "Arbete och utbildning").press("Börja skriva")
    soc.fill("Det här är jag bra på", STRENGTH).press("Visa stor text")
    assert soc.page.get_by_label("Det här är jag bra på").input_value() == STRENGTH
    soc.fill("Vad är viktigt för dig?", WISH).press("Läs igenom tillsammans").reads(WISH)
    soc.tick("Linn har läst texten").press("Skriv under delen").reads("Linn läste texten")
    af = begun.by("af").go(f"{begun.case}/kartlaggning").press("Visa sammanfattning")
    af.reads(STRENGTH).reads(WISH).reads("Vem får se sidan?").reads_not("Vi väntar på")
    _set_right(soc)
    af.go(f"{begun.case}/kartlaggning/sammanfattning").reads(MENDED).reads_not(STRENGTH)


def _set_right(soc) -> None:
    """S2: with a reason; what it said before stays to be read."""
    soc.press("Linns egen del: arbete").press("Rätta delen")
    soc.fill("Varför behöver delen rättas?", "Fel antal år").press("Börja rätta")
    soc.fill("Det här är jag bra på", MENDED).press("Läs igenom tillsammans")
    soc.tick("Linn har läst texten").press("Skriv under delen")
    soc.press("Linns egen del: arbete").reads("Det här ändrades från version 1")
    soc.reads(STRENGTH).reads(MENDED).press("Version 1").reads("Äldre version").reads_not(MENDED)
