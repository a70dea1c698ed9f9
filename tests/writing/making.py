"""A draft in a form, and what is kept of it."""

import re

from sqlalchemy import select

from casework.authorities.models import User
from casework.kit.db import session
from casework.kit.typed import TypedText
from tests.authorities.test_signing_in import account, come_in

DRAFT = "Linn vill orka hela veckan"


def token_in(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def signed_in(app, user: User):
    """Through the page, so that the session's tokens say whom they are for."""
    account(user)
    client = app.test_client()
    page = client.get("/logga-in").text
    answer = come_in(client, user.email, csrf_token=token_in(page))
    assert answer.status_code == 302
    return client


def kept_rows() -> list[TypedText]:
    session.rollback()
    return list(session.scalars(select(TypedText)))


def keep(client, address: str, **fields: str):
    return client.post("/pagaende", query_string={"sida": address, "till": address}, data=fields)
