from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.audit import guard
from casework.kit.db import Base

_OF_NO_CASE = text("case_id IS NULL")
_VOUCHING = text("vouches_for IS NOT NULL")


class AuditEntry(Base):
    """One thing somebody read, did or was refused. Ids only: never a name or a text.

    `salt`, `subject_id`, `case_id` and `basis_id` can be erased, `commitment` stays.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "case_id", "seq"),
        Index(None, "user_id", "at"),
        Index(
            "ix_audit_entries_asked_for",
            *("subject_id", "seq"),
            sqlite_where=_OF_NO_CASE,
            postgresql_where=_OF_NO_CASE,
        ),
        Index(
            "uq_audit_entries_vouches_for",
            "vouches_for",
            unique=True,
            sqlite_where=_VOUCHING,
            postgresql_where=_VOUCHING,
        ),
    )

    seq: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    authority_id: Mapped[UUID | None]
    action: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str]
    subject_kind: Mapped[str]
    vouches_for: Mapped[int | None]  # the number of the row that this one says was erased
    salt: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    basis_id: Mapped[UUID | None]
    commitment: Mapped[str]
    mac: Mapped[str]


class AuditHead(Base):
    """The end of the chain, in one row: locked by whoever adds, and a witness of truncation."""

    __tablename__ = "audit_head"

    seq: Mapped[int]
    chain_mac: Mapped[str]
    anchored: Mapped[int]  # the last row that the file of anchors has a line for; 0 before any
    mac: Mapped[str]


guard.watch(AuditEntry.__table__, AuditHead.__table__)
