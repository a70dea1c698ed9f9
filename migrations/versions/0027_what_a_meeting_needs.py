"""What a room offers, what a meeting needs, how the individual is told, and own words in letters."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KNOWN = {"horslinga": "hörslinga", "skarm": "skärm"}


def upgrade():
    with op.batch_alter_table("rooms") as table:
        table.add_column(sa.Column("offers", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("video_link", sa.String(), nullable=True))
    with op.batch_alter_table("rooms") as table:
        table.alter_column("offers", server_default=None)
    with op.batch_alter_table("meetings") as table:
        table.add_column(sa.Column("video_link", sa.String(), nullable=True))
        table.add_column(
            sa.Column("interpreter", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("interpreter_told_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("meetings") as table:
        table.alter_column("interpreter", server_default=None)
    op.add_column("participants", sa.Column("told_by", sa.String(), nullable=True))
    _own_words()
    _what_was_written_freely()


def _own_words():
    name = "invitation_texts"
    op.create_table(
        name,
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(party = 'authority') = (authority_id IS NOT NULL)",
            name=op.f(f"ck_{name}_authority_is_named"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f(f"fk_{name}_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f(f"fk_{name}_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_meeting_id"), name, ["meeting_id"])


def _what_was_written_freely():
    """Rooms whose free text names what there is a tick for now get that tick."""
    connection = op.get_bind()
    rooms = connection.execute(sa.text("SELECT id, features FROM rooms")).all()
    for room_id, features in rooms:
        said = (features or "").casefold()
        offers = " ".join(code for code, word in KNOWN.items() if word in said)
        connection.execute(
            sa.text("UPDATE rooms SET offers = :offers WHERE id = :id"),
            {"offers": offers, "id": room_id},
        )


def downgrade():
    op.drop_table("invitation_texts")
    with op.batch_alter_table("participants") as table:
        table.drop_column("told_by")
    with op.batch_alter_table("meetings") as table:
        table.drop_column("interpreter_told_at")
        table.drop_column("interpreter")
        table.drop_column("video_link")
    with op.batch_alter_table("rooms") as table:
        table.drop_column("video_link")
        table.drop_column("offers")
