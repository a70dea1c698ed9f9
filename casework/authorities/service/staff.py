"""Who works here, as what, and until when. Never case content (AC08)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from casework.access import Actor, Role
from casework.audit.service import record
from casework.authorities import rules
from casework.authorities.accounts import Account
from casework.authorities.models import Unit, User
from casework.authorities.policy import may_administer
from casework.authorities.queries import account_of, administrators, email_taken
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


def add_user(actor: Actor, *, name: str, email: str, post: Post) -> tuple[User, str]:
    """A new member of staff and their first password, which is kept nowhere else."""
    may_administer(actor).insist()
    email = email.casefold()
    rules.check_new_email(email, taken=email_taken(actor, email))
    rules.check_post(post.unit, post.role)
    user, password = _new_user(name, email, post)
    record(actor, "user added", user)
    return user, password


def change_user(actor: Actor, user: User, *, name: str, post: Post) -> None:
    """K5: another unit or role counts at once and ends the sessions that are open."""
    may_administer(actor).insist()
    moved = post.unit.id != user.unit_id or post.role != user.role
    rules.check_not_oneself(
        user.id == actor.user_id and (moved or post.cleared != user.cleared), "role"
    )
    rules.check_post(post.unit, post.role)
    _place(user, name, post)
    if moved:
        account_of(actor, user).end_sessions()
    record(actor, "user moved" if moved else "user changed", user)


def give_new_password(actor: Actor, user: User) -> str:
    """AC15: the old one and all sessions end; the new one is shown once."""
    may_administer(actor).insist()
    rules.check_not_oneself(user.id == actor.user_id, "")
    password = _first_password()
    account_of(actor, user).set_password(password)
    record(actor, "password given", user)
    return password


def end_user(actor: Actor, user: User, *, at: datetime) -> None:
    """K5: somebody leaves. Their sessions, their account and their assignments end now."""
    may_administer(actor).insist()
    rules.check_not_oneself(user.id == actor.user_id, "")
    account = account_of(actor, user)
    user.left_at, account.active = at, False
    account.end_sessions()
    record(actor, "user ended", user)


def first_administrator(actor: None, *, name: str, email: str, unit: Unit) -> tuple[User, str]:
    """Whoever sets up the installation, when there is nobody to ask yet."""
    del actor
    rules.nobody_administers(administrators()).insist()
    user, password = _new_user(name, email.casefold(), Post(unit, Role.ADMINISTRATOR))
    record(user.as_actor(), "first administrator", user)
    return user, password


def _place(user: User, name: str, post: Post) -> None:
    user.name, user.title, user.phone = name, post.title or None, post.phone or None
    user.unit_id, user.unit, user.role = post.unit.id, post.unit, post.role
    user.cleared = post.cleared


def _first_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups).lower()


def _new_user(name: str, email: str, post: Post) -> tuple[User, str]:
    user, password = User(email=email), _first_password()
    _place(user, name, post)
    account = Account(
        user_id=user.id, user=user, email=email, active=True, fs_uniquifier=uuid4().hex
    )
    account.set_password(password)
    session.add_all((user, account))
    return user, password
