"""The door to a case. Every later room narrows by `visible_cases` or starts from `case_for`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from casework.access import Actor, Decision
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide, readable_kinds
from casework.audit.service import note_read
from casework.authorities.models import Unit, User
from casework.cases.models import Assignment, Case, Event
from casework.cases.queries.working import assigned, counts
from casework.consents.models import Consent
from casework.consents.queries import newest_gives, series_names
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.referrals.models import Referral


@dataclass(frozen=True)
class CaseFile:
    """One case as one actor reaches it on one day. `kinds` is what their unit may read (C5)."""

    case: Case
    person: Person
    owner: Unit
    consents: tuple[Consent, ...]
    facts: CaseFacts
    decision: Decision
    kinds: frozenset[str]
    on: date
    referred_at: datetime | None = None  # when the referral that opened it was sent
    programme: str | None = None  # its name; where there is one only it goes without saying

    @property
    def id(self) -> UUID:
        return self.case.id

    @property
    def consent(self) -> Consent | None:
        """The version given last."""
        return max(self.consents, key=lambda c: c.version, default=None)

    @property
    def units_in_force(self) -> frozenset[UUID]:
        """The units that the consent covers today."""
        return frozenset().union(*(f.units_in_force(self.on) for f in self.facts.consents))

    def may(self, actor: Actor, action: Action) -> Decision:
        return decide(actor, action, self.facts, self.on)


# Tables, not classes: the rule is not narrowed by the wall that is built of it.
_case = Case.__table__.c
_person = Person.__table__.alias("whose").c


def visible_cases(actor: Actor, on: date) -> Select[Case]:
    """K4 as SQL: the cases this actor reaches that day, to be narrowed further."""
    return select(Case).where(visible(actor, on))


def visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """K4 as a condition on `Case`; tests hold it against `decide`, which is the same rule."""
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    covered = covers(actor.unit_id, on)
    if actor.coordinates:
        reach: ColumnElement[bool] = covered
    else:
        reach = and_(assigned(actor, on), or_(_case.owner_unit_id == actor.unit_id, covered))
    conditions = [_case.erased_at.is_(None), reach]
    if not actor.cleared:
        conditions.append(~protected())
    return and_(*conditions)


def protected() -> ColumnElement[bool]:
    """The person of the case has skyddade personuppgifter, as a condition on `Case`."""
    marked = exists().where(_person.id == _case.person_id, _person.protected_at.is_not(None))
    return marked.correlate(Case.__table__)  # also where the person stands beside the case


def covers(unit_id: Any, on: date, kind: Any = None) -> ColumnElement[bool]:
    """C1, C5: a consent of the case in force that day names the unit, for `kind` if it is given.

    Both may be columns.
    """
    return series_names(_case.consent_series_id, unit_id, on, kind)


def gives(actor: Actor, on: date, kind: Any) -> ColumnElement[bool]:
    """C5 as SQL: `readable_kinds` of the case holds that kind (a column), for the actor's unit."""
    given = covers(actor.unit_id, on, kind)
    if actor.coordinates:
        return given
    kept = newest_gives(_case.consent_series_id, actor.unit_id, kind)
    return or_(given, and_(_case.owner_unit_id == actor.unit_id, kept))


def case_for(actor: Actor, case_id: UUID, on: date, action: Action = Action.READ) -> CaseFile:
    """The case, if this actor reaches it; the read is noted (A1). Raises NotVisible."""
    found = session.execute(
        select(Case, Person, Unit, assigned(actor, on), _referred_at(), _programme())
        .join(Person, Person.id == Case.person_id)
        .join(Unit, Unit.id == Case.owner_unit_id)
        .where(Case.id == case_id, visible(actor, on))
    ).one_or_none()
    if found is None:
        raise NotVisible("cases", case_id)
    file = _file(actor, *found, on=on)
    decision = file.may(actor, action)
    if not file.decision:
        raise NotVisible("cases", case_id)
    if action is not Action.READ:
        decision.insist()
    note_read(actor, file.case, file.decision, case_id=case_id)
    return file


def _file(
    actor: Actor,
    case: Case,
    person: Person,
    owner: Unit,
    is_assigned: bool,
    *told: Any,
    on: date,
) -> CaseFile:
    consents = _consents(case.consent_series_id)
    facts = CaseFacts(
        owner_unit_id=case.owner_unit_id,
        consents=tuple(c.facts() for c in consents),
        assigned=is_assigned,
        erased=case.erased_at is not None,
        protected=person.is_protected,
    )
    decision = decide(actor, Action.READ, facts, on)
    kinds = readable_kinds(actor, facts, on)
    return CaseFile(case, person, owner, consents, facts, decision, kinds, on, *told)


def _referred_at() -> ScalarSelect[datetime | None]:
    sent = select(Referral.sent_at).where(Referral.id == Case.referral_id)
    return sent.correlate(Case).scalar_subquery()


def _programme() -> ScalarSelect[str]:
    several = select(func.count()).select_from(Programme).scalar_subquery() > 1
    named = select(Programme.name).where(Programme.id == Case.programme_id, several)
    return named.correlate(Case).scalar_subquery()


def _consents(series_id: UUID) -> tuple[Consent, ...]:
    """`versions_of` in one statement: every page of every case begins here."""
    query = (
        select(Consent)
        .where(Consent.series_id == series_id)
        .order_by(Consent.version)
        .options(joinedload(Consent.grants), joinedload(Consent.withdrawals))
        .execution_options(populate_existing=True)
    )
    return tuple(session.scalars(query).unique())


def people_around(actor: Actor, file: CaseFile) -> list[tuple[Assignment, User]]:
    """Who works with the case now, by authority and unit. Only those the consent still covers."""
    del actor  # the file is already the actor's
    rows = session.execute(
        select(Assignment, User)
        .join(User, User.id == Assignment.user_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.case_id == file.id, counts())
        .order_by(Unit.position, User.name)
    ).all()
    still = file.units_in_force | {file.case.owner_unit_id}
    return [(a, u) for a, u in rows if a.unit_id in still]


def readable(actor: Actor, file: CaseFile, model: Any) -> ColumnElement[bool]:
    """C5, G3: rows of `model` that this actor's unit may read: its kinds, and its own writing.

    `model` has `info_kind` and `unit_id` columns.
    """
    return or_(model.info_kind.in_(sorted(file.kinds)), model.unit_id == actor.unit_id)


def timeline(actor: Actor, file: CaseFile, limit: int = 100) -> list[tuple[Event, User]]:
    """What happened, newest first, as far as the consent lets this actor read it."""
    rows = session.execute(
        select(Event, User)
        .join(User, User.id == Event.user_id)
        .where(Event.case_id == file.id, readable(actor, file, Event))
        .order_by(Event.happened_at.desc(), Event.told_at.desc())
        .limit(limit)
    )
    return [(event, user) for event, user in rows]
