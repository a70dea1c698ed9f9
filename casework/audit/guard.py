"""What the database itself refuses: triggers on both databases, and grants on PostgreSQL.

`SQLITE` and `POSTGRESQL` are the statements, in order; create_all runs them, and a migration can
run the same text. `UNGUARD` takes them away again. `grants` is for an installation on PostgreSQL
where the service signs in as a role that does not own the tables.
"""

from typing import Any

from sqlalchemy import DDL, event

_KEPT = (
    *("id", "seq", "at", "user_id", "unit_id", "authority_id", "action", "outcome", "reason"),
    *("subject_kind", "vouches_for", "commitment", "mac"),
)
_ERASED = ("salt", "subject_id", "case_id", "basis_id")
_HEAD_BACKWARDS = """new.id <> old.id OR new.seq < old.seq OR new.anchored < old.anchored
    OR (new.seq = old.seq AND new.chain_mac <> old.chain_mac)"""
_ADDED = "rows of the trail are only added"
_FORWARD = "the head of the trail only moves forward"


def _erasure(is_same: str) -> str:
    """One UPDATE is let through: what leads to an individual goes, all at once, and no more."""
    gone = " AND ".join(f"new.{name} IS NULL" for name in _ERASED)
    kept = "\n    AND ".join(f"new.{name} {is_same} old.{name}" for name in _KEPT)
    return f"old.salt IS NOT NULL AND {gone}\n    AND {kept}"


def _sqlite(name: str, when: str, condition: str, words: str) -> str:
    where = f"\n  WHEN {condition}" if condition else ""
    return f"CREATE TRIGGER {name} {when}{where}\n  BEGIN SELECT RAISE(ABORT, '{words}'); END"


# INSERT OR REPLACE deletes without asking a DELETE trigger: therefore the two on INSERT.
SQLITE_ENTRIES = (
    _sqlite(
        "audit_entries_stay",
        "BEFORE UPDATE ON audit_entries",
        f"NOT ({_erasure('IS')})",
        _ADDED,
    ),
    _sqlite("audit_entries_not_deleted", "BEFORE DELETE ON audit_entries", "", _ADDED),
    _sqlite(
        "audit_entries_not_replaced",
        "BEFORE INSERT ON audit_entries",
        "EXISTS (SELECT 1 FROM audit_entries WHERE seq = new.seq OR id = new.id"
        "\n    OR (vouches_for = new.vouches_for AND vouches_for IS NOT NULL))",
        _ADDED,
    ),
)
SQLITE_HEAD = (
    _sqlite("audit_head_forward", "BEFORE UPDATE ON audit_head", _HEAD_BACKWARDS, _FORWARD),
    _sqlite("audit_head_not_deleted", "BEFORE DELETE ON audit_head", "", _FORWARD),
    _sqlite(
        "audit_head_only_one",
        "BEFORE INSERT ON audit_head",
        "EXISTS (SELECT 1 FROM audit_head)",
        _FORWARD,
    ),
)


def _function(name: str, let_through: str, words: str) -> str:
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF {let_through} THEN
    RETURN new;
    END IF;
  END IF;
  RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
END $$"""


def _postgresql(table: str, function: str) -> tuple[str, str]:
    return (
        f"CREATE TRIGGER {function}_rows BEFORE UPDATE OR DELETE ON {table}\n"
        f"  FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {function}_all BEFORE TRUNCATE ON {table}\n"
        f"  FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    )


POSTGRESQL_ENTRIES = (
    _function("audit_entries_stay", _erasure("IS NOT DISTINCT FROM"), _ADDED),
    *_postgresql("audit_entries", "audit_entries_stay"),
)
POSTGRESQL_HEAD = (
    _function("audit_head_forward", f"NOT ({_HEAD_BACKWARDS})", _FORWARD),
    *_postgresql("audit_head", "audit_head_forward"),
    "CREATE UNIQUE INDEX uq_audit_head_only_one ON audit_head ((true))",
)

SQLITE = SQLITE_ENTRIES + SQLITE_HEAD
POSTGRESQL = POSTGRESQL_ENTRIES + POSTGRESQL_HEAD
UNGUARD = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {text.split()[2]}" for text in SQLITE),
    "postgresql": (
        "DROP INDEX IF EXISTS uq_audit_head_only_one",
        "DROP FUNCTION IF EXISTS audit_entries_stay() CASCADE",
        "DROP FUNCTION IF EXISTS audit_head_forward() CASCADE",
    ),
}


def grants(role: str) -> tuple[str, ...]:
    """Run by the owner of the tables, when `role` is what the service signs in as.

    The role reads and adds, erases in the one shape, and moves the head. It owns nothing, so it
    can take no trigger away; run casework upgrade as the owner.
    """
    quoted = '"' + role.replace('"', '""') + '"'
    return (
        f"REVOKE ALL ON audit_entries, audit_head FROM PUBLIC, {quoted}",
        f"GRANT SELECT, INSERT ON audit_entries TO {quoted}",
        f"GRANT UPDATE ({', '.join(_ERASED)}) ON audit_entries TO {quoted}",
        f"GRANT SELECT, INSERT, UPDATE ON audit_head TO {quoted}",
    )


def watch(entries: Any, head: Any) -> None:
    """Make create_all run the statements after each table."""
    for table, dialect, statements in (
        (entries, "sqlite", SQLITE_ENTRIES),
        (head, "sqlite", SQLITE_HEAD),
        (entries, "postgresql", POSTGRESQL_ENTRIES),
        (head, "postgresql", POSTGRESQL_HEAD),
    ):
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
