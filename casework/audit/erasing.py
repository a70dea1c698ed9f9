"""Erasing: what leads from the trail to an individual goes, and the chain still holds."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select, update

from casework.access import Actor
from casework.audit.chain import HIDDEN
from casework.audit.models import AuditEntry
from casework.audit.service import vouch
from casework.kit.db import session

_AT_ONCE = 500  # ids in one statement


def erase(actor: Actor | None, ids: Collection[UUID]) -> int:
    """A2: empty every row about one of `ids`; how many. Each gets a later row that vouches for it.

    `ids` are those of the case, the person, the referrals, consents and all else that is erased
    with them. Rows of this very transaction are left: they tell that it was done.
    """
    rows = sorted({seq for part in _parts(sorted(ids)) for seq in _about(part)})
    for seq in rows:
        vouch(actor, seq)
    for part in _parts(rows):
        gone = update(AuditEntry).where(AuditEntry.seq.in_(part))
        session.execute(gone.values(dict.fromkeys(HIDDEN)))
    return len(rows)


def _about(ids: Sequence[UUID]) -> list[int]:
    mentioned = (AuditEntry.subject_id, AuditEntry.case_id, AuditEntry.basis_id)
    query = select(AuditEntry.seq).where(
        AuditEntry.salt.is_not(None), or_(*(column.in_(ids) for column in mentioned))
    )
    return list(session.scalars(query))


def _parts(whole: list) -> list[list]:
    return [whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE)]
