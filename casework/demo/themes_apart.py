"""A made-up situation in which every unit is given something else to read. Nobody real is meant."""

from casework.demo.theme import Aim, Deed, Promise, Theme

EACH_ITS_OWN = Theme(
    reasons=("tre_myndigheter", "psykisk_ohalsa", "samlad_bild"),
    background={
        "ekonomi": "Försörjningsstöd i två år. Sjukpenningen tog slut med anställningen.",
        "social": "Bor med sin mamma och sköter hushållet åt dem båda.",
        "fysisk": "Opererad i höften. Går med käpp längre sträckor.",
        "psykisk": "Har haft svår oro och går i samtal varannan vecka.",
        "arbete": "Undersköterska i femton år.",
        "planering": "Har svarat på samma frågor hos fyra myndigheter.",
    },
    tried="Återgång i arbetet på halvtid i två månader, avbröts.",
    question="Hur kan var och en göra sin del utan att alla behöver veta allt?",
    wish="En plan där varje enhet bara läser det som den behöver.",
    own_goal="Jag vill arbeta med människor igen, i min takt.",
    parts={
        "ekonomi": (
            "Betalar sina räkningar i tid.",
            "Har rätt till rehabiliteringspenning om en plan finns.",
            "Behöver besked innan arbetsträningen börjar.",
        ),
        "social": (
            "Har en syster som hjälper till varje helg.",
            "Lägger tre timmar om dagen på mammans omsorg.",
            "Behöver avlastning två förmiddagar i veckan.",
        ),
        "psykisk": (
            "Känner igen när oron är på väg.",
            "Samtalen fortsätter till sommaren. Sömnen är bättre.",
            "Behöver förutsägbara dagar och en lugn start.",
        ),
        "arbete": (
            "Erfaren och omtyckt av kollegerna.",
            "Har inte arbetat på två år. Körkort finns.",
            "Behöver en plats utan tunga lyft.",
        ),
    },
    aims=(
        Aim(
            "Tillbaka till yrket",
            "Jag vill arbeta med människor igen.",
            "Arbetsträning 25 procent på ett äldreboende.",
            "arbete",
            (
                Promise("af", "Frågar två äldreboenden om en plats utan lyft", 21),
                Promise("self", "Provar måndag och onsdag förmiddag", None, "Varje vecka"),
            ),
        ),
        Aim(
            "Veta vad jag lever av",
            "Jag vill veta vad som händer med pengarna innan jag börjar.",
            "Besked om rehabiliteringspenning före start.",
            "ekonomi",
            (
                Promise("fk", "Ger besked om rehabiliteringspenning", 28),
                Promise("soc", "Räknar om stödet när beskedet har kommit", 45),
            ),
        ),
        Aim(
            "Orka hela veckan",
            "Jag vill kunna säga till innan det blir för mycket.",
            "En egen varningsplan som är prövad i vardagen.",
            "psykisk",
            (Promise("psykiatri", "Skriver varningsplanen tillsammans i samtalen", 35),),
        ),
        Aim(
            "Tid för sig själv",
            "Jag vill att mamma har det bra när jag är borta.",
            "Avlastning två förmiddagar i veckan.",
            "social",
            (Promise("soc", "Ansöker om avlastning hos äldreomsorgen", 30),),
        ),
    ),
    deeds=(
        Deed("psykiatri", "samtal", "Varningsplanen har fått sina tre första steg.", 50),
        Deed("af", "arbetsgivare", "Ett äldreboende vid älven kan ta emot i mars.", 35),
        Deed("fk", "beslut", "Underlaget räcker. Rehabiliteringspenning är möjlig.", 40),
        Deed("soc", "samordning", "Ansökan om avlastning är inlämnad.", 20),
    ),
    minutes="Vi börjar med två förmiddagar i veckan och ses igen om tio veckor.",
    takes_on={"af": "Frågar äldreboendena.", "fk": "Ger besked före månadens slut."},
    notes={
        "ekonomi": "Beskedet om rehabiliteringspenning ska komma före första dagen.",
        "fysisk": "Höften tål inga lyft. En käpp får följa med.",
        "arbete": "Boendet vid älven är förstahandsvalet.",
    },
    gives={
        "host": ("ekonomi", "social", "fysisk", "arbete", "planering"),
        "soc": ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering"),
        "fk": ("ekonomi", "fysisk"),
        "psykiatri": ("psykisk",),
        "af": ("arbete", "planering"),
    },
)
