"""A certificate that nobody has vouched for, for this machine's address."""

import subprocess
from pathlib import Path


def self_made(folder: Path) -> str:
    """The path of a file with key and certificate."""
    both, key = folder / "both.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-keyout", str(key), "-out", str(both)],
        check=True,
        capture_output=True,
    )
    both.write_text(both.read_text() + key.read_text())
    return str(both)
