"""On whose behalf the database is asked: a signed-in actor, or the house itself with a reason."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass

from casework.access import Actor


@dataclass(frozen=True)
class House:
    """No person asks: a command, a letter, an answer by a signed link. `why` is for the reader."""

    why: str


_asking: ContextVar[Actor | House | None] = ContextVar("asking", default=None)


def asking() -> Actor | House | None:
    return _asking.get()


def begin(who: Actor | House | None) -> Token[Actor | House | None]:
    """From now on `who` asks, until `end` is given what this returned."""
    return _asking.set(who)


def end(begun: Token[Actor | House | None]) -> None:
    _asking.reset(begun)


@contextmanager
def on_behalf_of(who: Actor | House | None) -> Generator[None]:
    """Everything that is read inside is read for `who`."""
    begun = begin(who)
    try:
        yield
    finally:
        end(begun)
