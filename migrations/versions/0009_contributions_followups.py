"""The tables of contributions and followups."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "contributions",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_lineage_id", sa.Uuid(), nullable=True),
        sa.Column("info_kind", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("once", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "version = 1 OR correction_reason_sealed IS NOT NULL",
            name=op.f("ck_contributions_correction_says_why"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_contributions_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_contributions_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contributions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("once", name=op.f("uq_contributions_once")),
        sa.UniqueConstraint(
            "series_id", "version", name=op.f("uq_contributions_series_id_version")
        ),
    )
    op.create_index(
        op.f("ix_contributions_case_id_done_on"),
        "contributions",
        ["case_id", "done_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contributions_commitment_lineage_id"),
        "contributions",
        ["commitment_lineage_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contributions_unit_id_done_on"),
        "contributions",
        ["unit_id", "done_on"],
        unique=False,
    )
    op.create_table(
        "follow_ups",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ladder_step", sa.Integer(), nullable=True),
        sa.Column("life", sa.Integer(), nullable=True),
        sa.Column("closeness", sa.Integer(), nullable=True),
        sa.Column("influence", sa.Integer(), nullable=True),
        sa.Column("info_kind", sa.String(), nullable=False),
        sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("proposes_closing", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "closeness IS NULL OR closeness BETWEEN 0 AND 10",
            name=op.f("ck_follow_ups_closeness_scale"),
        ),
        sa.CheckConstraint(
            "influence IS NULL OR influence BETWEEN 0 AND 10",
            name=op.f("ck_follow_ups_influence_scale"),
        ),
        sa.CheckConstraint(
            "life IS NULL OR life BETWEEN 0 AND 10", name=op.f("ck_follow_ups_life_scale")
        ),
        sa.CheckConstraint(
            "next_on IS NOT NULL OR proposes_closing",
            name=op.f("ck_follow_ups_sets_next_or_proposes"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_follow_ups_case_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_follow_ups_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["joint_plans.id"], name=op.f("fk_follow_ups_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_follow_ups_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_follow_ups_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_case_id"), "follow_ups", ["case_id"], unique=False)
    op.create_table(
        "goal_checks",
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_goal_checks_follow_up_id")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_checks_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_checks")),
        sa.UniqueConstraint(
            "follow_up_id", "goal_id", name=op.f("uq_goal_checks_follow_up_id_goal_id")
        ),
    )
    op.create_table(
        "commitment_checks",
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_lineage_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_checks_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_commitment_checks_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_checks")),
        sa.UniqueConstraint(
            "follow_up_id",
            "commitment_id",
            name=op.f("uq_commitment_checks_follow_up_id_commitment_id"),
        ),
    )
    op.create_index(
        op.f("ix_commitment_checks_commitment_lineage_id"),
        "commitment_checks",
        ["commitment_lineage_id"],
        unique=False,
    )


def downgrade():
    op.drop_index(
        op.f("ix_commitment_checks_commitment_lineage_id"), table_name="commitment_checks"
    )
    op.drop_table("commitment_checks")
    op.drop_table("goal_checks")
    op.drop_index(op.f("ix_follow_ups_case_id"), table_name="follow_ups")
    op.drop_table("follow_ups")
    op.drop_index(op.f("ix_contributions_unit_id_done_on"), table_name="contributions")
    op.drop_index(op.f("ix_contributions_commitment_lineage_id"), table_name="contributions")
    op.drop_index(op.f("ix_contributions_case_id_done_on"), table_name="contributions")
    op.drop_table("contributions")
