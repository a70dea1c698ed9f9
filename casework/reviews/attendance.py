"""V2, M7: the form that says who is here. Who is marked as away is not in the room."""

from dataclasses import dataclass
from uuid import UUID

from wtforms import Field

from casework.kit.forms import HouseForm, Pick, Tick
from casework.meetings.rules import ATTENDANCE
from casework.meetings.shown.attendance import HERE
from casework.reviews.queries.shapes import Sitting

REST = "alla_andra"


@dataclass(frozen=True)
class Attendance:
    """The form, and which of its fields is about which participant."""

    form: HouseForm
    people: dict[UUID, str]
    filled: list[str] | None = None  # who was just filled in as here, and is not saved yet

    @property
    def fields(self) -> list[Field]:
        return [self.form[name] for name in self.people.values()]

    @property
    def said(self) -> dict[UUID, str | None]:
        """{participant: code}; with the box ticked, whoever is not marked is here."""
        given = self.form.answers
        rest = HERE if given[REST] else None
        return {one: given[name] or rest for one, name in self.people.items()}


def attendance(sitting: Sitting) -> Attendance:
    """What is marked so far stands in it."""
    names = sitting.names
    asked = [one for one in sitting.meeting.asked if one.user_id in names]
    people = {one.id: f"n_{one.id.hex}" for one in asked}
    fields: dict[str, Field] = {}
    for one in asked:
        user = names.get(one.user_id) if one.user_id else None
        label = f"{user.name}, {user.unit.short_name}" if user else ""
        fields[people[one.id]] = Pick(label, choices=ATTENDANCE.items(), blank="Inte noterat än")
    fields[REST] = Tick("Alla som inte är noterade är på plats")
    so_far = {people[one.id]: one.attendance for one in asked}
    return Attendance(type("AttendanceForm", (HouseForm,), fields)(data=so_far), people)
