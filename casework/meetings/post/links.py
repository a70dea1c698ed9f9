"""M5: the link by which somebody without an account answers: it opens one answer and no more.

It leads to a page with a form, and holds no answer itself. Programs that look for harm in mail open
every link in it before the reader does: a link that answered would answer for people who never saw
it. So nothing is changed until somebody sends the form, and opening the page any number of times is
nothing. The salt is this purpose alone: what was signed for anything else is not read here.
"""

from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

SALT = "svar"
OF_SERIES = "svar om en serie"


def token(secret: str, participant_id: UUID) -> str:
    """The signed token of one participant's answer."""
    return str(URLSafeTimedSerializer(secret, salt=SALT).dumps(participant_id.hex))


def read(secret: str, text: str) -> UUID | None:
    """The participant of a token that this house signed, or None."""
    try:
        return UUID(URLSafeTimedSerializer(secret, salt=SALT).loads(text))
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def series_token(secret: str, series_id: UUID, user_id: UUID) -> str:
    """The signed token of one user's answer to a whole series."""
    return str(URLSafeTimedSerializer(secret, salt=OF_SERIES).dumps([series_id.hex, user_id.hex]))


def read_series(secret: str, text: str) -> tuple[UUID, UUID] | None:
    """The series and the user of a token that this house signed, or None."""
    try:
        series, user = URLSafeTimedSerializer(secret, salt=OF_SERIES).loads(text)
        return UUID(series), UUID(user)
    except (BadData, ValueError, TypeError, AttributeError):
        return None
