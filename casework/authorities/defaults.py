"""The parties, units and rooms of the default installation, Skellefteå and Norsjö."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.authorities.models import Authority, Room, Unit
from casework.kit.db import session

# name, kind, municipality
AUTHORITIES = (
    ("Skellefteå kommun", "kommun", "Skellefteå"),
    ("Norsjö kommun", "kommun", "Norsjö"),
    ("Arbetsförmedlingen", "af", None),
    ("Försäkringskassan", "fk", None),
    ("Region Västerbotten", "region", None),
    ("Samordningsförbundet Skellefteå–Norsjö", "forbund", None),
)

# What a unit counts as where referrals are counted: key, label, kind of authority
PARTS = (
    ("soc", "Socialtjänsten, försörjningsstöd", "kommun"),
    ("ame", "Arbetsmarknadsenheten (AME)", "kommun"),
    ("vux", "Vuxenutbildningen", "kommun"),
    ("af", "Arbetsförmedlingen", "af"),
    ("fk", "Försäkringskassan", "fk"),
    ("primarvard", "Primärvården", "region"),
    ("psykiatri", "Psykiatrin", "region"),
    ("annan", "Annan", "annan"),
)


@dataclass(frozen=True)
class Place:
    """One unit to make. `key` is how the demo finds it."""

    key: str
    authority: str
    name: str
    short_name: str
    part: str
    coordinates: bool = False
    has_people: bool = True


SKELLEFTEA = "Skellefteå kommun"
UNITS = (
    Place("host", SKELLEFTEA, "koordinatorn", "Koordinatorn", "annan", coordinates=True),
    Place("soc", SKELLEFTEA, "socialkontoret försörjningsstöd", "Socialkontoret", "soc"),
    Place("ame", SKELLEFTEA, "arbetsmarknadsenheten (AME)", "AME Skellefteå", "ame"),
    Place("solkraft", SKELLEFTEA, "Solkraft", "Solkraft", "ame"),
    Place("vux", SKELLEFTEA, "vuxenutbildningen", "Vuxenutbildningen", "vux"),
    Place("norsjo", "Norsjö kommun", "individ- och familjeomsorgen", "IFO Norsjö", "soc"),
    Place("af", "Arbetsförmedlingen", "Arbetsförmedlingen Skellefteå", "Arbetsförmedlingen", "af"),
    Place("fk", "Försäkringskassan", "Försäkringskassan Skellefteå", "Försäkringskassan", "fk"),
    Place("primarvard", "Region Västerbotten", "primärvården", "Primärvården", "primarvard"),
    Place("psykiatri", "Region Västerbotten", "psykiatrin", "Psykiatrin", "psykiatri"),
    Place("lsg", AUTHORITIES[-1][0], "LSG, styrgruppen", "LSG", "annan", has_people=False),
)

ROOMS = (
    ("Hörnellgatan 17, plan 2", "Plan 2", 12),
    ("Hörnellgatan 17, plan 3", "Plan 3", 6),
)


def install() -> dict[str, Unit]:
    """What is missing of all this, in the open transaction. {key: unit}; again changes nothing."""
    there = {row.name: row for row in session.scalars(select(Authority))}
    for position, (name, kind, municipality) in enumerate(AUTHORITIES):
        if name not in there:
            there[name] = Authority(
                name=name, kind=kind, municipality=municipality, position=position
            )
            session.add(there[name])
    _install_rooms()
    known = {(unit.authority_id, unit.name): unit for unit in session.scalars(select(Unit))}
    return {
        place.key: known.get((there[place.authority].id, _full(place)))
        or _made(place, there[place.authority], position)
        for position, place in enumerate(UNITS)
    }


def _full(place: Place) -> str:
    """The name that a consent and a letter use: with the authority, where it is not plain."""
    if place.name.startswith(place.authority) or place.key == "lsg":
        return place.name
    return f"{place.authority}, {place.name}"


def _made(place: Place, authority: Authority, position: int) -> Unit:
    unit = Unit(
        authority_id=authority.id,
        authority=authority,
        name=_full(place),
        short_name=place.short_name,
        part=place.part,
        coordinates=place.coordinates,
        has_people=place.has_people,
        position=position,
    )
    session.add(unit)
    return unit


def _install_rooms() -> None:
    there = set(session.scalars(select(Room.name)))
    for name, short_name, places in ROOMS:
        if name not in there:
            session.add(
                Room(
                    name=name,
                    short_name=short_name,
                    address="Hörnellgatan 17, Skellefteå",
                    places=places,
                    offers="horslinga utan_trappor skarm",
                )
            )
