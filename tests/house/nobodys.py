"""Rows that are nobody's: the house's own, for addresses that lead to no case."""

from datetime import date

from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.audit.service import record, seal
from casework.authorities.models import Proposal
from casework.kit import clock
from casework.kit.db import session
from casework.oversight.models import LogSample, ReviewTask, ReviewTaskRow, SampleRow
from casework.programmes.models import Code
from casework.reports.models import InterimReport
from tests import build
from tests.calendars.making import kept_calendar

Ids = dict[str, object]


def of_the_house(world: build.World) -> Ids:
    """What is nobody's: a report, units, rooms, codes; and names that are no ids."""
    return {**_reported(world), **_overseen(world), **_of_the_house(world)}


def _reported(world: build.World) -> Ids:
    assert world.programme is not None
    draft = InterimReport(
        **{"programme_id": world.programme.id, "drafted_by_id": world.user("host").id},
        **{"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)},
        **{"drafted_at": clock.now()},
    )
    ids = {"asked_id": build.question(world).id, "criterion_id": build.criterion(world).id}
    return ids | {"report_id": build.kept(draft).id, "programme_id": world.programme.id}


def _overseen(world: build.World) -> Ids:
    """A month of the social office's log with one row, and a task about it."""
    record(world.user("soc").as_actor(), "told", world.user("soc"))
    seal()
    last = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)
    entry, now, whose = session.scalars(last).one(), clock.now(), {}
    whose["authority_id"] = world.unit("soc").authority_id
    drawn = LogSample(
        **{"month": date(2026, 1, 1), "seed": "0", "size": 1, "population": 1, "refused": 0},
        **{"drawn_at": now, "drawn_by_id": world.user("granskare").id},
        **whose,
    )
    found = ReviewTask(
        **{"rule": "sample", "fingerprint": "sample:2026-01-01:0", "raised_at": now},
        **{"first_at": now, "last_at": now, "user_id": world.user("soc").id},
        **whose,
    )
    row = SampleRow(sample_id=build.kept(drawn).id, entry_id=entry.id, position=1)
    build.kept(ReviewTaskRow(task_id=build.kept(found).id, entry_id=entry.id))
    ids = {"sample_id": drawn.id, "row_id": build.kept(row).id, "task_id": found.id}
    return {**ids, "month": "2026-01"}


def _of_the_house(world: build.World) -> Ids:
    return {
        **{"unit_id": world.unit("fk").id, "user_id": world.user("fk").id},
        **{"authority_id": world.unit("fk").authority_id, "room_id": build.room().id},
        **{"proposal_id": _proposed(world), "calendar_id": kept_calendar().id},
        "code_id": session.scalars(select(Code.id)).first(),
        **{"token": "inget", "slug": "inget", "name": "inget.eml", "filename": "inget.css"},
        **{"code_list": "informationsslag", "step": 1, "number": 1, "table": "inget"},
    }


def _proposed(world: build.World) -> object:
    """One administrator wants a new password for somebody, and waits for another."""
    asked = {"proposed_by_id": world.user("admin").id, "proposed_at": clock.now()}
    return build.kept(Proposal(kind="password", user_id=world.user("fk").id, **asked)).id
