"""Adding to the trail. Rows wait in the session and are chained just before the commit."""

from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework.access import Actor, Decision, Reason
from casework.audit.chain import START, link, seal_head
from casework.audit.models import AuditEntry, AuditHead
from casework.kit import clock, db
from casework.kit.db import Base, session

_WAITING = "audit waiting"


def record(
    actor: Actor | None,
    action: str,
    subject: Base,
    *,
    case_id: UUID | None = None,
    basis: UUID | None = None,
    reason: Reason = Reason.POLICY,
) -> None:
    """A1: somebody changed something. `subject` is the row that was added or changed.

    Without an actor: somebody outside, who answered by a signed link.
    """
    _wait(_entry(actor, action, subject.__tablename__, subject.id, case_id, basis, reason))


def note_read(
    actor: Actor, subject: Base, decision: Decision, *, case_id: UUID | None = None
) -> None:
    """A1: somebody read `subject`, on the ground that `decision` gives. Once per request."""
    entry = _entry(
        actor, "read", subject.__tablename__, subject.id, case_id, decision.basis, decision.reason
    )
    already = {(e.action, e.subject_kind, e.subject_id) for e in waiting()}
    if ("read", entry.subject_kind, entry.subject_id) not in already:
        _wait(entry)


def note_refusal(actor: Actor | None, action: str, kind: str, subject_id: object) -> None:
    """A1: somebody was refused. Says what was asked for, never whether it exists."""
    wanted = subject_id if isinstance(subject_id, UUID) else None
    entry = _entry(actor, action, kind, wanted, None, None, Reason.POLICY)
    entry.outcome = "denied"
    _wait(entry)


def waiting() -> list[AuditEntry]:
    """The rows of this transaction that are not chained yet."""
    return session().info.setdefault(_WAITING, [])


def seal() -> None:
    """A2: chain the waiting rows behind the last one, under a lock on the head."""
    rows = waiting()
    if not rows:
        return
    head = session.scalar(select(AuditHead).with_for_update()) or _first_head()
    for row in rows:
        row.seq = head.seq = head.seq + 1
        row.mac = head.chain_mac = link(row, head.chain_mac)
    head.mac = seal_head(head.seq, head.chain_mac)
    session.add_all(rows)
    session().info[_WAITING] = []


def _first_head() -> AuditHead:
    """One fixed id: two first writers at once collide instead of starting two chains."""
    head = AuditHead(id=UUID(int=1), seq=0, chain_mac=START, mac="")
    session.add(head)
    return head


def _entry(
    actor: Actor | None,
    action: str,
    kind: str,
    subject_id: UUID | None,
    case_id: UUID | None,
    basis: UUID | None,
    reason: Reason,
) -> AuditEntry:
    return AuditEntry(
        at=clock.now(),
        user_id=actor and actor.user_id,
        unit_id=actor and actor.unit_id,
        authority_id=actor and actor.authority_id,
        action=action,
        outcome="allowed",
        reason=str(reason),
        subject_kind=kind,
        subject_id=subject_id,
        case_id=case_id,
        basis_id=basis,
    )


def _wait(entry: AuditEntry) -> None:
    waiting().append(entry)


def _forget(rolled_back: Session) -> None:
    rolled_back.info.pop(_WAITING, None)


event.listen(session.session_factory, "after_rollback", _forget)
db.before_commit.append(seal)
