"""M4, M5: under which UID each receiver has a meeting, and which REPLY an answer came by."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

DAY_LETTERS = tuple(f"meeting.{kind}" for kind in ("request", "moved", "update", "cancel"))
letters = sa.table(
    "letters",
    *(sa.column(name, sa.Uuid()) for name in ("id", "about_id", "receiver_id")),
    sa.column("kind", sa.String()),
    sa.column("calendar_uid", sa.String()),
    sa.column("calendar_day", sa.DateTime(timezone=True)),
)
participants = sa.table(
    "participants",
    *(sa.column(name, sa.Uuid()) for name in ("id", "meeting_id", "user_id")),
    sa.column("in_series", sa.Boolean()),
)
meetings = sa.table(
    "meetings",
    *(sa.column(name, sa.Uuid()) for name in ("id", "series_id")),
    sa.column("uid", sa.String()),
    sa.column("recurs_on", sa.Date()),
)
series = sa.table(
    "meeting_series",
    sa.column("id", sa.Uuid()),
    sa.column("uid", sa.String()),
    sa.column("starts", sa.Time()),
)


def upgrade():
    in_series = sa.Column("in_series", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("participants", in_series)
    with op.batch_alter_table("participants") as table:
        table.alter_column("in_series", server_default=None)
        table.add_column(sa.Column("answered_sequence", sa.Integer(), nullable=True))
        kept = "user_id IS NOT NULL OR NOT in_series"
        table.create_check_constraint(op.f("ck_participants_has_a_series"), kept)
    op.add_column("letters", sa.Column("calendar_uid", sa.String(), nullable=True))
    day = sa.Column("calendar_day", sa.DateTime(timezone=True), nullable=True)
    op.add_column("letters", day)
    _as_it_was()


def _as_it_was():
    """Until now every user had the day of a series under the UID of the series."""
    there = op.get_bind()
    of_series = sa.select(meetings.c.id).where(meetings.c.series_id.is_not(None))
    users = participants.c.user_id.is_not(None), participants.c.meeting_id.in_(of_series)
    there.execute(sa.update(participants).where(*users).values(in_series=sa.true()))
    whole = sa.select(letters.c.id, series.c.uid).join(series, series.c.id == letters.c.about_id)
    for letter_id, uid in there.execute(whole).all():
        _name(there, letter_id, uid, None)
    days = (
        sa.select(letters.c.id, meetings.c.uid, meetings.c.recurs_on, participants.c.in_series)
        .add_columns(series.c.uid.label("series_uid"), series.c.starts)
        .join(participants, participants.c.id == letters.c.receiver_id)
        .join(meetings, meetings.c.id == participants.c.meeting_id)
        .outerjoin(series, series.c.id == meetings.c.series_id)
        .where(letters.c.kind.in_((*DAY_LETTERS, "meeting.reminder")))
    )
    for letter_id, uid, day, in_series, series_uid, starts in there.execute(days).all():
        if in_series:
            wall = datetime.combine(day, starts, tzinfo=ZoneInfo("Europe/Stockholm"))
            _name(there, letter_id, series_uid, wall.astimezone(UTC))
        else:
            _name(there, letter_id, uid, None)


def _name(there, letter_id, uid, day):
    named = {"calendar_uid": uid, "calendar_day": day}
    there.execute(sa.update(letters).where(letters.c.id == letter_id).values(**named))


def downgrade():
    op.drop_column("letters", "calendar_day")
    op.drop_column("letters", "calendar_uid")
    with op.batch_alter_table("participants") as table:
        table.drop_constraint(op.f("ck_participants_has_a_series"), type_="check")
        table.drop_column("answered_sequence")
        table.drop_column("in_series")
