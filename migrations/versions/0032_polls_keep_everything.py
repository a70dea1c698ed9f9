"""Tidsfrågor keep all that the booking form takes: needs, interpreter, video, way, own words."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("polls") as table:
        table.add_column(sa.Column("needs", sa.String(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("interpreter", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("polls") as table:
        table.alter_column("needs", server_default=None)
        table.alter_column("interpreter", server_default=None)
    op.add_column("poll_times", sa.Column("video_link", sa.String(), nullable=True))
    op.add_column("poll_voters", sa.Column("told_by", sa.String(), nullable=True))
    _own_words()
    _as_it_was_picked()


def _own_words():
    name = "poll_texts"
    op.create_table(
        name,
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(party = 'authority') = (authority_id IS NOT NULL)",
            name=op.f(f"ck_{name}_authority_is_named"),
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f(f"fk_{name}_poll_id")),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f(f"fk_{name}_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_poll_id"), name, ["poll_id"])


def _as_it_was_picked():
    """Until now the individual was told on paper, with the interpreter that they need (E4)."""
    op.execute("UPDATE poll_voters SET told_by = 'brev' WHERE is_individual")
    op.execute(
        "UPDATE polls SET interpreter = true WHERE case_id IN ("
        " SELECT cases.id FROM cases JOIN people ON people.id = cases.person_id"
        " WHERE people.interpreter) AND id IN ("
        " SELECT poll_id FROM poll_voters WHERE is_individual)"
    )


def downgrade():
    op.drop_index(op.f("ix_poll_texts_poll_id"), "poll_texts")
    op.drop_table("poll_texts")
    op.drop_column("poll_voters", "told_by")
    op.drop_column("poll_times", "video_link")
    with op.batch_alter_table("polls") as table:
        table.drop_column("interpreter")
        table.drop_column("needs")
