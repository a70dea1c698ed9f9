"""M4, M7: late letters first, when somebody was asked, later additions, what became of promises."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade():
    urgent = sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("letters", urgent)
    with op.batch_alter_table("letters") as letters:
        letters.alter_column("urgent", server_default=None)
    op.add_column("participants", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    _table(
        "minutes_additions",
        _to("meeting_id", "meetings"),
        _to("unit_id", "units"),
        sa.Column("info_kind", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        _to("written_by_id", "users"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_minutes_additions_meeting_id"), "minutes_additions", ["meeting_id"])
    _table(
        "taken_up",
        _to("case_id", "cases"),
        _to("item_id", "minutes_items"),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("lineage_id", sa.Uuid(), nullable=True),
        _to("decided_by_id", "users"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("item_id", "line", name=op.f("uq_taken_up_item_id_line")),
    )
    op.create_index(op.f("ix_taken_up_case_id"), "taken_up", ["case_id"])


def _table(name, *parts):
    """Each `_to` is a column and its foreign key."""
    columns = []
    for part in parts:
        if isinstance(part, tuple):
            column, other = part
            columns.append(sa.Column(column, sa.Uuid(), nullable=False))
            named = op.f(f"fk_{name}_{column}")
            columns.append(sa.ForeignKeyConstraint([column], [f"{other}.id"], name=named))
        else:
            columns.append(part)
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, *columns, sa.Column("id", sa.Uuid(), nullable=False), key)


def _to(column, other):
    return column, other


def downgrade():
    op.drop_table("taken_up")
    op.drop_table("minutes_additions")
    op.drop_column("participants", "asked_at")
    op.drop_column("letters", "urgent")
