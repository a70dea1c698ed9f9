"""What whoever runs the server does for the administrators. The words are for the terminal."""

from collections.abc import Iterator
from uuid import UUID

from casework.authorities.queries import proposal_for, proposals_on_server
from casework.authorities.service.proposals import approve_on_server
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken


def approve(proposal_id: UUID | None) -> Iterator[str]:
    """AC08: what waits for a second administrator, a line each; or approve one of them."""
    return _approved(proposal_id) if proposal_id else _waiting()


def _waiting() -> Iterator[str]:
    for one in proposals_on_server(None, clock.now()):
        yield f"{one.id} {one.kind} {one.email or one.user_id}"


def _approved(proposal_id: UUID) -> Iterator[str]:
    try:
        with writing():
            given = approve_on_server(None, proposal_for(None, proposal_id), at=clock.now())
    except NotVisible:
        yield "There is no such proposal."
    except (NotAllowed, RuleBroken) as trouble:
        yield str(trouble)
    else:
        yield "Approved."
        if given:
            yield f"Sign in as {given.user.email} with the password {given.password}."
