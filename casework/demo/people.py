"""Made-up individuals. Their numbers are of the birth numbers 238 and 239 that Skatteverket keeps
for tests, so no living person has them."""

from dataclasses import dataclass
from random import Random

FIRST_WOMEN = (
    *("Linn", "Elsa", "Maja", "Ines", "Freja", "Tove", "Siri", "Alva", "Hedda", "Ronja", "Selma"),
    *("Amina", "Nour", "Leila", "Zahra", "Ebba", "Moa", "Stina", "Karin", "Helga", "Ulla"),
)
FIRST_MEN = (
    *("Olle", "Sixten", "Nils", "Arvid", "Gustav", "Jon", "Isak", "Erik", "Folke", "Torsten"),
    *("Yusuf", "Omar", "Samir", "Henrik", "Lars", "Göran", "Rolf", "Viktor", "Hugo", "Albin"),
)
FIRST_PARTS = (
    *("Hjortron", "Lingon", "Gran", "Tall", "Björk", "Norr", "Vinter", "Is", "Älv", "Myr", "Rönn"),
    *("Sten", "Snö", "Dal", "Fjäll", "Ljung", "Vide", "Måne", "Frost", "Blåbärs", "Kråk", "Ren"),
)
LAST_PARTS = ("mo", "hed", "backe", "strand", "lund", "gren", "vik", "kvist", "ås", "rot", "bäck")
MUNICIPALITIES = ("Skellefteå",) * 5 + ("Norsjö",)


@dataclass(frozen=True)
class Somebody:
    """One invented individual."""

    name: str
    number: str
    sex: str
    municipality: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


def somebody(random: Random, taken: set[str]) -> Somebody:
    """A new one each time; `taken` remembers the numbers and names that are used."""
    while True:
        sex = random.choice(("kvinna", "kvinna", "man", "man", "man"))
        first = random.choice(FIRST_WOMEN if sex == "kvinna" else FIRST_MEN)
        name = f"{first} {random.choice(FIRST_PARTS)}{random.choice(LAST_PARTS)}"
        number = number_for_tests(random.randint(1964, 1995), random, sex)
        if not {name, number} & taken:
            taken |= {name, number}
            return Somebody(name, number, sex, random.choice(MUNICIPALITIES))


def number_for_tests(year: int, random: Random, sex: str) -> str:
    """YYYYMMDD-NNNN with a right check digit: 238 is a woman's, 239 a man's."""
    day = f"{year:04d}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    serial = "238" if sex == "kvinna" else "239"
    return f"{day}-{serial}{_check_digit(day[2:] + serial)}"


def _check_digit(nine: str) -> int:
    """Luhn's formula over the nine digits before it (SKV 704)."""
    doubled = (int(d) * (2 if n % 2 == 0 else 1) for n, d in enumerate(nine))
    return -sum(d - 9 if d > 9 else d for d in doubled) % 10
