"""A text that is nothing but attempts to come alive in a page, and a case that is full of it."""

from casework.kit.db import session
from casework.reviews.models import Consultation
from tests.access import states
from tests.access.canaries import models, words
from tests.house import everything

MARK = "zq7x"
PAYLOAD = (
    f"<script>alert('{MARK}')</script><img src=x onerror=alert('{MARK}')>"
    f'"><svg onload="alert(1)">{MARK}</svg><a href="javascript:alert(\'{MARK}\')">'
    f"javascript:alert('{MARK}')</a>" + "{{ 7*191 }}{% raw %}${7*191}"
)


def fill(world) -> everything.Ids:
    """The payload in every free text of one case, and in what leads to nobody beside it."""
    states.everybody(world)
    ids = everything.make(world)
    for model in models():
        for row in session.query(model).all():
            for name in words(model).values():
                if name not in ("draft", "email"):
                    setattr(row, name, PAYLOAD)
    session.get_one(Consultation, ids["consultation_id"]).question = PAYLOAD
    session.commit()
    return ids
