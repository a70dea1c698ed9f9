"""Made-up situations about the way to work. Nobody real is meant."""

from casework.demo.theme import Aim, Deed, Promise, Theme

STEP_BACK = Theme(
    reasons=("tre_myndigheter", "atergang", "samlad_bild"),
    background={
        "ekonomi": "Försörjningsstöd i drygt två år. Hyran betalas men marginalerna är små.",
        "social": "Bor ensam i en tvåa. Har en syster i närheten som hjälper till.",
        "arbete": "Har arbetat tio år i hemtjänsten. Slutade efter en längre sjukskrivning.",
        "planering": "Varje myndighet har en egen planering. De hänger inte ihop.",
    },
    tried="En praktikplats våren innan avbröts efter tre veckor, tempot var för högt.",
    question="Vem gör vad för att vägen tillbaka ska gå i ett tempo som håller?",
    wish="En gemensam plan där arbetsträningen kan öka steg för steg.",
    own_goal="Jag vill komma iväg på morgonen och orka hela veckan.",
    parts={
        "ekonomi": (
            "Håller ordning på räkningar och lämnar alltid in i tid.",
            "Inkomsten är försörjningsstöd. Inga skulder.",
            "Behöver veta vad som händer med ersättningen när arbetsträningen börjar.",
        ),
        "social": (
            "Har en syster som är ett stöd och en vän att promenera med.",
            "Dagarna saknar rutiner när inget är bokat.",
            "Behöver en fast tid på förmiddagen att gå till.",
        ),
        "arbete": (
            "Van vid möten med människor och omtyckt av tidigare arbetskamrater.",
            "Har inte arbetat på tre år. Vill pröva något med djur eller växter.",
            "Behöver arbetsträning på få timmar som kan öka.",
        ),
        "planering": (
            "Vet själv vad som brukar fungera.",
            "Tre planeringar pågår utan att någon ser helheten.",
            "Behöver en plan och en person som håller i den.",
        ),
    },
    aims=(
        Aim(
            "En vardag som håller",
            "Jag vill komma iväg på morgonen och orka hela veckan.",
            "Arbetsträning som ökar från 25 till 50 procent på ett halvår.",
            "arbete",
            (
                Promise("ame", "Ordnar arbetsträning på 25 procent", 30),
                Promise("af", "Ordnar två studiebesök hos arbetsgivare", 70),
                Promise("self", "Är på arbetsträningen tisdag till torsdag", None, "Varje vecka"),
            ),
        ),
        Aim(
            "Trygg försörjning",
            "Jag vill slippa oroa mig för hyran varje månad.",
            "Försörjningen är klarlagd ett halvår framåt.",
            "ekonomi",
            (
                Promise("fk", "Ger besked om ersättning under arbetsträning", 45),
                Promise("soc", "Räknar om stödet när något ändras", None, "Löpande"),
            ),
        ),
    ),
    deeds=(
        Deed("ame", "samordning", "Besökte arbetsplatsen och kom överens om tre förmiddagar.", 60),
        Deed("af", "arbetsgivare", "Talade med två arbetsgivare. En tar emot studiebesök.", 40),
        Deed("fk", "kan_inte", "Ett intyg från vården saknas innan det går att ge besked.", 15),
        Deed("soc", "samtal", "Gick igenom hur stödet räknas om vid arbetsträning.", 45),
    ),
    minutes="Alla är överens om att börja med tre förmiddagar och inte öka före nyår.",
    takes_on={
        "ame": "Hittar en plats med växter eller djur.",
        "af": "Tar fram två studiebesök.",
        "fk": "Klarlägger ersättningen.",
    },
)

LANGUAGE = Theme(
    reasons=("vag_in", "kompetens", "kort_fast"),
    background={
        "ekonomi": "Försörjningsstöd efter etableringstiden.",
        "social": "Familj med tre barn i skolåldern. Maken arbetar skift.",
        "arbete": "Har arbetat som sömmerska. Svenska på nivå C.",
        "planering": "Har gått flera kurser efter varandra utan praktik.",
    },
    tried="Språkpraktik i förskola, gick bra men ledde inte vidare.",
    question="Hur blir praktik och yrkesutbildning till ett arbete?",
    wish="En väg från språk till yrke inom ett år.",
    own_goal="Jag vill arbeta med mina händer och prata svenska på jobbet.",
    parts={
        "ekonomi": (
            "Planerar familjens pengar väl.",
            "Försörjningsstöd som kompletterar makens lön.",
            "Behöver veta vad som händer under utbildning.",
        ),
        "social": (
            "Stort nätverk och engagerad i barnens skola.",
            "Har ansvar för hämtning på eftermiddagarna.",
            "Behöver tider mellan åtta och tre.",
        ),
        "arbete": (
            "Yrkesskicklig och noggrann.",
            "Saknar intyg på det hon kan.",
            "Behöver validering och en praktik med handledare.",
        ),
        "planering": (
            "Följer allt som bestäms.",
            "Kurserna har inte hängt ihop.",
            "Behöver en plan som slutar i ett arbete.",
        ),
    },
    aims=(
        Aim(
            "Ett yrke med intyg",
            "Jag vill arbeta med mina händer och prata svenska på jobbet.",
            "Validering klar och praktik i textil.",
            "arbete",
            (
                Promise("vux", "Ordnar validering av yrkeskunskaper", 50),
                Promise("af", "Hittar praktik med handledare", 65),
                Promise("self", "Skriver sitt cv på svenska", 21),
            ),
        ),
        Aim(
            "Ekonomin under tiden",
            "Jag vill veta att pengarna räcker.",
            "Stödet är klart för hela utbildningen.",
            "ekonomi",
            (Promise("soc", "Räknar på stödet under utbildningen", 30),),
        ),
    ),
    deeds=(
        Deed("af", "arbetsgivare", "Skrädderiet tar emot i februari, fyra dagar i veckan.", 35),
        Deed("vux", "samordning", "Valideringen är bokad hos branschen.", 30),
        Deed("soc", "beslut", "Stödet är räknat för hela utbildningstiden.", 40),
    ),
    minutes="Praktiken ska ha en handledare som talar svenska hela dagen.",
    takes_on={"af": "Söker praktik.", "vux": "Bokar validering."},
)

AFTER_TREATMENT = Theme(
    reasons=("samsjuklighet", "kort_fast", "samlad_bild"),
    background={
        "ekonomi": "Försörjningsstöd i sex år och flera skulder.",
        "social": "Har en träningslägenhet sedan i våras.",
        "psykisk": "Behandling avslutad. Går på uppföljning en gång i månaden.",
        "arbete": "Har körkort och har arbetat i däckverkstad.",
        "planering": "Nykter i elva månader. Vill inte vänta längre.",
    },
    tried="Daglig verksamhet i ett halvår med god närvaro.",
    question="Hur tar vi nästa steg utan att det blir för mycket på en gång?",
    wish="Arbetsprövning och skuldrådgivning samtidigt.",
    own_goal="Jag vill ha något att gå upp till och någon gång få lön.",
    parts={
        "ekonomi": (
            "Har betalt hyran i tid i ett år.",
            "Skulder hos Kronofogden.",
            "Behöver budget- och skuldrådgivning.",
        ),
        "social": (
            "Ny bekantskapskrets genom föreningen.",
            "Träningslägenhet med stöd en gång i veckan.",
            "Behöver behålla stödet när arbetet börjar.",
        ),
        "psykisk": (
            "Känner sina varningssignaler.",
            "Stabil sedan elva månader.",
            "Behöver en plan för dåliga dagar.",
        ),
        "arbete": (
            "Händig, van vid kunder och har körkort.",
            "Inget vanligt arbete på åtta år.",
            "Behöver en arbetsgivare som vet och förstår.",
        ),
        "planering": (
            "Håller det han lovar.",
            "Har haft många handläggare.",
            "Behöver att ingen byts ut utan överlämning.",
        ),
    },
    aims=(
        Aim(
            "Något att gå upp till",
            "Jag vill ha något att gå upp till och någon gång få lön.",
            "Arbetsprövning 50 procent i verkstad.",
            "arbete",
            (
                Promise("solkraft", "Ordnar plats i verkstaden", 25),
                Promise("af", "Prövar lönestöd", 80),
                Promise("self", "Kommer måndag till onsdag", None, "Varje vecka"),
            ),
        ),
        Aim(
            "Ordning på skulderna",
            "Jag vill öppna posten utan att få ont i magen.",
            "Ansökan om skuldsanering är inlämnad.",
            "ekonomi",
            (Promise("soc", "Bokar budget- och skuldrådgivning", 20),),
        ),
    ),
    deeds=(
        Deed("solkraft", "samordning", "Plats i verkstaden från måndag, tre dagar i veckan.", 40),
        Deed("psykiatri", "samtal", "Gick igenom planen för dåliga dagar.", 45),
        Deed("soc", "samordning", "Första tiden hos skuldrådgivaren är bokad.", 20),
        Deed("af", "beslut", "Lönestöd kan bli aktuellt efter tre månader.", 30),
    ),
    minutes="Stödet i boendet fortsätter minst ett halvår efter att arbetet har börjat.",
    takes_on={"soc": "Bokar skuldrådgivning.", "solkraft": "Ordnar plats i verkstaden."},
)
