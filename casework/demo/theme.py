"""The shape of a made-up situation: from the referral to what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Promise:
    """One commitment: a key of the cast (or "self"), what, and how many days after the plan."""

    who: str
    what: str
    days: int | None
    recurring: str | None = None


@dataclass(frozen=True)
class Aim:
    """One goal in both words."""

    title: str
    own: str
    ours: str
    kind: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Deed:
    """One contribution: who, kind, text, minutes."""

    who: str
    kind: str
    text: str
    minutes: int


@dataclass(frozen=True)
class Theme:
    """One situation, from referral to what was done."""

    reasons: tuple[str, ...]
    background: dict[str, str]
    tried: str
    question: str
    wish: str
    own_goal: str
    parts: dict[str, tuple[str, str, str]]  # kind: strengths, situation, needs
    aims: tuple[Aim, ...]
    deeds: tuple[Deed, ...]
    minutes: str
    takes_on: dict[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)  # kind: more of what the meeting said
    gives: Mapping[str, tuple[str, ...]] | None = None  # unit: kinds, where they are not the usual
