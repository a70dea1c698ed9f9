"""Made-up half-years: referrals and closings straight into the tables, and sheets to import."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from casework.access import Actor
from casework.audit.models import AuditEntry
from casework.cases.models import Case
from casework.kit.db import session
from casework.outcomes.importing import COLUMNS, LISTS, read
from casework.outcomes.models import Outcome
from casework.outcomes.service import import_earlier
from casework.programmes import defaults
from casework.programmes.queries import labels
from casework.reports import service
from casework.reports.models import InterimReport
from casework.reports.preparing import prepare
from tests import build

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
AFTER = datetime(2026, 8, 28, 7, tzinfo=UTC)
WORDS = {
    "lead": "Fler har kommit vidare än förra halvåret.",
    "helped": "Samma kontaktperson hela vägen.\n- Möten på förmiddagen.",
    "hindered": "Väntan på läkarutlåtande.",
    "proposals": "Boka uppföljningen redan på mötet.",
    "questions": "Kan överlämningen göras lika hos alla?\nKan svarstiden kortas?",
}
# reason, occupation after, income after: what may come of a case, over and over
ENDS = (
    *(("arbete", "forvarvsarbete", "lon"), ("studier", "studier", "studiestod")),
    *(("fortsatt_part", "arbetstraning", "forsorjningsstod"), ("arbete", "forvarvsarbete", "lon")),
    ("annat", "ovrigt", "sjukpenning,forsorjningsstod"),
)


def codes() -> None:
    """The default code lists beside those of the world."""
    defaults._install_codes()
    session.flush()


def referred(
    world: build.World, on: date, sender: str = "soc", *, statistics: bool = True, **person: Any
) -> Case:
    """A referral that came in that day, and its case, opened a week later."""
    officer = world.users[sender]
    who = build.person(officer, **person)
    given = build.consent(
        who,
        officer,
        {world.units[key]: "all" for key in ("host", "soc", "af")},
        statistics=statistics,
        given_on=on,
    )
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    case = build.case(
        world,
        person=who,
        consent=given,
        owner=sender,
        assigned=(sender,),
        opened_at=at + timedelta(days=7),
    )
    sent = session.get(build.Referral, case.referral_id)
    sent.sent_at = at
    return case


def closed(case: Case, by: Any, on: date, reason: str = "arbete", **more: Any) -> Outcome:
    at = datetime(on.year, on.month, on.day, 13, tzinfo=UTC)
    case.closed_at = at
    return build.kept(
        Outcome(
            case_id=case.id,
            unit_id=by.unit_id,
            proposed_by_id=by.id,
            proposed_at=at,
            agreed_by_id=by.id,
            agreed_at=at,
            closing_reason=reason,
            **more,
        )
    )


def half_year(world: build.World, referrals: int = 40, closings: int = 25) -> list[Case]:
    """So many referrals from several parts, men and women of all ages; the first ones closed."""
    senders = ("soc", "soc", "af", "fk", "soc", "af", "psykiatri", "fk", "ame", "soc")
    cases = []
    for n in range(referrals):
        day = date(2026, 1 + n % 6, 1 + n % 20)
        sex = "kvinna" if n % 9 < 5 else "man"
        case = referred(world, day, senders[n % 10], sex=sex, birth_year=1966 + (n * 7) % 36)
        cases.append(case)
    for n, case in enumerate(cases[:closings]):
        _ended(world, case, n)
    session.flush()
    return cases


def _ended(world: build.World, case: Case, n: int) -> None:
    reason, occupation, income = ENDS[n % len(ENDS)]
    closed(
        case,
        world.user("soc"),
        date(2026, 3 + n % 4, 20),
        reason,
        occupation_before="ovrigt" if n % 3 else "aktivt_sokande",
        occupation_after=occupation,
        income_after=income,
        income_before="forsorjningsstod" if n % 5 else "sjukpenning",
        ladder_start=1 + n % 3,
        ladder_end=3 + n % 4,
        life_end=n % 11,
        influence_end=(4 + n % 3) if n % 4 == 0 else 8,
    )


def drafted(world: build.World, first: date = FIRST, last: date = LAST) -> InterimReport:
    """A draft with its words written by the coordinator."""
    actor = world.user("host").as_actor()
    report = service.draft(actor, world.programme, first, last, at=AFTER)
    service.write(actor, report, WORDS, at=AFTER)
    session.flush()
    return report


def published(world: build.World, first: date = FIRST, last: date = LAST) -> InterimReport:
    report = drafted(world, first, last)
    service.second_read(world.user("soc").as_actor(), report, at=AFTER)
    service.publish(world.user("host").as_actor(), report, at=AFTER)
    session.flush()
    return report


def sheet(*rows: dict[str, str]) -> str:
    """CONTRACT's CSV."""
    lines = [";".join(row.get(name, "") for name in COLUMNS) for row in rows]
    return "\n".join((";".join(COLUMNS), *lines)) + "\n"


def imported(actor: Actor, text: str, programme: Any) -> int:
    known = labels(actor, *set(LISTS.values()))
    found = read(text, known)
    assert not found.faults, found.faults
    return import_earlier(actor, found.rows, programme, at=AFTER)


__all__ = ["AuditEntry", "labels", "prepare", "service"]
