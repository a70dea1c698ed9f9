"""What waits for the work group: two remisser, two questions without a person, and who may hear.

Each item has words of its own, to look for where they must not be. They are birds and beetles.
"""

from dataclasses import dataclass, replace
from datetime import date, time
from random import Random
from uuid import UUID

from casework.demo import beginning
from casework.demo.people import Somebody
from casework.demo.stage import Stage
from casework.kit import db
from casework.kit.db import session
from casework.letters.sending import send_due
from casework.referrals.models import Referral
from casework.referrals.queries import referral_for
from casework.referrals.service import drafting, sending
from casework.reviews import service as reviews
from tests.journeys import story
from tests.journeys.made_quickly import PLOT
from tests.journeys.walking import Walk

GROUP = ("koordinator", "soc", "ame", "norsjo", "af", "fk", "primarvard", "psykiatri")


@dataclass(frozen=True)
class Item:
    """One thing to talk of: its own words, who leaves the room, and what it ends in."""

    who: str
    asks: str
    leaves: frozenset[str]
    choice: str
    ends_in: str
    on: str
    person: str = ""
    number: str = ""

    @property
    def hears(self) -> frozenset[str]:
        return frozenset(GROUP) - self.leaves


def _number(day: str) -> str:
    return f"1987{day}-238{story._check_digit(f'87{day}238')}"


ITEMS = {
    "ordinary": Item(
        *("af", "Hur blir arbetsdagen lugnare vid ljungpiparens myr?", frozenset({"psykiatri"})),
        *("Vänta", "Vi väntar på besked om vadarfågeln.", "2026-10-27"),
        *("Tyra Fjällvråk", _number("0313")),
    ),
    "urgent": Item(
        *("soc", "Vem ringer om tordyveln redan i dag?", frozenset({"ame", "norsjo"})),
        *("Anta", "Vi börjar med skalbaggen på torsdag.", "2026-10-20"),
        *("Malte Sjöhästhov", _number("0614")),
    ),
    "first": Item(
        *("ame", "Hur lugnt får ett schema med kornknarr vara?", frozenset()),
        *("Råd", "Prova ett kort schema med rallfågel.", "2026-10-21"),
    ),
    "second": Item(
        *("psykiatri", "Kan två planer om sädesärla gälla på en gång?", frozenset()),
        *("Råd", "Lägg ihop planerna om ärlan.", "2026-10-22"),
    ),
}
WORDS = {
    "ordinary": ("ljungpipar", "vadarfågel", "Fjällvråk", ITEMS["ordinary"].number),
    "urgent": ("tordyvel", "skalbagge", "Sjöhästhov", "grävling", ITEMS["urgent"].number),
    "first": ("kornknarr", "rallfågel"),
    "second": ("sädesärla", "ärlan"),
}
ASKED, ANSWERED = "Har grävlingen fått sitt intyg?", "Ja, grävlingens intyg kom i går."


def what_waits(walk: Walk) -> dict[str, str]:
    """Everything is sent and asked, the ordinary before the urgent. The code of each item."""
    db.session.remove()
    stage = Stage(walk.cast, Random(1), date(2026, 10, 6), send_due, rooms=[])
    codes = {
        "ordinary": _referred(stage, "ordinary", date(2026, 10, 1)),
        "urgent": _referred(stage, "urgent", date(2026, 10, 5)),
        "first": _asked(stage, "first"),
        "second": _asked(stage, "second"),
    }
    db.session.remove()
    return codes


def _referred(stage: Stage, key: str, day: date) -> str:
    """The consent names those who stay in the room, and nobody else."""
    item = ITEMS[key]
    plot = replace(
        PLOT,
        who=Somebody(item.person, item.number, "man", "Skellefteå"),
        theme=replace(PLOT.theme, question=item.asks),
        owner=item.who,
        others=tuple(sorted(item.hears - {item.who, "koordinator"})),
    )
    referral_id = beginning.draft(stage, plot, day)
    with stage.on(day, time(9, 40)) as at:
        actor, file = stage.actor(item.who), referral_for(stage.actor(item.who), referral_id, day)
        need = file.draft["need"] | {"urgency": "urgent" if key == "urgent" else "ordinary"}
        drafting.save_step(actor, file, part="need", answers=need, at=at)
        session.flush()
        sending.send(actor, referral_for(actor, referral_id, day), at=at)
    return _reference(referral_id)


def _reference(referral_id: UUID) -> str:
    return session.get_one(Referral, referral_id).reference


def _asked(stage: Stage, key: str) -> str:
    item = ITEMS[key]
    with stage.on(date(2026, 10, 6), time(8)) as at:
        return reviews.consult(
            stage.actor(item.who),
            **{"age_span": "30–39", "kinds": ("arbete",), "question": item.asks},
            at=at,
        ).code
