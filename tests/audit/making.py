"""A trail to look at, and somebody who owns the database and spoils it."""

from sqlalchemy import text, update

from casework.audit import guard
from casework.audit.models import AuditEntry, AuditHead
from casework.audit.queries import verify
from casework.audit.service import note_read, record
from casework.kit.db import session, writing
from tests import build
from tests.conftest import acting


def trail(world, rows=5):
    """`rows` transactions of one row each, all about one case, on the ground of its consent."""
    case = build.case(world)
    session.commit()
    actor = acting(world.user("soc"))
    for number in range(rows):
        with writing():
            record(actor, f"act {number}", case, case_id=case.id, basis=case.consent_series_id)
    return case


def read_once(actor, case, decision):
    """One transaction more, of somebody who reads the case."""
    with writing():
        note_read(actor, case, decision, case_id=case.id)


def unguard():
    """What only the owner of the tables can do: take the triggers away."""
    for statement in guard.UNGUARD[session.get_bind().dialect.name]:
        session.execute(text(statement))
    session.commit()


def past_the_triggers():
    """On PostgreSQL they sleep for one transaction: the database serves the next test too."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        unguard()


def spoil(*statements):
    """Run the statements without the triggers, and verify."""
    past_the_triggers()
    for statement in statements:
        session.execute(text(statement) if isinstance(statement, str) else statement)
    session.commit()
    session.remove()
    return verify()


def verified():
    """The verdict, with no transaction open: verifying has connections of its own."""
    session.rollback()
    return verify()


def entries(**values):
    """An UPDATE of audit_entries, to be narrowed to a row."""
    return update(AuditEntry).values(**values).execution_options(synchronize_session=False)


def columns(model):
    return [column.name for column in model.__table__.columns]


ENTRY, HEAD = columns(AuditEntry), columns(AuditHead)
