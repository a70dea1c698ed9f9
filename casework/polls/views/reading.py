"""One poll."""

from typing import Any
from uuid import UUID

from flask import render_template

from casework.access.web import actor
from casework.kit import clock
from casework.polls.shown import picking
from casework.polls.shown import poll as showing
from casework.polls.views.door import polls, reached


@polls.get("/moten/fraga/<uuid:poll_id>")
def show(poll_id: UUID) -> Any:
    file = reached(poll_id)
    words = showing.whole(actor(), file, clock.now())
    kept = picking.kept(file) if words["may"] else []
    return render_template("polls/show.html", kept=kept, **words)
