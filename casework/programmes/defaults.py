"""The default installation's code lists, ladder and programme: data to start from, then to edit."""

from datetime import date

from sqlalchemy import select

from casework.authorities.defaults import PARTS
from casework.authorities.models import Unit
from casework.kit.db import session
from casework.programmes.models import Code, LadderStep, Programme

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
    for number, name in enumerate(LADDER, 1):
        session.add(LadderStep(programme_id=programme.id, number=number, name=name))
    return programme
