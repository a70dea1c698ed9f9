"""The tables of outcomes and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "earlier_outcomes",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.Column("referrer", sa.String(), nullable=True),
        sa.Column("occupation_before", sa.String(), nullable=True),
        sa.Column("occupation_after", sa.String(), nullable=True),
        sa.Column("income_before", sa.String(), nullable=True),
        sa.Column("income_after", sa.String(), nullable=True),
        sa.Column("ladder_start", sa.Integer(), nullable=True),
        sa.Column("ladder_end", sa.Integer(), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_earlier_outcomes_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_outcomes")),
    )
    op.create_index(
        op.f("ix_earlier_outcomes_batch_id"), "earlier_outcomes", ["batch_id"], unique=False
    )
    op.create_index(
        op.f("ix_earlier_outcomes_programme_id"), "earlier_outcomes", ["programme_id"], unique=False
    )
    op.create_table(
        "interim_reports",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helped", sa.Text(), nullable=True),
        sa.Column("hindered", sa.Text(), nullable=True),
        sa.Column("proposals", sa.Text(), nullable=True),
        sa.Column("questions", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("second_reader_id", sa.Uuid(), nullable=True),
        sa.Column("second_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("frozen", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "period_to >= period_from", name=op.f("ck_interim_reports_period_in_order")
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR (frozen IS NOT NULL AND second_reader_id IS NOT NULL)",
            name=op.f("ck_interim_reports_published_is_frozen_and_read"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_interim_reports_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_interim_reports_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_interim_reports_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_reader_id"], ["users.id"], name=op.f("fk_interim_reports_second_reader_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interim_reports")),
    )
    op.create_table(
        "releases",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_releases_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["interim_reports.id"], name=op.f("fk_releases_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_programme_id"), "releases", ["programme_id"], unique=False)
    op.create_index(op.f("ix_releases_report_id"), "releases", ["report_id"], unique=False)
    op.create_table(
        "steering_answers",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("question_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_steering_answers_by_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["interim_reports.id"], name=op.f("fk_steering_answers_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steering_answers")),
    )
    op.create_index(
        op.f("ix_steering_answers_report_id"), "steering_answers", ["report_id"], unique=False
    )
    op.create_table(
        "outcomes",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("closing_reason", sa.String(), nullable=False),
        sa.Column("occupation_before", sa.String(), nullable=True),
        sa.Column("occupation_after", sa.String(), nullable=True),
        sa.Column("occupation_extent_after", sa.Integer(), nullable=True),
        sa.Column("income_before", sa.String(), nullable=True),
        sa.Column("income_after", sa.String(), nullable=True),
        sa.Column("ladder_start", sa.Integer(), nullable=True),
        sa.Column("ladder_end", sa.Integer(), nullable=True),
        sa.Column("life_end", sa.Integer(), nullable=True),
        sa.Column("closeness_end", sa.Integer(), nullable=True),
        sa.Column("influence_end", sa.Integer(), nullable=True),
        sa.Column("goals_reached", sa.String(), nullable=True),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_outcomes_yes_has_a_name")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["users.id"], name=op.f("fk_outcomes_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_outcomes_case_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_outcomes_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_outcomes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    op.create_index(op.f("ix_outcomes_case_id"), "outcomes", ["case_id"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_outcomes_case_id"), table_name="outcomes")
    op.drop_table("outcomes")
    op.drop_index(op.f("ix_steering_answers_report_id"), table_name="steering_answers")
    op.drop_table("steering_answers")
    op.drop_index(op.f("ix_releases_report_id"), table_name="releases")
    op.drop_index(op.f("ix_releases_programme_id"), table_name="releases")
    op.drop_table("releases")
    op.drop_table("interim_reports")
    op.drop_index(op.f("ix_earlier_outcomes_programme_id"), table_name="earlier_outcomes")
    op.drop_index(op.f("ix_earlier_outcomes_batch_id"), table_name="earlier_outcomes")
    op.drop_table("earlier_outcomes")
