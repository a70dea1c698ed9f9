"""The file of anchors: now and then a line with a row's number and code, beside the database.

A line is `number code moment seal`. It is written while the head is locked, and only about rows
that are committed already. The file is only added to; a line that did not fit is taken back.
"""

import hmac
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casework.audit.chain import seal_anchor

EVERY = 500  # rows between two lines that are written by themselves
NAME = "audit-anchors.log"


class Unreadable(Exception):
    """The file cannot be trusted; the sentence says why."""


class Anchors:
    """Where this installation keeps its anchors, set once at start. None: it keeps no such file."""

    path: Path | None = None


@dataclass(frozen=True)
class Anchor:
    """What a line tells: at that moment, row `seq` had the code `chain_mac`."""

    seq: int
    chain_mac: str
    at: str


def configure(folder: Path | None) -> None:
    """Keep the file in `folder`."""
    Anchors.path = folder and folder / NAME


def keep(seq: int, chain_mac: str, at: datetime) -> None:
    """Add a line. Raises OSError, and leaves the file as it was, when there is no room for it."""
    if Anchors.path is None:
        return
    moment = at.isoformat(timespec="seconds")
    line = f"{seq} {chain_mac} {moment} {seal_anchor(seq, chain_mac, moment)}\n".encode()
    file = os.open(Anchors.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        if os.write(file, line) != len(line):
            os.ftruncate(file, size)
            raise OSError("the file of anchors has no room for a line")
        os.fsync(file)
    finally:
        os.close(file)


def kept() -> dict[int, Anchor]:
    """The lines by their row's number; empty when there is no file. Raises Unreadable."""
    if Anchors.path is None or not Anchors.path.exists():
        return {}
    try:
        lines = Anchors.path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as trouble:
        raise Unreadable(f"the file of anchors {Anchors.path} cannot be read") from trouble
    anchors = (_read(number, line) for number, line in enumerate(lines, 1))
    return {anchor.seq: anchor for anchor in anchors}


def _read(number: int, line: str) -> Anchor:
    try:
        seq, chain_mac, at, seal = line.split(" ")
        sealed = seal_anchor(int(seq), chain_mac, at)
    except ValueError:
        sealed = seal = ""
    if not seal or not hmac.compare_digest(seal, sealed):
        raise Unreadable(f"line {number} of the file of anchors {Anchors.path} was changed")
    return Anchor(int(seq), chain_mac, at)
