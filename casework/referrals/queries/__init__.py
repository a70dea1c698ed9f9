"""The door to a referral: the sender, the coordinator while consent covers the host, and those who
reach the case that came of it (`also_reached`, filled by the cases room when the house starts).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import selectinload

from casework.access import YES, Actor, Decision, Reason
from casework.access.facts import ConsentFacts
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import Unit
from casework.consents.queries import series, series_names
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.programmes.queries import units_to_name
from casework.referrals.models import Referral, ReferralText
from casework.referrals.policy import ReferralFacts
from casework.referrals.rules import UNDECIDED, LastAnswer, State, first_answer_by, purge_on, state
from casework.referrals.rules.content import KINDS, Parties, place_in_order
from casework.referrals.rules.following import Standing

also_reached: set[Callable[[Actor, date], ColumnElement[bool]]] = set()


@dataclass(frozen=True)
class ReferralFile:
    """One referral as one actor reaches it on one day. `kinds` is what they may read (C5)."""

    referral: Referral
    programme: Programme
    sender: Unit
    person: Person | None
    consents: tuple[ConsentFacts, ...]
    kinds: frozenset[str]
    on: date

    @property
    def id(self) -> UUID:
        return self.referral.id

    @property
    def state(self) -> State:
        return state_of(self.referral)

    @property
    def facts(self) -> ReferralFacts:
        return ReferralFacts(
            self.referral.unit_id, self.programme.host_unit_id, self.state, self.consents
        )

    @property
    def draft(self) -> dict[str, Any]:
        """What is written so far, by part: person, consent, need."""
        return json.loads(self.referral.draft or "{}")

    @property
    def texts(self) -> list[ReferralText]:
        """C5: only the kinds that this reader may read."""
        return readable(self.referral.texts, self.kinds)

    @property
    def host_kinds(self) -> frozenset[str]:
        """What the host may read that day, of a referral that is sent."""
        host = self.programme.host_unit_id
        return frozenset().union(*(facts.kinds_for(host, self.on) for facts in self.consents))

    @property
    def purge_on(self) -> date:
        return purge_day(self.referral, self.programme)

    @property
    def standing(self) -> Standing:
        """R4: whose turn it is, and until when."""
        return standing(self.referral, self.programme, readable=bool(self.host_kinds))


def state_of(referral: Referral) -> State:
    """Needs `answers` loaded."""
    last = referral.answers[-1] if referral.answers else None
    told = LastAnswer(last.kind, last.due_on, last.completed_at is not None) if last else None
    return state(referral.sent_at is not None, referral.withdrawn_at is not None, told)


def purge_day(referral: Referral, programme: Programme) -> date:
    return purge_on(clock.local(referral.created_at).date(), programme.draft_days)


def answer_day(referral: Referral, programme: Programme) -> date:
    sent = clock.local(referral.sent_at or referral.created_at).date()
    return first_answer_by(sent, programme.first_answer_days)


def standing(referral: Referral, programme: Programme, *, readable: bool = True) -> Standing:
    """R4: a completed referral gets an answer within as many days as a new one.

    Needs `answers` loaded.
    """
    last = referral.answers[-1] if referral.answers else None
    now = state_of(referral)
    if last is None:
        return Standing(now, answer_day(referral, programme), None, readable)
    if last.completed_at:
        done = clock.local(last.completed_at).date()
        due = first_answer_by(done, programme.first_answer_days)
        return Standing(now, due, None, readable, completed=True)
    decided = None if now in UNDECIDED else clock.local(last.answered_at).date()
    return Standing(now, last.due_on, decided, readable)


def readable(texts: Iterable[ReferralText], kinds: frozenset[str]) -> list[ReferralText]:
    return sorted(
        (text for text in texts if text.info_kind in kinds),
        key=lambda text: (place_in_order(text.field), text.field, KINDS.index(text.info_kind)),
    )


HEARD = beyond("V2: a point is heard by those its consent names, assigned or not")


def visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """Who sees it, as a condition on `Referral` outer-joined with `Person`."""
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    own = and_(
        Referral.unit_id == actor.unit_id,
        or_(Referral.sent_at.is_(None), Referral.author_id == actor.user_id),
    )
    reached = [own, *(more(actor, on) for more in also_reached)]
    if actor.coordinates:
        reached.append(for_coordinator(actor, on))
    there = and_(Person.erased_at.is_(None), or_(*reached))
    return there if actor.cleared else and_(Person.protected_at.is_(None), there)


def for_coordinator(actor: Actor, on: date) -> ColumnElement[bool]:
    """Sent, not taken back, and a consent in force names the host."""
    return and_(
        Referral.sent_at.is_not(None),
        Referral.withdrawn_at.is_(None),
        series_names(Referral.consent_series_id, actor.unit_id, on),
    )


def people_of(actor: Actor, on: date) -> ColumnElement[bool]:
    """A condition on `Person`: somebody in a referral that the coordinator may answer."""
    if not (actor.coordinates and actor.active and actor.assured):
        return false()
    sent = Referral.__table__.c
    return Person.id.in_(select(sent.person_id).where(for_coordinator(actor, on)))


def referral_for(actor: Actor, referral_id: UUID, on: date) -> ReferralFile:
    """One referral; the read is noted (A1). Raises NotVisible, also for a draft past its day."""
    found = session.execute(
        select(Referral, Programme, Unit, Person)
        .join(Programme, Programme.id == Referral.programme_id)
        .join(Unit, Unit.id == Referral.unit_id)
        .outerjoin(Person, Person.id == Referral.person_id)
        .where(Referral.id == referral_id, visible(actor, on))
        .options(
            selectinload(Referral.texts),
            selectinload(Referral.answers),
            selectinload(Referral.amendments),
        )
    ).one_or_none()
    if found is None or _past(found[0], found[1], on):
        raise NotVisible("referrals", referral_id)
    file = _file(actor, *found, on=on)
    note_read(actor, file.referral, _ground(actor, file))
    return file


def _past(referral: Referral, programme: Programme, on: date) -> bool:
    """R1: a draft is gone from its day on, whether or not it has been swept away."""
    return referral.sent_at is None and purge_day(referral, programme) <= on


def _file(
    actor: Actor,
    referral: Referral,
    programme: Programme,
    sender: Unit,
    person: Person | None,
    *,
    on: date,
) -> ReferralFile:
    facts = _consents(actor, referral)
    kinds = kinds_for(actor, referral, facts, on)
    return ReferralFile(referral, programme, sender, person, facts, kinds, on)


def _consents(actor: Actor, referral: Referral) -> tuple[ConsentFacts, ...]:
    if referral.consent_series_id is None:
        return ()
    return tuple(version.facts() for version in series(actor, referral.consent_series_id))


def kinds_for(
    actor: Actor, referral: Referral, consents: Iterable[ConsentFacts], on: date
) -> frozenset[str]:
    """C5, G3: the sender reads what it wrote; others what the consent in force gives them."""
    if referral.unit_id == actor.unit_id:
        return frozenset(KINDS)
    return frozenset().union(*(facts.kinds_for(actor.unit_id, on) for facts in consents))


def _ground(actor: Actor, file: ReferralFile) -> Decision:
    if file.referral.unit_id == actor.unit_id:
        return Decision(True, "", Reason.OWN_WRITING)
    basis = next((f for f in file.consents if f.kinds_for(actor.unit_id, file.on)), None)
    return Decision(True, "", Reason.CONSENT, basis.consent_id if basis else None)


def parties(actor: Actor, file: ReferralFile) -> Parties:
    """R2: who the draft is between, and every unit that its consent can name."""
    units = nameable(actor, file)
    return Parties(
        sender_unit_id=file.referral.unit_id,
        host_unit_id=file.programme.host_unit_id,
        authority_of={unit.id: unit.authority_id for unit in units},
        names={unit.id: unit.name for unit in units},
        parts={unit.id: unit.part for unit in units},
    )


def nameable(actor: Actor, file: ReferralFile) -> list[Unit]:
    """The units that the draft's consent can name: its programme's, the host and the sender."""
    return units_to_name(actor, [file.programme], {file.referral.unit_id})


def programmes_of(actor: Actor, series_id: UUID) -> list[Programme]:
    """The programme of what rests on a consent, whoever may open it: it tells nothing else."""
    del actor
    sent = Referral.__table__.c  # a table: a programme is no secret
    ids = select(sent.programme_id).where(sent.consent_series_id == series_id)
    return list(session.scalars(select(Programme).where(Programme.id.in_(ids))))


def readable_texts(actor: Actor, referral: Referral, on: date) -> list[ReferralText]:
    """What a unit at a case review hears of a referral: the kinds its consent gives it (C5)."""
    kinds = kinds_for(actor, referral, _consents(actor, referral), on)
    if not kinds:
        return []
    note_read(actor, referral, YES)
    query = select(ReferralText).where(ReferralText.referral_id == referral.id)
    return readable(session.scalars(query.execution_options(**HEARD)), kinds)
