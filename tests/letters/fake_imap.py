"""As much of an IMAP server as reading a mailbox needs: RFC 3501, one folder, one user."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class Imap:
    """`seen` are the numbers of the messages that are flagged; `said` what the client said."""

    def __init__(self, messages: list[bytes], certificate: str = "") -> None:
        self.messages, self.certificate = messages, certificate
        self.seen: set[int] = set()
        self.said: list[str] = []
        self.hangs = False
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
                self.talk(self.safe(line))
            except OSError:
                if self.door.fileno() < 0:
                    return

    def safe(self, line: socket.socket) -> socket.socket:
        if not self.certificate:
            return line
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context.wrap_socket(line, server_side=True)

    def talk(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as heard:
            if self.hangs:
                heard.read()
            line.sendall(b"* OK ready\r\n")
            for raw in heard:
                tag, _, rest = raw.decode().strip().partition(" ")
                self.said.append(rest)
                line.sendall(self.answer(rest) + f"{tag} OK done\r\n".encode())

    def answer(self, said: str) -> bytes:
        numbers = re.findall(r"UID \w+ (\d+)", said)
        if "CAPABILITY" in said:
            return b"* CAPABILITY IMAP4rev1\r\n"
        if said.startswith("SELECT"):
            return f"* {len(self.messages)} EXISTS\r\n".encode()
        if "SEARCH" in said:
            unseen = [n for n in range(1, len(self.messages) + 1) if n not in self.seen]
            return f"* SEARCH {' '.join(map(str, unseen))}\r\n".encode()
        return self.about(int(numbers[0]), said) if numbers else b""

    def about(self, number: int, said: str) -> bytes:
        raw = self.messages[number - 1]
        if "STORE" in said:
            self.seen.add(number)
            return b""
        if "RFC822.SIZE" in said:
            return f"* {number} FETCH (UID {number} RFC822.SIZE {len(raw)})\r\n".encode()
        head = f"* {number} FETCH (UID {number} BODY[]<0> {{{len(raw)}}}\r\n"
        return head.encode() + raw + b")\r\n"


@contextmanager
def imap(messages: list[bytes], certificate: str = "") -> Iterator[Imap]:
    server = Imap(messages, certificate)
    try:
        yield server
    finally:
        server.door.close()
