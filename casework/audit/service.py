"""Adding to the trail. Rows wait in the session and are chained just before the commit."""

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.access import YES, Actor, Decision, Reason
from casework.audit import head as end
from casework.audit.chain import seal_row
from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import Base, session

_WAITING = "audit waiting"
_GROUNDS = "audit grounds"
_UNDONE = "audit undone"
_OF_THE_FILE = frozenset({Reason.OWNER, Reason.CONSENT})


def record(
    actor: Actor | None,
    action: str,
    subject: Base,
    *,
    case_id: UUID | None = None,
    basis: UUID | None = None,
) -> None:
    """A1: somebody changed something. `subject` is the row that was added or changed.

    The ground is that on which the actor reached the case, or the row, in this transaction;
    a `basis` that is named goes before it. Without an actor: somebody outside, with a signed link.
    """
    named = replace(YES, reason=Reason.CONSENT, basis=basis) if basis else YES
    ground = _ground(actor, named, case_id, subject)
    _wait(_entry(actor, action, subject.__tablename__, subject.id, case_id, ground))


def note_read(
    actor: Actor, subject: Base, decision: Decision, *, case_id: UUID | None = None
) -> None:
    """A1: somebody read `subject`, on the ground that `decision` gives. Once per request.

    A bare YES has no ground of its own: it stands on that of the case.
    """
    _remember(actor, decision, case_id or subject.id)
    if (subject.__tablename__, subject.id) not in _read():
        ground = _ground(actor, decision, case_id, subject)
        _wait(_entry(actor, "read", subject.__tablename__, subject.id, case_id, ground))


def note_refusal(
    actor: Actor | None,
    action: str,
    kind: str,
    subject_id: object,
    *,
    case_id: object = None,
    reason: Reason = Reason.POLICY,
) -> None:
    """A1: somebody was refused. Says what was asked for, never whether it exists."""
    wanted = subject_id if isinstance(subject_id, UUID) else None
    case = case_id if isinstance(case_id, UUID) else None
    _wait(_entry(actor, action, kind, wanted, case, Decision(False, reason=reason)))


def vouch(actor: Actor | None, seq: int) -> None:
    """A2: say in the chain that row `seq` was erased by this actor (see erasing.py)."""
    entry = _entry(actor, "trail erased", AuditEntry.__tablename__, None, None, YES)
    entry.vouches_for = seq
    _wait(entry)


def note_what_was_undone(*, shown: bool = True) -> None:
    """A1: a save was undone, and what was read before it is shown all the same: it waits again.

    Unless `shown`, it is forgotten.
    """
    undone, again = session().info.pop(_UNDONE, []), _read()
    reads = [entry for entry in undone if entry.action == "read" and _thing(entry) not in again]
    waiting().extend(reads if shown else [])


def waiting() -> list[AuditEntry]:
    """The rows of this transaction that are not chained yet."""
    return session().info.setdefault(_WAITING, [])


def seal() -> None:
    """A2: chain the waiting rows behind the last one, under a lock on the head."""
    rows = waiting()
    _forget(session())
    if not rows:
        return
    head = end.lock()
    head.anchor_now_and_then()
    for row in rows:
        head.seq += 1
        head.chain_mac = seal_row(row, head.seq, head.chain_mac)
    end.put(head)
    session.add_all(rows)


def _entry(
    actor: Actor | None,
    action: str,
    kind: str,
    subject_id: UUID | None,
    case_id: UUID | None,
    ground: Decision,
) -> AuditEntry:
    return AuditEntry(
        at=clock.now(),
        user_id=actor and actor.user_id,
        unit_id=actor and actor.unit_id,
        authority_id=actor and actor.authority_id,
        action=action,
        outcome="allowed" if ground else "denied",
        reason=str(ground.reason),
        subject_kind=kind,
        salt=uuid4(),
        subject_id=subject_id,
        case_id=case_id,
        basis_id=ground.basis,
    )


def _grounds() -> dict[tuple[UUID, UUID], Decision]:
    """On what ground each user reached each case or row in this transaction."""
    return session().info.setdefault(_GROUNDS, {})


def _remember(actor: Actor, decision: Decision, reached: UUID) -> None:
    key = (actor.user_id, reached)
    if decision.reason in _OF_THE_FILE:
        _grounds()[key] = decision
    elif decision.reason is Reason.OWN_WRITING:
        _grounds().setdefault(key, decision)


def _ground(actor: Actor | None, own: Decision, case_id: UUID | None, subject: Base) -> Decision:
    """A decision that names a consent is its own ground, else what the file was reached on."""
    if actor is None or own.basis or own.reason not in {Reason.POLICY, Reason.CONSENT}:
        return own
    reached = (case_id, subject.id, getattr(subject, "referral_id", None))
    known = (_grounds().get((actor.user_id, one)) for one in reached if one)
    return next((ground for ground in known if ground), own)


def _read() -> set[tuple[str, UUID | None]]:
    """What this transaction has read."""
    return {_thing(entry) for entry in waiting() if entry.action == "read"}


def _thing(entry: AuditEntry) -> tuple[str, UUID | None]:
    return entry.subject_kind, entry.subject_id


def _wait(entry: AuditEntry) -> None:
    waiting().append(entry)


def _forget(over: Session) -> None:
    """What waited, and on what ground, is of one transaction."""
    over.info.pop(_WAITING, None)
    over.info.pop(_GROUNDS, None)


def _undo(over: Session) -> None:
    """Nothing of it happened; but somebody may have read, and be shown it (see above)."""
    over.info[_UNDONE] = over.info.get(_WAITING) or over.info.get(_UNDONE, [])
    _forget(over)


event.listen(session.session_factory, "after_rollback", _undo)
db.before_commit.append(seal)
