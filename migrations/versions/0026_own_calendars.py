"""F1: people's own calendars: where they are read from, and when somebody is busy."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    name = "calendar_sources"
    op.create_table(
        name,
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded", sa.Boolean(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reaches_to", sa.Date(), nullable=True),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("etag_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(name, "address_or_file", "uploaded = (address_sealed IS NULL)"),
        _check(name, "only_addresses_are_fetched", "uploaded = (next_due IS NULL)"),
        _to(name, "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("user_id", "uploaded", name=op.f(f"uq_{name}_user_id_uploaded")),
    )
    op.create_index(op.f(f"ix_{name}_next_due"), name, ["next_due"])
    _times()


def _times():
    name = "busy_times"
    op.create_table(
        name,
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(name, "ends_after_start", "ends_at > starts_at"),
        _to(name, "source_id", "calendar_sources"),
        _to(name, "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_source_id"), name, ["source_id"])
    op.create_index(op.f(f"ix_{name}_user_id_starts_at"), name, ["user_id", "starts_at"])


def _check(table, name, text):
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def _to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade():
    op.drop_table("busy_times")
    op.drop_table("calendar_sources")
