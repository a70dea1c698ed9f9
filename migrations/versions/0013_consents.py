"""Who lent a consent its voice and who took it; the languages that a programme prints."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("representative_kind", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("representative_name_sealed", sa.LargeBinary(), nullable=True)
        )
        batch_op.add_column(sa.Column("taken_by_id", sa.Uuid(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_consents_representative_is_proved"),
            "representative_kind IS NULL OR representative_document_seen",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_consents_taken_by_id"), "users", ["taken_by_id"], ["id"]
        )

    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("languages", sa.String(), nullable=False, server_default="sv lattlast")
        )
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.alter_column("languages", server_default=None)


def downgrade():
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_column("languages")

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_consents_representative_is_proved"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_consents_taken_by_id"), type_="foreignkey")
        batch_op.drop_column("taken_by_id")
        batch_op.drop_column("representative_name_sealed")
        batch_op.drop_column("representative_kind")
