"""A booked meeting is moved, loses one, gains one and is called off; another is held and leads on.

Every letter is read from a real SMTP server, and what each calendar then shows is worked out from
them as a calendar does: the highest SEQUENCE of a UID holds.
"""

from datetime import date, time
from email.header import decode_header, make_header
from typing import Any

import pytest

from tests.journeys import made_quickly, post
from tests.journeys.walking import Walk

EVERYONE = ("koordinator", "soc", "af", "fk", "psykiatri")
CANARIES = made_quickly.said_in_the_case()
TAKES_ON = "Frågar två arbetsgivare om praktik"
GOAL = made_quickly.PLOT.theme.aims[0].title


@pytest.fixture
def booked(walk: Walk) -> Walk:
    """The invitations to a coming meeting have arrived: {who: what their calendar shows}."""
    walk.meeting = f"/moten/{made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)}"
    walk.asked = [key for key in EVERYONE if _of_the_meeting(walk, key)]
    assert {"koordinator", "af", "fk"} <= set(walk.asked)
    return walk


def _uid(walk: Walk) -> str:
    """Of the meeting that was booked last."""
    return post.in_python(walk.postbox.to("koordinator")[-1]).uid


def _of_the_meeting(walk: Walk, key: str) -> list[Any]:
    """The letters with a calendar file that somebody got about it, oldest first."""
    letters = [one for one in walk.postbox.to(key) if one.is_multipart()]
    read = [post.in_python(one) for one in letters if "calendar" in one.as_string()]
    return [one for one in read if one.uid == _uid(walk)]


def calendar(walk: Walk, key: str) -> Any:
    """What their calendar shows: the event with the highest SEQUENCE, or None when it is off."""
    last = max(_of_the_meeting(walk, key), key=lambda one: one.sequence)
    return None if last.method == "CANCEL" else last


def round_of_the_postman(walk: Walk) -> set[str]:
    """Who got something this time."""
    before = len(walk.postbox.messages)
    walk.deliver()
    new = walk.postbox.messages[before:]
    names = [one["X-RcptTo"].partition("@")[0] for one in new]
    assert len(names) == len(set(names)), "one letter each"
    return set(names)


def test_moved_one_out_one_in_and_called_off(booked: Walk) -> None:
    walk = booked
    it_is_moved_and_everyone_is_asked_again(walk)
    one_is_removed_and_only_they_hear_it(walk)
    the_agenda_is_changed_and_nobody_hears_it(walk)
    they_are_asked_again_and_only_they_hear_it(walk)
    one_is_removed_and_only_they_hear_it(walk)
    it_is_called_off_late_and_everyone_who_ever_got_it_is_told(walk)
    post.holds_none_of(walk.postbox.messages, [*CANARIES, "SAM-", "REM-"])


def it_is_moved_and_everyone_is_asked_again(walk: Walk) -> None:
    host = walk.by("koordinator").go(walk.meeting).press("Ändra tid eller plats")
    host.fill("Dag", "2026-11-12").fill("Börjar kl.", "14:00")
    host.fill("Vem bad om ändringen?", "Arbetsförmedlingen").press("Ändra mötet")
    host.reads("torsdag 12 november 2026").reads("Ändringen begärdes av: Arbetsförmedlingen")
    assert round_of_the_postman(walk) == set(walk.asked)
    for key in walk.asked:
        shown = calendar(walk, key)
        assert (shown.starts_at.day, shown.starts_at.hour, shown.sequence) == (12, 14, 1)
    letter = walk.postbox.to("af")[-1]
    assert post.in_ical_js(letter) == post.in_python(letter)
    walk.by("af").go(walk.meeting).reads("Du har inte svarat")


def one_is_removed_and_only_they_hear_it(walk: Walk) -> None:
    host = walk.by("koordinator").go(walk.meeting).press(f"Avboka {walk.person('fk')}")
    host.press(f"Avboka {walk.person('fk')}").reads("är avbokad")
    assert round_of_the_postman(walk) == {"fk"}
    assert calendar(walk, "fk") is None
    assert calendar(walk, "af") is not None


def the_agenda_is_changed_and_nobody_hears_it(walk: Walk) -> None:
    host = walk.by("koordinator").go(walk.meeting).press("Ändra dagordningen")
    host.fill("Dagordning", "Hur gick veckan").press("Spara dagordningen").reads("Hur gick veckan")
    assert round_of_the_postman(walk) == set()


def they_are_asked_again_and_only_they_hear_it(walk: Walk) -> None:
    host = walk.by("koordinator").go(walk.meeting).press("Bjud in fler")
    host.reads("har varit med och är avbokad").reads("Kan inte bjudas in")
    host.tick(walk.person("fk")).press("Bjud in").reads(walk.person("fk"))
    assert round_of_the_postman(walk) == {"fk"}
    shown = calendar(walk, "fk")
    assert shown.sequence > calendar(walk, "af").sequence
    assert shown.starts_at == calendar(walk, "af").starts_at


def it_is_called_off_late_and_everyone_who_ever_got_it_is_told(walk: Walk) -> None:
    walk.on(date(2026, 11, 11))
    host = walk.by("koordinator").go(walk.meeting).press("Ställ in mötet")
    host.tick("Någon som behövs kan inte komma").press("Ställ in mötet")
    host.reads("Mötet är inställt").reads("Ring dem som brevet inte har nått")
    assert round_of_the_postman(walk) == set(walk.asked)
    assert [calendar(walk, key) for key in walk.asked] == [None] * len(walk.asked)
    subject = str(make_header(decode_header(walk.postbox.to("af")[-1]["Subject"])))
    assert subject.startswith("Sent besked: möte M-")


def test_what_is_taken_on_at_a_meeting_is_in_the_plan_and_typed_once(booked: Walk) -> None:
    walk = booked
    walk.on(made_quickly.COMING, time(16))
    host = walk.by("koordinator").go(walk.meeting).press("Skriv anteckningar")
    _everybody_was_there(host)
    host.page.get_by_label(walk.cast.units["af"].short_name).last.fill(TAKES_ON)
    host.press("Godkänn och lås").reads("låsta").reads(TAKES_ON)
    host.press("Lägg till i anteckningarna").pick("Vilken sorts uppgift", "Planering och insatser")
    host.fill("Tillägget", "AF ringer på fredag.").fill("Varför läggs det till nu?", "Glömdes")
    host.press("Spara tillägget").reads("AF ringer på fredag.").reads("Varför: Glömdes")
    plan = walk.by("af").go(f"{walk.case}/plan").reads(f"tar på sig: {TAKES_ON}")
    plan.press(f"Lägg i planen {TAKES_ON}").pick("Under vilket mål?", GOAL).fill(
        "Senast", "2026-12-01"
    )
    plan.press("Lägg i planen").reads("Åtagandet ligger i utkastet").reads_not(
        f"tar på sig: {TAKES_ON}"
    )
    plan.press("Fortsätt på utkastet")
    there = plan.page.locator(f'input[value="{TAKES_ON}"]')
    assert there.count() == 1


def _everybody_was_there(host: Any) -> None:
    for select in host.page.locator('select[name^="narvaro_"]').all():
        select.select_option(label="På plats")
