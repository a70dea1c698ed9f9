"""What somebody has typed and not saved yet: a sealed working copy, for a week."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "typed_texts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_typed_texts_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_typed_texts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_texts")),
        sa.UniqueConstraint("user_id", "action", name=op.f("uq_typed_texts_user_id_action")),
    )
    op.create_index(op.f("ix_typed_texts_at"), "typed_texts", ["at"])


def downgrade():
    op.drop_table("typed_texts")
