"""What an installation of parties, units and staff must always be."""

from casework.access import CASE_ROLES, YES, Decision, Role, no
from casework.authorities.models import Unit
from casework.kit.errors import RuleBroken


def check_post(unit: Unit, role: Role) -> None:
    """Whoever coordinates is employed by the host unit; the steering group meets no cases."""
    if unit.closed_at is not None:
        raise RuleBroken("unit", f"{unit.short_name} är avslutad. Välj en annan enhet.")
    if role is Role.COORDINATOR and not unit.coordinates:
        raise RuleBroken("unit", "En koordinator hör till den enhet som samordnar.")
    if role in CASE_ROLES and not unit.has_people:
        raise RuleBroken("role", f"{unit.short_name} arbetar inte med enskilda personers ärenden.")


def check_not_oneself(oneself: bool, field: str) -> None:
    """AC08: nobody gives himself another role, another unit or a clearance."""
    if oneself:
        raise RuleBroken(
            field, "Du kan inte ändra ditt eget konto så här. Be en annan administratör."
        )


def check_new_email(email: str, *, taken: bool) -> None:
    if taken:
        raise RuleBroken("email", f"Det finns redan någon med adressen {email}.")


def check_new_name(*, taken: bool) -> None:
    if taken:
        raise RuleBroken("name", "Namnet finns redan. Välj ett annat.")


def check_empty(names: list[str]) -> None:
    if names:
        raise RuleBroken("", f"Flytta eller avsluta först dem som arbetar där: {', '.join(names)}.")


def nobody_administers(administrators: int) -> Decision:
    """The first administrator is made once, when the installation is made."""
    return YES if administrators == 0 else no("Det finns redan en administratör.")
