"""What is said in the journeys: one invented individual, and words to look for afterwards."""

from casework.demo.people import _check_digit

NAME = "Linn Hjortronmo"


def number_of(year: int) -> str:
    """The personal number of somebody born that year, of those that are kept for tests."""
    return f"{year}0412-238{_check_digit(f'{year % 100:02}0412238')}"


NUMBER = number_of(1988)

# unit: what the consent lets it read
CONSENT = {
    "host": ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering"),
    "soc": ("ekonomi", "social", "arbete", "planering"),
    "af": ("arbete", "planering"),
    "fk": ("ekonomi", "fysisk", "planering"),
    "psykiatri": ("psykisk", "social", "planering"),
}
KINDS = {
    "ekonomi": "Ekonomi och försörjning",
    "social": "Social situation",
    "fysisk": "Fysisk hälsa",
    "psykisk": "Psykisk hälsa",
    "arbete": "Arbete och utbildning",
    "planering": "Planering och insatser",
}

EXCEPTION = "Säg inget om min bror till någon."
QUESTION = "Hur får hon arbetsträning utan att mista sin ersättning?"
BACKGROUND = {
    "ekonomi": "Skulderna på elräkningen är under kontroll.",
    "social": "Hon är ensam med två barn i skolåldern.",
    "fysisk": "Nacken är opererad och tål en halv dag.",
    "psykisk": "Ångesten kommer på eftermiddagarna.",
    "arbete": "Hon har kört truck på ett sågverk.",
    "planering": "Tre planer har börjat och ingen har blivit klar.",
}

# unit: the kind it is asked about, and what it writes under strengths, situation and needs
PARTS = {
    "af": ("arbete", ("Truckkortet gäller.", "Sökte nio arbeten i våras.", "Praktik på lager.")),
    "fk": ("fysisk", ("Läker bra.", "Läkarintyget säger halvtid.", "Sjukgymnast i vinter.")),
    "psykiatri": ("psykisk", ("Vet vad som lugnar.", "Samtal varje torsdag.", "Lugn start.")),
}

AGENDA = "Vad är viktigast för Linn?\nVem gör vad till jul?"
MINUTES = "Alla börjar med tre förmiddagar i veckan."
TAKES_ON = "Ringer sågverket om en praktikplats."
CANNOT_COME = "Tisdag eftermiddag passar bättre."

GOAL_WORK = "En vardag som håller"
GOAL_MONEY = "Trygg försörjning"
PROMISE_AF = "Ordnar två studiebesök på sågverk"
PROMISE_FK = "Ger besked om ersättning under praktiken"
PROMISE_SOC = "Räknar om stödet när något ändras"
PROMISE_LINN = "Går till lagret tre förmiddagar"

DEED = "Besökte sågverket och kom överens om ett studiebesök."
PARTLY = "Det andra besöket är i januari."

CANARIES = [
    *("Hjortronmo", "Linn", NUMBER, NUMBER.replace("-", ""), NUMBER[2:]),
    *("SAM-", "REM-", "bror", "nacken", "ångest", "truck", "sågverk", "elräkning", "praktik"),
    *(
        "viktigast",
        "läkarintyg",
        "torsdag",
        "studiebesök",
        "ersättning",
        "förmiddag",
        "försörjning",
    ),
]
