"""S1: the questions of a part with their answers, and that the individual has read their own."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "assessment_answers",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["assessment_parts.id"], name=op.f("fk_assessment_answers_part_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["assessment_questions.id"],
            name=op.f("fk_assessment_answers_question_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_answers")),
        sa.UniqueConstraint(
            "part_id", "position", name=op.f("uq_assessment_answers_part_id_position")
        ),
    )
    op.create_index(
        op.f("ix_assessment_answers_question_id"), "assessment_answers", ["question_id"]
    )
    op.add_column("assessment_parts", sa.Column("read_on", sa.Date(), nullable=True))


def downgrade():
    op.drop_column("assessment_parts", "read_on")
    op.drop_table("assessment_answers")
