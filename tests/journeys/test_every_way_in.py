"""With the keyboard alone, without script, at 320 pixels and at 400 %: R1, R2 and V1, V3, V4.

A window of 1280 pixels at 400 % is 320 of ours wide, and as high as what is left of its 1024.
"""

import os
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from casework.authorities.models import Room
from casework.kit import clock, db
from casework.kit.db import session, writing
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking
from casework.programmes.queries import programme_for
from casework.referrals.models import Referral
from casework.reviews import service as reviews
from casework.reviews.models import ReviewItem
from tests.journeys import story
from tests.journeys.keys import Keys
from tests.journeys.the_group import GROUP, ITEMS, what_waits

SCREENS = {  # width, height, pixels of the screen for one of ours, script
    "keyboard": (1280, 800, 1, True),
    "without script": (1280, 800, 1, False),
    "320": (320, 800, 2, True),
    "400 %": (320, 256, 4, True),
    "400 % without script": (320, 256, 4, False),
}
GIVEN = {"host": ("ekonomi", "arbete", "planering"), "soc": ("ekonomi",), "af": ("planering",)}


# Between them: keyboard, narrow, zoomed, with and without script. The rest with --long.
ORDINARY = ("320", "400 % without script")


@pytest.fixture(params=SCREENS if os.environ.get("CASEWORK_LONG") == "1" else ORDINARY)
def screen(request):
    return SCREENS[request.param]


def test_r1_r2_a_remiss_is_written_and_sent_in_every_way(walk, visit, screen):
    keys = Keys(visit("soc", signed_in=False), *screen).sign_in()
    keys.go("/remisser").enter("Skriv ny remiss").tick("Samverkansmodellen")
    keys.enter("Börja skriva")
    _the_person(keys)
    _the_consent(walk, keys)
    _the_need(keys)
    keys.reads("Jag vill köra truck.")
    expect(keys.page.locator("main")).not_to_contain_text("Det här saknas")
    keys.enter("Skicka remissen").reads("Remissen är skickad")
    assert keys.stops > 100
    sent = session.scalars(select(Referral)).one()
    assert sent.sent_at
    assert sent.urgency == "ordinary"
    db.session.remove()


def _the_person(keys: Keys) -> None:
    """The list of what is wrong leads to a number to be mended; and one goes backwards too."""
    keys.into("Namn", story.NAME).into("Personnummer", "19880412-0000")
    keys.refused("Spara och gå vidare").tab()
    keys.page.keyboard.press("Enter")
    assert keys.page.evaluate("document.activeElement.name") == "number"
    keys.page.keyboard.press("Control+A")
    keys.page.keyboard.type(story.NUMBER)
    keys.to("Namn", "Shift+Tab")
    assert keys.page.evaluate("document.activeElement.value") == story.NAME
    keys.into("Kommun", "Skellefteå").enter("Spara och gå vidare")


def _the_consent(walk, keys: Keys) -> None:
    """The grid is gone through as it stands: a unit at a time."""
    keys.into("Ändamål", "Samordna stödet så att jag kommer närmare ett arbete.")
    for key in ("host", "soc", "af"):
        for kind in GIVEN[key]:
            keys.tick(f"{story.KINDS[kind]} för {walk.unit(key)}")
    keys.day("Från och med", "10052026").day("Till och med", "10042027")
    keys.tick("Undertecknat papper").into("Var papperet finns", "Närarkivet, pärm 4")
    keys.tick("Personen själv").tick("Personen vet att samtycket kan tas tillbaka")
    keys.enter("Spara och gå vidare")


def _the_need(keys: Keys) -> None:
    keys.tick("3 till 5 år").tick("Försörjningsstöd").tick("Övrigt").tick("Gymnasium")
    keys.into("Bakgrund: arbete", "Hon har kört truck.").enter("Spara och gå vidare")
    keys.to("Arbetsförmedlingen")  # what is folded is unfolded with Space
    keys.page.keyboard.press("Space")
    keys.into("Vem är kontakten?", "Växeln").into("prövats: arbete", "Praktik i en butik.")
    keys.enter("Spara och gå vidare").tick("Har kört fast")
    keys.into("Det här behöver vi hjälp med", story.QUESTION).into("Önskat", "En plan som håller.")
    keys.into("Personens mål", "Jag vill köra truck.").tick("Vanlig gång")
    keys.enter("Spara och gå vidare").reads("Inget är skickat ännu")


@pytest.fixture
def sitting(walk):
    """The work group meets within the hour; two remisser and two questions wait. The address."""
    what_waits(walk)
    walk.on(date(2026, 10, 13))
    coordinator = walk.cast.users["koordinator"].as_actor()
    with writing():
        programme = programme_for(coordinator, walk.cast.programme.id)
        begins = clock.moment(walk.today, time(9, 30))
        people = [walk.cast.users[who].id for who in GROUP]
        room = session.scalars(select(Room.id)).first()
        slot = Slot(begins, begins + timedelta(hours=2))
        booking = Booking("genomgang", slot, people, room_id=room)
        made = reviews.plan(coordinator, programme, booking, on=walk.today, at=clock.now())
        address = f"/genomgangar/{made.id}"
    db.session.remove()
    return address


def test_v1_v3_v4_the_minutes_are_written_in_every_way(visit, sitting, screen):
    keys = Keys(visit("koordinator", signed_in=False), *screen).sign_in().go(sitting)
    _the_order_and_who_is_here(keys)
    _the_first_is_turned_down_with_a_reason(keys)
    keys.reads("Pågår").enter("Hinns inte, skjut upp").reads("Uppskjuten")
    for key in ("first", "second"):
        _decided(keys, "Råd finns", ITEMS[key].ends_in)
    keys.enter("Avsluta genomgången").enter("Avsluta genomgången").reads("är låst")
    items = session.scalars(select(ReviewItem).order_by(ReviewItem.position)).all()
    assert [item.decision for item in items] == ["avslas", None, "rad", "rad"]
    assert items[0].due_on == date(2026, 10, 20)
    assert items[1].postponed_at
    db.session.remove()


def _the_order_and_who_is_here(keys: Keys) -> None:
    """V4: the first goes down one step. V2: everyone is here."""
    keys.enter("Ordning och prioritet")
    before = keys.page.locator("li h2").all_inner_texts()
    keys.enter("Ner")
    after = keys.page.locator("li h2").all_inner_texts()
    assert [t.split()[2] for t in after[:2]] == [t.split()[2] for t in reversed(before[:2])]
    keys.enter("Tillbaka till dagordningen").to("Närvaro")
    keys.page.keyboard.press("Enter")
    keys.tick("Alla som inte är noterade").enter("Spara närvaron").reads("Närvaron är sparad")


def _the_first_is_turned_down_with_a_reason(keys: Keys) -> None:
    """V3, R4: nothing said is refused, and then everything that is asked for."""
    keys.refused("Spara och gå vidare").tick("Avslås").pick("Skäl", "Annat")
    _rest(keys, "Vi hjälper till på annat sätt.")


def _decided(keys: Keys, choice: str, sentence: str) -> None:
    keys.tick(choice)
    _rest(keys, sentence)


def _rest(keys: Keys, sentence: str) -> None:
    keys.into("Vad kom ni fram till?", sentence).pick("Ansvarig", "Signe")
    keys.day("Senast", "10202026").enter("Spara")
