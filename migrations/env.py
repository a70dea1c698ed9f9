"""Alembic's entry: migrates the database named by `-x url=…`, or the connection handed over."""

from alembic import context

from casework.kit.db import connect
from casework.kit.schema import migrating
from casework.tables import Base


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with migrating(connect(context.get_x_argument(as_dictionary=True)["url"])) as opened:
        run(opened)
