"""Tidsfrågor: a question about up to eight times, those asked, and what they say of each."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    _polls()
    _times()
    _voters()
    _answers()


def _polls():
    op.create_table(
        "polls",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("agenda_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("organiser_unit_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check("polls", "closed_because", "(closed_at IS NULL) = (closed_because IS NULL)"),
        _check("polls", "picked_is_closed", "meeting_id IS NULL OR closed_at IS NOT NULL"),
        _check("polls", "has_a_length", "minutes > 0"),
        _to("polls", "case_id", "cases"),
        _to("polls", "organiser_id", "users"),
        _to("polls", "organiser_unit_id", "units"),
        _to("polls", "meeting_id", "meetings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("code", name=op.f("uq_polls_code")),
    )
    op.create_index(op.f("ix_polls_case_id"), "polls", ["case_id"])
    op.create_index(op.f("ix_polls_organiser_id"), "polls", ["organiser_id"])


def _times():
    name = "poll_times"
    op.create_table(
        name,
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(name, "at_most_eight", "position BETWEEN 1 AND 8"),
        _check(name, "ends_after_start", "ends_at > starts_at"),
        _to(name, "poll_id", "polls"),
        _to(name, "room_id", "rooms"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("poll_id", "position", name=op.f(f"uq_{name}_poll_id_position")),
    )
    op.create_index(op.f(f"ix_{name}_poll_id"), name, ["poll_id"])


def _voters():
    name = "poll_voters"
    somebody = "user_id IS NOT NULL OR is_individual OR external_role IS NOT NULL"
    op.create_table(
        name,
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("is_individual", sa.Boolean(), nullable=False),
        sa.Column("external_role", sa.String(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("line_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(name, "is_somebody", somebody),
        _to(name, "poll_id", "polls"),
        _to(name, "user_id", "users"),
        _to(name, "unit_id", "units"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("poll_id", "user_id", name=op.f(f"uq_{name}_poll_id_user_id")),
    )
    op.create_index(op.f(f"ix_{name}_poll_id"), name, ["poll_id"])
    op.create_index(op.f(f"ix_{name}_user_id"), name, ["user_id"])


def _answers():
    name = "poll_answers"
    one_of_three = "answer IN ('passar', 'kan_om_det_behovs', 'passar_inte')"
    op.create_table(
        name,
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("time_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(name, "is_an_answer", one_of_three),
        _to(name, "voter_id", "poll_voters"),
        _to(name, "time_id", "poll_times"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("voter_id", "time_id", name=op.f(f"uq_{name}_voter_id_time_id")),
    )
    op.create_index(op.f(f"ix_{name}_voter_id"), name, ["voter_id"])


def _check(table, name, text):
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def _to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade():
    op.drop_table("poll_answers")
    op.drop_table("poll_voters")
    op.drop_table("poll_times")
    op.drop_table("polls")
