"""The tables of programmes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "codes",
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("list", "key", name=op.f("uq_codes_list_key")),
    )
    op.create_table(
        "programmes",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host_unit_id", sa.Uuid(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("support_years_over", sa.Integer(), nullable=True),
        sa.Column("least_authorities", sa.Integer(), nullable=False),
        sa.Column("target_text", sa.String(), nullable=False),
        sa.Column("first_answer_days", sa.Integer(), nullable=False),
        sa.Column("draft_days", sa.Integer(), nullable=False),
        sa.Column("part_days", sa.Integer(), nullable=False),
        sa.Column("review_every_days", sa.Integer(), nullable=False),
        sa.Column("sip_mode", sa.String(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "sip_mode IN ('plan', 'reference')", name=op.f("ck_programmes_sip_mode")
        ),
        sa.CheckConstraint("k >= 5", name=op.f("ck_programmes_k_never_looser")),
        sa.ForeignKeyConstraint(
            ["host_unit_id"], ["units.id"], name=op.f("fk_programmes_host_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("name", name=op.f("uq_programmes_name")),
    )
    op.create_table(
        "ladder_steps",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_ladder_steps_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_steps")),
        sa.UniqueConstraint(
            "programme_id", "number", name=op.f("uq_ladder_steps_programme_id_number")
        ),
    )


def downgrade():
    op.drop_table("ladder_steps")
    op.drop_table("programmes")
    op.drop_table("codes")
