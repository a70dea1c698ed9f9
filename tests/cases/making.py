"""Small makers for the stories of the cases room."""

from casework.cases import service
from casework.cases.queries import CaseFile, case_for
from casework.cases.queries.around import Seat, seats
from casework.kit import clock
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
