"""M7: who was there, filled in from what each answered, on the page only: nothing is saved."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from casework.kit.forms import HouseForm
from casework.meetings.models import Participant
from casework.meetings.rules import KOMMER

FILL = "fyll"  # the button
HERE = "pa_plats"


def fill_in(form: HouseForm, people: Mapping[UUID, str], asked: Iterable[Participant]) -> list[str]:
    """Whoever said that they come and is not noted is put down as here; what is picked stays.

    `people` are {participant: name of its field}. The names of those filled in, to be told.
    """
    coming = [form[people[one.id]] for one in asked if one.answer == KOMMER and one.id in people]
    empty = [field for field in coming if not field.data]
    for field in empty:
        field.data = HERE
    return sorted(field.label.text for field in empty)
