"""Cases that go to another unit, and colleagues who stand in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "substitutions",
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("absent_id <> substitute_id", name=op.f("ck_substitutions_by_another")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_substitutions_days_in_order")),
        sa.ForeignKeyConstraint(
            ["absent_id"], ["users.id"], name=op.f("fk_substitutions_absent_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_substitutions_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["users.id"], name=op.f("fk_substitutions_named_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["users.id"], name=op.f("fk_substitutions_substitute_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_substitutions_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutions")),
    )
    with op.batch_alter_table("substitutions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_substitutions_absent_id_last_day"),
            ["absent_id", "last_day"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_substitutions_substitute_id_last_day"),
            ["substitute_id", "last_day"],
            unique=False,
        )

    op.create_table(
        "handovers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_unit_id", sa.Uuid(), nullable=False),
        sa.Column("to_unit_id", sa.Uuid(), nullable=False),
        sa.Column("to_user_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (accepted IS NULL)", name=op.f("ck_handovers_answered_or_not")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR taken_back_at IS NULL",
            name=op.f("ck_handovers_answered_or_taken_back"),
        ),
        sa.CheckConstraint("from_unit_id <> to_unit_id", name=op.f("ck_handovers_to_another_unit")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_handovers_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_handovers_case_id")),
        sa.ForeignKeyConstraint(
            ["from_unit_id"], ["units.id"], name=op.f("fk_handovers_from_unit_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name=op.f("fk_handovers_officer_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_handovers_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["users.id"], name=op.f("fk_handovers_taken_back_by_id")
        ),
        sa.ForeignKeyConstraint(["to_unit_id"], ["units.id"], name=op.f("fk_handovers_to_unit_id")),
        sa.ForeignKeyConstraint(["to_user_id"], ["users.id"], name=op.f("fk_handovers_to_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handovers_case_id"),
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL AND taken_back_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND taken_back_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_handovers_to_unit_id_answered_at"),
            ["to_unit_id", "answered_at"],
            unique=False,
        )

    op.create_table(
        "substituted_cases",
        sa.Column("substitution_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_substituted_cases_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["substitution_id"],
            ["substitutions.id"],
            name=op.f("fk_substituted_cases_substitution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substituted_cases")),
        sa.UniqueConstraint(
            "substitution_id", "case_id", name=op.f("uq_substituted_cases_substitution_id_case_id")
        ),
    )
    with op.batch_alter_table("substituted_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substituted_cases_case_id"), ["case_id"], unique=False)


def downgrade():
    with op.batch_alter_table("substituted_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_substituted_cases_case_id"))

    op.drop_table("substituted_cases")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_to_unit_id_answered_at"))
        batch_op.drop_index(
            batch_op.f("ix_handovers_case_id"),
            sqlite_where=sa.text("answered_at IS NULL AND taken_back_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND taken_back_at IS NULL"),
        )

    op.drop_table("handovers")
    with op.batch_alter_table("substitutions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_substitutions_substitute_id_last_day"))
        batch_op.drop_index(batch_op.f("ix_substitutions_absent_id_last_day"))

    op.drop_table("substitutions")
