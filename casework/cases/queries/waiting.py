"""What a case itself asks of somebody: it wakes up, its next step is due, its consent runs out."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from casework.access import Actor
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.cases.rules import NEXT_STEP
from casework.consents.models import Consent
from casework.consents.queries import taken_back
from casework.kit.db import session
from casework.kit.swedish import local_day, plural, weekday_date
from casework.kit.tasks import Coming, Task

RENEW = timedelta(days=30)  # C6

STEPS = {
    "kartlaggning": ("Kartläggningen", "klar"),
    "mote": ("Mötet", "hållet"),
    "plan": ("Planen", "klar"),
    "uppfoljning": ("Uppföljningen", "gjord"),
    "avslut": ("Avslutet", "klart"),
}
# what the coordinator calls people to, and so owes: on the owner's desk it is nothing to do
CONVENED = frozenset({"kartlaggning", "mote", "uppfoljning"})
COMING = {
    "kartlaggning": "Kartläggning",
    "mote": "Möte",
    "plan": "Gemensam plan",
    "uppfoljning": "Uppföljning",
    "avslut": "Avslut",
}


def tasks(actor: Actor, on: date) -> list[Task]:
    """K3, C6: for those who keep the case going, the coordinator and the owner. One statement."""
    due = or_(
        Case.paused_until <= on,
        and_(Case.paused_until.is_(None), Case.next_step_on <= on),
        Consent.last_day <= on + RENEW,
        taken_back(Consent, None, on),
    )
    rows = session.execute(_kept_going(actor, on, due))
    return [task for row in rows for task in _of(actor, row, on)]


def coming(actor: Actor, on: date, until: date) -> list[Coming]:
    """Next steps and wakings with a day ahead. One statement."""
    ahead = or_(
        Case.paused_until.between(on + timedelta(days=1), until),
        and_(
            Case.paused_until.is_(None),
            Case.next_step_on.between(on + timedelta(days=1), until),
        ),
    )
    return [_coming(row) for row in session.execute(_kept_going(actor, on, ahead))]


def _kept_going(actor: Actor, on: date, when: ColumnElement[bool]) -> Select:
    mine = () if actor.coordinates else (Case.owner_unit_id == actor.unit_id,)
    return (
        select(
            *(Case.id, Case.reference, Case.person_id, Case.next_step, Case.next_step_on),
            *(Case.paused_at, Case.paused_until, Consent.last_day, Consent.id.label("consent_id")),
            taken_back(Consent, None, on).label("withdrawn"),
        )
        .outerjoin(
            Consent,
            and_(Consent.series_id == Case.consent_series_id, Consent.replaced_on.is_(None)),
        )
        .where(visible(actor, on), Case.closed_at.is_(None), when, *mine)
        .order_by(Case.opened_at)
    )


def _of(actor: Actor, row: Row, on: date) -> Iterator[Task]:
    if row.paused_until is None and row.next_step_on <= on and _theirs(actor, row, on):
        yield _next_step(row, on)
    elif row.paused_until is not None and row.paused_until <= on:
        yield _waking(row, on)
    if row.withdrawn or (row.last_day is not None and row.last_day < on):
        yield _without_consent(row, on)
    elif row.last_day is not None and row.last_day <= on + RENEW:
        yield _running_out(row, on)


def _theirs(actor: Actor, row: Row, on: date) -> bool:
    """What the coordinator convenes is the coordinator's, as long as there is a consent."""
    ended = row.withdrawn or (row.last_day is not None and row.last_day < on)
    return actor.coordinates or ended or row.next_step not in CONVENED


def _next_step(row: Row, on: date) -> Task:
    what, done = STEPS.get(row.next_step, ("Nästa steg", "gjort"))
    when = f"skulle ha varit {done} {weekday_date(row.next_step_on)}"
    if row.next_step_on == on:
        when = f"ska vara {done} i dag"
    return Task(
        due=row.next_step_on,
        sentence=f"{what} i {row.reference} {when}.",
        button="Öppna ärendet",
        endpoint="desk.case",
        args={"case_id": row.id, "_anchor": NEXT_STEP},
        ref=row.reference,
    )


def _waking(row: Row, on: date) -> Task:
    since = f" sedan {weekday_date(local_day(row.paused_at))}" if row.paused_at else ""
    return Task(
        due=row.paused_until,
        sentence=f"{row.reference} har vilat{since} och behöver ett nytt nästa steg.",
        button="Välj nästa steg",
        endpoint="cases.next_step",
        args={"case_id": row.id},
        ref=row.reference,
        flag="Vaknar i dag" if row.paused_until == on else "",
        icon="pause",
        level="soon" if row.paused_until == on else "",
    )


def _without_consent(row: Row, on: date) -> Task:
    return Task(
        due=on,
        sentence=f"Samtycket i {row.reference} gäller inte längre. "
        "Fråga om ett nytt, eller planera avslutet.",
        button="Fråga om samtycke",
        endpoint="consents.alter",
        args={"consent_id": row.consent_id},
        ref=row.reference,
        flag="Inget samtycke",
        icon="lock",
        level="late",
    )


def _running_out(row: Row, on: date) -> Task:
    left = (row.last_day - on).days
    flag = f"{left} {plural(left, 'dag', 'dagar')} kvar" if left else "Sista dagen i dag"
    return Task(
        due=row.last_day,
        sentence=f"Samtycket i {row.reference} upphör {weekday_date(row.last_day)}. "
        "Fråga om ett nytt, eller planera avslutet.",
        button="Förbered samtycket",
        endpoint="consents.alter",
        args={"consent_id": row.consent_id},
        ref=row.reference,
        flag=flag,
    )


def _coming(row: Row) -> Coming:
    args = {"case_id": row.id, "_anchor": NEXT_STEP}
    if row.paused_until is not None:
        return Coming(row.paused_until, f"{row.reference} vaknar", "desk.case", args)
    what = COMING.get(row.next_step, "Nästa steg")
    return Coming(row.next_step_on, f"{what}, {row.reference}", "desk.case", args)
