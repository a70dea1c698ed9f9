"""M5: the link by which somebody without an account answers: it opens one answer and no more."""

from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

SALT = "svar"


def token(secret: str, participant_id: UUID) -> str:
    """The signed token of one participant's answer."""
    return str(URLSafeTimedSerializer(secret, salt=SALT).dumps(participant_id.hex))


def read(secret: str, text: str) -> UUID | None:
    """The participant of a token that this house signed, or None."""
    try:
        return UUID(URLSafeTimedSerializer(secret, salt=SALT).loads(text))
    except (BadData, ValueError, TypeError, AttributeError):
        return None
