"""AC08: what waits for another administrator."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.authorities import queries
from casework.authorities.models import Kind, Proposal
from casework.authorities.policy import may_approve, may_decline
from casework.authorities.service import proposals as service
from casework.authorities.views.door import answer, authorities, said
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, submitted
from casework.pages import ROLE_LABELS

WHAT = {
    Kind.ACCOUNT: "Nytt konto",
    Kind.POST: "Ny enhet, roll eller behörighet",
    Kind.PASSWORD: "Nytt lösenord",
    Kind.SECOND_FACTOR: "Nollställd inloggningsapp",
}


@authorities.get("/admin/forslag")
def proposals() -> ResponseReturnValue:
    at = clock.now()
    waiting = queries.waiting_proposals(actor(), at)
    settled = queries.settled_proposals(actor(), at)
    words = {"waiting": waiting, "settled": settled, "alone": queries.administrators() < 2}
    return render_template("authorities/proposals.html", **words, **_words([*waiting, *settled]))


@authorities.route("/admin/forslag/<uuid:proposal_id>", methods=["GET", "POST"])
def proposal(proposal_id: UUID) -> ResponseReturnValue:
    wanted, made = queries.proposal_for(actor(), proposal_id), []
    form, at = HouseForm(), clock.now()
    if submitted(form, lambda: made.append(service.approve(actor(), wanted, at=at))):
        return answer(made[0], "Förslaget är godkänt och genomfört.", "authorities.proposals")
    may = {"approve": may_approve(actor(), wanted, at), "decline": may_decline(actor(), wanted, at)}
    words = {"wanted": wanted, "may": may, **_words([wanted])}
    return form_page("authorities/proposal.html", form, **words)


@authorities.post("/admin/forslag/<uuid:proposal_id>/nej")
def decline_proposal(proposal_id: UUID) -> ResponseReturnValue:
    wanted, form = queries.proposal_for(actor(), proposal_id), HouseForm()
    if submitted(form, lambda: service.decline(actor(), wanted, at=clock.now())):
        return said("Förslaget är avgjort. Inget är ändrat.", "authorities.proposals")
    return said("Förslaget väntar inte längre.", "authorities.proposals")


def _words(rows: list[Proposal]) -> dict[str, Any]:
    """What proposals are told with: names of people and units, and of what is wanted."""
    named = [one for row in rows for one in (row.user_id, row.proposed_by_id, row.decided_by_id)]
    return {
        "people": queries.people_by_id(actor(), {one for one in named if one}),
        "units": queries.full_unit_names(actor()),
        "what": WHAT,
        "roles": {str(role): label for role, label in ROLE_LABELS.items()},
    }
