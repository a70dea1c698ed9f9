"""L4: the fixed tables of a delårsrapport, declared as data: whom they count, how they are sorted,
and how categories are merged when the numbers are small. Nobody asks for a table of their own.

Populations are flows of disjoint cohorts, one per calendar month: what came in, was opened, was
closed, was held or fell due that month. Codes are stable, for the ledger; `WORDS` says them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.disclosure.tables import Dimension, Hierarchy, TableSpec
from casework.reports.rules import half_years

RECEIVED, OPENED, CLOSED, MEETINGS, COMMITMENTS = "in", "opened", "closed", "meetings", "due"
POPULATIONS = (RECEIVED, OPENED, CLOSED, MEETINGS, COMMITMENTS)
UNKNOWN = "okand"
ALL = "alla"
PARTICIPANTS = "deltagare"

Merge = Mapping[str, Sequence[str]]


def dimension(name: str, categories: Sequence[str], *merges: Merge, **more: Any) -> Dimension:
    """Each merge names what the level before it called differently; the last level is one group."""
    level, levels = {code: code for code in categories}, []
    for merge in (*merges, {ALL: ()}):
        into = {old: new for new, olds in merge.items() for old in olds}
        whole = ALL in merge
        level = {code: ALL if whole else into.get(old, old) for code, old in level.items()}
        levels.append(level)
    return Dimension(name, tuple(categories), Hierarchy(tuple(levels)), **more)


SEX = dimension(
    "sex", ("kvinna", "man", UNKNOWN), {"man_okand": ("man", UNKNOWN)}, least_population=20
)
AGE = dimension(
    "age",
    ("16_24", "25_29", "30_39", "40_49", "50_64", UNKNOWN),
    {"16_29": ("16_24", "25_29")},
    {"30_49": ("30_39", "40_49"), "50_okand": ("50_64", UNKNOWN)},
    {"30_okand": ("30_49", "50_okand")},
)
REASONS = ("arbete", "studier", "arbete_studier", "fortsatt", "ovrigt")
WORK = frozenset({"arbete", "studier", "arbete_studier"})
REASON = dimension(
    "reason",
    REASONS,
    {"arbete_aven_studier": ("arbete", "arbete_studier")},
    {"fortsatt_ovrigt": ("fortsatt", "ovrigt")},
    {"arbete_eller_studier": ("arbete_aven_studier", "studier")},
    sensitive=True,
)
_INCOME = (
    *("forsorjningsstod", "forsakring", "arbetsmarknad", "lon", "studiestod"),
    *("annan_offentlig", "ingen_offentlig", "flera", UNKNOWN),
)
_OCCUPATION = ("arbete", "studier", "arbetssokande", "insats", "ovrigt", UNKNOWN)
# the groups that a code of a local list may be put in; the parts may be grouped freely
GROUPS = {"avslutsskal": REASONS, "sysselsattning": _OCCUPATION, "inkomst": _INCOME}


def _income(name: str) -> Dimension:
    return dimension(
        name,
        _INCOME,
        {
            "statlig": ("forsakring", "arbetsmarknad"),
            "annan": ("annan_offentlig", "ingen_offentlig", UNKNOWN),
        },
        {"egen": ("lon", "studiestod"), "flera_annan": ("flera", "annan")},
        {"inte_egen": ("forsorjningsstod", "statlig", "flera_annan")},
        sensitive=True,
    )


def _occupation(name: str) -> Dimension:
    return dimension(
        name,
        _OCCUPATION,
        {"ovrigt_okand": ("ovrigt", UNKNOWN)},
        {"arbete_studier": ("arbete", "studier"), "sokande_insats": ("arbetssokande", "insats")},
        {"annat": ("sokande_insats", "ovrigt_okand")},
        sensitive=True,
    )


def _ladder(name: str, steps: int) -> Dimension:
    """Halves of the ladder, then those whose step nobody noted with the lower half."""
    numbers, half = [str(n + 1) for n in range(steps)], steps // 2
    low, high = f"1-{half}", f"{half + 1}-{steps}"
    return dimension(
        name,
        (*numbers, UNKNOWN),
        {low: numbers[:half], high: numbers[half:]},
        {"lag_okand": (low, UNKNOWN)},
        sensitive=True,
    )


INCOME = {when: _income(f"income_{when}") for when in ("before", "after")}
OCCUPATION = {when: _occupation(f"occupation_{when}") for when in ("before", "after")}
LIFE = dimension(
    "life",
    ("battre", "samma", "samre", UNKNOWN),
    {"samma_samre": ("samma", "samre")},
    {"inte_battre": ("samma_samre", UNKNOWN)},
    sensitive=True,
)
INFLUENCE = dimension(
    "influence",
    ("7_10", "4_6", "0_3", UNKNOWN),
    {"0_6": ("4_6", "0_3")},
    {"0_6_okand": ("0_6", UNKNOWN)},
    sensitive=True,
)


@dataclass(frozen=True)
class Local:
    """What an installation sets itself (O3): its parts with their groups, the ladder's length.

    `names`: {code list: {key: label}}. `groups`: {code list: {key: group}}.
    """

    names: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, Mapping[str, str]]
    steps: int = 6

    def part(self) -> Dimension:
        """Who referred: parts, then kommun, af, fk and region, then state and municipality."""
        groups = {key: self.group("part", key, "annan") for key in self.names["part"]}
        groups.setdefault("annan", "annan")
        level: dict[str, list[str]] = {}
        for key, group in groups.items():
            level.setdefault(f"{group}:", []).append(key)
        state = {"staten": ("af:", "fk:"), "region_annan": ("region:", "annan:")}
        return dimension("part", tuple(groups), level, state)

    def group(self, code_list: str, key: str | None, other: str) -> str:
        """How a code is grouped in a report; `other` when no table knows such a group."""
        found = self.groups[code_list].get(key or "") or other
        return found if found in GROUPS.get(code_list, (found,)) else other

    def say(self, name: str, code: str) -> str:
        """The Swedish words of a category, merged or not."""
        if name == "part":
            return WORDS["part"].get(code) or self.names["part"].get(code, code.rstrip(":"))
        if name.startswith("ladder") and code[0].isdigit():
            return f"Steg {code.replace('-', '–')}"
        return WORDS[name.removesuffix("_before").removesuffix("_after")].get(code, code)


def specs(local: Local, months: Sequence[str]) -> list[TableSpec]:
    """Every table of a report over these months, in the order of the page."""

    def table(name: str, population: str, *by: Dimension) -> TableSpec:
        return TableSpec(name, by, population, TITLES[name], tuple(months))

    before, after = ("before", "after")
    participants = [
        TableSpec(
            f"{PARTICIPANTS}-{half}",
            (SEX,),
            OPENED,
            f"{TITLES[PARTICIPANTS]}, {half[-1]}:a halvåret {half[:4]}",
            tuple(of),
        )
        for half, of in half_years(months).items()
    ]
    return [
        table("remisser", RECEIVED, local.part()),
        table("remisser-kon", RECEIVED, local.part(), SEX),
        table("alder", RECEIVED, AGE),
        *participants,
        table("moten", MEETINGS),
        table("ataganden", COMMITMENTS),
        table("avslut", CLOSED, REASON),
        table("sysselsattning-fore", CLOSED, OCCUPATION[before]),
        table("sysselsattning-efter", CLOSED, OCCUPATION[after]),
        table("forsorjning-fore", CLOSED, INCOME[before]),
        table("forsorjning-efter", CLOSED, INCOME[after]),
        table("trappan-start", CLOSED, _ladder("ladder_start", local.steps)),
        table("trappan-slut", CLOSED, _ladder("ladder_end", local.steps)),
        table("livssituation", CLOSED, LIFE),
        table("paverkan", CLOSED, INFLUENCE),
    ]


def inside(local: Local, months: Sequence[str]) -> list[TableSpec]:
    """The same period code by code, for the coordinator alone; never printed outside."""

    def codes(name: str, code_list: str) -> Dimension:
        return Dimension(name, (*local.names[code_list], UNKNOWN))

    part = Dimension("part", local.part().categories)
    of = tuple(months)
    return [
        TableSpec("remisser", (part, SEX), RECEIVED, TITLES["remisser-kon"], of),
        TableSpec("alder", (AGE,), RECEIVED, TITLES["alder"], of),
        TableSpec("deltagare", (SEX,), OPENED, TITLES[PARTICIPANTS], of),
        TableSpec("moten", (), MEETINGS, TITLES["moten"], of),
        TableSpec("ataganden", (), COMMITMENTS, TITLES["ataganden"], of),
        TableSpec("avslut", (codes("reason_code", "avslutsskal"),), CLOSED, TITLES["avslut"], of),
        *(
            TableSpec(
                f"sysselsattning-{when}",
                (codes(f"occupation_{name}_code", "sysselsattning"),),
                CLOSED,
                TITLES[f"sysselsattning-{when}"],
                of,
            )
            for when, name in (("fore", "before"), ("efter", "after"))
        ),
    ]


TITLES = {
    "remisser": "Remisser per avsändare",
    "remisser-kon": "Remisser per avsändare och kön",
    "alder": "Remisser efter personens ålder",
    "deltagare": "Nya deltagare efter kön (Uppföljning Finsam)",
    "moten": "Möten som hölls",
    "ataganden": "Åtaganden som skulle vara klara",
    "avslut": "Avslutade ärenden efter skäl",
    "sysselsattning-fore": "Sysselsättning före",
    "sysselsattning-efter": "Sysselsättning efter",
    "forsorjning-fore": "Försörjning före",
    "forsorjning-efter": "Försörjning efter",
    "trappan-start": "Steg på rehabiliteringstrappan vid start",
    "trappan-slut": "Steg på rehabiliteringstrappan vid avslut",
    "livssituation": "Livssituationen vid avslut, mot vid start",
    "paverkan": "Hur mycket personen kunde påverka sin plan, 0 till 10",
}

# a table that is nothing without one of these, and what it is called when that is all it has
SPLIT_ON = {"remisser-kon": {"sex"}}
SHORTER_TITLES = {("remisser-kon", ("sex",)): "Remisser efter kön"}

# what a dimension is called in tables and files
CALLED = {
    "part": "avsändare",
    "sex": "kön",
    "age": "ålder",
    "reason": "skäl",
    "occupation_before": "sysselsättning före",
    "occupation_after": "sysselsättning efter",
    "income_before": "försörjning före",
    "income_after": "försörjning efter",
    "ladder_start": "steg vid start",
    "ladder_end": "steg vid avslut",
    "life": "förändring",
    "influence": "skattning",
}

_ALL = {ALL: "Alla", UNKNOWN: "Okänt"}
WORDS: dict[str, dict[str, str]] = {
    "part": {
        "kommun:": "Kommunerna",
        "af:": "Arbetsförmedlingen",
        "fk:": "Försäkringskassan",
        "region:": "Regionen",
        "annan:": "Annan avsändare",
        "staten": "Arbetsförmedlingen och Försäkringskassan",
        "region_annan": "Regionen och andra avsändare",
        **_ALL,
    },
    "sex": {
        **_ALL,
        "kvinna": "Kvinnor",
        "man": "Män",
        UNKNOWN: "Annat eller okänt",
        "man_okand": "Män, annat eller okänt",
    },
    "age": {
        **_ALL,
        "16_24": "16–24 år",
        "25_29": "25–29 år",
        "30_39": "30–39 år",
        "40_49": "40–49 år",
        "50_64": "50–64 år",
        UNKNOWN: "Annan eller okänd ålder",
        "16_29": "16–29 år",
        "30_49": "30–49 år",
        "50_okand": "50–64 år, annan eller okänd ålder",
        "30_okand": "30–64 år, annan eller okänd ålder",
    },
    "reason": {
        **_ALL,
        "arbete": "Arbete",
        "studier": "Studier",
        "arbete_studier": "Arbete och studier",
        "fortsatt": "Fortsatt stöd hos en part",
        "ovrigt": "Övriga skäl",
        "arbete_aven_studier": "Arbete, även med studier",
        "fortsatt_ovrigt": "Fortsatt stöd hos en part, och övriga skäl",
        "arbete_eller_studier": "Arbete eller studier",
    },
    "occupation": {
        **_ALL,
        "arbete": "Förvärvsarbete",
        "studier": "Studier",
        "arbetssokande": "Aktivt arbetssökande",
        "insats": "Arbetsträning eller annan insats",
        "ovrigt": "Övrigt",
        "ovrigt_okand": "Övrigt eller okänt",
        "arbete_studier": "Arbete eller studier",
        "sokande_insats": "Arbetssökande eller i insats",
        "annat": "Annat än arbete och studier",
    },
    "income": {
        **_ALL,
        "forsorjningsstod": "Försörjningsstöd",
        "forsakring": "Ersättning från Försäkringskassan",
        "arbetsmarknad": "A-kassa eller aktivitetsstöd",
        "lon": "Lön",
        "studiestod": "Studiestöd",
        "annan_offentlig": "Annan offentlig försörjning",
        "ingen_offentlig": "Ingen offentlig försörjning",
        "flera": "Flera slag",
        "statlig": "Ersättning från staten eller a-kassan",
        "annan": "Annan, ingen eller okänd",
        "egen": "Lön eller studiestöd",
        "flera_annan": "Flera slag, annan eller okänd",
        "inte_egen": "Annat än lön och studiestöd",
    },
    "ladder_start": {**_ALL, "lag_okand": "Lägre halvan eller okänt"},
    "ladder_end": {**_ALL, "lag_okand": "Lägre halvan eller okänt"},
    "life": {
        **_ALL,
        "battre": "Bättre",
        "samma": "Som förut",
        "samre": "Sämre",
        "samma_samre": "Som förut eller sämre",
        "inte_battre": "Som förut, sämre eller okänt",
    },
    "influence": {
        **_ALL,
        "7_10": "7–10",
        "4_6": "4–6",
        "0_3": "0–3",
        "0_6": "0–6",
        "0_6_okand": "0–6 eller okänt",
    },
}
