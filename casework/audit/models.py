from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.db import Base


class AuditEntry(Base):
    """One thing somebody read, did or was refused. Ids only: never a name or a text."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "case_id", "seq"), Index(None, "user_id", "at"))

    seq: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    authority_id: Mapped[UUID | None]
    action: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    basis_id: Mapped[UUID | None]
    mac: Mapped[str]


class AuditHead(Base):
    """The end of the chain, in one row: locked by whoever adds, and a witness of truncation."""

    __tablename__ = "audit_head"

    seq: Mapped[int]
    chain_mac: Mapped[str]
    mac: Mapped[str]
