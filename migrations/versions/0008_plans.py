"""The tables of plans."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "joint_plans",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=True),
        sa.Column("next_followup_on", sa.Date(), nullable=True),
        sa.Column("held_as_sip", sa.Boolean(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("put_in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "in_force_from IS NULL OR (responsible_id IS NOT NULL AND next_followup_on IS NOT NULL)",
            name=op.f("ck_joint_plans_in_force_is_complete"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_joint_plans_case_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_joint_plans_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_joint_plans_responsible_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_joint_plans_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_plans")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_joint_plans_case_id_version")),
    )
    op.create_index(op.f("ix_joint_plans_case_id"), "joint_plans", ["case_id"], unique=False)
    op.create_index(
        "uq_joint_plans_draft",
        "joint_plans",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("put_in_force_at IS NULL"),
        postgresql_where=sa.text("put_in_force_at IS NULL"),
    )
    op.create_table(
        "goals",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("lineage_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("info_kind", sa.String(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("our_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["joint_plans.id"], name=op.f("fk_goals_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_goals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index(op.f("ix_goals_plan_id"), "goals", ["plan_id"], unique=False)
    op.create_table(
        "plan_approvals",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("by_individual", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "by_individual = (unit_id IS NULL)", name=op.f("ck_plan_approvals_is_somebodys")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["joint_plans.id"], name=op.f("fk_plan_approvals_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_plan_approvals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_plan_approvals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_approvals")),
        sa.UniqueConstraint("plan_id", "unit_id", name=op.f("uq_plan_approvals_plan_id_unit_id")),
    )
    op.create_index(op.f("ix_plan_approvals_plan_id"), "plan_approvals", ["plan_id"], unique=False)
    op.create_table(
        "commitments",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("lineage_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("by_individual", sa.Boolean(), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recurring", sa.String(), nullable=True),
        sa.Column("last_result", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "by_individual OR (unit_id IS NOT NULL AND user_id IS NOT NULL)",
            name=op.f("ck_commitments_is_somebodys"),
        ),
        sa.CheckConstraint(
            "due_on IS NOT NULL OR recurring IS NOT NULL", name=op.f("ck_commitments_has_a_when")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_commitments_goal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_commitments_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_commitments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index(op.f("ix_commitments_goal_id"), "commitments", ["goal_id"], unique=False)
    op.create_index(op.f("ix_commitments_lineage_id"), "commitments", ["lineage_id"], unique=False)
    op.create_index(
        op.f("ix_commitments_user_id_due_on"), "commitments", ["user_id", "due_on"], unique=False
    )


def downgrade():
    op.drop_index(op.f("ix_commitments_user_id_due_on"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_lineage_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_goal_id"), table_name="commitments")
    op.drop_table("commitments")
    op.drop_index(op.f("ix_plan_approvals_plan_id"), table_name="plan_approvals")
    op.drop_table("plan_approvals")
    op.drop_index(op.f("ix_goals_plan_id"), table_name="goals")
    op.drop_table("goals")
    op.drop_index(
        "uq_joint_plans_draft",
        table_name="joint_plans",
        sqlite_where=sa.text("put_in_force_at IS NULL"),
        postgresql_where=sa.text("put_in_force_at IS NULL"),
    )
    op.drop_index(op.f("ix_joint_plans_case_id"), table_name="joint_plans")
    op.drop_table("joint_plans")
