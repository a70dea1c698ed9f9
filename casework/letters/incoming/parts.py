"""A message taken apart, within limits: what strangers send must not cost more than it is worth."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

PARTS = 60  # of one message; each level of nesting is one at least
CHARSETS = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16")


class Unreadable(Exception):
    """Not a message that we can take apart."""


def opened(raw: bytes) -> Message:
    """The message of some bytes. Raises Unreadable when it is made of too many parts.

    They are counted before: the library goes one call deeper for each level.
    """
    if raw.lower().count(b"content-type") > PARTS:
        raise Unreadable("too many parts")
    return message_from_bytes(raw)


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in their order."""
    return (part for part in message.walk() if not part.is_multipart())


def decoded(part: Message) -> str:
    """The text of a part. Bytes that its charset does not know become marks of question."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    named = str(part.get_param("charset", "utf-8")).lower()
    return content.decode(named if named in CHARSETS else "utf-8", errors="replace")
