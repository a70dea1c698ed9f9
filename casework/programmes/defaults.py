"""The default installation's code lists, ladder and programme: data to start from, then to edit."""

from datetime import date

from sqlalchemy import select

from casework.authorities.defaults import PARTS
from casework.authorities.models import Unit
from casework.kit.db import session
from casework.programmes.models import (
    AssessmentQuestion,
    Code,
    LadderStep,
    PriorityCriterion,
    Programme,
)
from casework.programmes.rules import Contents

FROM = date(2020, 1, 1)
NAME = "Samverkansmodellen"

# list -> (key, label) or (key, label, how a report groups it)
CODES: dict[str, tuple[tuple[str, ...], ...]] = {
    "informationsslag": (
        ("ekonomi", "Ekonomi och försörjning"),
        ("social", "Social situation"),
        ("fysisk", "Fysisk hälsa"),
        ("psykisk", "Psykisk hälsa"),
        ("arbete", "Arbete och utbildning"),
        ("planering", "Planering och insatser"),
    ),
    "part": PARTS,
    "skal": (
        ("tre_myndigheter", "Tre eller flera myndigheter behövs"),
        ("kompetens", "Andras kompetens behövs"),
        ("psykisk_ohalsa", "Psykisk ohälsa eller svår diagnos"),
        ("npf", "Neuropsykiatrisk funktionsnedsättning"),
        ("samsjuklighet", "Samsjuklighet"),
        ("oklara_besvar", "Oklara besvär"),
        ("vantar_utredning", "Väntar på utredning"),
        ("sjuk_utan_sgi", "Sjukskriven utan sjukpenninggrundande inkomst (SGI)"),
        ("kort_fast", "Har kört fast"),
        ("oklar_planering", "Planeringen hos någon annan är oklar"),
        ("vag_in", "Behöver en väg in"),
        ("osakert_lampligt", "Osäkert om arbete är medicinskt lämpligt"),
        ("atergang", "Återgång i arbete"),
        ("samlad_bild", "Samlad bild saknas"),
    ),
    "sysselsattning": (
        ("forvarvsarbete", "Förvärvsarbete", "arbete"),
        ("studier", "Studier", "studier"),
        ("aktivt_sokande", "Aktivt arbetssökande", "arbetssokande"),
        ("arbetstraning", "Arbetsträning, arbetsprövning eller praktik", "insats"),
        ("daglig_verksamhet", "Daglig verksamhet", "insats"),
        ("annan_insats", "Annan insats", "insats"),
        ("ovrigt", "Övrigt", "ovrigt"),
    ),
    "inkomst": (
        ("sjukpenning", "Sjukpenning", "forsakring"),
        ("rehabiliteringspenning", "Rehabiliteringspenning", "forsakring"),
        ("sjukersattning", "Sjukersättning", "forsakring"),
        ("aktivitetsersattning", "Aktivitetsersättning", "forsakring"),
        ("a_kassa", "A-kassa", "arbetsmarknad"),
        ("aktivitetsstod", "Aktivitetsstöd", "arbetsmarknad"),
        ("forsorjningsstod", "Försörjningsstöd", "forsorjningsstod"),
        ("studiestod", "Studiestöd", "studiestod"),
        ("etableringsersattning", "Etableringsersättning", "arbetsmarknad"),
        ("lon", "Lön", "lon"),
        ("annan_offentlig", "Annan offentlig försörjning", "annan_offentlig"),
        ("ingen_offentlig", "Ingen offentlig försörjning", "ingen_offentlig"),
    ),
    "stodtid": (
        ("u1", "Mindre än 1 år", "kort"),
        ("1_2", "1 till 2 år", "kort"),
        ("2_3", "2 till 3 år", "mellan"),
        ("3_5", "3 till 5 år", "mellan"),
        ("5_10", "5 till 10 år", "lang"),
        ("10_", "10 år eller mer", "lang"),
    ),
    "utbildning": (
        ("ej_grundskola", "Grundskola som inte är slutförd", "grundskola"),
        ("grundskola", "Grundskola", "grundskola"),
        ("gymnasium", "Gymnasium", "gymnasium"),
        ("eftergymnasial", "Eftergymnasial utbildning", "eftergymnasial"),
    ),
    "avslutsskal": (
        ("arbete", "Arbete", "arbete"),
        ("studier", "Studier", "studier"),
        ("arbete_studier", "Arbete och studier", "arbete_studier"),
        ("fortsatt_part", "Fortsätter hos en av parterna", "fortsatt"),
        ("ater_remittent", "Åter till remittenten", "fortsatt"),
        ("sjukdom", "Sjukdom", "ovrigt"),
        ("foraldraledighet", "Föräldraledighet", "ovrigt"),
        ("flytt", "Flytt", "ovrigt"),
        ("eget_val", "Eget val", "ovrigt"),
        ("aterkallat", "Återkallat samtycke", "ovrigt"),
        ("avliden", "Avliden", "ovrigt"),
        ("annat", "Annat", "ovrigt"),
        ("felregistrering", "Felregistrering", "raknas_inte"),
    ),
    "avslagsskal": (
        ("ej_malgrupp", "Tillhör inte målgruppen"),
        ("en_myndighet", "En myndighet räcker"),
        ("ordinarie_uppdrag", "Det är en myndighets ordinarie uppdrag"),
        ("annat", "Annat"),
    ),
    "bidragsslag": (
        ("samtal", "Samtal eller besök"),
        ("arbetsgivare", "Kontakt med arbetsgivare eller praktikplats"),
        ("beslut", "Beslut eller utredning"),
        ("samordning", "Samordning med en annan part"),
        ("annat", "Annat"),
        ("kan_inte", "Kan inte, därför att …"),
    ),
    "nastasteg": (
        ("kartlaggning", "Kartläggning"),
        ("mote", "Möte"),
        ("plan", "Gemensam plan"),
        ("uppfoljning", "Uppföljning"),
        ("avslut", "Avslut"),
        ("annat", "Annat"),
    ),
}

# What each list is called where it is edited.
LISTS = {
    "informationsslag": "Slag av uppgifter",
    "part": "Part och remittent",
    "skal": "Skäl till samverkan",
    "sysselsattning": "Sysselsättning",
    "inkomst": "Försörjning",
    "stodtid": "Tid med offentlig försörjning",
    "utbildning": "Utbildning",
    "avslutsskal": "Skäl till avslut",
    "avslagsskal": "Skäl till avslag",
    "bidragsslag": "Slag av insats",
    "nastasteg": "Nästa steg",
}

LADDER = (
    "Kontakt och motivation (exempel)",
    "Utredning och stabilisering (exempel)",
    "Förrehabilitering och vardagsstruktur (exempel)",
    "Arbetsförberedande (exempel)",
    "Arbetslivsinriktat eller studier (exempel)",
    "Arbete eller studier, egen försörjning (exempel)",
)

# The template of the kartläggning: kind of information (None: the individual's own view), words.
QUESTIONS: tuple[tuple[str | None, str], ...] = (
    (None, "Vad är viktigt för dig?"),
    (None, "Vad fungerar bra i ditt liv just nu?"),
    (None, "Vad skulle du vilja få hjälp med först?"),
    ("ekonomi", "Vad lever personen av, och till när är det beslutat?"),
    ("social", "Hur ser boende, vardag och nätverk ut?"),
    ("fysisk", "Vad påverkar hur mycket personen orkar och kan göra?"),
    ("psykisk", "Vad behöver personen för att må så bra att det går att ta nästa steg?"),
    ("arbete", "Vilka erfarenheter av arbete och studier finns, och vad lockar?"),
    ("planering", "Vilka insatser och planer finns redan, och vem ansvarar för dem?"),
)
# V4, an example to edit: label, points, sign.
CRITERIA: tuple[tuple[str, int, str | None], ...] = (
    ("Det är bråttom, enligt avsändaren", 3, "urgent"),
    ("Det bör bli snart, enligt avsändaren", 1, "soon"),
    ("Tre eller fler myndigheter behövs", 1, "three_authorities"),
    ("Stöd från det offentliga i fem år eller mer", 1, "long_support"),
    ("Har väntat längre på svar än vi har lovat", 2, "answer_late"),
    ("Nästa steg i ärendet är försenat", 2, "step_late"),
    ("Barn i hemmet påverkas", 2, None),
    ("Personen är på väg att förlora boende eller försörjning", 3, None),
)


def install(host: Unit) -> Programme:
    """What is missing of all this, in the open transaction. Again changes nothing."""
    _install_codes()
    found = session.scalar(select(Programme).where(Programme.name == NAME))
    return found or _first_programme(host)


def _install_codes() -> None:
    there = {(code.list, code.key) for code in session.scalars(select(Code))}
    for code_list, rows in CODES.items():
        for position, (key, label, *group) in enumerate(rows):
            if (code_list, key) not in there:
                session.add(_code(code_list, key, label, position, *group))


def _code(code_list: str, key: str, label: str, position: int, group: str | None = None) -> Code:
    return Code(
        list=code_list, key=key, label=label, position=position, group=group, valid_from=FROM
    )


def _first_programme(host: Unit) -> Programme:
    programme = Programme(
        name=NAME,
        host_unit_id=host.id,
        age_from=30,
        support_years_over=1,
        least_authorities=2,
        target_text=(
            "Den som är 30 år eller äldre och står utanför arbetslivet eller riskerar att göra "
            "det, har haft försörjningsstöd i mer än ett år och behöver stöd av minst två "
            "myndigheter samtidigt."
        ),
    )
    session.add(programme)
    fill(programme, FROM)
    return programme


def starting() -> Contents:
    """What `fill` puts there, in words, to compare with."""
    return Contents(
        LADDER,
        tuple(sorted(QUESTIONS, key=lambda pair: pair[0] or "")),
        tuple((label, points) for label, points, _sign in CRITERIA),
    )


def fill(programme: Programme, valid_from: date) -> None:
    """The ladder, the template and the criteria that a programme starts with, to be edited."""
    for number, name in enumerate(LADDER, 1):
        session.add(LadderStep(programme_id=programme.id, number=number, name=name))
    for place, (kind, words) in enumerate(QUESTIONS):
        session.add(_question(programme, valid_from, place, kind, words))
    for place, (label, points, sign) in enumerate(CRITERIA):
        session.add(
            PriorityCriterion(
                programme_id=programme.id,
                position=place,
                label=label,
                points=points,
                sign=sign,
                valid_from=valid_from,
            )
        )


def _question(
    programme: Programme, valid_from: date, place: int, kind: str | None, words: str
) -> AssessmentQuestion:
    return AssessmentQuestion(
        programme_id=programme.id,
        info_kind=kind,
        position=place,
        words=words,
        valid_from=valid_from,
    )
