"""What a text is asked about before it is saved: numbers, phones, mail, and names of others."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.smells import MAIL, NAME, NUMBER, PHONE, numbers, smells
from tests.people.numbers import with_check_digit

SMELLS = [
    (NUMBER, "Hon, 19900101-0017, fick vänta."),
    (NUMBER, "900101-0017"),
    (NUMBER, "900101+0017"),
    (NUMBER, "Numret är 199001010017."),
    (NUMBER, "Numret är 9001010017."),
    (NUMBER, "19900101 0017"),
    (NUMBER, "19900101 - 0017"),
    (NUMBER, "19900101–0017"),
    (NUMBER, "1990-01-01-0017"),
    (NUMBER, "1990 01 01 0017"),
    (NUMBER, "samordningsnummer 900161-0016"),
    (NUMBER, "pnr:900101-0018, så det stämmer inte"),
    (PHONE, "Ring 070-123 45 67."),
    (PHONE, "Ring +46 70 123 45 67"),
    (PHONE, "0910-73 50 00 är växeln"),
    (PHONE, "0046701234567"),
    (PHONE, "070 123 45 67"),
    (PHONE, "(0910) 735000 går till växeln, annars 0910735000"),
    (MAIL, "Skriv till linn@exempel.se"),
    (MAIL, "a.b-c@test.example, tack"),
    (NAME, "Bor med mamma Zsuzsa i en lägenhet."),
    (NAME, "Hennes sambo Kjellbertil hjälper till."),
    (NAME, "Sambon, som heter Quintana, arbetar natt."),
    (NAME, "Har kontakt med handläggare Vestin på AF."),
    (NAME, "Läkaren Borgqvist skriver intyget."),
    (NAME, "Doktor Ahlm har remitterat."),
    (NAME, "fru Vesterlind ringer"),
    (NAME, "Brodern Mehrdad bor i Umeå."),
    (NAME, "Grannen (Torvald) klagar."),
    (NAME, "Dottern Elsa är nio år."),
    (NAME, "Psykologen Wikdahl"),
    (NAME, "Kuratorn Rimfors ringer på måndag."),
    (NAME, "Chefen Hallin vill ha ett möte."),
    (NAME, "God man Strandvik sköter räkningarna."),
    (NAME, "Anna ringer på måndag."),
    (NAME, "Hon har talat med Fatima om saken."),
    (NAME, "Det är Mohameds lägenhet."),
    (NAME, "Bor hos Abdirahman tills vidare."),
    (NAME, "Enligt Anna-Karin fungerar det."),
    (NAME, "Har träffat Per två gånger."),
    (NAME, "Flyttade ihop med Hans i våras."),
    (NAME, "Pratade med ANNA i går."),
    (NAME, "Svetlana Petrenko följer med."),
    (NAME, "Andersson på kommunen vet mer."),
    (NAME, "Yusuf och barnen"),
    (NAME, "pappa Bo betalar hyran"),
]
NOTHING = [
    "",
    "40 remisser under 2025–2026.",
    "Vi nådde 60 % av 25.",
    "Den 1 mars 2026 kl. 13.00",
    "Mötet är 2026-03-01 kl. 13:00–14:30.",
    "Organisationsnummer 556036-0793",
    "Hyran är 7 450 kronor, skulden 120 000 kronor.",
    "Diarienummer 2024-123456",
    "0,5 tjänst, 50 procent",
    "Sjukskriven 2019–2023, sedan 100 procent.",
    "Hans läkare på vårdcentralen skriver intyg.",
    "Hans ekonomi är ansträngd. Per telefon går bäst.",
    "Bo kvar är viktigast. Dag för dag blir det bättre.",
    "Ville börja arbeta. Klara dagen är målet.",
    "Sol och luft hjälper.",
    "Maj var svår. April också.",
    "Axel och rygg värker.",
    "Kontakt med läkare på Försäkringskassan.",
    "Har handläggare Arbetsförmedlingen sedan länge.",
    "Handläggare: Saknas just nu.",
    "Läkare: Utredning pågår.",
    "Mamma till två barn.",
    "Pappa bor i Skellefteå, syster i Umeå.",
    "Sambo sedan 2019.",
    "Son, nio år, och dotter, tolv år.",
    "Psykolog. Arbetsförmedlingen har skrivit in.",
    "Personen har AF, FK och LSS-handläggare FK.",
    "Träffas på Sara kulturhus på torsdagar.",
    "På måndag möts vi hos Solkraft i Norsjö kommun.",
    "Region Västerbotten, Psykiatrin och Primärvården är med.",
    "Vännen Socialtjänsten är ingen vän.",
    "Arbetade på Northvolt och på Ericsson.",
    "Kommer från Syrien och talar arabiska.",
    "Läkare Hälsocentralen Anderstorp",
    "Man behöver tid. Man kan ringa.",
    "Linn vill arbeta. Det är Linns mål.",
    "Fru Hjortronmo vill själv.",
    "SIP finns sedan mars 2024.",
    "Hinder: Ont i ryggen. Styrka: Noggrann.",
    "- Hans bil är trasig\n- Vilja finns",
]
OWN = ("Linn Hjortronmo",)


@pytest.mark.parametrize(("kind", "text"), SMELLS)
def test_a_text_that_points_at_somebody_is_noticed(kind, text):
    assert kind in {one.kind for one in smells(text, OWN)}, smells(text, OWN)


@pytest.mark.parametrize("text", NOTHING)
def test_an_ordinary_text_is_left_in_peace(text):
    assert smells(text, OWN) == []


def test_the_persons_own_name_is_no_smell_but_their_number_is():
    text = "Linn Hjortronmo, 19900101-0017, vill arbeta."
    assert [(one.kind, one.words) for one in smells(text, OWN)] == [(NUMBER, "19900101-0017")]
    assert [one.words for one in smells(text)][1:] == ["Linn Hjortronmo"]


def test_the_words_that_were_found_are_told_each_once():
    text = "Mamma Anna Berg och Anna Berg, 070-123 45 67."
    told = [(one.looks_like, one.words) for one in smells(text)]
    assert told == [("ett telefonnummer", "070-123 45 67"), ("någon annans namn", "Anna Berg")]


DAYS = st.dates(date(1905, 1, 1), date(2026, 11, 1))
SPELLED = st.sampled_from(("{c}{d}-{n}", "{d}-{n}", "{d}+{n}", "{c}{d} {n}", "{c}{d}{n}", "{d}{n}"))


@given(DAYS, st.integers(0, 999), SPELLED, st.booleans())
def test_every_right_number_is_noticed_in_every_spelling(day, serial, spelled, coordination):
    birth = f"{day:%y%m}{day.day + 60 * coordination:02d}"
    whole = with_check_digit(f"{birth}{serial:03d}")
    text = spelled.format(c=f"{day.year // 100}", d=birth, n=whole[6:])
    assert NUMBER in {one.kind for one in numbers(f"Numret är {text}.")}


@given(DAYS, st.integers(0, 366))
def test_days_and_spans_of_days_are_no_numbers(day, more):
    later = day + timedelta(days=more)
    for text in (f"{day}", f"{day}–{later}", f"{day:%Y%m%d}", f"{day.year}-{later.year}"):
        assert numbers(text) == []
