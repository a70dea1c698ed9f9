"""A letter in the outbox that is about nothing, with a renderer of its own."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

from casework.kit import db
from casework.letters import service
from casework.letters.models import Letter
from casework.letters.sending import Stop
from tests.conftest import acting


def render(_letter: Letter) -> EmailMessage | Stop:
    message = EmailMessage()
    message["Subject"] = "Prov på åäö"
    message.set_content("Hej\n.\n.punkt först", cte="quoted-printable")
    return message


def posted(
    world: Any, address: str = "nils@ame.example", *, at: datetime, about_id: UUID | None = None
) -> Letter:
    """Committed, so that any sender sees it."""
    letter = service.post(
        acting(world.user("host")),
        kind="prov",
        about_id=about_id or uuid4(),
        receiver_id=uuid4(),
        unit_id=world.unit("ame").id,
        address=address,
        at=at,
        code="M-4H8TN",
        receiver="AME",
    )
    db.seal_and_commit()
    return letter
