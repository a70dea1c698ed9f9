"""The way from an answered remiss to a kartläggning: what each does at the screen."""

from datetime import date, time

from tests.journeys import story
from tests.journeys.walking import Walk

GROUP = ("koordinator", "soc", "ame", "af", "fk", "psykiatri")
REVIEW_DAY = date(2026, 10, 8)


def the_review_is_planned(walk: Walk) -> None:
    """V1: the remiss stands on the agenda from the start, and the work group is invited."""
    coordinator = walk.by("koordinator").go("/").press("Ärendegenomgångar")
    coordinator.press("Planera genomgång").fill("Dag", REVIEW_DAY.isoformat())
    coordinator.fill("Börjar kl.", "10:00").pick("Mötets längd", "120 minuter")
    coordinator.pick("Rum", "Hörnellgatan 17, plan 2, 12 platser")
    walk.seats(coordinator, GROUP)
    coordinator.press("Planera genomgången").reads("Remiss REM-").reads("från Socialkontoret")
    assert walk.deliver().sent == len(GROUP)


def the_work_group_takes_it_on(walk: Walk) -> None:
    """V2, V3: who leaves the room is told before anything is read; soc takes the next step."""
    walk.on(REVIEW_DAY, time(10, 5))
    coordinator = walk.by("koordinator").go("/").press("Ärendegenomgångar")
    coordinator.press("Visa dagordningen").reads("Lämnar rummet").reads(walk.person("ame"))
    coordinator.reads(story.QUESTION).tick("Antas")
    coordinator.fill("Vad kom ni fram till?", "Vi tar emot och gör en kartläggning tillsammans.")
    coordinator.pick("Ansvarig", walk.seat("soc")).fill("Senast", "2026-10-22")
    coordinator.press("Spara beslutet").reads("Alla punkter är klara")
    coordinator.press("Avsluta genomgången").press("Avsluta genomgången")
    coordinator.reads("Antas")


def those_outside_the_consent_heard_nothing(walk: Walk) -> None:
    """V2: to who left the room the item does not exist, and the case is not on their list."""
    ame = walk.by("ame").go("/").press("Ärendegenomgångar").press("torsdag 8 oktober 2026")
    ame.reads_not("REM-").reads_not("SAM-").reads_not("Antas")
    ame.press("Ärenden").reads("Inga just nu.")


def the_case_is_open_and_stays_with_its_owner(walk: Walk) -> None:
    """R7, K1: the sender finds the case from the desk's menu, and owns it."""
    soc = walk.by("soc").go("/").press("Ärenden").press("SAM-")
    walk.case = soc.path
    soc.reads(walk.unit("soc")).reads(story.NAME).reads("din enhet ansvarar")
    assert walk.at_the_case("koordinator").page.get_by_text(walk.unit("soc")).count()


def parts_are_asked_for(walk: Walk) -> None:
    """S1: one part for each unit, of a kind that the consent gives it."""
    coordinator = walk.by("koordinator").go("/").press("Ärenden").press("SAM-")
    coordinator.press("Öppna kartläggningen").press("Be om delar")
    for key, (kind, _texts) in story.PARTS.items():
        unit = walk.cast.units[key].short_name
        coordinator.tick(f"{story.KINDS[kind]} för {unit}")
    coordinator.press("Be om delarna").reads("Vi väntar på")


def each_writes_its_part(walk: Walk) -> None:
    """S1, S2: from the desk to a signed part; a draft is left and found again on the way."""
    walk.on(date(2026, 10, 9))
    for key, (_kind, (strengths, situation, needs)) in story.PARTS.items():
        window = walk.by(key).go("/").press("Skriv delen")
        window.fill("Styrkor", strengths).press("Spara utkast").go("/").press("Skriv delen")
        window.fill("Så är det nu", situation).fill("Det här behövs", needs)
        window.press("Spara och granska").reads(strengths).press("Skriv under delen")
        window.reads("Undertecknad 9 oktober").reads(situation)


def each_reads_only_the_kinds_it_was_given(walk: Walk) -> None:
    """C5: on the case and in the kartläggning, what was not given is absent."""
    for reader, own in story.PARTS.items():
        window = walk.at_the_case(reader)
        for texts in (story.PARTS[other][1] for other in story.PARTS if other != reader):
            for text in texts:
                window.reads_not(text)
        window.press("kartläggningen").reads(own[1][1])
        for other in (unit for unit in story.PARTS if unit != reader):
            kind, texts = story.PARTS[other]
            window.reads_not(texts[1]).reads_not(f": {story.KINDS[kind].lower()}")


def the_kartlaggning_is_done(walk: Walk) -> None:
    """The coordinator reads all of it, and a meeting is next."""
    walk.on(date(2026, 10, 12))
    coordinator = walk.at_the_case("koordinator").press("Öppna kartläggningen")
    for _kind, texts in story.PARTS.values():
        coordinator.reads(texts[1])
    coordinator.press("Markera kartläggningen klar").reads("Nästa steg: möte")
