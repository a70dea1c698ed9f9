"""READY is set up by the administrator through pages only, and takes its first remiss."""

from datetime import date

from sqlalchemy import select

from casework.cases.models import Case
from casework.kit import db
from casework.programmes.models import Programme
from tests.journeys import story, the_remiss
from tests.journeys.walking import Walk

NAME = "READY"
UNITS = ("soc", "vux", "af", "fk", "psykiatri")
QUESTION = "Vad skulle göra det lättare att komma till skolan?"
PUPIL = story.number_of(2003)  # 22 or 23 years old in the autumn of 2026
CRITERION = "Är på väg att avbryta studierna"


def test_ready_is_set_up_and_takes_its_first_remiss(walk):
    the_administrator_adds_it(walk)
    its_questions_and_criteria_become_its_own(walk)
    nothing_remains_to_be_looked_at(walk)
    soc_writes_the_first_remiss(walk)
    the_coordinator_takes_it_on(walk)
    the_case_is_in_ready(walk)
    it_closes_and_the_case_goes_on(walk)


def the_administrator_adds_it(walk: Walk) -> None:
    """R6, C7: whom it is for, who coordinates, who takes part, and how a SIP is held."""
    admin = walk.by("admin").go("/").press("Administration").press("Visa verksamheter")
    admin.press("Lägg till verksamhet").fill("Namn", NAME)
    admin.fill("Målgruppen i ord", "Elever mellan 20 och 25 år som riskerar att avbryta studierna.")
    admin.fill("Lägsta ålder", "20").fill("Högsta ålder", "25").tick(walk.unit("host"))
    for key in UNITS:
        admin.tick(walk.unit(key))
    admin.tick("Samverkansmodellen").tick("En SIP förs någon annanstans")
    admin.press("Lägg till verksamheten").reads("READY är tillagd").reads("saker återstår")


def its_questions_and_criteria_become_its_own(walk: Walk) -> None:
    """S1, V4, O3: a question more, one reworded, the order, a criterion; the steps' own names."""
    admin = walk.by("admin").press("Gå igenom Kartläggningens frågor")
    admin.tick("Personens egen bild", 1).fill("Frågans ord", QUESTION).press("Lägg till frågan")
    admin.reads(QUESTION).press(f"Flytta upp {QUESTION}").reads("Frågan är flyttad.")
    admin.press("Ändra orden i Vad är viktigt för dig?").fill("Frågans ord", "Vad vill du helst?")
    admin.press("Spara frågan").reads("Vad vill du helst?").press("Visa hur delarna ser ut")
    admin.reads(QUESTION).reads("Vad vill du helst?").reads_not("Vad är viktigt för dig?")
    admin.press("Tillbaka till frågorna").press(NAME).press("Gå igenom Kriterier")
    admin.reads("15 poäng").fill("Kriterium", CRITERION).fill("Poäng", "4")
    admin.press("Lägg till kriteriet").reads("19 poäng").press(NAME)
    admin.press("Gå igenom Rehabiliteringstrappan")
    for number in range(1, 7):
        admin.fill(f"Steg {number}", f"Steg {number} mot studier")
    admin.press("Spara trappan")


def nothing_remains_to_be_looked_at(walk: Walk) -> None:
    admin = walk.by("admin").reads("Allt är genomgånget.").press("Gå igenom Enheter")
    admin.reads("samordnar och är alltid med").press("Spara enheterna")
    admin.press("Ändra verksamheten").reads("Det går inte att ändra").press("Spara verksamheten")
    walk.by("admin").press("Logga ut")


def soc_writes_the_first_remiss(walk: Walk) -> None:
    """R6, C5: the target group fits, and the consent offers the units of READY only."""
    the_remiss.it_is_begun_and_left(walk, programme=NAME, number=PUPIL)
    the_remiss.it_is_found_again_with_what_was_typed(walk)
    soc = walk.by("soc").reads("20 till 25 år: ja")
    soc.reads_not(walk.unit("primarvard")).reads_not(walk.unit("ame"))
    the_remiss.the_consent_is_filled_in(walk)
    soc.reads("Behöver stöd av minst två myndigheter: ja")
    the_remiss.the_need_is_filled_in(walk)
    the_remiss.it_is_read_through_and_sent(walk)


def the_coordinator_takes_it_on(walk: Walk) -> None:
    """R7: the host of READY answers, and the sender's unit owns the case."""
    coordinator = walk.by("koordinator").go("/").press("remissen").reads(f"Verksamhet:{NAME}")
    coordinator.reads("20 till 25 år: ja").press("Svara på remissen").tick("Anta remissen")
    coordinator.fill("Nästa steg", "2026-10-19").press("Svara på remissen").reads("SAM-")


def the_case_is_in_ready(walk: Walk) -> None:
    walk.case = walk.by("koordinator").path
    walk.by("soc").go("/").press("Remisser").reads(NAME).go(walk.case).reads(walk.unit("soc"))
    wanted = select(Programme.name).join(Case, Case.programme_id == Programme.id)
    assert db.session.scalars(wanted).all() == [NAME]
    db.session.remove()


def it_closes_and_the_case_goes_on(walk: Walk) -> None:
    """From its last day no new remiss is begun in it; what is open is open."""
    admin = walk.back("admin").go("/admin/programmes").press(NAME).press("Avsluta verksamheten")
    admin.fill("Första dagen utan nya remisser", walk.today.isoformat())
    admin.press("Avsluta verksamheten").reads("Tar inte emot nya remisser sedan")
    walk.by("soc").go("/remisser/ny").reads("Samverkansmodellen").reads_not(NAME).go(walk.case)
    assert walk.today == date(2026, 10, 5)
