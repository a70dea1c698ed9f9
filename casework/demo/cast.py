"""Who signs in: the accounts of CONTRACT.md and some colleagues, all invented."""

from dataclasses import dataclass, field
from uuid import uuid4

from flask_security.utils import hash_password

from casework.access import Role
from casework.authorities import defaults as authority_defaults
from casework.authorities.accounts import Account
from casework.authorities.models import Unit, User
from casework.kit.db import session
from casework.programmes import defaults as programme_defaults
from casework.programmes.models import Programme

PASSWORD = "demo-losenord-2026"
DOMAIN = "demo.example"

# e-mail name, key of the unit, role, name, title, works with protected identities
STAFF = (
    ("koordinator", "host", Role.COORDINATOR, "Åsa Tallmyr", "Koordinator", True),
    ("soc", "soc", Role.CONTACT, "Signe Lingonhed", "Socialsekreterare", True),
    ("soc2", "soc", Role.OFFICER, "Pär Renström", "Socialsekreterare", False),
    ("ame", "ame", Role.CONTACT, "Nils Tranmo", "Arbetsmarknadskonsulent", False),
    ("solkraft", "solkraft", Role.CONTACT, "Rut Ljungås", "Arbetskonsulent", False),
    ("vux", "vux", Role.CONTACT, "Ingmar Björkvik", "Studie- och yrkesvägledare", False),
    ("norsjo", "norsjo", Role.CONTACT, "Berit Frostgren", "Socialsekreterare", False),
    ("af", "af", Role.CONTACT, "Ture Blåklint", "Arbetsförmedlare", False),
    ("af2", "af", Role.CONTACT, "Ylva Stenros", "Arbetsförmedlare", False),
    ("fk", "fk", Role.CONTACT, "Maj Fjällskär", "Personlig handläggare", True),
    ("primarvard", "primarvard", Role.CONTACT, "Elin Vindstilla", "Rehabkoordinator", False),
    ("psykiatri", "psykiatri", Role.CONTACT, "Ola Norrsken", "Kurator", False),
    ("lsg", "lsg", Role.STEERING, "Vera Snöklocka", "Förbundschef", False),
    ("granskare", "soc", Role.REVIEWER, "Gun Granlund", "Loggranskare", False),
    ("admin", "host", Role.ADMINISTRATOR, "Adam Asplund", "Administratör", False),
    ("admin2", "host", Role.ADMINISTRATOR, "Disa Myrmark", "Administratör", False),
)


@dataclass
class Cast:
    """Units and users by key, and the programme they work in."""

    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    programme: Programme | None = None


def install() -> Cast:
    """The default installation with its people, in the open transaction."""
    units = authority_defaults.install()
    cast = Cast(units, programme=programme_defaults.install(units["host"]))
    password = hash_password(PASSWORD)
    for key, unit, role, name, title, cleared in STAFF:
        cast.users[key] = _hired(key, units[unit], role, name, title, cleared)
        session.add(_account(cast.users[key], password))
    return cast


def _hired(key: str, unit: Unit, role: Role, name: str, title: str, cleared: bool) -> User:
    user = User(
        unit=unit,
        unit_id=unit.id,
        name=name,
        email=f"{key}@{DOMAIN}",
        title=title,
        role=role,
        cleared=cleared,
        feed_token=uuid4().hex,
    )
    session.add(user)
    return user


def _account(user: User, password: str) -> Account:
    return Account(
        user_id=user.id,
        email=user.email,
        password=password,
        active=True,
        fs_uniquifier=uuid4().hex,
    )
