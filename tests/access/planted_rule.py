"""Faults in the rule and in its SQL, each to be found by the oracle."""

from tests.access.planted import Fault

ORACLE = ("tests/access/test_oracle.py",)
FACTS, RULES = "casework/access/facts.py", "casework/access/rules.py"
CONSENTS, CASES = "casework/consents/queries.py", "casework/cases/queries/__init__.py"
WORKING = "casework/cases/queries/working.py"


def _fault(what: str, file: str, old: str, new: str = "") -> Fault:
    return Fault(what, file, old, new, ORACLE)


OF_THE_RULE = (
    _fault(
        "SQL: < for <= on the last day",
        CONSENTS,
        "        of.last_day >= on,\n",
        "        of.last_day > on,\n",
    ),
    _fault(
        "SQL: forget that it was replaced",
        CONSENTS,
        "        or_(of.replaced_on.is_(None), of.replaced_on > on),\n",
    ),
    _fault(
        "forget that it was replaced",
        FACTS,
        "            and not (self.replaced_on is not None and self.replaced_on <= on)\n",
    ),
    _fault(
        "SQL: forget a withdrawal for one unit",
        CONSENTS,
        "        ~taken_back(_version, unit_id, on),\n",
    ),
    _fault(
        "forget a withdrawal for one unit",
        FACTS,
        "not self.in_force(on) or self._taken_back(unit_id, on)",
        "not self.in_force(on)",
    ),
    _fault(
        "SQL: forget the kind",
        CONSENTS,
        "true() if kind is None else _grant.kind == kind",
        "true()",
    ),
    _fault(
        "forget the kind",
        RULES,
        "kind is None or wrote or kind in readable_kinds(q.actor, q.facts, q.on)",
        "True",
    ),
    _fault(
        "SQL: forget that somebody came back to the unit",
        WORKING,
        "    return or_(who.unit_since.is_(None), who.unit_since <= moment)",
        "    return who.id.is_not(None)",
    ),
    _fault(
        "SQL: forget the clearance",
        CASES,
        "        conditions.append(~protected())\n",
        "        pass\n",
    ),
    _fault("forget the clearance", RULES, "q.facts.protected and not q.actor.cleared", "False"),
    _fault(
        "SQL: a substitution that never ends", WORKING, "        Substitution.last_day >= on,\n"
    ),
    _fault(
        "SQL: the owner keeps kinds of an old version",
        CONSENTS,
        "        _version.replaced_on.is_(None),\n",
    ),
    _fault(
        "the owner keeps kinds of the first version",
        FACTS,
        "    return max(consents, key",
        "    return min(consents, key",
    ),
)
