"""Plain makers of real rows. Each takes only what the test cares about.

`World` holds the units and people that most stories need. Makers of a later room live in that
room's own `making.py`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access import Role
from casework.authorities.accounts import Account
from casework.authorities.models import Authority, Room, Unit, User
from casework.cases.models import Assignment, Case
from casework.consents.models import Consent, Grant, Withdrawal
from casework.kit import clock
from casework.kit.codes import readable
from casework.kit.db import session
from casework.people.models import Person
from casework.programmes.models import (
    AssessmentQuestion,
    Code,
    LadderStep,
    PriorityCriterion,
    Programme,
)
from casework.referrals.models import Referral

KINDS = ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering")


def kept(row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def authority(name: str = "", kind: str = "kommun") -> Authority:
    return kept(Authority(name=name or f"Myndighet {uuid4().hex[:6]}", kind=kind))


def unit(name: str = "", of: Authority | None = None, **more: Any) -> Unit:
    name = name or f"Enhet {uuid4().hex[:6]}"
    of = of or authority(f"Myndighet för {name}")
    row = Unit(name=name, short_name=name, authority=of, part=more.pop("part", "annan"), **more)
    row.authority_id = of.id
    return kept(row)


def user(at: Unit | None = None, role: Role = Role.CONTACT, name: str = "", **more: Any) -> User:
    at = at or unit()
    name = name or f"Person {uuid4().hex[:6]}"
    email = more.pop("email", f"{uuid4().hex[:10]}@test.example")
    row = kept(User(unit=at, unit_id=at.id, name=name, email=email, role=role, **more))
    kept(Account(user_id=row.id, email=email, fs_uniquifier=uuid4().hex, active=True))
    return row


def room(name: str = "", places: int = 8) -> Room:
    name = name or f"Rum {uuid4().hex[:6]}"
    return kept(Room(name=name, short_name=name, address="Provgatan 1", places=places))


@dataclass
class World:
    """Everybody that a case may meet. `units["soc"]` and `users["soc"]` belong together."""

    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    programme: Programme | None = None

    def unit(self, key: str) -> Unit:
        return self.units[key]

    def user(self, key: str) -> User:
        return self.users[key]


# key, authority, kind, unit, short name, part, role, name of the one who works there
_STAFF = (
    (
        "host",
        "Provlunda kommun",
        "kommun",
        "Koordinatorn",
        "annan",
        Role.COORDINATOR,
        "Åsa Tallmyr",
    ),
    ("soc", "Provlunda kommun", "kommun", "Socialkontoret", "soc", Role.CONTACT, "Signe Lingonhed"),
    ("ame", "Provlunda kommun", "kommun", "AME", "ame", Role.CONTACT, "Nils Tranmo"),
    ("norsjo", "Grannby kommun", "kommun", "Familjeomsorgen", "soc", Role.CONTACT, "Berit Frost"),
    ("af", "Arbetsförmedlingen", "af", "AF Provlunda", "af", Role.CONTACT, "Ture Blåklint"),
    ("fk", "Försäkringskassan", "fk", "FK Provlunda", "fk", Role.CONTACT, "Maj Fjällskär"),
    ("psykiatri", "Regionen", "region", "Psykiatrin", "psykiatri", Role.CONTACT, "Ola Norrsken"),
    ("lsg", "Förbundet", "forbund", "LSG", "annan", Role.STEERING, "Vera Snöklocka"),
)


def world() -> World:
    made = World()
    authorities: dict[str, Authority] = {}
    for position, (key, party, kind, name, part, role, who) in enumerate(_STAFF):
        of = authorities.setdefault(party, authorities.get(party) or authority(party, kind))
        made.units[key] = unit(
            name,
            of,
            part=part,
            position=position,
            coordinates=key == "host",
            has_people=key != "lsg",
        )
        made.users[key] = user(made.units[key], role, who, cleared=key in ("host", "soc"))
    made.users["af2"] = user(made.units["af"], Role.CONTACT, "Ylva Stenros")
    made.users["granskare"] = user(made.units["soc"], Role.REVIEWER, "Gun Granlund")
    made.users["admin"] = user(made.units["host"], Role.ADMINISTRATOR, "Adam Asplund")
    made.programme = programme(made.units["host"])
    for position, kind in enumerate(KINDS):
        code("informationsslag", kind, kind.capitalize(), position)
    return made


def programme(host: Unit, name: str = "Samverkansmodellen") -> Programme:
    row = kept(
        Programme(
            name=name,
            host_unit_id=host.id,
            age_from=30,
            support_years_over=1,
            target_text="30 år eller äldre, försörjningsstöd mer än ett år.",
        )
    )
    for number in range(1, 7):
        kept(LadderStep(programme_id=row.id, number=number, name=f"Steg {number}"))
    return row


def question(made: World, words: str = "Hur är det?", **more: Any) -> AssessmentQuestion:
    return kept(AssessmentQuestion(words=words, **_of_the_programme(made, more)))


def criterion(made: World, label: str = "Det är bråttom", **more: Any) -> PriorityCriterion:
    points = more.pop("points", 3)
    return kept(PriorityCriterion(label=label, points=points, **_of_the_programme(made, more)))


def _of_the_programme(made: World, more: dict[str, Any]) -> dict[str, Any]:
    assert made.programme is not None
    of = {"programme_id": made.programme.id, "position": 0, "valid_from": date(2020, 1, 1)}
    return {**of, **more}


def code(code_list: str, key: str, label: str = "", position: int = 0, **more: Any) -> Code:
    return kept(
        Code(
            list=code_list,
            key=key,
            label=label or key,
            position=position,
            valid_from=more.pop("valid_from", date(2020, 1, 1)),
            **more,
        )
    )


def person(entered_by: User, name: str = "Linn Hjortronmo", **more: Any) -> Person:
    row = Person(
        unit_id=entered_by.unit_id,
        entered_by_id=entered_by.id,
        entered_at=clock.now(),
        birth_year=more.pop("birth_year", 1990),
        sex=more.pop("sex", "kvinna"),
        **more,
    )
    if not row.protected_at:
        row.name = name
    return kept(row)


def consent(
    who: Person,
    recorded_by: User,
    grants: dict[Unit, Any],
    *,
    given_on: date | None = None,
    last_day: date | None = None,
    **more: Any,
) -> Consent:
    """`grants` maps a unit to its kinds, or to "all"."""
    given_on = given_on or clock.today() - timedelta(days=10)
    said = {"purpose": "Samordna stödet", "given_how": "signed_paper", "informed": True}
    said |= {"given_on": given_on, "last_day": last_day or given_on + timedelta(days=360)}
    row_id = more.pop("id", uuid4())
    said |= {"id": row_id, "series_id": row_id, "statistics": True, **more}
    at = {"unit_id": recorded_by.unit_id, "recorded_by_id": recorded_by.id}
    kept(Consent(person_id=who.id, recorded_at=clock.now(), **at, **said))
    for named, kinds in grants.items():
        for kind in KINDS if kinds == "all" else kinds:
            kept(Grant(consent_id=row_id, unit_id=named.id, kind=kind))
    return session.get_one(Consent, row_id)


def withdrawal(of: Consent, by: User, at: Unit | None = None, on: date | None = None) -> Withdrawal:
    return kept(
        Withdrawal(
            consent_id=of.id,
            unit_id=at.id if at else None,
            told_how="oral",
            withdrawn_on=on or clock.today(),
            recorded_by_id=by.id,
            recorded_at=clock.now(),
        )
    )


def referral(made: World, sender: User, who: Person, given: Consent, **more: Any) -> Referral:
    at: datetime = more.pop("at", clock.now() - timedelta(days=9))
    return kept(
        Referral(
            reference=readable("REM"),
            programme_id=made.programme.id,  # type: ignore[union-attr]
            unit_id=sender.unit_id,
            author_id=sender.id,
            person_id=who.id,
            consent_series_id=given.series_id,
            created_at=at,
            changed_at=at,
            sent_at=more.pop("sent_at", at),
            **more,
        )
    )


def case(
    made: World,
    grants: dict[str, Any] | None = None,
    *,
    owner: str = "soc",
    assigned: tuple[str, ...] = ("soc", "af", "fk"),
    **more: Any,
) -> Case:
    """An open case. `grants` maps keys of the world's units to kinds, or to "all"."""
    officer = made.users[owner]
    who = more.pop("person", None) or person(officer)
    wanted = grants if grants is not None else dict.fromkeys(("host", "soc", "af", "fk"), "all")
    named = {made.units[key]: kinds for key, kinds in wanted.items()}
    given = more.pop("consent", None) or consent(who, officer, named)
    sent = referral(made, officer, who, given)
    said = {"reference": readable("SAM"), "step": "kartlaggning", "next_step": "kartlaggning"}
    said |= {"opened_at": clock.now(), "next_step_on": clock.today() + timedelta(days=14), **more}
    of = {"programme_id": sent.programme_id, "person_id": who.id, "referral_id": sent.id}
    owned = {"owner_unit_id": officer.unit_id, "consent_series_id": given.series_id}
    row = kept(Case(**of, **owned, **said))
    for key in assigned:
        assign(row, made.users[key])
    return row


def assign(to: Case, who: User, ended_at: datetime | None = None) -> Assignment:
    return kept(
        Assignment(
            case_id=to.id,
            user_id=who.id,
            unit_id=who.unit_id,
            since=clock.now(),
            by_id=who.id,
            ended_at=ended_at,
        )
    )


def any_id() -> UUID:
    return uuid4()


def select_consent(of: Case) -> Any:
    """The versions of the consent that a case rests on."""
    return select(Consent).where(Consent.series_id == of.consent_series_id)


def grant_of(case: Case, unit: Unit, kind: str) -> Grant:
    given = session.scalars(select_consent(case)).one()
    wanted = (Grant.consent_id == given.id, Grant.unit_id == unit.id, Grant.kind == kind)
    return session.scalars(select(Grant).where(*wanted)).one()


def end_assignments(case: Case, who: User) -> None:
    theirs = (Assignment.case_id == case.id, Assignment.user_id == who.id)
    for one in session.scalars(select(Assignment).where(*theirs)):
        one.ended_at = clock.now()
