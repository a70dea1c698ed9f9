"""M4: meetings that come back are one series with one UID; each of them knows its day in it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NAME = "meeting_series"


def upgrade():
    op.create_table(
        NAME,
        *_columns(),
        *(_to(column, other) for column, other in TO),
        sa.CheckConstraint("every > 0", name=op.f(f"ck_{NAME}_comes_back")),
        sa.CheckConstraint("minutes > 0", name=op.f(f"ck_{NAME}_takes_time")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{NAME}_code")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{NAME}_uid")),
    )
    with op.batch_alter_table("meetings") as table:
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("recurs_on", sa.Date(), nullable=True))
        table.create_foreign_key(op.f("fk_meetings_series_id"), NAME, ["series_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_meetings_in_series_on_a_day"), "(series_id IS NULL) = (recurs_on IS NULL)"
        )
    op.create_index(op.f("ix_meetings_series_id"), "meetings", ["series_id"])
    # what was planned together before is single meetings in everybody's calendar, and stays so
    with op.batch_alter_table("case_reviews") as table:
        table.drop_index(op.f("ix_case_reviews_series_id"))
        table.drop_column("series_id")


TO = (
    ("room_id", "rooms"),
    ("organiser_id", "users"),
    ("organiser_unit_id", "units"),
    ("follows_id", NAME),
)


def _columns():
    moment = sa.DateTime(timezone=True)
    return (
        *(sa.Column(name, sa.String(), nullable=False) for name in ("code", "uid", "kind")),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("organiser_unit_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        *(sa.Column(name, moment, nullable=False) for name in ("booked_at", "changed_at")),
        sa.Column("cancelled_at", moment, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    )


def _to(column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{NAME}_{column}"))


def downgrade():
    with op.batch_alter_table("case_reviews") as table:
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.create_index(op.f("ix_case_reviews_series_id"), ["series_id"])
    op.drop_index(op.f("ix_meetings_series_id"), "meetings")
    with op.batch_alter_table("meetings") as table:
        table.drop_constraint(op.f("ck_meetings_in_series_on_a_day"), type_="check")
        table.drop_constraint(op.f("fk_meetings_series_id"), type_="foreignkey")
        table.drop_column("recurs_on")
        table.drop_column("series_id")
    op.drop_table(NAME)
