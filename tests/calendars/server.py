"""A real server with TLS on this machine, and a network in which names lead to it."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from casework.calendars.network import Network
from casework.kit import clock

HOST = "kalender.example"
OPEN = "93.184.216.34"  # an address in the open net; nobody is dialled there
Said = Callable[[Any, str], None]


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: str, key: Any, issuer: str, by: Any, *, is_ca: bool) -> x509.Certificate:
    now = clock.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(subject)]), critical=False)
    )
    return builder.sign(by, hashes.SHA256())


def make_papers(folder: Path, *names: str) -> Path:
    """Certificates for the names, each in NAME.pem, from an authority in ca.pem."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _certificate("ca", ca_key, "ca", ca_key, is_ca=True)
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    for name in names:
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _certificate(name, key, "ca", ca_key, is_ca=False)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = leaf.public_bytes(serialization.Encoding.PEM)
        (folder / f"{name}.pem").write_bytes(private + public)
    return folder


@dataclass
class World:
    """What names lead to, and what was asked: `dialled` places and `asked` requests."""

    papers: Path
    port: int
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    dialled: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def network(self) -> Network:
        return Network(self._look_up, self._dial, self._trusted)

    def _look_up(self, host: str) -> list[str]:
        """The next answer for a name; the last one stays."""
        self.looked_up.append(host)
        answers = self.names.get(host, [[OPEN]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, place: str, seconds: float) -> socket.socket:
        self.dialled.append(place)
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def _trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.papers / "ca.pem"))


def answer(body: bytes = b"", status: str = "200 OK", *headers: str, length: bool = True) -> Said:
    """A whole answer at once."""
    told = [f"Content-Length: {len(body)}"] if length else []
    head = "\r\n".join([f"HTTP/1.1 {status}", *told, *headers, "", ""]).encode()
    return lambda line, _request: line.sendall(head + body)


def _request(line: ssl.SSLSocket) -> str:
    request = b""
    while b"\r\n\r\n" not in request and (more := line.recv(65536)):
        request += more
    return request.decode("ascii")


def _accept(listening: socket.socket, one: Callable[[socket.socket], None]) -> None:
    with suppress(OSError):  # it is closed when the test is over
        while True:
            Thread(target=one, args=(listening.accept()[0],), daemon=True).start()


@contextmanager
def serving(papers: Path, said: Said, name: str = HOST) -> Iterator[World]:
    """A server that shows the papers of `name` and says that to everybody who asks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / f"{name}.pem")
    listening = socket.create_server(("127.0.0.1", 0))
    world = World(papers, listening.getsockname()[1])

    def one(raw: socket.socket) -> None:
        with raw, suppress(OSError), context.wrap_socket(raw, server_side=True) as line:
            world.asked.append(_request(line))
            said(line, world.asked[-1])

    Thread(target=_accept, args=(listening, one), daemon=True).start()
    try:
        yield world
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
