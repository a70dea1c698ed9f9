"""M8: who holds a letter, and whether it was handed to a server without a clear no."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("claimed_by", sa.String(), nullable=True))
        table.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    # what was tried before and not given up may have arrived: as it was taken to be until now
    op.execute(
        "UPDATE letters SET handed_at = created_at"
        " WHERE sent_at IS NULL AND failed_at IS NULL AND attempts > 0"
    )


def downgrade():
    with op.batch_alter_table("letters") as table:
        table.drop_column("handed_at")
        table.drop_column("claimed_by")
