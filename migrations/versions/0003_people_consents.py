"""The tables of people and consents."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "people",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_index", sa.String(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("access_needs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("representative_kind", sa.String(), nullable=True),
        sa.Column("representative_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("protected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "protected_at IS NULL OR (name_sealed IS NULL AND number_sealed IS NULL AND number_index IS NULL AND phone_sealed IS NULL AND email_sealed IS NULL AND address_sealed IS NULL AND municipality IS NULL)",
            name=op.f("ck_people_protected_is_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_people_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_people_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_number_index"), "people", ["number_index"], unique=False)
    op.create_index(op.f("ix_people_unit_id"), "people", ["unit_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("exceptions_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("given_how", sa.String(), nullable=False),
        sa.Column("paper_kept_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("informed", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("representative_scope_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("representative_document_seen", sa.Boolean(), nullable=False),
        sa.Column("survey", sa.Boolean(), nullable=False),
        sa.Column("statistics", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("informed", name=op.f("ck_consents_told_of_the_right_to_withdraw")),
        sa.CheckConstraint("last_day >= given_on", name=op.f("ck_consents_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_consents_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_consents_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("series_id", "version", name=op.f("uq_consents_series_id_version")),
    )
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"], unique=False)
    op.create_index(op.f("ix_consents_series_id"), "consents", ["series_id"], unique=False)
    op.create_index(op.f("ix_consents_unit_id"), "consents", ["unit_id"], unique=False)
    op.create_table(
        "consent_grants",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consents.id"], name=op.f("fk_consent_grants_consent_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_consent_grants_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_grants")),
        sa.UniqueConstraint(
            "consent_id", "unit_id", "kind", name=op.f("uq_consent_grants_consent_id_unit_id_kind")
        ),
    )
    op.create_table(
        "consent_withdrawals",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("told_how", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consents.id"], name=op.f("fk_consent_withdrawals_consent_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_consent_withdrawals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_consent_withdrawals_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_withdrawals")),
    )
    op.create_index(
        op.f("ix_consent_withdrawals_consent_id"),
        "consent_withdrawals",
        ["consent_id"],
        unique=False,
    )


def downgrade():
    op.drop_index(op.f("ix_consent_withdrawals_consent_id"), table_name="consent_withdrawals")
    op.drop_table("consent_withdrawals")
    op.drop_table("consent_grants")
    op.drop_index(op.f("ix_consents_unit_id"), table_name="consents")
    op.drop_index(op.f("ix_consents_series_id"), table_name="consents")
    op.drop_index(op.f("ix_consents_person_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_index(op.f("ix_people_unit_id"), table_name="people")
    op.drop_index(op.f("ix_people_number_index"), table_name="people")
    op.drop_table("people")
