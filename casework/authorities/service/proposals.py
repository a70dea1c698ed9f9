"""AC08: what two administrators have to want. Nobody agrees to what they asked for themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from uuid import UUID

from casework.access import Actor, Role
from casework.audit.service import record
from casework.authorities import rules
from casework.authorities.accounts import Account
from casework.authorities.hiring import Given, Post, hire, move, new_password
from casework.authorities.models import Kind, Proposal, User
from casework.authorities.policy import may_administer, may_approve, may_decline
from casework.authorities.queries import (
    account_named,
    already_proposed,
    email_taken,
    unit_for,
)
from casework.kit.db import session


def propose(
    actor: Actor,
    kind: Kind,
    user: User | None,
    *,
    at: datetime,
    name: str | None = None,
    email: str | None = None,
    post: Post | None = None,
) -> Proposal:
    """What one administrator wants; nothing else changes yet."""
    may_administer(actor).insist()
    rules.check_not_waiting(
        already_proposed(actor, kind, user_id=user.id if user else None, email=email, at=at)
    )
    proposal = Proposal(kind=kind, proposed_by_id=actor.user_id, proposed_at=at)
    proposal.user_id, proposal.name, proposal.email = user.id if user else None, name, email
    if post:
        proposal.unit_id, proposal.role, proposal.cleared = post.unit.id, post.role, post.cleared
        proposal.title, proposal.phone = post.title, post.phone
    session.add(proposal)
    record(actor, f"proposed: {kind}", proposal)
    return proposal


def approve(actor: Actor, proposal: Proposal, *, at: datetime) -> Given | None:
    """Another administrator agrees, and it is done. Gives the password if there is one to tell."""
    may_approve(actor, proposal, at).insist()
    proposal.decided_by_id, proposal.decided_at, proposal.approved = actor.user_id, at, True
    record(actor, f"approved: {proposal.kind}", proposal)
    return _carry_out(actor, proposal, at)


def approve_on_server(actor: None, proposal: Proposal, *, at: datetime) -> Given | None:
    """With a command, by whoever runs the server: while there is only one administrator."""
    rules.still_waits(proposal.waits(at)).insist()
    proposal.decided_at, proposal.approved = at, True
    record(actor, f"approved on the server: {proposal.kind}", proposal)
    return _carry_out(actor, proposal, at)


def decline(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """A no, or what was asked for is taken back. Nothing was changed."""
    may_decline(actor, proposal, at).insist()
    proposal.decided_by_id, proposal.decided_at, proposal.approved = actor.user_id, at, False
    record(actor, f"declined: {proposal.kind}", proposal)


def _carry_out(actor: Actor | None, proposal: Proposal, at: datetime) -> Given | None:
    if proposal.kind == Kind.ACCOUNT:
        given = _hire(proposal)
        record(actor, "user added", given.user)
        return given
    account = account_named(actor, proposal)
    rules.check_still_here(account.user)
    deed, word = _DEEDS[Kind(proposal.kind)]
    record(actor, word, account.user)
    return deed(account, proposal, at)


def _hire(proposal: Proposal) -> Given:
    email = str(proposal.email)
    rules.check_new_email(email, taken=email_taken(None, email), field="")
    return hire(str(proposal.name), email, _post(proposal))


def _move(account: Account, proposal: Proposal, at: datetime) -> None:
    move(account.user, account, str(proposal.name), _post(proposal), at)


def _new_password(account: Account, proposal: Proposal, at: datetime) -> Given:
    del proposal, at
    return new_password(account.user, account)


def _reset(account: Account, proposal: Proposal, at: datetime) -> Given:
    """The password too: whoever asked may have given the old one, and would be in with it alone."""
    del proposal, at
    account.forget_second_factor()
    return new_password(account.user, account)


def _post(proposal: Proposal) -> Post:
    """The post that was asked for, if it still can be given."""
    unit, role = unit_for(None, cast(UUID, proposal.unit_id)), Role(str(proposal.role))
    rules.check_post(unit, role)
    return Post(unit, role, proposal.cleared, proposal.title, proposal.phone)


_DEEDS: dict[Kind, tuple[Callable[[Account, Proposal, datetime], Given | None], str]] = {
    Kind.POST: (_move, "user moved"),
    Kind.PASSWORD: (_new_password, "password given"),
    Kind.SECOND_FACTOR: (_reset, "second factor reset"),
}
