"""Letters that came back: RFC 3464, a multipart/report with a delivery-status.

Ours is known by its Message-ID, which is as hard to guess as the letter's own id.
"""

import re
from datetime import datetime
from email.message import Message
from uuid import UUID

from casework.audit.service import record
from casework.letters import queries
from casework.letters.incoming.parts import decoded

CAME_BACK = "Brevet kom i retur: mottagarens e-postserver kunde inte lämna det."
_OURS = re.compile(r"^Message-ID:\s*<(\d{8}T\d{6})-([0-9a-f]{32})@", flags=re.I | re.M)
_FAILED = re.compile(r"^Action:\s*failed\b", flags=re.I | re.M)


def bounced(message: Message) -> tuple[str, UUID] | None:
    """When our letter was written and its id, if this says that it failed; None otherwise."""
    if message.get_content_type() != "multipart/report":
        return None
    said = "\n".join(_texts(message))
    ours = _OURS.search(said)
    return (ours[1], UUID(ours[2])) if ours and _FAILED.search(said) else None


def _texts(message: Message) -> list[str]:
    """The report and what stands of the letter: its headers, or all of it."""
    kinds = {"message/delivery-status", "text/rfc822-headers", "message/rfc822"}
    found = []
    for part in message.walk():
        if part.get_content_type() in kinds:
            inside = part.get_payload()
            whole = inside if isinstance(inside, list) else []
            found += [_headers(one) for one in whole if isinstance(one, Message)] or [decoded(part)]
    return found


def _headers(message: Message) -> str:
    return "\n".join(f"{name}: {value}" for name, value in message.items())


def came_back(written: str, letter_id: UUID, *, at: datetime) -> bool:
    """M8: the letter was taken and could not be delivered after all; it stands on the desk."""
    letter = queries.by_id(letter_id)
    if letter is None or f"{letter.created_at:%Y%m%dT%H%M%S}" != written:
        return False
    if letter.failed_at or letter.stopped_at or not letter.may_have_arrived:
        return False
    letter.failed_at, letter.trouble = at, CAME_BACK
    record(None, "letter came back", letter)
    return True
