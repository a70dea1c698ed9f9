"""A trail that can be erased from and still holds, guarded by the database itself.

The codes of the former trail were made over other fields, and a migration holds no key: rows cannot
be carried over. A database that has such rows is left as it is, and says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
  WHEN NOT (old.salt IS NOT NULL AND new.salt IS NULL AND new.subject_id IS NULL AND new.case_id IS NULL AND new.basis_id IS NULL
    AND new.id IS old.id
    AND new.seq IS old.seq
    AND new.at IS old.at
    AND new.user_id IS old.user_id
    AND new.unit_id IS old.unit_id
    AND new.authority_id IS old.authority_id
    AND new.action IS old.action
    AND new.outcome IS old.outcome
    AND new.reason IS old.reason
    AND new.subject_kind IS old.subject_kind
    AND new.vouches_for IS old.vouches_for
    AND new.commitment IS old.commitment
    AND new.mac IS old.mac)
  BEGIN SELECT RAISE(ABORT, 'rows of the trail are only added'); END""",
    """CREATE TRIGGER audit_entries_not_deleted BEFORE DELETE ON audit_entries
  BEGIN SELECT RAISE(ABORT, 'rows of the trail are only added'); END""",
    """CREATE TRIGGER audit_entries_not_replaced BEFORE INSERT ON audit_entries
  WHEN EXISTS (SELECT 1 FROM audit_entries WHERE seq = new.seq OR id = new.id
    OR (vouches_for = new.vouches_for AND vouches_for IS NOT NULL))
  BEGIN SELECT RAISE(ABORT, 'rows of the trail are only added'); END""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
  WHEN new.id <> old.id OR new.seq < old.seq OR new.anchored < old.anchored
    OR (new.seq = old.seq AND new.chain_mac <> old.chain_mac)
  BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END""",
    """CREATE TRIGGER audit_head_not_deleted BEFORE DELETE ON audit_head
  BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END""",
    """CREATE TRIGGER audit_head_only_one BEFORE INSERT ON audit_head
  WHEN EXISTS (SELECT 1 FROM audit_head)
  BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END""",
)
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF old.salt IS NOT NULL AND new.salt IS NULL AND new.subject_id IS NULL AND new.case_id IS NULL AND new.basis_id IS NULL
    AND new.id IS NOT DISTINCT FROM old.id
    AND new.seq IS NOT DISTINCT FROM old.seq
    AND new.at IS NOT DISTINCT FROM old.at
    AND new.user_id IS NOT DISTINCT FROM old.user_id
    AND new.unit_id IS NOT DISTINCT FROM old.unit_id
    AND new.authority_id IS NOT DISTINCT FROM old.authority_id
    AND new.action IS NOT DISTINCT FROM old.action
    AND new.outcome IS NOT DISTINCT FROM old.outcome
    AND new.reason IS NOT DISTINCT FROM old.reason
    AND new.subject_kind IS NOT DISTINCT FROM old.subject_kind
    AND new.vouches_for IS NOT DISTINCT FROM old.vouches_for
    AND new.commitment IS NOT DISTINCT FROM old.commitment
    AND new.mac IS NOT DISTINCT FROM old.mac THEN
    RETURN new;
    END IF;
  END IF;
  RAISE EXCEPTION 'rows of the trail are only added' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """CREATE TRIGGER audit_entries_stay_rows BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()""",
    """CREATE TRIGGER audit_entries_stay_all BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay()""",
    """CREATE OR REPLACE FUNCTION audit_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT (new.id <> old.id OR new.seq < old.seq OR new.anchored < old.anchored
    OR (new.seq = old.seq AND new.chain_mac <> old.chain_mac)) THEN
    RETURN new;
    END IF;
  END IF;
  RAISE EXCEPTION 'the head of the trail only moves forward' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """CREATE TRIGGER audit_head_forward_rows BEFORE UPDATE OR DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_head_forward()""",
    """CREATE TRIGGER audit_head_forward_all BEFORE TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_head_forward()""",
    """CREATE UNIQUE INDEX uq_audit_head_only_one ON audit_head ((true))""",
)
POSTGRESQL_FUNCTIONS = ("audit_entries_stay", "audit_head_forward")


def upgrade():
    _insist_empty()
    _drop_former()
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("vouches_for", sa.Integer(), nullable=True),
        sa.Column("salt", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("basis_id", sa.Uuid(), nullable=True),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("seq", name=op.f("uq_audit_entries_seq")),
    )
    op.create_index(
        op.f("ix_audit_entries_case_id_seq"), "audit_entries", ["case_id", "seq"], unique=False
    )
    op.create_index(
        op.f("ix_audit_entries_user_id_at"), "audit_entries", ["user_id", "at"], unique=False
    )
    op.create_table(
        "audit_head",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain_mac", sa.String(), nullable=False),
        sa.Column("anchored", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_index(
        "uq_audit_entries_vouches_for",
        "audit_entries",
        ["vouches_for"],
        unique=True,
        sqlite_where=sa.text("vouches_for IS NOT NULL"),
        postgresql_where=sa.text("vouches_for IS NOT NULL"),
    )
    statements = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for statement in statements:
        op.execute(statement)


def downgrade():
    _insist_empty()
    op.drop_table("audit_head")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        for name in POSTGRESQL_FUNCTIONS:
            op.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    _create_former()


def _insist_empty():
    if op.get_bind().execute(sa.text("SELECT count(*) FROM audit_entries")).scalar():
        raise RuntimeError(
            "The audit trail has rows that cannot be carried over to this version. "
            "Keep this database, and begin with a new one."
        )


def _drop_former():
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_entries_user_id_at"), table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_case_id_seq"), table_name="audit_entries")
    op.drop_table("audit_entries")


def _create_former():
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("basis_id", sa.Uuid(), nullable=True),
        sa.Column("mac", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("seq", name=op.f("uq_audit_entries_seq")),
    )
    op.create_index(
        op.f("ix_audit_entries_case_id_seq"), "audit_entries", ["case_id", "seq"], unique=False
    )
    op.create_index(
        op.f("ix_audit_entries_user_id_at"), "audit_entries", ["user_id", "at"], unique=False
    )
    op.create_table(
        "audit_head",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain_mac", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
