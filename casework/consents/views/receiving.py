"""C4: the individual told somebody of a named unit who does not work with the case.

They hold nothing but the reference on the individual's own paper. It is recorded at once: a
withdrawal that waits for the coordinator would be one that does not stop the sharing. So the page
says the same whether the reference means something or not, shows nothing of what it means, takes
back only for all or for one's own unit, and asks for the year of birth as well, so that a slip of
the pen does not meet somebody else's consent. What leaks is what a colleague in the unit sees
anyway: that a meeting was called off. Every try stands in the trail, and there are ten an hour.
"""

from typing import Any

from flask import flash, redirect, render_template

from casework.access.web import actor
from casework.authorities.queries import unit_for
from casework.consents import service
from casework.consents.forms import ReceiveForm
from casework.consents.policy import may_record
from casework.consents.views.door import consents, status
from casework.kit import clock
from casework.kit.saving import submitted

THANKS = (
    "Tack. Stämmer uppgifterna, och är din enhet med i samtycket, så är det tillbakataget nu."
    " Är du osäker: ring koordinatorn i dag."
)


@consents.route("/ta-emot", methods=["GET", "POST"])
def receive() -> Any:
    may_record(actor()).insist()
    form = ReceiveForm()
    unit = unit_for(actor(), actor().unit_id)
    form.what.choices = [("mine", f"För {unit.name}"), ("all", "Hela samtycket")]
    receive = lambda: service.receive(  # noqa: E731
        actor(), **form.said, on=clock.today(), at=clock.now()
    )
    if submitted(form, receive):
        flash(THANKS)
        return redirect("/")
    return render_template("consents/receive.html", form=form), status(form)
