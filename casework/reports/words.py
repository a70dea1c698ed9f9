"""What tables, dimensions and categories are called, in Swedish. Codes stay, words may be bettered:
a report that is published has its words frozen with its numbers.
"""

UNKNOWN = "okand"
ALL = "alla"

TITLES = {
    "remisser": "Remisser per avsändare",
    "remisser-kon": "Remisser per avsändare och kön",
    "alder": "Remisser efter personens ålder",
    "deltagare": "Nya deltagare efter kön (Uppföljning Finsam)",
    "moten": "Möten som hölls",
    "franvaro": "Frånvaro från möten som hölls, per part",
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

# a table with only this left of its dimensions is called something else
SHORTER_TITLES = {("remisser-kon", ("sex",)): "Remisser efter kön"}

# what a dimension is called in tables and files
CALLED = {
    "part": "avsändare",
    "party": "part",
    "notice": "hade sagt till",
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
    "notice": {**_ALL, "anmald": "Hade sagt till", "oanmald": "Hade inte sagt till"},
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
