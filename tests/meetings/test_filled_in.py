"""M5, M7: what stands in a form before anybody has picked, and what an empty line means."""

import re
from datetime import timedelta

from casework.kit import clock, db
from casework.kit.db import session
from casework.meetings.models import Participant
from casework.meetings.post import links
from tests import build
from tests.conftest import CONFIG
from tests.meetings.making import meeting, participant, slot


def text(answer):
    return answer.get_data(as_text=True)


def test_m7_who_said_they_come_are_filled_in_as_there_to_be_seen_and_changed(world, sign_in):
    """Nothing is saved by it, nothing typed is lost by it, and the rest is left to pick."""
    held = slot(clock.today() - timedelta(days=3))
    row = meeting(world, build.case(world), at=clock.now() - timedelta(days=9), when=held)
    host, soc, af, fk = (participant(world, row, who) for who in ("host", "soc", "af", "fk"))
    host.answer, soc.answer, af.answer, fk.answer = "kommer", "kommer", "kan_inte", None
    db.seal_and_commit()
    client, url = sign_in(world.user("host")), f"/moten/{row.id}/anteckningar"
    typed = {f"narvaro_{soc.id.hex}": "video", "om_planering": "Vi ses i mars"}
    page = text(client.post(url, data={**typed, "fyll": "1"}))
    assert picked(page) == {host.id.hex: "pa_plats", soc.id.hex: "video"}
    assert f"Ifyllt som på plats: {world.user('host').name}" in page
    assert "Vi ses i mars" in page
    assert picked(text(client.get(url))) == {}
    again = text(client.post(url, data={f"narvaro_{host.id.hex}": "video", **typed, "fyll": "1"}))
    assert "Ingen fler har svarat" in again


def picked(page):
    """{participant: what is picked for them on the page}"""
    found = re.findall(r'<select[^>]*name="narvaro_(\w+)"(.*?)</select>', page, re.DOTALL)
    chosen = {who: re.findall(r'selected value="(\w+)"', options) for who, options in found}
    return {who: one for who, [one] in ((w, o) for w, o in chosen.items() if o)}


def test_m5_an_empty_line_by_link_leaves_what_was_written_and_in_the_app_erases_it(
    app, world, sign_in
):
    """The link's page does not show what was written before; the app's does."""
    row = meeting(world, build.case(world))
    mine = participant(world, row, "af")
    db.seal_and_commit()
    stranger, url = app.test_client(), f"/svar/{links.token(CONFIG['SECRET_KEY'], mine.id)}"

    def line():
        session.expire_all()
        return session.get(Participant, mine.id).answer_line

    stranger.post(url, data={"answer": "kan_inte", "line": "Helst i mars"})
    page = text(stranger.get(url))
    assert "Helst i mars" not in page
    assert "Det står kvar om du lämnar rutan tom" in page
    stranger.post(url, data={"answer": "kommer", "line": ""})
    assert line() == "Helst i mars"
    af = sign_in(world.user("af"))
    assert "Helst i mars" in text(af.get(f"/moten/{row.id}/svara"))
    af.post(f"/moten/{row.id}/svara", data={"answer": "kommer", "line": ""})
    assert line() is None
