"""Faults in the pages that show the trail, and in the rules that read it (AC37, AC38)."""

from tests.access.planted import Fault

OVERSIGHT = "casework/oversight/queries/__init__.py"
RULES = "casework/oversight/rules.py"
OTHER = "tests/oversight/"


def _fault(what: str, file: str, old: str, new: str, *tests: str) -> Fault:
    return Fault(what, file, old, new, tests)


def _never(rule: str) -> Fault:
    line = f'    "{rule}": _{rule},\n'
    return _fault(f"AC38: {rule} never fires", RULES, line, "", f"{OTHER}test_rules.py")


SHOWING = (
    _fault(
        "others than the owner see who has seen it",
        "casework/oversight/policy.py",
        "answer = decide(actor, Action.OWN, facts, on)",
        "answer = decide(actor, Action.READ, facts, on)",
        f"{OTHER}test_who_has_seen.py",
    ),
    _fault(
        "who has seen it follows the person to another unit",
        OVERSIGHT,
        "Person.id == case.person_id, Person.unit_id == reader_unit_id)",
        "Person.id == case.person_id)",
        f"{OTHER}test_who_has_seen.py",
    ),
    _fault(
        "AC37: the extract tells of others",
        "casework/records/queries.py",
        ".where(or_(*about(file.case, actor.unit_id)))",
        ".where(or_(AuditEntry.unit_id == actor.unit_id, *about(file.case, actor.unit_id)))",
        "tests/records/test_extract.py",
    ),
    _fault(
        "AC37: the extract names staff",
        "casework/records/queries.py",
        "*(User.title, User.role, Unit.name)",
        "*(User.name, User.role, Unit.name)",
        "tests/records/test_extract.py",
    ),
    _fault(
        "a reviewer reads other authorities' log",
        OVERSIGHT,
        "        .where(owner.authority_id == authority_id)\n",
        "",
        f"{OTHER}test_access_log.py",
    ),
    _fault(
        "a sample of other authorities' cases",
        "casework/oversight/queries/samples.py",
        "rows = session.execute(of_authority(query, actor.authority_id))",
        "rows = session.execute(query)",
        f"{OTHER}test_samples.py",
    ),
    _fault(
        "another authority's sample",
        "casework/oversight/queries/samples.py",
        ".where(LogSample.id == sample_id, LogSample.authority_id == actor.authority_id)",
        ".where(LogSample.id == sample_id)",
        f"{OTHER}test_samples.py",
    ),
    _fault(
        "another authority's task",
        "casework/oversight/queries/tasks.py",
        ".where(ReviewTask.id == task_id, ReviewTask.authority_id == actor.authority_id)",
        ".where(ReviewTask.id == task_id)",
        f"{OTHER}test_tasks.py",
    ),
)

FIRING = tuple(
    _never(rule)
    for rule in (
        *("many_cases", "own_name", "off_hours", "refusals", "protected"),
        *("searches", "same_search"),
    )
)
WHO_LOOKED = (*SHOWING, *FIRING)
