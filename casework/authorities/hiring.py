"""What somebody is here, and the changes themselves. Who may ask for them: service/staff.py."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from casework.access import Role
from casework.authorities.accounts import Account
from casework.authorities.models import Unit, User
from casework.kit.codes import ALPHABET
from casework.kit.db import session


@dataclass(frozen=True)
class Post:
    """What somebody is here: their unit, their role, and what they may work with."""

    unit: Unit
    role: Role
    cleared: bool = False
    title: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Given:
    """A password that is shown once and kept nowhere."""

    user: User
    password: str


def hire(name: str, email: str, post: Post) -> Given:
    user, password = User(email=email), first_password()
    place(user, name, post)
    account = Account(
        user_id=user.id, user=user, email=email, active=True, fs_uniquifier=uuid4().hex
    )
    account.set_password(password)
    session.add_all((user, account))
    return Given(user, password)


def place(user: User, name: str, post: Post) -> None:
    user.name, user.title, user.phone = name, post.title or None, post.phone or None
    user.unit_id, user.unit, user.role = post.unit.id, post.unit, post.role
    user.cleared = post.cleared


def move(user: User, account: Account, name: str, post: Post, at: datetime) -> bool:
    """K5, AC35: another unit or role counts at once and ends the sessions that are open.

    What was older than `unit_since` never counts again, also if they come back. True if moved.
    """
    moved = post.unit.id != user.unit_id or post.role != user.role
    if post.unit.id != user.unit_id:
        user.unit_since, user.feed_token = at, None  # the calendar was that of the unit
    place(user, name, post)
    if moved:
        account.end_sessions()
    return moved


def first_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups).lower()


def new_password(user: User, account: Account) -> Given:
    """The old one and all sessions end."""
    password = first_password()
    account.set_password(password)
    return Given(user, password)
