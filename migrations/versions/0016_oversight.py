"""The reviewer's samples and tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "oversight_watermark",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oversight_watermark")),
    )
    op.create_table(
        "sample_sizes",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size BETWEEN 5 AND 200", name=op.f("ck_sample_sizes_within_reason")),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_sample_sizes_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_sizes")),
        sa.UniqueConstraint("authority_id", name=op.f("uq_sample_sizes_authority_id")),
    )
    op.create_table(
        "log_samples",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_off_by_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(signed_off_at IS NULL) = (signed_off_by_id IS NULL)",
            name=op.f("ck_log_samples_signed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_log_samples_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["users.id"], name=op.f("fk_log_samples_drawn_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_off_by_id"], ["users.id"], name=op.f("fk_log_samples_signed_off_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_samples")),
        sa.UniqueConstraint(
            "authority_id", "month", name=op.f("uq_log_samples_authority_id_month")
        ),
    )
    op.create_table(
        "review_tasks",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("sentence_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessed_by_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'onwards' OR sentence_sealed IS NOT NULL",
            name=op.f("ck_review_tasks_onwards_says_where"),
        ),
        sa.CheckConstraint("verdict IN ('ok', 'onwards')", name=op.f("ck_review_tasks_verdict")),
        sa.CheckConstraint(
            "(verdict IS NULL) = (assessed_at IS NULL)",
            name=op.f("ck_review_tasks_assessed_or_not"),
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["users.id"], name=op.f("fk_review_tasks_assessed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_review_tasks_authority_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_review_tasks_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_tasks")),
        sa.UniqueConstraint(
            "authority_id", "fingerprint", name=op.f("uq_review_tasks_authority_id_fingerprint")
        ),
    )
    with op.batch_alter_table("review_tasks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_tasks_authority_id_assessed_at"),
            ["authority_id", "assessed_at"],
            unique=False,
        )

    op.create_table(
        "review_task_rows",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_review_task_rows_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["review_tasks.id"], name=op.f("fk_review_task_rows_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task_rows")),
        sa.UniqueConstraint(
            "task_id", "entry_id", name=op.f("uq_review_task_rows_task_id_entry_id")
        ),
    )
    op.create_table(
        "sample_rows",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("verdict IN ('ok', 'look_into')", name=op.f("ck_sample_rows_verdict")),
        sa.CheckConstraint(
            "(verdict IS NULL) = (looked_at IS NULL)", name=op.f("ck_sample_rows_looked_at_or_not")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_sample_rows_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["users.id"], name=op.f("fk_sample_rows_looked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["log_samples.id"], name=op.f("fk_sample_rows_sample_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_rows")),
        sa.UniqueConstraint(
            "sample_id", "position", name=op.f("uq_sample_rows_sample_id_position")
        ),
    )


def downgrade():
    op.drop_table("sample_rows")
    op.drop_table("review_task_rows")
    with op.batch_alter_table("review_tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_tasks_authority_id_assessed_at"))

    op.drop_table("review_tasks")
    op.drop_table("log_samples")
    op.drop_table("sample_sizes")
    op.drop_table("oversight_watermark")
