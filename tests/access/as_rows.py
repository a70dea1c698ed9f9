"""Scenes of the oracle as rows of a database, many at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from casework.authorities.models import Authority, Unit, User
from casework.cases.models import Assignment, Case, Event, SubstitutedCase, Substitution
from casework.consents.models import Consent, Grant, Withdrawal
from casework.kit.codes import readable
from casework.kit.db import session
from casework.people.models import Person
from tests.access.as_facts import date_of, day_or_none, id_of
from tests.access.oracle import KINDS, NEVER, Matter, Paper, Stand, Turn, Who
from tests.access.scenes import HOST, PEOPLE, ROSTER, UNITS
from tests.build import programme

BY = id_of("A1")
ELSEWHERE = {"A": "B", "B": "C", "C": "H", "H": "A"}  # where those who moved came from


def moment(at: float) -> datetime:
    return datetime.combine(date_of(0), time(), UTC) + timedelta(days=at)


def _moment_or_none(at: float) -> datetime | None:
    return None if at == NEVER else moment(at)


def staff() -> UUID:
    """The units and everybody in them; returns the programme."""
    for unit in UNITS:
        of = {"id": id_of(f"authority {unit}"), "name": f"Myndighet {unit}", "kind": "kommun"}
        session.add(Authority(**of))
        names = {"name": unit, "short_name": unit, "part": "annan", "coordinates": unit == HOST}
        session.add(Unit(id=id_of(unit), authority_id=of["id"], **names))
    session.flush()
    session.add_all(_user(who) for who in ROSTER)
    session.flush()
    return programme(session.get_one(Unit, id_of(HOST))).id


def _user(who: Who) -> User:
    return User(
        id=id_of(who.name),
        unit_id=id_of(who.unit),
        name=who.name,
        email=f"{who.name}@test.example",
        role=who.role,
        cleared=who.cleared,
        unit_since=moment(who.joined) if who.joined else None,
        left_at=None if who.active else moment(10),
    )


def cases(matters: list[Matter], of: UUID, random: Random) -> list[UUID]:
    """A case for each, with a line of every kind by some unit; ids in the same order."""
    ids = [uuid4() for _ in matters]
    tables: tuple[Any, ...] = (Person, Case, Consent, Grant, Withdrawal, Assignment)
    rows: dict[Any, list[dict[str, Any]]] = {
        one: [] for one in (*tables, Substitution, SubstitutedCase, Event)
    }
    for case_id, matter in zip(ids, matters, strict=True):
        for table, row in _rows(case_id, matter, of, random):
            rows[table].append({"id": uuid4(), **row})
    for table, made in rows.items():
        session.execute(insert(table.__table__), made)
    return ids


def _rows(case_id: UUID, matter: Matter, of: UUID, random: Random) -> Iterator[tuple[Any, dict]]:
    person, series = uuid4(), uuid4()
    yield Person, _person(person, matter)
    yield Case, _case(case_id, matter, person, series, of)
    for paper in matter.papers:
        yield from _consent(paper, person, series)
    for turn in matter.turns:
        yield Assignment, _assignment(turn, case_id)
    for stand in matter.stands:
        yield from _substitution(stand, case_id)
    for kind in KINDS:
        yield Event, _event(case_id, kind, random.choice(UNITS))


def _person(person_id: UUID, matter: Matter) -> dict[str, Any]:
    at = {"unit_id": id_of(matter.owner), "entered_by_id": BY, "entered_at": moment(0)}
    protected_at = moment(3) if matter.protected else None
    return {"id": person_id, "protected_at": protected_at, "interpreter": False, **at}


def _case(case_id: UUID, matter: Matter, person: UUID, series: UUID, of: UUID) -> dict[str, Any]:
    step = {"step": "plan", "next_step": "plan", "next_step_on": date_of(60), "revision": 1}
    owned = {"owner_unit_id": id_of(matter.owner), "consent_series_id": series}
    erased_at = moment(5) if matter.erased else None
    at = {"opened_at": moment(0), "erased_at": erased_at, "reference": readable("SAM")}
    return {"id": case_id, "programme_id": of, "person_id": person, **step, **owned, **at}


def _consent(paper: Paper, person: UUID, series: UUID) -> Iterator[tuple[Any, dict]]:
    row_id, by = uuid4(), {"recorded_by_id": BY, "recorded_at": moment(0)}
    said = {"purpose_sealed": b"", "given_how": "oral", "informed": True, "interpreter": False}
    ticks = dict.fromkeys(("representative_document_seen", "survey", "statistics"), False)
    dates = {"given_on": date_of(paper.first), "last_day": date_of(paper.last)}
    dates["replaced_on"] = day_or_none(paper.replaced)
    of = {"id": row_id, "series_id": series, "version": paper.number, "person_id": person}
    yield Consent, {**of, **said, **ticks, **dates, **by, "unit_id": id_of("A")}
    for unit, kinds in paper.gives.items():
        for kind in kinds:
            yield Grant, {"consent_id": row_id, "unit_id": id_of(unit), "kind": kind}
    taken = {id_of(unit): day for unit, day in paper.taken_back.items()}
    taken |= {None: paper.withdrawn} if paper.withdrawn != NEVER else {}
    for unit_id, day in taken.items():
        back = {"consent_id": row_id, "unit_id": unit_id, "withdrawn_on": date_of(day)}
        yield Withdrawal, {**back, "told_how": "oral", **by}


def _assignment(turn: Turn, case_id: UUID) -> dict[str, Any]:
    """Whoever came later was here before as well, or was somewhere else: neither counts."""
    who = PEOPLE[turn.who]
    before = turn.start < who.joined and who.name < "B"
    unit = ELSEWHERE[who.unit] if before else who.unit
    of = {"case_id": case_id, "user_id": id_of(turn.who), "unit_id": id_of(unit), "by_id": BY}
    return {**of, "since": moment(turn.start), "ended_at": _moment_or_none(turn.end)}


def _substitution(stand: Stand, case_id: UUID) -> Iterator[tuple[Any, dict]]:
    row_id = uuid4()
    who = {"absent_id": id_of(stand.away), "substitute_id": id_of(stand.who)}
    days = {"first_day": date_of(stand.first), "last_day": date_of(stand.last)}
    said = {"named_by_id": BY, "named_at": moment(stand.named), "whole": False}
    at = {"unit_id": id_of(PEOPLE[stand.who].unit), "ended_at": _moment_or_none(stand.ended)}
    yield Substitution, {"id": row_id, **who, **days, **said, **at}
    yield SubstitutedCase, {"substitution_id": row_id, "case_id": case_id}


def _event(case_id: UUID, kind: str, unit: str) -> dict[str, Any]:
    at = {"happened_at": moment(1), "told_at": moment(1), "sentence_sealed": b""}
    return {"case_id": case_id, "unit_id": id_of(unit), "user_id": BY, "info_kind": kind, **at}
