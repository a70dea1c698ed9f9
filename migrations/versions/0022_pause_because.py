"""Why a case rests, sealed as every text about a person."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("cases", sa.Column("paused_because_sealed", sa.LargeBinary(), nullable=True))


def downgrade():
    op.drop_column("cases", "paused_because_sealed")
