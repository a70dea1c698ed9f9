"""E3: a protected person has no language, no needs and no representative either."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NAME = "ck_people_protected_is_empty"
BEFORE = (
    *("name_sealed", "number_sealed", "number_index"),
    *("phone_sealed", "email_sealed", "address_sealed", "municipality"),
)
MORE = ("language", "access_needs_sealed", "representative_sealed")
people = sa.table(
    "people",
    sa.column("protected_at", sa.DateTime(timezone=True)),
    sa.column("language", sa.String()),
    sa.column("access_needs_sealed", sa.LargeBinary()),
    sa.column("representative_sealed", sa.LargeBinary()),
)


def upgrade():
    nothing = dict.fromkeys(MORE)
    op.execute(sa.update(people).where(people.c.protected_at.is_not(None)).values(nothing))
    _only_without((*BEFORE, *MORE))


def downgrade():
    _only_without(BEFORE)


def _only_without(fields):
    empty = " AND ".join(f"{one} IS NULL" for one in fields)
    with op.batch_alter_table("people") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), f"protected_at IS NULL OR ({empty})")
