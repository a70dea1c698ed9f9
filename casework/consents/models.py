from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.facts import ConsentFacts
from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Consent(Base):
    """One version of one individual's consent across authorities."""

    __tablename__ = "consents"
    __table_args__ = (
        UniqueConstraint("series_id", "version"),
        CheckConstraint("last_day >= given_on", name="ends_after_start"),
        CheckConstraint("informed", name="told_of_the_right_to_withdraw"),
        CheckConstraint(
            "representative_kind IS NULL OR representative_document_seen",
            name="representative_is_proved",
        ),
    )

    series_id: Mapped[UUID] = mapped_column(index=True)  # the same through all versions
    version: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    purpose_sealed: Mapped[bytes]
    exceptions_sealed: Mapped[bytes | None]
    given_on: Mapped[date]
    last_day: Mapped[date]
    replaced_on: Mapped[date | None]  # the day a newer version took over
    given_how: Mapped[str]  # signed_paper | e_signature | oral
    paper_kept_sealed: Mapped[bytes | None]  # where the signed paper lies
    informed: Mapped[bool]
    language: Mapped[str | None]
    interpreter: Mapped[bool] = mapped_column(default=False)
    representative_kind: Mapped[str | None]  # a key of rules.REPRESENTATIVES; None = the person
    representative_name_sealed: Mapped[bytes | None]
    representative_scope_sealed: Mapped[bytes | None]
    representative_document_seen: Mapped[bool] = mapped_column(default=False)
    survey: Mapped[bool] = mapped_column(default=False)
    statistics: Mapped[bool] = mapped_column(default=False)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # None: the recorder
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    purpose = Sealed("purpose_sealed")
    exceptions = Sealed("exceptions_sealed")
    paper_kept = Sealed("paper_kept_sealed")
    representative_name = Sealed("representative_name_sealed")
    representative_scope = Sealed("representative_scope_sealed")

    grants: Mapped[list["Grant"]] = relationship(lazy="raise")
    withdrawals: Mapped[list["Withdrawal"]] = relationship(lazy="raise")

    def facts(self) -> ConsentFacts:
        """Needs `grants` and `withdrawals` loaded."""
        return ConsentFacts(
            consent_id=self.id,
            given_on=self.given_on,
            last_day=self.last_day,
            replaced_on=self.replaced_on,
            grants=frozenset((g.unit_id, g.kind) for g in self.grants),
            withdrawn=frozenset((w.unit_id, w.withdrawn_on) for w in self.withdrawals),
        )


class Grant(Base):
    """One tick of the grid: this unit may read this kind."""

    __tablename__ = "consent_grants"
    __table_args__ = (UniqueConstraint("consent_id", "unit_id", "kind"),)

    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consents.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[str]


class Withdrawal(Base):
    """The individual took it back, wholly (no unit) or for one unit."""

    __tablename__ = "consent_withdrawals"

    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consents.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    withdrawn_on: Mapped[date]
    told_how: Mapped[str]  # oral | written
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
