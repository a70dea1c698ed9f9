"""Who at the sender to call, and since when there has been support."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("referrals", sa.Column("officer_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("referrals", sa.Column("officer_phone_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("referrals", sa.Column("support_since", sa.String(), nullable=True))


def downgrade():
    for column in ("support_since", "officer_phone_sealed", "officer_sealed"):
        op.drop_column("referrals", column)
