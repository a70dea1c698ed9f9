"""Nothing typed is lost, in Chromium: the browser dies, the session ends, Send is pressed twice,
somebody goes back, and the consent is taken back while one writes.
"""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from casework.demo.cast import DOMAIN, PASSWORD
from casework.kit import db
from casework.referrals.models import Referral
from tests.journeys import story, the_remiss
from tests.journeys.browser import Visitor
from tests.journeys.made_quickly import a_case_with_a_plan_and_a_coming_meeting
from tests.journeys.walking import Walk

COOKIE = "test"
HELD = "hålls kvar åt dig"


@pytest.fixture
def drafting(walk: Walk) -> Visitor:
    """The socialsekreterare has a draft open at the page about the person."""
    soc = walk.by("soc").go("/").press("Remisser").press("Skriv ny remiss")
    return soc.tick("Samverkansmodellen").press("Börja skriva")


def test_the_browser_dies_in_the_middle_of_a_draft(walk, visit, drafting):
    drafting.fill("Namn", story.NAME).fill("Telefon", "070-174 06 05")
    expect(drafting.page.locator("main")).to_contain_text(HELD)
    step = drafting.path
    drafting.page.context.close()
    again = visit("soc").go("/").reads("utan att spara").reads_not(story.NAME)
    again.press("Fortsätt skriva").reads("är tillbaka")
    assert again.path == step
    expect(again.page.get_by_label("Namn").first).to_have_value(story.NAME)
    expect(again.page.get_by_label("Telefon").first).to_have_value("070-174 06 05")
    again.press("Spara utkast").go("/").reads_not("utan att spara")
    walk.windows.pop("soc")


def test_what_was_begun_may_be_thrown_away(drafting):
    drafting.fill("Namn", story.NAME)
    expect(drafting.page.locator("main")).to_contain_text(HELD)
    drafting.go(drafting.path).press("Ta bort det och börja om").reads_not("är tillbaka")
    expect(drafting.page.get_by_label("Namn").first).to_have_value("")


@pytest.mark.parametrize("script", [True, False])
def test_the_session_ends_while_one_writes(walk, visit, script):
    soc = walk.by("soc") if script else _without_script(visit)
    soc.go("/remisser/ny").tick("Samverkansmodellen").press("Börja skriva")
    soc.fill("Namn", story.NAME)
    soc.page.context.clear_cookies(name=COOKIE)
    soc.page.get_by_role("button", name="Spara och gå vidare").click()
    soc.reads("är utloggad").reads_not(story.NAME)
    _and_the_browser_notes(soc, 401)
    soc.fill("E-post", f"soc@{DOMAIN}").fill("Lösenord", PASSWORD)
    soc.press("Logga in").reads("är tillbaka")
    expect(soc.page.get_by_label("Namn").first).to_have_value(story.NAME)
    soc.press("Spara och gå vidare").press("Personen")
    expect(soc.page.get_by_label("Namn").first).to_have_value(story.NAME)


def _and_the_browser_notes(who: Visitor, status: int) -> None:
    """A refusal is told in the console of a browser with one, and is a page to look at as well."""
    who.errors = [said for said in who.errors if str(status) not in said]
    who.look()


def _without_script(visit) -> Visitor:
    return visit("soc", signed_in=False).without_script().sign_in()


def test_one_goes_back_after_saving(drafting):
    drafting.fill("Namn", story.NAME).press("Spara och gå vidare")
    drafting.page.go_back()
    expect(drafting.page.get_by_label("Namn").first).to_have_value(story.NAME)
    drafting.fill("Kommun", "Norsjö").press("Spara och gå vidare")
    drafting.page.go_back()
    expect(drafting.page.get_by_label("Kommun").first).to_have_value("Norsjö")
    drafting.go("/").reads_not("utan att spara")


def test_send_is_pressed_twice(walk):
    the_remiss.it_is_begun_and_left(walk)
    the_remiss.it_is_found_again_with_what_was_typed(walk)
    the_remiss.the_consent_is_filled_in(walk)
    the_remiss.the_need_is_filled_in(walk)
    soc = walk.by("soc")
    soc.page.get_by_role("button", name="Skicka remissen").dblclick(no_wait_after=True)
    # the second answer says one or the other, by which of the two the browser waited for
    told = re.compile("Remissen är skickad|Det var redan sparat")
    expect(soc.page.locator("main")).to_contain_text(told)
    assert db.session.scalar(select(func.count()).select_from(Referral)) == 1
    db.session.remove()
    soc.page.go_back()
    soc.page.wait_for_load_state()
    soc.reads_not("Något gick fel")


def test_the_consent_is_taken_back_while_one_writes(walk):
    a_case_with_a_plan_and_a_coming_meeting(walk)
    fk = walk.at_the_case("fk").press("Logga en insats")
    fk.fill("Vad gjorde", "Ringde läkaren om intyget som saknas.")
    _taken_back(walk)
    fk.page.get_by_role("button", name="Spara insatsen").click()
    fk.reads("återkallades").reads("Inget har sparats").reads("Ringde läkaren om intyget")
    _and_the_browser_notes(fk, 409)
    fk.go(walk.case, status=404)


def _taken_back(walk: Walk) -> None:
    soc = walk.at_the_case("soc").press("Ta tillbaka samtycke")
    soc.tick(f"För {walk.unit('fk')}").press("Visa vad som ändras")
    soc.tick("Personen sade det till mig").press("Ta tillbaka för")


def test_one_is_warned_before_being_signed_out_and_goes_on(drafting):
    """Thirteen of the fifteen minutes: the page asks, and the answer takes nothing away."""
    page = drafting.page
    page.clock.install()
    drafting.go(drafting.path).fill("Kommun", "Norsjö")
    page.clock.fast_forward("00:03")  # a copy is kept, and that is a sign of life
    drafting.reads(HELD)
    page.clock.fast_forward("12:50")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward("00:15")
    expect(page.get_by_role("dialog", name="Du loggas snart ut")).to_be_visible()
    page.evaluate("window.asItWas = true")
    with page.expect_response("**/vaken") as answer:
        page.get_by_role("button", name="Fortsätt arbeta").click()
    assert answer.value.status == 200
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward("13:05")
    expect(page.get_by_role("dialog", name="Du loggas snart ut")).to_be_visible()
    assert page.evaluate("window.asItWas"), "the page was loaded anew"
    expect(page.get_by_label("Kommun").first).to_have_value("Norsjö")
