"""A samarbetsmöte and what comes of it: invitations, answers, minutes, and a plan that holds."""

import re
from datetime import date, datetime, time, timedelta

from casework.kit import clock
from tests.journeys import post, story
from tests.journeys.browser import Visitor
from tests.journeys.walking import Walk

AT_THE_TABLE = ("koordinator", "soc", "af", "fk", "psykiatri")
FIRST_DAY = date(2026, 10, 26)  # the Monday after the change of clocks
FOLLOW_UP = date(2026, 11, 16)


def a_meeting_is_booked(walk: Walk) -> None:
    """M1, M2: in a room, at a time that suits all; who the consent leaves out cannot be picked."""
    coordinator = walk.by("koordinator").go("/").press("Ärenden").press("SAM-").press("Boka möte")
    coordinator.reads("samtycket omfattar inte AME Skellefteå")
    assert not coordinator.page.get_by_label(walk.person("ame")).count()
    coordinator.fill("Visa tider från och med", FIRST_DAY.isoformat()).press("Uppdatera tiderna")
    coordinator.tick("2. Tisdag 27 oktober")
    coordinator.fill("Dagordning", story.AGENDA).press("Boka och skicka inbjudan")
    coordinator.reads("Du har bokat möte M-").reads("tisdag 27 oktober 2026").reads("Hörnellgatan")


def the_summons_of_the_individual_is_on_paper(walk: Walk) -> None:
    coordinator = walk.by("koordinator").press("Skriv ut kallelsen")
    coordinator.reads(story.NAME).reads("tisdag 27 oktober 2026").reads(walk.person("koordinator"))


def the_invitations_arrive(walk: Walk) -> None:
    """M3: over SMTP, to the minute in Python and in ical.js, and without a word of the case."""
    before = len(walk.postbox.messages)
    assert walk.deliver().sent == len(AT_THE_TABLE)
    letters = walk.postbox.messages[before:]
    starts_at = _said_on_the_page(walk)
    for key in AT_THE_TABLE:
        (letter,) = [one for one in walk.postbox.to(key) if one in letters]
        event = post.in_python(letter)
        assert event == post.in_ical_js(letter), key
        assert (event.starts_at, event.method, event.sequence) == (starts_at, "REQUEST", 0)
        assert event.ends_at - event.starts_at == timedelta(minutes=90)
    post.holds_none_of(letters, story.CANARIES)


def _said_on_the_page(walk: Walk) -> datetime:
    """The moment that the case page tells, as a Swedish clock reads it: winter time by now."""
    text = walk.at_the_case("koordinator").page.locator("#nasta").inner_text()
    hour, minute = re.search(r"kl\.\s(\d+)(?:\.(\d+))?–", text).groups()  # type: ignore[union-attr]
    told = clock.moment(date(2026, 10, 27), time(int(hour), int(minute or 0)))
    assert told.hour == int(hour) - 1
    return told


def af_answers_by_the_link_in_its_mail(walk: Walk) -> None:
    """M5: nobody is signed in, and the page says nothing of the case."""
    walk.on(date(2026, 10, 13))
    letter = walk.postbox.to("af")[-1]
    stranger = walk.visit("af", signed_in=False).go(post.link(letter))
    for word in story.CANARIES:
        stranger.reads_not(word)
    stranger.tick("Jag kommer").press("Skicka svaret").reads("Tack för svaret")


def fk_answers_in_the_app(walk: Walk) -> None:
    fk = walk.by("fk").go("/").press("Svara").tick("Jag kommer")
    fk.fill("Vill du säga något mer?", story.CANNOT_COME).press("Spara svaret")
    fk.reads("Svaret är sparat").reads("Vad är viktigast")
    both = walk.at_the_case("koordinator").press("Visa mötet").page.locator("main tr")
    for key in ("af", "fk"):
        assert "Kommer" in both.filter(has_text=walk.person(key)).inner_text()


def the_meeting_is_held_and_its_minutes_approved(walk: Walk) -> None:
    """M7: attendance, what was said by kind, what each takes on; then it is locked."""
    walk.on(date(2026, 10, 27), time(16, 30))
    minutes = walk.by("koordinator").go("/").press("Samarbetsmöte M-").press("Skriv anteckningar")
    for one in minutes.page.get_by_role("combobox").all():
        one.select_option(label="På plats")
    minutes.fill("Planering och insatser", story.MINUTES)
    minutes.fill("Arbetsförmedlingen", story.TAKES_ON).press("Spara anteckningarna")
    minutes.press("Godkänn och lås").reads("Anteckningarna är godkända och låsta")
    minutes.reads(story.TAKES_ON).reads("På plats")
    fk = walk.at_the_case("fk").press("Samarbetsmöte 27 oktober")
    fk.reads(story.MINUTES)


def the_plan_is_written(walk: Walk) -> None:
    """P1, P3: goals in both words; commitments of soc, AF, FK and the individual herself."""
    walk.on(date(2026, 10, 28))
    soc = walk.by("soc").go("/").press("Ärenden").press("SAM-")
    soc.reads("Nästa steg: gemensam plan").press("Skriv planen")
    soc.press("Börja på utkastet")
    _goal(soc, story.GOAL_WORK, "Jag vill orka hela veckan.", "arbete")
    _promise(soc, walk.seat("af"), story.PROMISE_AF, "2026-12-15")
    soc.press("Lägg till åtagande")
    _promise(soc, "Linn själv", story.PROMISE_LINN, often="Varje vecka")
    soc.press("Lägg till mål")
    _goal(soc, story.GOAL_MONEY, "Jag vill slippa oroa mig.", "ekonomi")
    _promise(soc, walk.seat("fk"), story.PROMISE_FK, "2026-11-30")
    soc.press("Lägg till åtagande", nth=1)
    _promise(soc, walk.seat("soc"), story.PROMISE_SOC, often="Löpande")
    soc.pick("Huvudansvarig", walk.seat("soc")).fill("Nästa uppföljning", FOLLOW_UP.isoformat())


def _goal(at: Visitor, title: str, own: str, kind: str) -> None:
    """Into the last goal on the page."""
    at.last("Målet i korthet").fill(title)
    at.last("egna ord").fill(own)
    at.last("Vilken sorts uppgifter handlar målet om?").select_option(label=story.KINDS[kind])


def _promise(at: Visitor, who: str, what: str, due: str = "", often: str = "") -> None:
    """Into the last commitment on the page."""
    at.last("Vem").select_option(label=who)
    at.last("Gör vad").fill(what)
    at.last("Senast").fill(due)
    if often:
        at.last("Eller hur ofta").select_option(label=often)


def the_plan_is_put_in_force(walk: Walk) -> None:
    """P2, P4: read aloud before it holds."""
    soc = walk.by("soc").press("Läs igenom")
    for words in (story.GOAL_WORK, story.PROMISE_LINN, story.PROMISE_FK, walk.person("soc")):
        soc.reads(words)
    soc.press("Låt planen gälla").reads("gäller från i dag")
    walk.at_the_case("koordinator").reads(story.GOAL_MONEY).reads("Nästa steg: uppföljning")


def each_reads_its_goals_of_the_plan(walk: Walk) -> None:
    """C5: AF was not given the economy, nor FK work and education."""
    af = walk.at_the_case("af").reads(story.PROMISE_AF).reads(story.PROMISE_LINN)
    af.reads_not(story.GOAL_MONEY).reads_not(story.PROMISE_FK)
    fk = walk.at_the_case("fk").reads(story.PROMISE_FK)
    fk.reads_not(story.GOAL_WORK).reads_not(story.PROMISE_AF)


def everyone_approves(walk: Walk) -> None:
    """P4: each party says yes from its desk, the individual through the owner."""
    for key in ("af", "fk"):
        window = walk.by(key).go("/").press("Godkänn planen")
        window.tick(walk.cast.units[key].short_name).tick("Här i tjänsten").press("Godkänn planen")
        window.reads("Godkännandet är antecknat")
    soc = walk.at_the_case("soc").press("Versioner och godkännanden").press("Godkänn planen")
    soc.tick(story.NAME).tick("På mötet").press("Godkänn planen").reads("Godkännandet är antecknat")
