"""Who, when and how far: one plot for each made-up case, drawn from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from casework.demo.people import Somebody, somebody
from casework.demo.theme import Theme
from casework.demo.themes import THEMES
from casework.demo.themes_apart import EACH_ITS_OWN

# how far each case has come, in shares of sixty
STAGES = (
    *("closed",) * 24,
    *("followed",) * 14,
    *("planned",) * 5,
    *("met",) * 5,
    *("assessing",) * 6,
    *("paused", "waking", "closing", "withdrawn_fk", "withdrawn", "protected"),
)
# how many days ago a case of that stage was referred: from, to
AGES = {
    "closed": (335, 500),
    "followed": (130, 330),
    "planned": (60, 95),
    "met": (30, 48),
    "assessing": (8, 20),
    "paused": (150, 260),
    "waking": (150, 260),
    "closing": (182, 190),
    "withdrawn_fk": (125, 150),
    "withdrawn": (120, 200),
    "protected": (90, 150),
}
LONG_AGO = (500, 700)  # one closed case of four
OWNERS = ("soc",) * 11 + ("af",) * 3 + ("fk",) * 2 + ("psykiatri", "primarvard", "norsjo", "ame")
ENDS = (
    *(("arbete", "forvarvsarbete", "lon", "natt"),) * 9,
    *(("studier", "studier", "studiestod", "natt"),) * 6,
    *(("fortsatt_part", "arbetstraning", "aktivitetsstod", "delvis"),) * 5,
    *(("ater_remittent", "ovrigt", "forsorjningsstod", "inte"),) * 3,
    ("sjukdom", "ovrigt", "sjukersattning", "inte"),
    ("eget_val", "aktivt_sokande", "forsorjningsstod", "delvis"),
)
INCOMES = ("forsorjningsstod",) * 8 + ("sjukpenning", "aktivitetsersattning", "a_kassa")
OCCUPATIONS = ("ovrigt", "ovrigt", "arbetstraning", "aktivt_sokande", "annan_insats")
SUPPORT = ("1_2", "2_3", "2_3", "3_5", "3_5", "5_10", "10_")
EDUCATION = (
    "ej_grundskola",
    "grundskola",
    "grundskola",
    "gymnasium",
    "gymnasium",
    "eftergymnasial",
)


@dataclass(frozen=True)
class Plot:
    """One made-up case."""

    who: Somebody
    theme: Theme
    owner: str
    others: tuple[str, ...]
    sent_on: date
    stage: str
    end: tuple[str, str, str, str]
    income: str
    occupation: str
    support_time: str
    education: str
    life: tuple[int, int]
    ladder: tuple[int, int]
    ready: bool = False  # in the second programme

    @property
    def units(self) -> tuple[str, ...]:
        """Everybody whom the consent names, beside the coordinator."""
        return (self.owner, *self.others)

    @property
    def protected(self) -> bool:
        return self.stage == "protected"


def plots(number: int, random: Random, today: date) -> list[Plot]:
    """`number` plots, oldest first; every stage is there from the tenth on."""
    stages = [STAGES[n * len(STAGES) // number] for n in range(number)]
    taken: set[str] = set()
    made = [_plot(stage, random, today, taken, n) for n, stage in enumerate(stages)]
    return sorted(made, key=lambda plot: plot.sent_on)


def one_where_each_reads_its_own(made: list[Plot]) -> list[Plot]:
    """The newest followed case of them gets a consent that gives every unit something else."""
    apart = next((plot for plot in reversed(made) if plot.stage == "followed"), None)
    told = {"theme": EACH_ITS_OWN, "owner": "soc", "others": ("fk", "psykiatri", "af")}
    return [replace(plot, **told) if plot is apart else plot for plot in made]


def _plot(stage: str, random: Random, today: date, taken: set[str], n: int) -> Plot:
    protected = stage == "protected"  # only FK beside the owner works with those
    theme = THEMES[0 if protected else n % len(THEMES)]
    shown = ("protected", "withdrawn_fk", "withdrawn", "closing")
    owner = "soc" if stage in shown else random.choice(OWNERS)
    others = ("fk",) if protected else tuple(key for key in _parties(theme) if key != owner)
    least, most = AGES[stage] if stage != "closed" or n % 4 else LONG_AGO
    start = random.randint(1, 4)
    return Plot(
        who=somebody(random, taken),
        theme=theme,
        owner=owner,
        others=others,
        sent_on=today - timedelta(days=random.randint(least, most)),
        stage=stage,
        end=ENDS[n % len(ENDS)],
        income=random.choice(INCOMES),
        occupation=random.choice(OCCUPATIONS),
        support_time=random.choice(SUPPORT),
        education=random.choice(EDUCATION),
        life=(random.randint(1, 5), random.randint(4, 9)),
        ladder=(start, min(6, start + random.randint(0, 3))),
    )


def _parties(theme: Theme) -> Sequence[str]:
    """Those who promise or do something in the theme; FK and AF are always asked."""
    promised = [p.who for aim in theme.aims for p in aim.promises if p.who != "self"]
    return list(dict.fromkeys(["af", "fk", *promised, *(deed.who for deed in theme.deeds)]))
