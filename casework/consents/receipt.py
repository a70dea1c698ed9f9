"""What was agreed, in plain words, on paper: the individual's own copy.

Pure: rows in, plain data for `kit.pdf.typeset` out. It carries no personnummer, and of a protected
identity no name, neither the individual's nor a representative's (E3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from casework.authorities.models import Unit, User
from casework.consents.models import Consent
from casework.consents.paper import Setting, frame, sheet
from casework.consents.rules import REPRESENTATIVES, by_unit, state
from casework.people.models import Person
from casework.programmes.languages import SWEDISH, words

Section = dict[str, Any]


@dataclass(frozen=True)
class Agreed:
    """One version of a consent and what stands round it. Needs grants and withdrawals loaded."""

    consent: Consent
    person: Person
    reference: str
    received_by: User
    at: Unit


def receipt(setting: Setting, agreed: Agreed, code: str) -> dict[str, Any]:
    """C2, C4: the receipt in one language, with the Swedish beside a foreign one."""
    title = words(code)["receipt"]
    said = sheet(setting, code)
    return {
        **frame(setting, agreed.reference, title),
        "reference-line": bool(agreed.reference),
        "day": format_date(setting.on, "long", locale=words(code)["dates"]),
        "name": "" if agreed.person.is_protected else str(agreed.person.name or ""),
        "sheets": [said],
        "parts": list(_Teller(setting, agreed, code).parts()),
        "swedish": list(_Teller(setting, agreed, SWEDISH).parts()) if said["beside"] else None,
    }


class _Teller:
    """Tells one consent in one language. Every language has the same parts in the same order."""

    def __init__(self, setting: Setting, agreed: Agreed, code: str) -> None:
        self.setting, self.agreed, self.consent = setting, agreed, agreed.consent
        self.w, self.code = words(code), code

    def parts(self) -> Iterator[Section]:
        yield self._part("gone", "", lines=list(self._no_longer()))
        yield self._part("quote", "about", lines=[str(self.consent.purpose)])
        yield self._part("readers", "may", readers=self._readers())
        if others := self._others():
            yield self._part("names", "may_not", lines=others)
        if self.consent.exceptions:
            yield self._part("quote", "own_words", lines=[str(self.consent.exceptions)])
        else:
            yield self._part("lines", "own_words", lines=[self.w["no_exceptions"]])
        yield self._part("lines", "lasts", lines=[self._lasts()])
        yield self._part("list", "given", lines=list(self._given()))
        yield self._part("list", "beside", lines=list(self._beside()))
        yield self._part("back", "withdraw", lines=[*self.w["withdraw_lines"], *self._contact()])

    def _part(self, kind: str, key: str, **said: Any) -> Section:
        heading = self.w[key] if key else ""
        return {"kind": kind, "heading": heading, "lines": [], "readers": [], **said}

    def _readers(self) -> list[Section]:
        return [
            {"unit": unit.name, "line": self._reads(kinds), "kinds": kinds}
            for unit, kinds in self._rows()
        ]

    def _reads(self, kinds: Sequence[str]) -> str:
        return self.w["reads"].format(kinds=self._listed(kinds))

    def _rows(self) -> list[tuple[Unit, list[str]]]:
        units = {unit.id: unit for unit in self.setting.units}
        labels = {key: self._kind(key, label) for key, label in self.setting.kinds}
        facts = self.consent.facts()
        back = {unit for unit, day in facts.withdrawn if day <= self.setting.on}
        grants = {pair for pair in facts.grants if pair[0] not in back}
        rows = by_unit(grants, list(units), list(labels))
        return [(units[unit], [labels[kind] for kind in kinds]) for unit, kinds in rows]

    def _kind(self, key: str, label: str) -> str:
        return str(self.w["kinds"].get(key, label)).lower()

    def _others(self) -> list[str]:
        named = {unit.id for unit, _ in self._rows()}
        return [unit.name for unit in self.setting.units if unit.id not in named]

    def _lasts(self) -> str:
        first, last = self._day(self.consent.given_on), self._day(self.consent.last_day)
        return self.w["lasts_line"].format(first=first, last=last)

    def _given(self) -> Iterator[str]:
        how = "oral_line" if self.consent.given_how == "oral" else self.consent.given_how
        yield self.w[how]
        yield self._by_whom()
        if self.consent.language:
            yield self.w["spoken"].format(language=self.consent.language)
        if self.consent.interpreter:
            yield self.w["interpreter"]

    def _by_whom(self) -> str:
        kind = self.consent.representative_kind
        if kind not in REPRESENTATIVES:
            return self.w["who"]["person"]
        who, name = self.w["who"][kind], self.consent.representative_name
        if name and not self.agreed.person.is_protected:
            who = f"{who}, {name},"
        scope = str(self.consent.representative_scope or "")
        return self.w["by_representative"].format(who=who, scope=scope.rstrip("."))

    def _beside(self) -> Iterator[str]:
        yield self.w["survey_yes" if self.consent.survey else "survey_no"]
        yield self.w["statistics_yes" if self.consent.statistics else "statistics_no"]

    def _contact(self) -> Iterator[str]:
        who = self.agreed.received_by
        day = self._day(self.consent.given_on)
        yield self.w["received"].format(name=who.name, unit=self.agreed.at.name, day=day)
        if who.phone:
            yield self.w["phone"].format(phone=who.phone)

    def _no_longer(self) -> Iterator[str]:
        """What has changed since it was agreed, so that an old paper does not pass for a new."""
        facts, names = self.consent.facts(), {unit.id: unit.name for unit in self.setting.units}
        for unit_id, day in sorted(facts.withdrawn, key=lambda one: (one[1], str(one[0]))):
            key = "gone_unit" if unit_id else "gone_all"
            unit = names.get(unit_id, "") if unit_id else ""
            yield self.w[key].format(unit=unit, day=self._day(day))
        if self.consent.replaced_on:
            yield self.w["replaced"].format(day=self._day(self.consent.replaced_on))
        if state(facts, self.setting.on) == "slut":
            yield self.w["ended"].format(day=self._day(self.consent.last_day))

    def _listed(self, parts: Sequence[str]) -> str:
        *first, last = parts
        joined = self.w["comma"].join(first)
        return f"{joined} {self.w['and']}{last}" if first else last

    def _day(self, day: date) -> str:
        return format_date(day, "long", locale=self.w["dates"])
