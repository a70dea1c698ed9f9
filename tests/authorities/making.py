from datetime import datetime
from functools import cache
from uuid import UUID

from flask_security import hash_password
from passlib.totp import TOTP
from sqlalchemy import select

from casework.access import Role
from casework.authorities import second_factor
from casework.authorities.accounts import Account
from casework.authorities.models import Proposal, User
from casework.kit import clock
from casework.kit.db import session
from tests import build

PASSWORD = "ett-riktigt-langt-losenord"


def account(user: User, password: str = PASSWORD) -> Account:
    """The user's account, with a password to sign in with."""
    row = session.scalars(select(Account).where(Account.user_id == user.id)).one()
    row.password = hashed(password)
    session.commit()
    return row


@cache
def hashed(password: str) -> str:
    """Slow by intention, so once is enough."""
    return hash_password(password)


def app_for(row: Account) -> str:
    """An app is connected to the account; its key."""
    row.totp, row.totp_counter = second_factor.new_key(), None
    session.commit()
    return str(row.totp)


def code_of(key: str, at: datetime | None = None) -> str:
    """What the app shows."""
    return str(TOTP(key=key).generate(time=at or clock.now()).token)


def second_admin(world: build.World) -> User:
    """Somebody to agree with the world's administrator."""
    if "admin2" not in world.users:
        world.users["admin2"] = build.user(world.unit("host"), Role.ADMINISTRATOR, "Disa Myrmark")
        session.commit()
    return world.users["admin2"]


def waiting_id() -> UUID:
    return session.scalars(select(Proposal.id).where(Proposal.decided_at.is_(None))).one()


def agreed(world: build.World, sign_in) -> object:
    """The other administrator approves the one thing that waits."""
    other = sign_in(second_admin(world))
    return other.post(f"/admin/forslag/{waiting_id()}")
