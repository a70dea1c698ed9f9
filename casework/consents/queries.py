"""Who sees a consent: the one who recorded it, the coordinator while it covers the host, and those
who reach the case it belongs to (`also_reached`, filled by the cases room when the house starts).

Later rooms also tell which cases rest on a consent (`rests_on`), in which programme
(`programmes_of`), and which consent a reference means (`refers_to`): this room must not know cases
or referrals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from casework.access import Actor, Decision, Reason
from casework.access.wall import beyond
from casework.audit.models import AuditEntry
from casework.audit.service import note_read
from casework.authorities.models import Unit
from casework.authorities.queries import been_there_since
from casework.consents.models import Consent, Grant, Withdrawal
from casework.consents.signals import Impact, impact_asked
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.programmes.queries import units_to_name


@dataclass(frozen=True)
class Resting:
    """A case that rests on a consent; `reached` by the one who asks."""

    case_id: UUID
    owner_unit_id: UUID
    reached: bool
    reference: str = ""


RECEIVED = "withdrawal received"

also_reached: set[Callable[[Actor, date], ColumnElement[bool]]] = set()
rests_on: set[Callable[[Actor, UUID, date], list[Resting]]] = set()
programmes_of: set[Callable[[Actor, UUID], list[Programme]]] = set()
refers_to: set[Callable[[Actor, str], ColumnElement[bool]]] = set()


# Tables, not classes: the rule itself stands on these, so the wall does not narrow them, and every
# page asks it several times, so the names are made once.
_versions, _grants = Consent.__table__.alias("version"), Grant.__table__.alias("given")
_version, _grant = _versions.c, _grants.c
_backs = Withdrawal.__table__.alias("taken_back")
_back = _backs.c


def in_force(on: date, of: Any = Consent) -> ColumnElement[bool]:
    """C1 as SQL, for the consent as a whole."""
    return and_(
        of.given_on <= on,
        of.last_day >= on,
        or_(of.replaced_on.is_(None), of.replaced_on > on),
        ~taken_back(of, None, on),
    )


def series_names(series: Any, unit_id: Any, on: date, kind: Any = None) -> ColumnElement[bool]:
    """C1, C5: a version in force that day, of the series in that column, names the unit (an id,
    or a column).

    With `kind` (a column or a code) only if it gives the unit that kind of information.
    """
    return _exists(
        _version.series_id == series,
        in_force(on, _version),
        _grant.consent_id == _version.id,
        _grant.unit_id == unit_id,
        true() if kind is None else _grant.kind == kind,
        ~taken_back(_version, unit_id, on),
    )


def newest_gives(series: Any, unit_id: UUID, kind: Any) -> ColumnElement[bool]:
    """What the newest version once gave the unit, whatever has happened since: the owner's."""
    return _exists(
        _version.series_id == series,
        _version.replaced_on.is_(None),
        _grant.consent_id == _version.id,
        _grant.unit_id == unit_id,
        _grant.kind == kind,
    )


def _exists(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """A version with a tick. What else the conditions name belongs to the query outside, however
    far out: a kind that was looked for in a table of its own would be any kind."""
    return exists().where(*conditions).correlate_except(_versions, _grants)


def taken_back(of: Any, unit_id: Any, on: date) -> ColumnElement[bool]:
    """C1: this version is taken back that day for one unit, or (None) as a whole.

    A unit is an id, or a column of the query outside: one of its own table would be anybody's.
    """
    whose = _back.unit_id.is_(None) if unit_id is None else _back.unit_id == unit_id
    taken = exists().where(_back.consent_id == of.id, whose, _back.withdrawn_on <= on)
    return taken.correlate_except(_backs)


def versions_of(series_id: UUID) -> Select[Consent]:
    """All versions of one consent, oldest first, with what they give and what was taken back."""
    return (
        select(Consent)
        .where(Consent.series_id == series_id)
        .order_by(Consent.version)
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    )


def visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """Who sees it, as a condition on `Consent` joined with `Person`."""
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    reached = [_recorded(actor), *(more(actor, on) for more in also_reached)]
    if actor.coordinates:
        reached.append(series_names(Consent.series_id, actor.unit_id, on))
    there = and_(Person.erased_at.is_(None), or_(*reached))
    return there if actor.cleared else and_(Person.protected_at.is_(None), there)


def _recorded(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Consent.recorded_by_id == actor.user_id,
        Consent.unit_id == actor.unit_id,
        been_there_since(actor, Consent.recorded_at),
    )


def people_of(actor: Actor, on: date) -> ColumnElement[bool]:
    """A condition on `Person`: somebody whose consent the actor took."""
    del on
    taken = select(Consent.__table__.c.person_id).where(_recorded(actor))
    return and_(Person.id.in_(taken), true() if actor.cleared else Person.protected_at.is_(None))


def consent_for(actor: Actor, consent_id: UUID, on: date) -> tuple[Consent, Person]:
    """One version with its person; the read is noted (A1). Raises NotVisible."""
    found = session.execute(
        select(Consent, Person)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.id == consent_id, visible(actor, on))
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    ).one_or_none()
    if found is None:
        raise NotVisible("consents", consent_id)
    note_read(actor, found[0], Decision(True, "", Reason.CONSENT, found[0].id))
    return found[0], found[1]


def latest_of(actor: Actor, person: Person, on: date) -> Consent | None:
    """C3: the version that a new consent for this person would replace, if the actor sees it.

    That of a case the actor reaches goes before one that stands for itself.
    """
    of_a_case = or_(false(), *(more(actor, on) for more in also_reached))
    query = (
        select(Consent)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.person_id == person.id, visible(actor, on))
        .order_by(of_a_case.desc(), Consent.recorded_at.desc(), Consent.version.desc())
        .limit(1)
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    )
    found = session.scalar(query)
    return newest(actor, found.id, on)[0] if found else None


def newest(actor: Actor, consent_id: UUID, on: date) -> tuple[Consent, Person]:
    """C3: the last version of the series, which the actor must see as well. Raises NotVisible."""
    consent, person = consent_for(actor, consent_id, on)
    last = series(actor, consent.series_id)[-1]
    return (consent, person) if last.id == consent_id else consent_for(actor, last.id, on)


def versions(actor: Actor, series_id: UUID) -> list[Consent]:
    """Every version, for one who may see the history; each is noted as read (A1)."""
    found = series(actor, series_id)
    for version in found:
        note_read(actor, version, Decision(True, "", Reason.CONSENT, version.id))
    return found


def cases_on(actor: Actor, series_id: UUID, on: date) -> list[Resting]:
    """The cases that rest on the consent, as the later rooms tell it."""
    return [one for tell in rests_on for one in tell(actor, series_id, on)]


def reference_of(actor: Actor, series_id: UUID, on: date) -> str:
    """The reference of the case that rests on the consent, to one who reaches it, or nothing."""
    reached = [one.reference for one in cases_on(actor, series_id, on) if one.reached]
    return reached[0] if reached else ""


def owners(actor: Actor, former: Sequence[Consent], on: date) -> frozenset[UUID]:
    """Who answers for what rests on it: the owner of the case, before one who first recorded it."""
    resting = cases_on(actor, former[0].series_id, on)
    return frozenset(one.owner_unit_id for one in resting) or frozenset({former[0].unit_id})


def nameable(actor: Actor, former: Sequence[Consent]) -> list[Unit]:
    """The units that a version after these can name: the programme's, and those named before.

    Without a programme (a consent that stands for itself): all of them.
    """
    if not former:
        return units_to_name(actor, ())
    found = [one for tell in programmes_of for one in tell(actor, former[0].series_id)]
    return units_to_name(actor, found, {grant.unit_id for one in former for grant in one.grants})


def told_to(actor: Actor, consent: Consent, on: date) -> frozenset[UUID]:
    """C4: units that the individual may tell: those it names, and who owns what rests on it."""
    return frozenset(grant.unit_id for grant in consent.grants) | owners(actor, [consent], on)


def named_by(actor: Actor, reference: str, birth_year: int, on: date) -> Consent | None:
    """C4: the consent in force behind a reference, if it names the actor's unit that day.

    The year must be the individual's, if it is known, so that a slip meets nobody else's consent.

    Nothing of it is shown to the actor, so no read is noted; what is done with it is.
    """
    meant = or_(false(), *(told(actor, reference) for told in refers_to))
    born = or_(Person.birth_year == birth_year, Person.birth_year.is_(None))
    query = (
        select(Consent)
        .join(Person, Person.id == Consent.person_id)
        .where(born, meant, in_force(on), series_names(Consent.series_id, actor.unit_id, on))
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
        .execution_options(**beyond("whoever is told of a withdrawal records it, unseen"))
    )
    return session.scalars(query).first()


def received_lately(actor: Actor, at: datetime) -> int:
    """C4: how many withdrawals by reference this user has typed within an hour, right or wrong."""
    tries = select(func.count()).where(
        AuditEntry.user_id == actor.user_id,
        AuditEntry.action == RECEIVED,
        AuditEntry.at > at - timedelta(hours=1),
    )
    return session.scalar(tries) or 0


def series(actor: Actor, series_id: UUID) -> list[Consent]:
    """Every version, for a room that has already let the actor in, and for a new version (C3)."""
    del actor
    whole = versions_of(series_id).execution_options(
        **beyond("a version follows every former one, also those its recorder may not open")
    )
    return list(session.scalars(whole))


def impact(
    actor: Actor,
    consent: Consent,
    unit_id: UUID | None,
    on: date,
    kinds: frozenset[str] | None = None,
) -> list[Impact]:
    """C4: what a withdrawal would change, as the later rooms tell it.

    With `kinds`: what it would change that the unit reads these no more, but something else.
    """
    answers = impact_asked.send(consent, actor=actor, unit_id=unit_id, on=on, kinds=kinds)
    return [line for _, lines in answers for line in lines]
