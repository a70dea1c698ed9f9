"""A real SMTP server on loopback, and what it was told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """An SMTP server's other side. `answers` is what it says to each letter, in turn."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.answers: list[str] = []
        self.refused: set[str] = set()
        self.sessions: set[int] = set()
        self.url = ""

    @property
    def read(self) -> list[EmailMessage]:
        """The letters, as a mail program reads them."""
        return [message_from_bytes(one, policy=policy.default) for one in self.got]  # type: ignore[misc]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002
        if address in self.refused:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.sessions.add(id(session))
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith(("250", "drop")):
            self.got.append(envelope.content)
        if answer == "drop":
            server.transport.close()
        return answer


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """A server that listens while the block runs."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()
