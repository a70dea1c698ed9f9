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
from casework.reports.words import ALL, TITLES, UNKNOWN, WORDS

RECEIVED, OPENED, CLOSED, MEETINGS, COMMITMENTS = "in", "opened", "closed", "meetings", "due"
ABSENT = "absent"
POPULATIONS = (RECEIVED, OPENED, CLOSED, MEETINGS, COMMITMENTS, ABSENT)
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

NOTICE = dimension("notice", ("anmald", "oanmald"))


@dataclass(frozen=True)
class Local:
    """What an installation sets itself (O3): its parts with their groups, the ladder's length.

    `names`: {code list: {key: label}}. `groups`: {code list: {key: group}}.
    """

    names: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, Mapping[str, str]]
    steps: int = 6

    def part(self, name: str = "part") -> Dimension:
        """Who referred: parts, then kommun, af, fk and region, then state and municipality.

        As `party`, which of them was absent.
        """
        groups = {key: self.group("part", key, "annan") for key in self.names["part"]}
        groups.setdefault("annan", "annan")
        level: dict[str, list[str]] = {}
        for key, group in groups.items():
            level.setdefault(f"{group}:", []).append(key)
        state = {"staten": ("af:", "fk:"), "region_annan": ("region:", "annan:")}
        return dimension(name, tuple(groups), level, state)

    def group(self, code_list: str, key: str | None, other: str) -> str:
        """How a code is grouped in a report; `other` when no table knows such a group."""
        found = self.groups[code_list].get(key or "") or other
        return found if found in GROUPS.get(code_list, (found,)) else other

    def say(self, name: str, code: str) -> str:
        """The Swedish words of a category, merged or not."""
        if name in ("part", "party"):
            return WORDS["part"].get(code) or self.names["part"].get(code, code.rstrip(":"))
        if name.startswith("ladder") and code[0].isdigit():
            return f"Steg {code.replace('-', '–')}"
        return WORDS[name.removesuffix("_before").removesuffix("_after")].get(code, code)


def specs(local: Local, months: Sequence[str]) -> list[TableSpec]:
    """Every table of a report over these months, in the order of the page."""
    before, after = ("before", "after")
    orders: list[tuple[str, str, tuple[Dimension, ...]]] = [
        ("remisser", RECEIVED, (local.part(),)),
        ("remisser-kon", RECEIVED, (local.part(), SEX)),
        ("alder", RECEIVED, (AGE,)),
        ("moten", MEETINGS, ()),
        ("franvaro", ABSENT, (local.part("party"), NOTICE)),
        ("ataganden", COMMITMENTS, ()),
        ("avslut", CLOSED, (REASON,)),
        ("sysselsattning-fore", CLOSED, (OCCUPATION[before],)),
        ("sysselsattning-efter", CLOSED, (OCCUPATION[after],)),
        ("forsorjning-fore", CLOSED, (INCOME[before],)),
        ("forsorjning-efter", CLOSED, (INCOME[after],)),
        ("trappan-start", CLOSED, (_ladder("ladder_start", local.steps),)),
        ("trappan-slut", CLOSED, (_ladder("ladder_end", local.steps),)),
        ("livssituation", CLOSED, (LIFE,)),
        ("paverkan", CLOSED, (INFLUENCE,)),
    ]
    return [*_ordered(orders, months), *_participants(months)]


def _ordered(
    orders: Sequence[tuple[str, str, tuple[Dimension, ...]]], months: Sequence[str]
) -> list[TableSpec]:
    return [TableSpec(name, by, of, TITLES[name], tuple(months)) for name, of, by in orders]


def _participants(months: Sequence[str]) -> list[TableSpec]:
    """Uppföljning Finsam: a table by sex for each half-year."""
    return [
        TableSpec(
            f"{PARTICIPANTS}-{half}",
            (SEX,),
            OPENED,
            f"{TITLES[PARTICIPANTS]}, {half[-1]}:a halvåret {half[:4]}",
            tuple(of),
        )
        for half, of in half_years(months).items()
    ]


def inside(local: Local, months: Sequence[str]) -> list[TableSpec]:
    """The same period code by code, for the coordinator alone; never printed outside."""

    def codes(name: str, code_list: str) -> tuple[Dimension, ...]:
        return (Dimension(name, (*local.names[code_list], UNKNOWN)),)

    part, party = (Dimension(name, local.part().categories) for name in ("part", "party"))
    orders = [
        ("remisser-kon", RECEIVED, (part, SEX)),
        ("alder", RECEIVED, (AGE,)),
        (PARTICIPANTS, OPENED, (SEX,)),
        ("moten", MEETINGS, ()),
        ("franvaro", ABSENT, (party, NOTICE)),
        ("ataganden", COMMITMENTS, ()),
        ("avslut", CLOSED, codes("reason_code", "avslutsskal")),
        ("sysselsattning-fore", CLOSED, codes("occupation_before_code", "sysselsattning")),
        ("sysselsattning-efter", CLOSED, codes("occupation_after_code", "sysselsattning")),
    ]
    return _ordered(orders, months)


# a table that is nothing without a split on one of these
SPLIT_ON = {"remisser-kon": {"sex"}}
