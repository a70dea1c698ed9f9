"""Faults to plant in a copy of the house, each with the tests that must go red from it.

A fault is one exact replacement. When the code has moved on, the string is gone and the test says
so: plant the same fault where the check stands now.
"""

from dataclasses import dataclass

RULE = "tests/access/test_rule.py"
READING = "tests/access/test_abuse_reading.py"


@dataclass(frozen=True)
class Fault:
    """In `file`, `old` becomes `new`; then `tests` (words for pytest) must fail on a database."""

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    on: str = "not postgresql"
    also: tuple[tuple[str, str, str], ...] = ()  # (file, old, new) of what stands behind it

    @property
    def replacements(self) -> tuple[tuple[str, str, str], ...]:
        return ((self.file, self.old, self.new), *self.also)


FAULTS = (
    Fault(
        "drop the unit check",
        "casework/consents/queries.py",
        "        _grant.unit_id == unit_id,\n        true() if",
        "        true() if",
        (RULE,),
    ),
    Fault(
        "drop the assignment check",
        "casework/cases/queries/__init__.py",
        "reach = and_(assigned(actor, on), or_(",
        "reach = and_(_case.id.is_not(None), or_(",
        (RULE,),
    ),
    Fault(
        "compare dates with < for <=",
        "casework/access/facts.py",
        "self.given_on <= on <= self.last_day",
        "self.given_on <= on < self.last_day",
        (RULE,),
    ),
    Fault(
        "forget the kind",
        "casework/cases/queries/__init__.py",
        "or_(model.info_kind.in_(sorted(file.kinds)), model.unit_id == actor.unit_id)",
        "model.info_kind.is_not(None)",
        ("tests/cases/test_timeline.py", "tests/desk"),
    ),
    Fault(
        "leak in search",
        "casework/cases/queries/listing.py",
        "_narrowed(visible_cases(actor, on), actor, wanted, on)",
        "_narrowed(select(Case), actor, wanted, on)",
        ("tests/cases/test_listing.py",),
    ),
    Fault(
        "skip the parent check of a nested id",
        "casework/assessments/queries/__init__.py",
        "AssessmentPart.case_id == file.id,\n            readable",
        "readable",
        (READING,),
    ),
    Fault(
        "forget the protected clearance in one list",
        "casework/cases/queries/__init__.py",
        "        conditions.append(~protected())\n",
        "        pass\n",
        (READING,),
    ),
)
