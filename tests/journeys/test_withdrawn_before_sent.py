"""AC21, M8: a consent withdrawn between booking and sending: what waits never goes."""

from tests.journeys import made_quickly, post, story
from tests.journeys.made_quickly import PLOT
from tests.journeys.walking import Walk

CANARIES = [*story.CANARIES[:7], *made_quickly.said_in_the_case()]


def test_a_unit_that_lost_it_hears_nothing_and_who_had_a_letter_is_called_off(walk):
    first = f"/moten/{made_quickly.a_case_with_a_plan_and_a_coming_meeting(walk)}"
    asked = post.in_python(walk.postbox.to("fk")[-1])
    second = a_second_meeting_is_booked(walk)
    af_records_that_fk_may_not_know_any_more(walk)
    new = everything_that_is_sent(walk)
    fk_is_called_off_from_what_it_knew_and_never_told_of_the_rest(walk, new, asked)
    the_others_get_their_invitations(walk, new)
    for place in (first, second):
        walk.by("fk").go(place, 404)
        assert walk.person("fk") not in walk.by("koordinator").go(place).page.inner_text("table")
    post.holds_none_of(new, [*CANARIES, "SAM-", "REM-"])


def a_second_meeting_is_booked(walk: Walk) -> str:
    """Its letters lie in the outbox: the postman has not been round."""
    coordinator = walk.at_the_case("koordinator").press("Boka möte").tick("2. ")
    coordinator.press("Boka och skicka inbjudan").reads(walk.person("fk"))
    return coordinator.path


def af_records_that_fk_may_not_know_any_more(walk: Walk) -> None:
    af = walk.at_the_case("af").press("Ta tillbaka samtycke").tick(f"För {walk.unit('fk')}")
    af.press("Visa vad som ändras").tick("Personen sade det till mig").press("Ta tillbaka för")
    af.reads(f"Samtycket är tillbakataget för {walk.unit('fk')}")


def everything_that_is_sent(walk: Walk) -> list:
    before = len(walk.postbox.messages)
    walk.deliver()
    return walk.postbox.messages[before:]


def fk_is_called_off_from_what_it_knew_and_never_told_of_the_rest(walk, new, asked) -> None:
    (letter,) = [one for one in walk.postbox.to("fk") if one in new]
    off = post.in_python(letter)
    assert (off.method, off.uid) == ("CANCEL", asked.uid)
    assert off.sequence > asked.sequence
    assert off == post.in_ical_js(letter)


def the_others_get_their_invitations(walk: Walk, new: list) -> None:
    for key in ("koordinator", PLOT.owner, *(one for one in PLOT.others if one != "fk")):
        methods = [post.in_python(one).method for one in walk.postbox.to(key) if one in new]
        assert methods == ["REQUEST"], key
