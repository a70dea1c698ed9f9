"""The tables of assessments."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "assessment_parts",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("by_individual", sa.Boolean(), nullable=False),
        sa.Column("info_kind", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("strengths_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("situation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("needs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("correction_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_assessment_parts_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_assessment_parts_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_assessment_parts_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["users.id"], name=op.f("fk_assessment_parts_signed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_assessment_parts_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_parts")),
        sa.UniqueConstraint(
            "series_id", "version", name=op.f("uq_assessment_parts_series_id_version")
        ),
    )
    op.create_index(
        op.f("ix_assessment_parts_case_id"), "assessment_parts", ["case_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_parts_series_id"), "assessment_parts", ["series_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_parts_unit_id"), "assessment_parts", ["unit_id"], unique=False
    )


def downgrade():
    op.drop_index(op.f("ix_assessment_parts_unit_id"), table_name="assessment_parts")
    op.drop_index(op.f("ix_assessment_parts_series_id"), table_name="assessment_parts")
    op.drop_index(op.f("ix_assessment_parts_case_id"), table_name="assessment_parts")
    op.drop_table("assessment_parts")
