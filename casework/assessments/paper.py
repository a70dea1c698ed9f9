"""The individual's own part as a blank sheet for a pen, in easy Swedish, to write on at home.

Pure. It carries the reference and no name, so that it can lie on a table, and serves protected
identities too (E3).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

SIZES = ("normal", "stor")
WORDS = {
    "title": "Min egen del",
    "reference": "Referens",
    "page": "Sida {n} av {of}",
    "date": "Datum",
    "helped": "Den som hjälpte mig att skriva, om någon gjorde det",
}
LEAD = (
    "Här berättar du själv.",
    "Du bestämmer vad du vill skriva.",
    "Du får hoppa över frågor.",
    "Någon får gärna hjälpa dig att skriva.",
)
STRENGTHS = "Det här är jag bra på. Det här fungerar."
SITUATION = "Så har jag det nu"
NEEDS = "Det här behöver jag. Det här vill jag."
LAST = "När du är klar"
AFTER = (
    "Ta med pappret nästa gång vi ses.",
    "Vi läser det tillsammans.",
    "Du säger ja innan någon annan får läsa det.",
    "Du kan ändra dig.",
)


def blank(
    service: str, reference: str, asked: Sequence[str], size: str, on: date
) -> dict[str, Any]:
    """S1: what `kit.pdf.typeset` needs for the sheet: strengths first, then what is asked."""
    sheet = {"lang": "sv", "rtl": False, "easy": True, "w": WORDS, "beside": None}
    return {
        "service": service,
        "title": f"{WORDS['title']} {reference}",
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "reference": reference,
        "reference-line": True,
        "size": size,
        "sheets": [sheet],
        "lead": list(LEAD),
        "questions": [STRENGTHS, SITUATION, *asked, NEEDS],
        "last": LAST,
        "after": list(AFTER),
    }
