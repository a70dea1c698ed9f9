"""What an installation of parties, units and staff must always be."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from casework.access import CASE_ROLES, YES, Decision, Role, no
from casework.authorities.accounts import Account
from casework.authorities.hiring import Post
from casework.authorities.models import Unit, User
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


TRUSTED = CASE_ROLES | {Role.ADMINISTRATOR, Role.REVIEWER}


def is_trusted(role: Role) -> bool:
    """Reaches cases, reads who has been in them, or decides who does."""
    return role in TRUSTED


def needs_two(user: User | None, post: Post) -> bool:
    """AC08: a post that opens a door which was shut: two administrators have to want it.

    `user` is as they are now, or None for somebody new.
    """
    new_role = is_trusted(post.role) and (user is None or post.role != user.role)
    clearance = post.cleared and not (user and user.cleared)
    moved = user is not None and post.unit.id != user.unit_id
    return new_role or clearance or moved


def password_needs_two(user: User, account: Account) -> bool:
    """AC08: where the password is all that is asked for, it is a way in to what they reach."""
    return is_trusted(Role(user.role)) and not account.has_second_factor


def check_not_waiting(waits: bool) -> None:
    if waits:
        raise RuleBroken("", "Det finns redan ett sådant förslag som väntar. Avgör det först.")


def still_waits(waits: bool) -> Decision:
    return YES if waits else no("The proposal is decided already, or older than seven days.")


def check_still_here(user: User) -> None:
    if user.left_at is not None:
        raise RuleBroken("", f"{user.name} har slutat. Säg nej till förslaget.")


def check_has_second_factor(has: bool) -> None:
    if not has:
        raise RuleBroken("", "Kontot har ingen inloggningsapp att nollställa.")


def check_new_email(email: str, *, taken: bool, field: str = "email") -> None:
    if taken:
        raise RuleBroken(field, f"Det finns redan någon med adressen {email}.")


def check_new_name(*, taken: bool) -> None:
    if taken:
        raise RuleBroken("name", "Namnet finns redan. Välj ett annat.")


# What a room may offer, as ticks: for those who come, then for the meeting.
FOR_ALL = {
    "horslinga": "Hörslinga",
    "utan_trappor": "Hiss eller inga trappor",
    "bred_dorr": "Breda dörrar",
    "rwc": "Toalett för rullstol",
    "lugnt": "Lugnt och avskilt",
}
FOR_WORK = {"skarm": "Projektor eller skärm", "video": "Utrustning för videomöte"}
OFFERS = FOR_ALL | FOR_WORK
# pieces of words by which somebody says that they need it
_ASKED = {
    "horslinga": ("hörslinga", "hörapparat", "hör dåligt", "nedsatt hörsel", "hörselnedsättning"),
    "utan_trappor": ("hiss", "trapp", "rullstol", "rollator", "permobil", "kryckor"),
    "bred_dorr": ("bred dörr", "breda dörr", "rullstol", "permobil"),
    "rwc": ("rwc", "handikapptoalett", "rullstol", "permobil"),
    "lugnt": ("lugn", "avskil", "tyst", "få intryck", "ljudkänslig"),
}


def asked_for(needs: str | None) -> list[str]:
    """E4: what of OFFERS a text about somebody's needs asks for; advice, a human decides."""
    said = (needs or "").casefold()
    return [code for code, words in _ASKED.items() if any(word in said for word in words)]


def lacks(has: Iterable[str], needed: Iterable[str]) -> list[str]:
    """The names of what is needed and not there, in the order of OFFERS."""
    missing = set(needed) - set(has)
    return [name for code, name in OFFERS.items() if code in missing]


def check_video_link(link: str | None, field: str = "video_link") -> None:
    """Only https, with a host and nothing that a letter or a calendar file could read as more."""
    if not link:
        return
    wrong = "Skriv hela adressen, till exempel https://video.example.se/rum."
    if any(not one.isprintable() or one.isspace() or one in '<>"\\' for one in link):
        raise RuleBroken(field, wrong)
    try:
        found = urlsplit(link)
        host, _port = found.hostname, found.port
    except ValueError:
        raise RuleBroken(field, wrong) from None
    if found.scheme != "https" or not host or "@" in found.netloc:
        raise RuleBroken(field, wrong)


TRAVEL_LONGEST = 180


def check_travel(minutes: int | None) -> None:
    if minutes is not None and not 0 <= minutes <= TRAVEL_LONGEST:
        raise RuleBroken("minutes", f"Skriv ett antal minuter, högst {TRAVEL_LONGEST}.")


def check_empty(names: list[str]) -> None:
    if names:
        raise RuleBroken("", f"Flytta eller avsluta först dem som arbetar där: {', '.join(names)}.")


def nobody_administers(administrators: int) -> Decision:
    """The first administrator is made once, when the installation is made."""
    return YES if administrators == 0 else no("Det finns redan en administratör.")
