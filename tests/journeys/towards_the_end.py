"""What is done, followed up and closed, and the report that LSG reads."""

from datetime import date, time

from casework.kit import clock, db
from casework.kit.db import writing
from casework.reports.commands import import_sheet
from tests.journeys import story
from tests.journeys.browser import Visitor
from tests.journeys.towards_a_plan import FOLLOW_UP
from tests.journeys.walking import Walk
from tests.reports.making import sheet

SECOND = date(2026, 12, 7)
WHY = {story.PROMISE_AF: story.PARTLY, story.PROMISE_FK: "Intyget kom förra veckan."}


def af_logs_what_it_did(walk: Walk) -> None:
    """B1, B2: on the desk, on the commitment it serves; locked at once."""
    walk.on(date(2026, 11, 10))
    af = walk.by("af").go("/").fill("Datum", "2026-11-09")
    served = af.page.get_by_label("Åtagande")
    served.select_option(index=1)
    af.tick("Kontakt med arbetsgivare").fill("Tid i minuter", "45")
    af.fill("Vad gjorde du?", story.DEED).press("Spara insatsen")
    af.reads("Insatsen är sparad och låst").reads(story.DEED)
    walk.at_the_case("soc").reads(story.DEED)
    walk.at_the_case("fk").reads_not(story.DEED)


def soc_has_done_what_it_took_on(walk: Walk) -> None:
    """V3: what was decided in the work group leaves the desk when it is done."""
    soc = walk.by("soc").go("/").reads("Du tog på dig en sak").press("Visa beslutet")
    soc.press("gjort").go("/").reads_not("Du tog på dig en sak")


def a_follow_up_marks_one_partly_done(walk: Walk) -> None:
    """U1, U2, U4, U5: from the coordinator's desk, with the individual's own scale."""
    walk.on(FOLLOW_UP, time(13))
    table = walk.by("koordinator").go("/").press("Gör uppföljningen")
    _checks(table, {story.PROMISE_AF: "Delvis", story.PROMISE_FK: "Inte gjort"})
    _scales(table, 4)
    table.tick("Vi följer upp igen").fill("Dag för nästa uppföljning", SECOND.isoformat())
    table.press("Spara uppföljningen").reads("Uppföljningen är sparad").reads("7 december 2026")
    row = table.page.locator("tr", has_text=story.PROMISE_AF)
    assert "Delvis" in row.inner_text()
    af = walk.at_the_case("af").reads("Delvis").reads("7 december 2026")
    af.reads_not(WHY[story.PROMISE_FK])


def _checks(at: Visitor, but: dict[str, str]) -> None:
    """Everything is done, `but` what is named; every goal is partly reached."""
    for what in at.page.locator(".cw-goal").all():
        title = what.locator("h3").inner_text()
        choice = but.get(title, "Delvis" if title == "Målet" else "Klart")
        what.get_by_label(choice, exact=True).check(force=True)
        if title in but:
            what.get_by_label("Varför?").fill(WHY[title])


def _scales(at: Visitor, number: int) -> None:
    """U4: the same number on each of the individual's scales; U3: the ladder's third step."""
    for scale in ("livssituation", "nära", "påverka"):
        group = at.page.get_by_role("radiogroup", name=scale).last
        group.get_by_label(str(number), exact=True).check(force=True)


def a_later_one_proposes_closing(walk: Walk) -> None:
    """U5: held by the owner this time; who convenes it is asked for it on the desk."""
    walk.on(SECOND, time(13))
    walk.by("koordinator").go("/").reads("Uppföljningen i")
    soc = walk.at_the_case("soc").press("Gör uppföljningen")
    _checks(soc, {})
    _scales(soc, 8)
    soc.tick("Vi föreslår att ärendet avslutas").press("Spara uppföljningen")
    soc.reads("Nästa steg: avslut")


def the_coordinator_proposes_how_it_ended(walk: Walk) -> None:
    """O1, K6: the coordinator can propose and never close."""
    walk.on(date(2026, 12, 8))
    coordinator = walk.by("koordinator").go("/").press("Ärenden").press("SAM-")
    coordinator.press("Föreslå avslut")
    coordinator.pick("Varför avslutas ärendet?", "Arbete").tick("Ja")
    coordinator.fill("Kort sammanfattning", "Planen är genomförd.")
    coordinator.pick("Vad gör personen efter avslutet?", "Förvärvsarbete")
    coordinator.fill("Omfattning i procent", "75").tick("Lön")
    _scales(coordinator, 8)
    coordinator.press("Föreslå avslut").reads("får frågan").reads("Väntar på svar från")


def soc_agrees_to_close(walk: Walk) -> None:
    walk.on(date(2026, 12, 9))
    soc = walk.by("soc").go("/").press("Svara på förslaget")
    assert soc.page.get_by_label("Varför avslutas ärendet?").input_value() == "arbete"
    soc.press("Avsluta ärendet").reads("är avslutat").reads("Ärendet är avslutat")


def there_are_others_in_the_half_year() -> None:
    """A report about one person alone would show nothing at all: earlier outcomes are read in."""
    rows = [_somebody(n) for n in range(60)]
    with writing():
        kept, faults = import_sheet(sheet(*rows).encode(), "Samverkansmodellen", at=clock.now())
    db.session.remove()
    assert (kept, faults) == (len(rows), [])


def _somebody(n: int) -> dict[str, str]:
    """One line of a sheet; what came of it is spread so that no group is tiny but one."""
    reason, occupation, income = (
        ("arbete", "forvarvsarbete", "lon"),
        ("studier", "studier", "studiestod"),
        ("fortsatt_part", "arbetstraning", "forsorjningsstod"),
    )[n % 3 if n else 1]
    return {
        "received_on": "2026-07-06",
        "opened_on": "2026-07-20",
        "closed_on": "2026-11-30",
        "sex": "kvinna" if n % 2 else "man",
        "birth_year": str(1970 + n % 20),
        "referrer": "fk" if n % 4 == 0 else "soc",
        "occupation_before": "ovrigt",
        "occupation_after": occupation,
        "income_before": "forsorjningsstod",
        "income_after": income,
        "closing_reason": "flytt" if n == 0 else reason,
    }


def the_report_is_drafted(walk: Walk) -> None:
    """L2: the coordinator sees what was hidden and why, and writes the words."""
    walk.on(date(2027, 1, 18))
    coordinator = walk.by("koordinator").go("/").press("Rapporter").press("Skriv rapport")
    coordinator.pick("Verksamhet", "Samverkansmodellen")
    halves = coordinator.page.get_by_label("Halvår")
    halves.select_option(index=2)
    coordinator.press("Skapa utkastet").reads("Vad som är dolt och varför")
    coordinator.reads("Inte läst").press("Skriv texten")
    coordinator.fill("Sammanfattning", "Fler gick vidare till arbete eller studier.")
    coordinator.fill("hjälpte", "Samma kontaktperson hela vägen.")
    coordinator.press("Spara texten").reads("Texten är sparad")


def a_colleague_reads_it_and_it_is_published(walk: Walk) -> None:
    """L3, L1: a second reader, then it is locked for ever."""
    soc = walk.by("soc").go("/").press("Rapporter").press("Läs texten")
    soc.tick("Jag har läst allt").press("Godkänn texten").reads("Du har läst texten")
    coordinator = walk.by("koordinator").go("/").press("Rapporter").press("Samverkansmodellen,")
    coordinator.press("Publicera rapporten").press("Publicera rapporten")
    coordinator.reads("Rapporten är publicerad")


def lsg_reads_it_and_nothing_else(walk: Walk) -> None:
    """L1, and the wall round persons: for LSG every other address of the journey is nothing."""
    walk.at_the_case("soc")
    lsg = walk.by("lsg").press("Samverkansmodellen,").reads("Samma kontaktperson hela vägen.")
    for word in ("Hjortronmo", "SAM-", "REM-"):
        lsg.reads_not(word)
    others = [path for path in walk.addresses if not path.startswith("/rapporter")]
    assert len(others) > 30
    for path in others:
        lsg.go(path, 404)
    code = walk.by("soc").page.title().split(" ")[0]
    assert lsg.go("/").path == "/rapporter"
    for page in ("/arenden", "/remisser", "/moten", "/insatser", "/genomgangar"):
        lsg.go(page, 404).reads_not(code).reads_not("Hjortronmo")
