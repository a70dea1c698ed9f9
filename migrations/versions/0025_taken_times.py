"""M2, AC22: what is taken when, one row each, so that the database itself refuses an overlap."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

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


def upgrade():
    name = "taken_times"
    table = op.create_table(
        name,
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("held_for", sa.Uuid(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check("ends_after_start", "ends_at > starts_at"),
        _check("person_or_room", "(user_id IS NULL) <> (room_id IS NULL)"),
        _check("taken_or_held", "(meeting_id IS NULL) <> (held_for IS NULL)"),
        _check("held_until_when", "(held_for IS NULL) = (held_until IS NULL)"),
        _to("user_id", "users"),
        _to("room_id", "rooms"),
        _to("meeting_id", "meetings"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f("ix_taken_times_user_id_starts_at"), name, ["user_id", "starts_at"])
    op.create_index(op.f("ix_taken_times_room_id_starts_at"), name, ["room_id", "starts_at"])
    op.create_index(op.f("ix_taken_times_meeting_id"), name, ["meeting_id"])
    op.create_index(op.f("ix_taken_times_held_for"), name, ["held_for"])
    connection = op.get_bind()
    _fill(connection, table)
    for text in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(text)


def _fill(connection, table):
    """What was booked before, as its meetings say."""
    when = "m.starts_at, m.ends_at, m.id AS meeting_id"
    rooms = f"SELECT {when}, m.room_id FROM meetings m WHERE m.cancelled_at IS NULL"
    people = (
        f"SELECT {when}, p.user_id FROM participants p JOIN meetings m ON m.id = p.meeting_id"
        " WHERE p.user_id IS NOT NULL AND p.removed_at IS NULL AND m.cancelled_at IS NULL"
    )
    moments = {"starts_at": sa.DateTime(timezone=True), "ends_at": sa.DateTime(timezone=True)}
    for text, whose in ((f"{rooms} AND m.room_id IS NOT NULL", "room_id"), (people, "user_id")):
        found = sa.text(text).columns(meeting_id=sa.Uuid(), **{whose: sa.Uuid()}, **moments)
        rows = [{"id": uuid4(), **row._mapping} for row in connection.execute(found)]
        if rows:
            connection.execute(table.insert(), rows)


def _check(name, text):
    return sa.CheckConstraint(text, name=op.f(f"ck_taken_times_{name}"))


def _to(column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_taken_times_{column}"))


def downgrade():
    op.drop_table("taken_times")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE id_range")
