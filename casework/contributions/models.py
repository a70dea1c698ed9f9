from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Contribution(Base):
    """One thing one unit did, in one version. Rows are only added (B2)."""

    __tablename__ = "contributions"
    __table_args__ = (
        UniqueConstraint("series_id", "version"),
        UniqueConstraint("once"),
        CheckConstraint(
            "version = 1 OR correction_reason_sealed IS NOT NULL", name="correction_says_why"
        ),
        Index(None, "case_id", "done_on"),
        Index(None, "unit_id", "done_on"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    series_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    commitment_lineage_id: Mapped[UUID | None] = mapped_column(index=True)
    info_kind: Mapped[str]
    kind: Mapped[str]  # code: samtal | arbetsgivare | beslut | samordning | annat | kan_inte
    done_on: Mapped[date]
    minutes: Mapped[int | None]
    text_sealed: Mapped[bytes]
    logged_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    correction_reason_sealed: Mapped[bytes | None]
    once: Mapped[UUID | None]  # the form's own id: a double click is one row

    text = Sealed("text_sealed")
    correction_reason = Sealed("correction_reason_sealed")
