"""The work group's week: series of reviews, priorities, open questions, kinds of a consultation."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("case_reviews") as table:
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("agenda_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index(op.f("ix_case_reviews_series_id"), ["series_id"])
    with op.batch_alter_table("review_items") as table:
        table.add_column(sa.Column("weighed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("weighed_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_review_items_weighed_by_id"), "users", ["weighed_by_id"], ["id"]
        )
    op.add_column("consultations", sa.Column("kinds", sa.String(), nullable=True))
    # those planned before had their agenda made at once
    op.execute(
        "UPDATE case_reviews SET agenda_at ="
        " (SELECT booked_at FROM meetings WHERE meetings.id = case_reviews.meeting_id)"
    )
    _weights()
    _questions()


def _weights():
    op.create_table(
        "review_weights",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("review_weights", "item_id", "review_items"),
        _to("review_weights", "criterion_id", "priority_criteria"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_weights")),
        sa.UniqueConstraint(
            "item_id", "criterion_id", name=op.f("uq_review_weights_item_id_criterion_id")
        ),
    )
    op.create_index(op.f("ix_review_weights_item_id"), "review_weights", ["item_id"])


def _questions():
    name = "review_questions"
    op.create_table(
        name,
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("asked_of_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer_sealed IS NULL)",
            name=op.f("ck_review_questions_answer_has_a_moment"),
        ),
        _to(name, "item_id", "review_items"),
        _to(name, "asked_of_id", "users"),
        _to(name, "unit_id", "units"),
        _to(name, "asked_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_questions")),
        sa.UniqueConstraint("item_id", name=op.f("uq_review_questions_item_id")),
    )
    op.create_index(op.f("ix_review_questions_asked_of_id"), name, ["asked_of_id"])


def _to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade():
    op.drop_table("review_questions")
    op.drop_table("review_weights")
    op.drop_column("consultations", "kinds")
    with op.batch_alter_table("review_items") as table:
        table.drop_constraint(op.f("fk_review_items_weighed_by_id"), type_="foreignkey")
        table.drop_column("weighed_by_id")
        table.drop_column("weighed_at")
    with op.batch_alter_table("case_reviews") as table:
        table.drop_index(op.f("ix_case_reviews_series_id"))
        table.drop_column("ordered_at")
        table.drop_column("agenda_at")
        table.drop_column("series_id")
