"""The first step of the way: soc writes a remiss with consent, leaves it, finds it and sends it."""

from tests.journeys import story
from tests.journeys.browser import Visitor
from tests.journeys.walking import Walk


def it_is_begun_and_left(
    walk: Walk, programme: str = "Samverkansmodellen", number: str = story.NUMBER
) -> None:
    """R1: the individual is written down, and the draft is saved by itself."""
    soc = walk.by("soc").go("/").press("Remisser").press("Skriv ny remiss")
    soc.tick(programme).press("Börja skriva")
    soc.fill("Namn", story.NAME).fill("Personnummer", number)
    soc.fill("Telefon", "070-174 06 05").fill("Kommun", "Skellefteå")
    soc.press("Spara utkast").reads("Utkast").press("Logga ut")


def nobody_else_sees_the_draft(walk: Walk) -> None:
    walk.by("koordinator").go("/").press("Remisser").reads_not("REM-")
    walk.by("af").go("/").press("Remisser").reads_not("REM-")


def it_is_found_again_with_what_was_typed(walk: Walk) -> None:
    soc = walk.back("soc").go("/").press("Remisser").press("REM-")
    soc.reads(story.NAME).reads("Det här saknas").press("Fyll i samtycket")


def the_consent_is_filled_in(walk: Walk) -> None:
    """C2: nothing is ticked from the start; each unit gets its own kinds."""
    soc = walk.by("soc")
    assert soc.page.locator("main input:checked").count() == 0
    soc.fill("Ändamål", "Samordna stödet så att jag kommer närmare ett arbete.")
    for key, kinds in story.CONSENT.items():
        for kind in kinds:
            soc.tick(f"{story.KINDS[kind]} för {walk.unit(key)}")
    soc.fill("Undantag", story.EXCEPTION)
    soc.fill("Från och med", "2026-10-05").fill("Till och med", "2027-10-04")
    soc.tick("Undertecknat papper").fill("Var papperet finns", "Närarkivet, pärm 4")
    soc.tick("Personen själv").tick("Personen vet att samtycket kan tas tillbaka")
    soc.tick("Ja till att räknas med i statistik").press("Spara och gå vidare")


def the_need_is_filled_in(walk: Walk) -> None:
    """Three steps, each saved by itself: how it is now, what there is, and the question."""
    soc = walk.by("soc")
    _the_situation_today(soc)
    for kind, text in story.BACKGROUND.items():
        soc.fill(f"Bakgrund: {story.KINDS[kind].lower()}", text)
    soc.press("Spara och gå vidare")
    soc.fill("prövats: arbete", "Praktik i en butik våren 2025.").press("Spara och gå vidare")
    soc.tick("Har kört fast").fill("Det här behöver vi hjälp med tillsammans", story.QUESTION)
    soc.fill("Önskat resultat", "En plan som håller.").fill("Personens mål", "Jag vill köra truck.")
    soc.tick("Vanlig gång").press("Spara och gå vidare")


def _the_situation_today(soc: Visitor) -> None:
    soc.tick("3 till 5 år").fill("Stöd sedan", "mars 2022").tick("Försörjningsstöd")
    soc.tick("Övrigt").tick("Gymnasium").fill("Boende", "Eget kontrakt")


def it_is_read_through_and_sent(walk: Walk) -> None:
    """R2, R3: everything is read once more, and sent."""
    soc = walk.by("soc").reads_not("Det här saknas").reads(story.QUESTION).reads(story.EXCEPTION)
    soc.press("Skicka remissen").reads("Remissen är skickad till koordinatorn.")


def the_coordinator_finds_it_on_the_desk(walk: Walk) -> None:
    """A short preview first; what is in it only when it is opened."""
    coordinator = walk.by("koordinator").go("/").reads("REM-").reads_not(story.NAME)
    coordinator.press("remissen").reads(story.NAME).reads(story.BACKGROUND["psykisk"])
    walk.by("af").go("/").press("Remisser").reads_not("REM-")
