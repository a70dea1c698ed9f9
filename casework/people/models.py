from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Person(Base):
    """One individual as one unit knows them (E1)."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint(
            "protected_at IS NULL OR (name_sealed IS NULL AND number_sealed IS NULL AND"
            " number_index IS NULL AND phone_sealed IS NULL AND email_sealed IS NULL AND"
            " address_sealed IS NULL AND municipality IS NULL AND language IS NULL AND"
            " access_needs_sealed IS NULL AND representative_sealed IS NULL)",
            name="protected_is_empty",  # E3
        ),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    name_sealed: Mapped[bytes | None]
    number_sealed: Mapped[bytes | None]
    number_index: Mapped[str | None] = mapped_column(index=True)
    phone_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    birth_year: Mapped[int | None]
    sex: Mapped[str | None]  # kvinna | man | annat
    municipality: Mapped[str | None]
    language: Mapped[str | None]
    interpreter: Mapped[bool] = mapped_column(default=False)
    access_needs_sealed: Mapped[bytes | None]
    representative_kind: Mapped[str | None]  # code of "företrädare"; None = speaks for themselves
    representative_sealed: Mapped[bytes | None]
    protected_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    name = Sealed("name_sealed")
    number = Sealed("number_sealed")
    phone = Sealed("phone_sealed")
    email = Sealed("email_sealed")
    address = Sealed("address_sealed")
    access_needs = Sealed("access_needs_sealed")
    representative = Sealed("representative_sealed")

    @property
    def is_protected(self) -> bool:
        return self.protected_at is not None

    @property
    def called(self) -> str:
        """How the person is spoken of on a case page."""
        return str(self.name) if self.name else "Skyddade personuppgifter"

    @property
    def first_name(self) -> str:
        return str(self.name).split(" ")[0] if self.name else "Personen"
