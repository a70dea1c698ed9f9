"""The tables of audit."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("basis_id", sa.Uuid(), nullable=True),
        sa.Column("mac", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("seq", name=op.f("uq_audit_entries_seq")),
    )
    op.create_index(
        op.f("ix_audit_entries_case_id_seq"), "audit_entries", ["case_id", "seq"], unique=False
    )
    op.create_index(
        op.f("ix_audit_entries_user_id_at"), "audit_entries", ["user_id", "at"], unique=False
    )
    op.create_table(
        "audit_head",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain_mac", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def downgrade():
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_entries_user_id_at"), table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_case_id_seq"), table_name="audit_entries")
    op.drop_table("audit_entries")
