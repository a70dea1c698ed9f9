"""Made-up situations where health stands in the way. Nobody real is meant."""

from casework.demo.theme import Aim, Deed, Promise, Theme

UNCLEAR_HEALTH = Theme(
    reasons=("oklara_besvar", "sjuk_utan_sgi", "osakert_lampligt"),
    background={
        "ekonomi": "Försörjningsstöd i fyra år, ingen sjukpenninggrundande inkomst.",
        "fysisk": "Värk i axlar och rygg. Vad som är möjligt i arbete är inte utrett.",
        "arbete": "Har arbetat i skogen och på lager.",
        "planering": "Skickas mellan vården och Arbetsförmedlingen.",
    },
    tried="Två anpassade praktiker, båda avbröts på grund av värk.",
    question="Vilket arbete är lämpligt, och vem tar reda på det?",
    wish="Ett gemensamt underlag om arbetsförmågan.",
    own_goal="Jag vill veta vad jag klarar, och slippa börja om hela tiden.",
    parts={
        "ekonomi": (
            "Klarar sin ekonomi med små medel.",
            "Försörjningsstöd. En avbetalning är kvar till sommaren.",
            "Behöver veta om sjukersättning är möjlig eller inte.",
        ),
        "fysisk": (
            "Rör sig dagligen och känner sina gränser.",
            "Värk som ökar vid lyft. Läkare ska bedöma arbetsförmågan.",
            "Behöver ett utlåtande som alla kan utgå från.",
        ),
        "arbete": (
            "Kan maskiner och är noggrann.",
            "Har provat två platser med för tunga lyft.",
            "Behöver en plats där arbetet kan delas upp.",
        ),
        "planering": (
            "Kommer alltid på avtalade tider.",
            "Ingen har sagt vem som beställer utlåtandet.",
            "Behöver en samlad bild innan nästa praktik.",
        ),
    },
    aims=(
        Aim(
            "Veta vad som går",
            "Jag vill veta vad jag klarar.",
            "Ett läkarutlåtande och en arbetsprövning på tolv veckor.",
            "fysisk",
            (
                Promise("primarvard", "Skriver utlåtande om arbetsförmågan", 40),
                Promise("self", "För dagbok över värk och sömn", None, "Varje dag"),
            ),
        ),
        Aim(
            "Ett arbete som går att ha",
            "Jag vill göra något där jag kan vila ryggen.",
            "Arbetsprövning med delade uppgifter.",
            "arbete",
            (
                Promise("af", "Ordnar arbetsprövning med hjälpmedel", 60),
                Promise("ame", "Följer med de två första veckorna", 75),
                Promise("fk", "Deltar i avstämningen efter sex veckor", 100),
            ),
        ),
    ),
    deeds=(
        Deed("primarvard", "beslut", "Läkartid är bokad och frågorna är skickade.", 20),
        Deed("af", "arbetsgivare", "Verkstaden kan ta emot tre dagar i veckan.", 50),
        Deed("ame", "samtal", "Gick igenom arbetsställningar tillsammans på plats.", 90),
        Deed("fk", "beslut", "Har prövat rätten till rehabiliteringspenning.", 60),
    ),
    minutes="Utlåtandet kommer först. Arbetsprövningen börjar när det är läst av alla.",
    takes_on={"af": "Frågar verkstaden om tider.", "fk": "Är med på avstämningen."},
)

YOUNG_LIFE = Theme(
    reasons=("psykisk_ohalsa", "npf", "oklar_planering"),
    background={
        "social": "Flyttade hemifrån för ett år sedan. Vänder ofta på dygnet.",
        "psykisk": "Utredning pågår. Har kontakt med psykiatrin varannan vecka.",
        "arbete": "Gymnasiet avbröts i årskurs två. Intresserad av bygg och ljudteknik.",
        "planering": "Har svårt för möten med många personer.",
    },
    tried="Jobbgaranti i fyra månader, kom sällan iväg på morgonen.",
    question="Hur kan studier och stöd läggas upp så att det går att komma igång?",
    wish="Små steg mot att läsa klart gymnasiet.",
    own_goal="Jag vill bli klar med skolan, men inte i klassrum.",
    parts={
        "social": (
            "Har två nära vänner och en mormor som bryr sig.",
            "Bor ensam och har svårt med mat och sömn.",
            "Behöver någon som hör av sig på morgonen.",
        ),
        "psykisk": (
            "Har egna sätt att lugna sig som fungerar.",
            "Utredningen väntas vara klar till våren.",
            "Behöver korta möten med en sak i taget.",
        ),
        "arbete": (
            "Lär sig snabbt av att göra.",
            "Saknar fjorton kurser.",
            "Behöver distansstudier med en handledare.",
        ),
        "planering": (
            "Är tydlig med vad som inte fungerar.",
            "Flera kallelser till samma vecka har blivit för mycket.",
            "Behöver en kontaktperson i taget.",
        ),
    },
    aims=(
        Aim(
            "Läsa klart",
            "Jag vill bli klar med skolan, men inte i klassrum.",
            "Två kurser på distans före sommaren.",
            "arbete",
            (
                Promise("vux", "Gör en studieplan på distans", 30),
                Promise("af", "Prövar aktivitetsstöd för studier", 45),
                Promise("self", "Läser en timme varje förmiddag", None, "Varje vardag"),
            ),
        ),
        Aim(
            "Orka vardagen",
            "Jag vill sova på natten.",
            "En morgonrutin som håller fyra dagar av fem.",
            "social",
            (Promise("soc", "Ringer måndag och torsdag morgon", None, "Varje vecka"),),
        ),
    ),
    deeds=(
        Deed("soc", "samtal", "Morgonsamtal. Var uppe klockan åtta fyra dagar i rad.", 10),
        Deed("vux", "samordning", "Studieplan klar: svenska och matematik på distans.", 45),
        Deed("psykiatri", "samtal", "Samtal om hur studierna kan delas upp i korta pass.", 50),
        Deed("af", "beslut", "Aktivitetsstöd för studier är beviljat från nästa månad.", 25),
    ),
    minutes="Mötena hålls korta och med högst fyra personer i rummet.",
    takes_on={"soc": "Ringer på morgonen två gånger i veckan.", "vux": "Gör studieplanen."},
)

WAITING_FOR_ASSESSMENT = Theme(
    reasons=("vantar_utredning", "oklar_planering", "kompetens"),
    background={
        "ekonomi": "Aktivitetsersättningen upphörde i höstas.",
        "psykisk": "Står i kö för utredning sedan ett år.",
        "fysisk": "Trötthet och huvudvärk som kommer och går.",
        "planering": "Alla väntar på utredningen.",
    },
    tried="Arbetsträning på fem timmar i veckan fungerade bäst på förmiddagar.",
    question="Vad kan vi göra medan utredningen dröjer?",
    wish="Att något händer nu, inte sedan.",
    own_goal="Jag vill inte vänta ett år till på att få börja.",
    parts={
        "ekonomi": (
            "Söker själv information och frågar i tid.",
            "Försörjningsstöd sedan aktivitetsersättningen upphörde.",
            "Behöver hjälp att söka rätt ersättning.",
        ),
        "psykisk": (
            "Vet vad som ger och tar energi.",
            "Kö till utredning, tid väntas inom fyra månader.",
            "Behöver lugna miljöer.",
        ),
        "fysisk": (
            "Promenerar varje dag.",
            "Trötthet som förvärras av stress.",
            "Behöver korta pass med vila emellan.",
        ),
        "planering": (
            "Tydlig med sina mål.",
            "Planeringen står stilla.",
            "Behöver delmål som inte kräver en diagnos.",
        ),
    },
    aims=(
        Aim(
            "Börja nu",
            "Jag vill inte vänta ett år till på att få börja.",
            "Fem timmars arbetsträning i veckan medan utredningen pågår.",
            "planering",
            (
                Promise("ame", "Ordnar arbetsträning i lugn miljö", 28),
                Promise("psykiatri", "Ger besked om tid för utredning", 35),
                Promise("self", "Provar tre förmiddagar", 42),
            ),
        ),
        Aim(
            "Rätt ersättning",
            "Jag vill förstå breven jag får.",
            "Ansökan om rätt ersättning är inlämnad.",
            "ekonomi",
            (Promise("fk", "Går igenom vilka ersättningar som kan sökas", 30),),
        ),
    ),
    deeds=(
        Deed("ame", "samtal", "Provade biblioteket två förmiddagar. Det gick bra.", 60),
        Deed("psykiatri", "beslut", "Tid för utredning i mars.", 15),
        Deed("fk", "samtal", "Gick igenom breven och vad de betyder.", 40),
    ),
    minutes="Ingen väntar på utredningen för att börja med små steg.",
    takes_on={"ame": "Ordnar plats på biblioteket.", "psykiatri": "Ger besked om tid."},
)
