"""An index on what was asked for, in rows that bear no case: refusals are found by it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OF_NO_CASE = sa.text("case_id IS NULL")


def upgrade():
    op.create_index(
        "ix_audit_entries_asked_for",
        "audit_entries",
        ["subject_id", "seq"],
        sqlite_where=_OF_NO_CASE,
        postgresql_where=_OF_NO_CASE,
    )


def downgrade():
    op.drop_index("ix_audit_entries_asked_for", "audit_entries")
