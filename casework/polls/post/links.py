"""M3: the link by which somebody without an account answers: one person's answers, and no more."""

from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

SALT = "tidsfraga"


def token(secret: str, voter_id: UUID) -> str:
    """The signed token of one person's answers."""
    return str(URLSafeTimedSerializer(secret, salt=SALT).dumps(voter_id.hex))


def read(secret: str, text: str) -> UUID | None:
    """The voter of a token that this house signed for this purpose, or None."""
    try:
        return UUID(URLSafeTimedSerializer(secret, salt=SALT).loads(text))
    except (BadData, ValueError, TypeError, AttributeError):
        return None
