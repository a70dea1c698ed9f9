"""What a contribution must hold. Pure."""

from collections.abc import Collection
from datetime import date

from casework.kit.errors import RuleBroken

CANNOT = "kan_inte"  # B3
A_DAY = 24 * 60


def check_said(kind: str, done_on: date, minutes: int | None, text: str, *, on: date) -> None:
    """B1, B3: what was done, when, how long it took; "kan inte" says why."""
    if done_on > on:
        raise RuleBroken("done_on", "Dagen har inte varit än.")
    if minutes is not None and not 0 <= minutes <= A_DAY:
        raise RuleBroken("minutes", "Skriv tiden i minuter, högst 1440.")
    if kind == CANNOT and not text:
        raise RuleBroken("text", "Skriv varför det inte går.")
    if not text:
        raise RuleBroken("text", "Skriv vad du gjorde.")


def check_kind(info_kind: str | None, kinds: Collection[str]) -> str:
    """C5: outside a commitment the writer says which kind of information the text is.

    Gives the kind back; `kinds` are those that the writer's unit may read.
    """
    if info_kind is None:
        raise RuleBroken("info_kind", "Välj vilken sorts uppgifter texten innehåller.")
    if info_kind not in kinds:
        raise RuleBroken("info_kind", "Samtycket ger inte din enhet den sorten.")
    return info_kind
