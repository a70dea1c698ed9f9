"""M7: the page where minutes are taken: one field for each kind of information and each party."""

from dataclasses import dataclass
from uuid import UUID

from wtforms import Field

from casework.access import Actor
from casework.authorities.queries import unit_names
from casework.kit.forms import HouseForm, Pick, StrippedLines
from casework.meetings.models import Participant
from casework.meetings.queries import MeetingFile, minutes_of
from casework.meetings.rules import ATTENDANCE
from casework.meetings.service.minuting import Minutes
from casework.meetings.shown.meeting import name_of
from casework.programmes.queries import KINDS, choices

SELF = "sjalv"


@dataclass(frozen=True)
class Paper:
    """The form, and which of its fields are about what."""

    form: HouseForm
    kinds: dict[str, str]  # code of the kind -> name of its field
    parties: dict[UUID, str]  # unit -> name of its field
    people: dict[UUID, str]  # participant -> name of its field
    individual: bool
    is_written: bool = False  # something is saved: what comes next is to approve it

    def fields(self, names: dict) -> list[Field]:
        return [self.form[name] for name in names.values()]

    @property
    def minutes(self) -> Minutes:
        """M7: what was typed, by what it is about."""
        given = self.form.answers
        return Minutes(
            paragraphs={kind: given[name] or "" for kind, name in self.kinds.items()},
            takes_on={unit_id: given[name] or "" for unit_id, name in self.parties.items()},
            individual_takes_on=(given[SELF] or "") if self.individual else None,
            attendance={one: given[name] for one, name in self.people.items() if given[name]},
        )


def paper(actor: Actor, file: MeetingFile) -> Paper:
    """The form with what is written so far, as far as this actor's unit may read it (C5)."""
    names, units = dict(choices(actor, KINDS, file.on)), unit_names(actor)
    kinds = {kind: f"om_{kind}" for kind in names}
    parties = {unit_id: f"part_{unit_id.hex}" for unit_id in _units(file)}
    people = {one.id: _there_name(one) for one in _by_name(file)}
    fields: dict[str, Field] = {}
    fields |= {people[one.id]: _there(name_of(file, one)) for one in file.asked}
    fields |= {name: StrippedLines(names[kind]) for kind, name in kinds.items()}
    fields |= {name: StrippedLines(units[unit_id]) for unit_id, name in parties.items()}
    individual = any(one.is_individual for one in file.asked)
    if individual:
        fields[SELF] = StrippedLines("Personen själv")
    so_far = _written(actor, file, kinds, parties)
    form = type("MinutesForm", (HouseForm,), fields)(data=so_far)
    return Paper(form, kinds, parties, people, individual, any(so_far.values()))


def kinds_to_add(actor: Actor, file: MeetingFile) -> list[tuple[str, str]]:
    """M7, C5: the kinds that a later addition may be of: those that the writer's unit reads."""
    found = choices(actor, KINDS, file.on)
    return [pair for pair in found if file.facts is None or pair[0] in file.kinds]


def _there(name: str) -> Field:
    return Pick(name, choices=list(ATTENDANCE.items()), blank="Välj")  # type: ignore[return-value]


def _units(file: MeetingFile) -> list[UUID]:
    return list(dict.fromkeys(one.unit_id for one in _by_name(file) if one.unit_id))


def _written(
    actor: Actor, file: MeetingFile, kinds: dict[str, str], parties: dict[UUID, str]
) -> dict[str, str | None]:
    so_far: dict[str, str | None] = {_there_name(one): one.attendance for one in file.asked}
    for item in minutes_of(actor, file):
        if item.by_individual:
            so_far[SELF] = item.text
        elif item.party_unit_id:
            so_far[parties.get(item.party_unit_id, "")] = item.text
        else:
            so_far[kinds[item.info_kind]] = item.text
    return so_far


def _there_name(one: Participant) -> str:
    return f"narvaro_{one.id.hex}"


def _by_name(file: MeetingFile) -> list[Participant]:
    return sorted(file.asked, key=lambda one: (not one.is_individual, name_of(file, one)))
