"""M5: a series is answered at once; and its pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.doing.series import answer_series_by_link
from casework.meetings.models import Meeting, MeetingSeries
from casework.meetings.post import links
from casework.meetings.queries.series import posted_series
from casework.meetings.queries.waiting import tasks
from casework.meetings.service import series as verbs
from tests import build
from tests.conftest import CONFIG, acting
from tests.meetings.making import series
from tests.meetings.post import part
from tests.meetings.recurring import FIRST, delivered, file_of, own

pytestmark = pytest.mark.usefixtures("in_november")


def test_m5_one_answer_to_all_and_another_to_some(world):
    of, made = series(world, FIRST)
    af = world.user("af")
    file = file_of(world, of, "af")
    said = {one.id: "kommer" for one in made} | {made[1].id: "kan_inte"}
    verbs.answer_series(acting(af), file, said, "Jag är borta då", at=clock.now())
    session.flush()
    answers = {one.meeting_id: one.answer for one in own(af, made)}
    assert answers == said
    noted = select(AuditEntry).where(AuditEntry.action == "meeting answered")
    db.seal_and_commit()
    assert len(session.scalars(noted).all()) == 5


def test_m5_the_desk_asks_once_for_the_whole_series(world):
    of, made = series(world, FIRST)
    session.flush()
    af = acting(world.user("af"))
    [task] = tasks(af, clock.today())
    assert task.sentence == "Fem ärendegenomgångar från 8 december väntar på ditt svar."
    assert (task.endpoint, task.args) == ("meetings.answer_series", {"series_id": of.id})
    said = {one.id: "kommer" for one in made[1:]}
    verbs.answer_series(af, file_of(world, of, "af"), said, None, at=clock.now())
    session.flush()
    [task] = tasks(af, clock.today())
    assert task.endpoint == "meetings.answer"


def test_m5_a_signed_link_answers_the_series_and_nothing_else(world, mailbox, app):
    of, made = series(world, FIRST)
    letter = dict(delivered(mailbox))[world.user("af").email]
    text = part(letter, "text/plain").get_content()
    path = "/svar/serie/" + text.split("/svar/serie/")[1].split()[0]
    token = path.rsplit("/", 1)[1]
    af = world.user("af")
    assert links.read_series(CONFIG["SECRET_KEY"], token) == (of.id, af.id)
    assert links.read(CONFIG["SECRET_KEY"], token) is None
    client = app.test_client()
    page = client.get(path).get_data(as_text=True)
    assert of.code in page
    assert af.name not in page
    form = {"answer": "kommer", f"dag_{made[2].id.hex}": "annan_tid"}
    client.post(path, data={**form, "line": "Helst före tio"})
    assert "Tack för svaret" in client.post(path, data=form).get_data(as_text=True)
    session.expire_all()
    answers = {one.meeting_id: one.answer for one in own(af, made)}
    assert answers[made[2].id] == "annan_tid"
    assert answers[made[0].id] == "kommer"
    assert {one.answer_line for one in own(af, made)} == {"Helst före tio"}
    assert client.get(path[:-3] + "xyz").status_code == 404
    with time_machine.travel(made[-1].ends_at + timedelta(days=15)):
        assert client.get(path).status_code == 404


def test_m5_a_link_to_a_series_that_is_over_answers_nothing(world):
    of, made = series(world, FIRST)
    about = posted_series(of.id, world.user("af").id)
    with pytest.raises(RuleBroken, match="har varit"):
        answer_series_by_link(about, {made[0].id: "kommer"}, None, at=made[-1].ends_at)


def test_m4_the_pages_say_what_will_happen_before_it_does(world, sign_in):
    build.room("Plan 2")
    of, made = series(world, FIRST)
    host = sign_in(world.user("host"))
    at = f"/moten/serier/{of.id}"
    page = host.get(f"/moten/{made[1].id}").get_data(as_text=True)
    assert f"{at}/andra?fran={made[1].id}" in page
    assert "Ändra bara det här" in page
    form = {"day": "2026-12-23", "starts": "10.00", "minutes": "120", "place": "Telefon"}
    form |= {"asked_by": "AF"}
    shown = host.post(f"{at}/andra?fran={made[1].id}", data=form)
    text = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert "Inget är ändrat ännu" in text
    assert "Fyra personer får två brev" in text
    session.expire_all()
    assert session.get_one(Meeting, made[1].id).series_id == of.id
    assert host.post(f"{at}/andra?fran={made[1].id}", data=form | {"sedd": "1"}).status_code == 302
    session.expire_all()
    new = session.get_one(Meeting, made[1].id).series_id
    assert new != of.id
    wrong = host.post(f"{at}/andra", data={**form, "day": ""})
    assert wrong.status_code == 422
    assert "Telefon" in wrong.get_data(as_text=True)


def test_m4_m5_the_other_pages_of_a_series(world, sign_in):
    of, made = series(world, FIRST)
    host, af = sign_in(world.user("host")), sign_in(world.user("af"))
    at = f"/moten/serier/{of.id}"
    assert "Fem möten väntar på ditt svar" in af.get(at).get_data(as_text=True)
    assert af.get(f"{at}/stall-in").status_code == 403
    said = {"answer": "kommer", f"dag_{made[0].id.hex}": "kan_inte"}
    assert af.post(f"{at}/svara", data=said).status_code == 302
    assert "tre personer har inte svarat" not in host.get(at).get_data(as_text=True)
    some = {"since": str(made[1].id)}
    add = host.post(f"{at}/lagg-till", data=some | {"people": [str(world.user("ame").id)]})
    assert add.status_code == 302
    out = host.post(f"{at}/avboka", data=some | {"person": str(world.user("fk").id)})
    assert out.status_code == 302
    off = host.post(f"{at}/stall-in", data=some | {"because": "behovs_inte"})
    assert off.status_code == 302
    session.expire_all()
    assert [session.get_one(Meeting, one.id).is_on for one in made] == [True] + [False] * 4
    assert session.get_one(MeetingSeries, of.id).cancelled_at is None
    assert host.get(at).get_data(as_text=True).count("Inställt") == 4


def test_m5_a_link_signed_for_something_else_opens_no_series():
    """The salt is this purpose alone, whatever the text in it looks like."""
    signed = URLSafeTimedSerializer(CONFIG["SECRET_KEY"], salt=links.SALT)
    pair = [uuid4().hex, uuid4().hex]
    assert links.read_series(CONFIG["SECRET_KEY"], signed.dumps(pair)) is None
    of_series = URLSafeTimedSerializer(CONFIG["SECRET_KEY"], salt=links.OF_SERIES)
    assert links.read_series(CONFIG["SECRET_KEY"], of_series.dumps(pair)) is not None
    assert links.read(CONFIG["SECRET_KEY"], of_series.dumps(pair[0])) is None
