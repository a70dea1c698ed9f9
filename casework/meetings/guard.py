"""M2, AC22: what the database itself refuses: one room or one person taken twice at a time.

The verbs lock and look before they take a time; this is for the day when one of them errs. What is
only held for a poll may lie over what is booked, as it lapses by the clock. PostgreSQL has it as
an exclusion constraint; its ranges know ids through a type of ours, so that no extension is needed.
On SQLite it is a trigger. `SQLITE` and `POSTGRESQL` are the statements; create_all runs them, and
a migration runs the same text.
"""

from typing import Any

from sqlalchemy import DDL, event

SQLITE = (
    """CREATE TRIGGER taken_times_apart BEFORE INSERT ON taken_times
  WHEN new.held_for IS NULL AND EXISTS (SELECT 1 FROM taken_times
    WHERE held_for IS NULL AND (user_id = new.user_id OR room_id = new.room_id)
    AND starts_at < new.ends_at AND ends_at > new.starts_at)
  BEGIN SELECT RAISE(ABORT, 'taken already'); END""",
    """CREATE TRIGGER taken_times_stay BEFORE UPDATE ON taken_times
  BEGIN SELECT RAISE(ABORT, 'a taken time is given back and taken anew'); END""",
)
POSTGRESQL = (
    """DO $$ BEGIN CREATE TYPE id_range AS RANGE (subtype = uuid);
EXCEPTION WHEN duplicate_object THEN NULL; END $$""",
    """ALTER TABLE taken_times ADD CONSTRAINT taken_times_apart EXCLUDE USING gist (
  id_range(coalesce(user_id, room_id), coalesce(user_id, room_id), '[]') WITH &&,
  tstzrange(starts_at, ends_at) WITH &&) WHERE (held_for IS NULL)""",
)
UNGUARD = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS taken_times_apart",
        "DROP TRIGGER IF EXISTS taken_times_stay",
    ),
    "postgresql": (
        "ALTER TABLE taken_times DROP CONSTRAINT taken_times_apart",
        "DROP TYPE id_range",
    ),
}


def watch(table: Any) -> None:
    """Make create_all run the statements after the table."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            text = statement.replace("%", "%%")
            event.listen(table, "after_create", DDL(text).execute_if(dialect=dialect))
