"""O1: what an outcome must hold before the owner can say yes; O2: what counts."""

from collections.abc import Iterable, Sequence

from casework.kit.errors import RuleBroken

# C5: what kind of information each answer is
KIND_OF = {
    **dict.fromkeys(("occupation_after", "occupation_extent_after"), "arbete"),
    "income_after": "ekonomi",
    **dict.fromkeys(("goals_reached", "summary", "ladder_end"), "planering"),
    **dict.fromkeys(("life_end", "closeness_end", "influence_end"), "planering"),
}
NEVER_COUNTS = "felregistrering"
NO_LONGER_KNOWN = frozenset({NEVER_COUNTS, "avliden", "aterkallat", "flytt"})


def counts(closing_reason: str | None) -> bool:
    """O2: a case registered by mistake is in no statistics."""
    return closing_reason != NEVER_COUNTS


def check_complete(
    closing_reason: str, occupation_after: str | None, income_after: Sequence[str]
) -> None:
    """O1: what the individual does and lives on afterwards is known, where it can be known."""
    if closing_reason in NO_LONGER_KNOWN:
        return
    if not occupation_after:
        raise RuleBroken("occupation_after", "Välj vad personen gör efter avslutet.")
    if not income_after:
        raise RuleBroken("income_after", "Kryssa för vad personen lever på efter avslutet.")


def check_income(chosen: Iterable[str]) -> None:
    """DOMAIN, Income source: "ingen offentlig" stands alone or with pay, never with a benefit."""
    benefits = set(chosen) - {"lon", "ingen_offentlig"}
    if "ingen_offentlig" in set(chosen) and benefits:
        raise RuleBroken(
            "income_after",
            "Ingen offentlig försörjning kan inte kryssas tillsammans med en ersättning.",
        )
