"""Who may read what in the cases of the crawl: an independent little table, and what follows."""

from tests.access.canaries import Canary

ALL = frozenset({"ekonomi", "social", "fysisk", "psykisk", "arbete", "planering"})
NONE: frozenset[str] = frozenset()
HEALTH, WORK = frozenset({"ekonomi", "fysisk"}), frozenset({"arbete", "planering"})
MIND, PLANS = frozenset({"psykisk"}), frozenset({"planering"})

# what the consent in force gives each unit today, case by case; who is not there has nothing
VARIED = {"host": WORK, "soc": ALL, "fk": HEALTH, "psykiatri": MIND, "af": WORK}
GIVEN = {
    "varied": VARIED,
    "wide": {key: ALL for key in ("host", "soc", "fk", "psykiatri", "af")},
    "protected": VARIED,
    "withdrawn": {key: kinds for key, kinds in VARIED.items() if key not in ("fk", "af")},
    "narrowed": {**VARIED, "fk": PLANS},
    "expired": {"soc": ALL},  # the owner keeps what it was given
    "erased": {},
}
BEFORE = {"narrowed": {**VARIED, "fk": ALL}}
WITHDRAWN = ("fk", "af")
ASSIGNED = ("soc", "fk", "psykiatri", "af", "ame")  # AME works with it, and no consent names it
CLEARED = {"host", "soc"}

# what only those may read who are given planning, or who own the case
PROCESS = {("outcomes", "summary_sealed"), ("outcomes", "declined_because_sealed")}
# planted and read by nobody in these cases: where it is shown instead
UNSEEN = {
    ("outcomes", "declined_because_sealed"): "the closing was not declined",
    ("cases", "reopened_because_sealed"): "the case was not reopened",
    ("cases", "paused_because_sealed"): "the case does not rest",
    ("referral_amendments", "new_sealed"): "it stands as the text itself",
    ("meetings", "cancelled_because"): "the meeting is on",
    ("review_items", "sentence_sealed"): "the point is not decided",
    ("participants", "address_sealed"): "letters go there; no page says it",
    ("poll_voters", "address_sealed"): "letters go there; no page says it",
    ("commitments", "recurring"): "there is a day instead",
}


def reaches(key: str, case: str) -> bool:
    if case == "protected" and key not in CLEARED:
        return False
    return bool(GIVEN[case].get(key)) and (key == "host" or key in ASSIGNED)


def may_read(key: str, unit_of: dict[str, object], canary: Canary) -> bool:
    """The owner's rule, the consent's (units × kinds), and one's own writing."""
    if case_is_gone(canary):
        return False
    if canary.table == "handovers":
        return _may_read_the_question(key, canary.case)
    if canary.case == "protected" and key not in CLEARED:
        return False
    wrote = key in unit_of and canary.writer == unit_of[key]
    return wrote or (reaches(key, canary.case) and _is_given(key, canary))


def _is_given(key: str, canary: Canary) -> bool:
    if canary.place in PROCESS:
        return key == "soc" or "planering" in GIVEN[canary.case][key]
    return canary.kind is None or canary.kind in GIVEN[canary.case][key]


def _may_read_the_question(key: str, case: str) -> bool:
    """K1: between the unit that asks and the one that is asked, and nobody else's."""
    asked = key == "fk" and case != "protected"  # nobody there may work with protected identities
    asked = asked and bool(GIVEN[case].get("fk"))
    return asked or (key == "soc" and reaches(key, case))


def case_is_gone(canary: Canary) -> bool:
    return canary.case == "erased"
