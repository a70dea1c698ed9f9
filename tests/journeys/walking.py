"""What a journey carries along: the time it is, everybody's window, and the post."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

from casework.demo.cast import Cast
from casework.kit import clock, db
from casework.letters.sending import Sent, send_due
from tests.journeys.browser import ID, Visitor

Visit = Callable[..., Visitor]


class Walk:
    """A journey from a given morning on. Only what is asked of it moves the time."""

    def __init__(self, visit: Visit, cast: Cast, postbox: Any, begins: date) -> None:
        self.visit, self.cast, self.postbox = visit, cast, postbox
        self.windows: dict[str, Visitor] = {}
        self.signed_in: dict[str, date] = {}
        self.case = ""  # the address of the case, once there is one
        self.on(begins)

    def on(self, day: date, at: time = time(9)) -> "Walk":
        """It is that moment now, and the clock goes on from there."""
        self.moment, self.since = clock.moment(day, at), monotonic()
        return self

    def now(self) -> datetime:
        pretended = clock._pretended.get()  # what the demo's own stories use
        return pretended or self.moment + timedelta(seconds=monotonic() - self.since)

    @property
    def today(self) -> date:
        return clock.local(self.now()).date()

    def by(self, name: str) -> Visitor:
        """The window of somebody, signed in today: yesterday's session has ended."""
        if name not in self.windows:
            self.windows[name] = self.visit(name)
        elif self.signed_in.get(name) != self.today:
            db.session.remove()
            self.windows[name].sign_in()
        self.signed_in[name] = self.today
        return self.windows[name]

    def back(self, name: str) -> Visitor:
        """Somebody who had signed out comes back."""
        self.signed_in.pop(name)
        return self.by(name)

    def at_the_case(self, name: str) -> Visitor:
        """Somebody of whom it is known that they have found the case before."""
        return self.by(name).go(self.case)

    @property
    def addresses(self) -> list[str]:
        """Every address with an id in it that anybody has come to on the way."""
        been = [path for one in self.windows.values() for path in one.been if ID.search(path)]
        return list(dict.fromkeys(been))

    def deliver(self) -> Sent:
        """The postman's round, over a real SMTP conversation."""
        try:
            return send_due(clock.now())
        finally:
            db.session.remove()

    def unit(self, key: str) -> str:
        """What a unit is called on a page."""
        return self.cast.units[key].name

    def person(self, key: str) -> str:
        return self.cast.users[key].name

    def seat(self, key: str) -> str:
        """Somebody as a list to choose from says it."""
        return f"{self.person(key)}, {self.cast.units[self._unit_of(key)].short_name}"

    def seats(self, visitor: Visitor, keys: Iterable[str]) -> None:
        """Just these are asked: whoever else is ticked from the start is unpicked."""
        wanted = {self.seat(key) for key in keys}
        for box in visitor.page.locator("[name=people]").all():
            name = box.evaluate("box => box.labels[0].innerText").strip()
            box.set_checked(name in wanted, force=True)

    def _unit_of(self, key: str) -> str:
        return "host" if key == "koordinator" else key
