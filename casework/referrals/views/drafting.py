"""What the pages of a draft are made of: the forms of its steps, and what stands beside them."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from casework.access.web import actor, me
from casework.consents.rules import given_from
from casework.consents.views import offer, offered
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.people.reading_through import ReadThrough
from casework.people.rules import born, normalise, shown
from casework.programmes.queries import KINDS, choices_in, open_programmes
from casework.programmes.rules import Check, target_group
from casework.referrals.forms import (
    LISTS,
    ConsentStep,
    PersonForm,
    ProgrammeForm,
    StepForm,
    need_form,
    now_form,
    support_form,
)
from casework.referrals.queries import ReferralFile, nameable, parties
from casework.referrals.rules.content import Place, kinds_of, places, written
from casework.referrals.rules.lacks import (
    CHECK,
    CONSENT,
    NEED,
    NOW,
    PERSON,
    SUPPORT,
    Missing,
    authorities_in,
    missing,
)

STEPS = {
    1: "Verksamhet",
    PERSON: "Personen",
    CONSENT: "Samtycket",
    NOW: "Läget nu",
    SUPPORT: "Stöd och kontakter",
    NEED: "Behovet",
    CHECK: "Kontrollera",
}
PARTS = {
    1: "sender",
    PERSON: "person",
    CONSENT: "consent",
    NOW: "now",
    SUPPORT: "support",
    NEED: "need",
}


class Drafting:
    """One draft while it is written. Each thing is read once a page, when it is asked for."""

    def __init__(self, file: ReferralFile, typed: dict[str, Any] | None = None) -> None:
        self.file = file
        self.draft = file.draft | (typed or {})

    @cached_property
    def parties(self) -> Any:
        return parties(actor(), self.file)

    @cached_property
    def nameable(self) -> Any:
        return nameable(actor(), self.file)

    @cached_property
    def given(self) -> Any:
        return given_from(self.draft.get("consent", {}))

    @cached_property
    def host_kinds(self) -> frozenset[str]:
        return kinds_of(self.given, self.file.programme.host_unit_id)

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return choices_in(actor(), [KINDS, *LISTS.values()], self.file.on)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """C5: those that the host may read, with their labels."""
        return [one for one in self.choices[KINDS] if one[0] in self.host_kinds]

    @cached_property
    def places(self) -> list[Place]:
        return places(self.given, self.parties)

    @cached_property
    def lacks(self) -> list[Missing]:
        return missing(self.draft, self.parties, self.file.on)

    @property
    def named(self) -> list[str | None]:
        """Those who are named where names belong, and so may stand in the texts too."""
        person, sender = self.draft.get("person", {}), self.draft.get("sender", {})
        consent = self.draft.get("consent", {})
        return [
            *(person.get(field) for field in ("name", "representative")),
            *(consent.get("representative_name"), sender.get("officer")),
        ]

    @property
    def target(self) -> list[Check]:
        """R6: advice, from what is written so far, on the page too."""
        units = {unit for unit, _ in self.given.grants}
        count = authorities_in(units, self.parties) if units else None
        time = written(self.draft).get("support_time")
        return target_group(self.file.programme, self._birth_year(), time, count, self.file.on)

    def _birth_year(self) -> int | None:
        number = self.draft.get("person", {}).get("number")
        try:
            return born(normalise(number, on=self.file.on)).year if number else None
        except RuleBroken:  # typed a moment ago, and said to be wrong at its field
            return None

    def beside(self, number: int) -> dict[str, Any]:
        """What every step shows."""
        return {
            "file": self.file,
            "number": number,
            "steps": STEPS,
            "group": self.target,
            "here": [one for one in self.lacks if one.step == number],
            "full": {one.step for one in self.lacks},
            "host_kinds": self.host_kinds,
            "places": [place for place in self.places if place.kind in self.host_kinds],
            "kind_words": self.kinds,
            **(offered(self.nameable) if number == CONSENT else {}),
        }


def offer_of_programmes() -> dict[str, Any]:
    return {"programmes": {one.id: one for one in open_programmes(actor(), clock.today())}}


def programme_form(now: Drafting | None = None) -> ProgrammeForm:
    """The first step, also before there is a draft. The one who writes is asked for first."""
    open_ones = open_programmes(actor(), clock.today())
    only = open_ones[0].id if len(open_ones) == 1 else None
    user = me()
    first = {"officer": user.name, "officer_phone": user.phone} if user else {}
    sender = now.draft.get("sender") or first if now else first
    form = ProgrammeForm(data={"programme_id": now.file.programme.id if now else only, **sender})
    form.programme_id.choices = [(p.id, p.name) for p in open_ones]
    return form


def _person_form(now: Drafting) -> StepForm:
    kept = dict(now.draft.get("person", {}))
    if kept.get("number"):
        kept["number"] = shown(kept["number"])
    form = PersonForm(data=kept)
    if kept.get("protected") and not form.is_submitted():  # E3: whatever a window was left with
        return PersonForm(formdata=None, data=kept)
    return form


def _consent_form(now: Drafting) -> StepForm:
    kept = now.draft.get("consent", {})
    days = {day: kept.get(day) for day in ("given_on", "last_day")}
    read = {day: date.fromisoformat(text) if text else None for day, text in days.items()}
    form = ConsentStep(data={**kept, **read})
    offer(form, now.nameable)
    return form


def _now_form(now: Drafting) -> StepForm:
    return now_form(now.kinds, now.choices, written(now.draft))


def _support_form(now: Drafting) -> StepForm:
    return support_form(now.kinds, now.places, written(now.draft))


def _need_form(now: Drafting) -> StepForm:
    return need_form(now.kinds, now.choices, written(now.draft))


FORMS: dict[int, Callable[[Drafting], ReadThrough]] = {
    1: programme_form,
    PERSON: _person_form,
    CONSENT: _consent_form,
    NOW: _now_form,
    SUPPORT: _support_form,
    NEED: _need_form,
}


def form_of(now: Drafting, number: int) -> ReadThrough:
    """The form of a step, with how many times it was saved when the page was made."""
    form: Any = FORMS[number](now)
    if "seen" in form and not form.is_submitted():
        form.seen.data = now.draft.get("saved", {}).get(PARTS[number], 0)
    return form
