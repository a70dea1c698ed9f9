"""What a programme is made of: its units, the questions of its kartläggning, its priorities."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "programme_units",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("programme_units"),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_programme_units_unit_id")
        ),
        sa.UniqueConstraint(
            "programme_id", "unit_id", name=op.f("uq_programme_units_programme_id_unit_id")
        ),
    )
    op.create_index(op.f("ix_programme_units_unit_id"), "programme_units", ["unit_id"])
    op.create_table(
        "assessment_questions",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("info_kind", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        *_dated(),
        *_keys("assessment_questions"),
    )
    _find_by_programme("assessment_questions")
    op.create_table(
        "priority_criteria",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(), nullable=True),
        *_dated(),
        sa.CheckConstraint(
            "points BETWEEN 1 AND 9", name=op.f("ck_priority_criteria_points_in_sight")
        ),
        *_keys("priority_criteria"),
    )
    _find_by_programme("priority_criteria")


def _dated():
    return (
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
    )


def _keys(table):
    return (
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f(f"fk_{table}_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _find_by_programme(table):
    op.create_index(op.f(f"ix_{table}_programme_id"), table, ["programme_id"])


def downgrade():
    op.drop_table("priority_criteria")
    op.drop_table("assessment_questions")
    op.drop_table("programme_units")
