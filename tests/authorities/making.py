from functools import cache

from flask_security import hash_password
from sqlalchemy import select

from casework.authorities.accounts import Account
from casework.authorities.models import User
from casework.kit.db import session

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
