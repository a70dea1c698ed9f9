"""Who works here, as what, and until when. Never case content (AC08).

What could lead to a case, or to an administrator of one's own making, needs two administrators:
the first one's word becomes a proposal, see proposals.py. To take away is done at once.
"""

from datetime import datetime

from casework.access import Actor, Role
from casework.audit.service import record
from casework.authorities import rules
from casework.authorities.hiring import Given, Post, hire, move, new_password
from casework.authorities.models import Kind, Proposal, Unit, User
from casework.authorities.policy import may_administer
from casework.authorities.queries import account_of, administrators, email_taken
from casework.authorities.service.proposals import propose


def add_user(actor: Actor, *, name: str, email: str, post: Post, at: datetime) -> Given | Proposal:
    """A new member of staff and their first password, which is kept nowhere else."""
    may_administer(actor).insist()
    email = email.casefold()
    rules.check_new_email(email, taken=email_taken(actor, email))
    rules.check_post(post.unit, post.role)
    if rules.needs_two(None, post):
        return propose(actor, Kind.ACCOUNT, None, name=name, email=email, post=post, at=at)
    given = hire(name, email, post)
    record(actor, "user added", given.user)
    return given


def change_user(
    actor: Actor, user: User, *, name: str, post: Post, at: datetime
) -> Proposal | None:
    """K5: name, title and telephone are changed at once, and what only takes away."""
    may_administer(actor).insist()
    moved = post.unit.id != user.unit_id or post.role != user.role
    rules.check_not_oneself(
        user.id == actor.user_id and (moved or post.cleared != user.cleared), "role"
    )
    rules.check_post(post.unit, post.role)
    if rules.needs_two(user, post):
        return propose(actor, Kind.POST, user, name=name, post=post, at=at)
    moved = move(user, account_of(actor, user), name, post, at)
    record(actor, "user moved" if moved else "user changed", user)
    return None


def give_new_password(actor: Actor, user: User, *, at: datetime) -> Given | Proposal:
    """AC15: the old one and all sessions end; the new one is shown once."""
    may_administer(actor).insist()
    rules.check_not_oneself(user.id == actor.user_id, "")
    account = account_of(actor, user)
    if rules.password_needs_two(user, account):
        return propose(actor, Kind.PASSWORD, user, at=at)
    given = new_password(user, account)
    record(actor, "password given", user)
    return given


def reset_second_factor(actor: Actor, user: User, *, at: datetime) -> Proposal:
    """AC08: always two; whoever has the password would otherwise be in."""
    may_administer(actor).insist()
    rules.check_not_oneself(user.id == actor.user_id, "")
    rules.check_has_second_factor(account_of(actor, user).has_second_factor)
    proposal = propose(actor, Kind.SECOND_FACTOR, user, at=at)
    record(actor, "second factor reset asked", user)
    return proposal


def end_user(actor: Actor, user: User, *, at: datetime) -> None:
    """K5: somebody leaves. Their sessions, their account and their assignments end now."""
    may_administer(actor).insist()
    rules.check_not_oneself(user.id == actor.user_id, "")
    account = account_of(actor, user)
    user.left_at, account.active = at, False
    user.feed_token = None
    account.end_sessions()
    record(actor, "user ended", user)


def first_administrator(actor: None, *, name: str, email: str, unit: Unit) -> Given:
    """Whoever sets up the installation, when there is nobody to ask yet."""
    del actor
    rules.nobody_administers(administrators()).insist()
    given = hire(name, email.casefold(), Post(unit, Role.ADMINISTRATOR))
    record(given.user.as_actor(), "first administrator", given.user)
    return given
