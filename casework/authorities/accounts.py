"""What Flask-Security keeps of a user: the one file of tables that knows the web library."""

from uuid import UUID, uuid4

from flask_security import AsaList, RoleMixin, UserMixin, hash_password, verify_password
from sqlalchemy import ForeignKey, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access import Actor
from casework.authorities.models import User
from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Account(Base, UserMixin):  # ty: ignore[incompatible-attribute-override] ids are UUIDs here
    """How one user signs in. Keys are sealed, passwords and reserve codes hashed."""

    __tablename__ = "accounts"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    totp_sealed: Mapped[bytes | None]
    totp_counter: Mapped[int | None]  # AC14: the last half minute whose code was used
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        MutableList.as_mutable(AsaList())  # ty: ignore[invalid-argument-type] as its own models do
    )
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # ty: ignore[incompatible-attribute-override] none yet
        String(64), unique=True
    )

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    totp = Sealed("totp_sealed")

    @property
    def roles(self) -> list[RoleMixin]:  # ty: ignore[incompatible-property-override] read only
        """Flask-Security's own roles are not used: `access` decides."""
        return []

    @property
    def is_active(self) -> bool:
        """Someone who has left does not come in, whatever the account says."""
        return self.active and self.user.left_at is None

    @property
    def actor(self) -> Actor:
        return self.user.as_actor()

    def end_sessions(self) -> None:
        """AC15: every cookie that was given out so far is worth nothing from now on."""
        self.fs_uniquifier = uuid4().hex

    def set_password(self, plain: str) -> None:
        self.password = hash_password(plain)
        self.end_sessions()

    def has_password(self, plain: str) -> bool:
        return bool(self.password) and verify_password(plain, self.password)

    @property
    def has_second_factor(self) -> bool:
        return self.totp_sealed is not None

    def forget_second_factor(self) -> None:
        """The next sign-in begins with setting up another; every session ends."""
        self.totp, self.totp_counter, self.mf_recovery_codes = None, None, []
        self.end_sessions()
