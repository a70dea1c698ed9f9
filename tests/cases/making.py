"""Small makers for the stories of the cases room."""

from datetime import timedelta

from casework.cases import service
from casework.cases.models import Handover
from casework.cases.queries import CaseFile, case_for
from casework.cases.queries.around import Seat, seats
from casework.cases.queries.handovers import Offer, offer_for
from casework.cases.service import absence, handover
from casework.kit import clock
from casework.kit.db import session
from tests.conftest import acting

STEPS = (
    *(("kartlaggning", "Kartläggning"), ("mote", "Samarbetsmöte"), ("plan", "Gemensam plan")),
    *(("uppfoljning", "Uppföljning"), ("avslut", "Avslut"), ("annat", "Annat")),
)


def file_of(user, case) -> CaseFile:
    """The case as this user reaches it today."""
    return case_for(acting(user), case.id, clock.today())


def told(user, case, sentence: str, kind: str = "planering"):
    """A line in the timeline, told by this user."""
    return service.add_event(acting(user), case.id, kind=kind, sentence=sentence, at=clock.now())


def seats_of(world, case) -> list[Seat]:
    """Everybody who reaches the case, as the coordinator sees them."""
    host = world.user("host")
    return seats(acting(host), file_of(host, case))


def asked(world, case, unit: str, user=None) -> Handover:
    """The owner's officer has asked the unit to take the case over."""
    by = world.user("soc")
    said = {"unit": world.unit(unit), "user": user, "reason": "Flytt.", "at": clock.now()}
    row = handover.propose(acting(by), file_of(by, case), **said)
    session.flush()
    return row


def offer_to(user, row: Handover) -> Offer:
    """The question as this user's unit sees it."""
    return offer_for(acting(user), row.id, clock.today())


def away(world, who: str, substitute, days: int = 7, by=None, **more):
    """Somebody of the world is away from today on, and a colleague stands in."""
    absent, today = world.user(who), clock.today()
    first = more.pop("first", today)
    gone = absence.Away(absent, first, first + timedelta(days=days - 1), more.pop("cases", ()))
    by = acting(by or absent)
    row = absence.name_substitute(by, gone, substitute, on=today, at=more.pop("at", clock.now()))
    session.flush()
    return row
