"""M5, AC25: a link is for one answer; to everybody else it is nothing, always the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from itsdangerous import URLSafeTimedSerializer

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import session
from casework.meetings.models import Participant
from casework.meetings.post import links
from tests import build
from tests.access.knocking import Visitor, heard
from tests.conftest import CONFIG
from tests.meetings.making import meeting, miswritten, participant, reached, slot

SECRET = CONFIG["SECRET_KEY"]


def token(one: Participant) -> str:
    return links.token(SECRET, one.id)


def signed(salt, what, secret=SECRET):
    return URLSafeTimedSerializer(secret, salt=salt).dumps(what)


def _removed(_world, _row, mine):
    mine.removed_at = clock.now()


def _left(world, _row, _mine):
    world.user("af").left_at = clock.now()


def _moved(world, _row, _mine):
    world.user("af").unit_id = world.unit("fk").id


def _withdrawn(world, row, _mine):
    consent = reached(world, "host", row).facts.consents[0].consent_id
    build.withdrawal(session.get_one(build.Consent, consent), world.user("soc"), world.unit("af"))


def _long_ago(_world, row, _mine):
    for name in ("starts_at", "ends_at"):
        setattr(row, name, getattr(row, name) - timedelta(days=60))


DEAD = {
    "removed": _removed,
    "left": _left,
    "moved": _moved,
    "withdrawn": _withdrawn,
    "expired": _long_ago,
}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_m5_whatever_is_wrong_with_a_link_the_answer_is_the_same(app, world, method):
    """Unknown, forged, of another purpose or secret, removed, left, moved, withdrawn, too late."""
    row = meeting(world, build.case(world))
    words = wrong(row, participant(world, row, "af"))
    answers = {word: heard(app, f"/svar/{word}", method) for word in words}
    for hour, (name, kill) in enumerate(DEAD.items(), start=12):
        row = meeting(world, build.case(world), when=slot(hour=hour, minutes=30))
        mine = participant(world, row, "af")
        assert heard(app, f"/svar/{token(mine)}")[0] == 200, name
        kill(world, row, mine)
        answers[name] = heard(app, f"/svar/{token(mine)}", method)
        world.user("af").left_at, world.user("af").unit_id = None, world.unit("af").id
    first = next(iter(answers.values()))
    assert first[0] == 404
    assert first[3] == 2
    assert [name for name, one in answers.items() if one != first] == []


def wrong(row, mine):
    """Tokens that are none, or not ours, or not for this."""
    good = token(mine)
    return [
        *("x", miswritten(good), str(mine.id), mine.id.hex),
        links.token(SECRET, uuid4()),
        links.token("another secret key of thirty-two", mine.id),
        *(signed(salt, mine.id.hex) for salt in ("omrostning", "feed", "")),
        *(signed(links.SALT, what) for what in (str(row.id), 7, None, [mine.id.hex], {"a": 1})),
    ]


def test_m5_programs_that_open_every_link_change_nothing(app, world):
    """Scanners of mail GET and HEAD, as often as they like, also with an answer in the address."""
    row = meeting(world, build.case(world))
    mine, before = participant(world, row, "af"), row.revision
    text = token(mine)
    db.seal_and_commit()
    trail = session.query(AuditEntry).count()
    app.test_client_class = Visitor
    for method in ("GET", "HEAD", "OPTIONS"):
        for query in ("", "?answer=kommer", "?answer=kan_inte&csrf_token=x"):
            assert app.test_client().open(f"/svar/{text}{query}", method=method).status_code == 200
    session.expire_all()
    one = session.get_one(Participant, mine.id)
    assert (one.answer, one.answered_at, row.revision) == (None, None, before)
    assert session.query(AuditEntry).count() == trail
    assert app.test_client().post(f"/svar/{text}", data={"answer": "kommer"}).status_code == 200
    session.expire_all()
    assert session.get_one(Participant, mine.id).answer == "kommer"


def test_m5_the_page_is_not_found_by_searching_nor_kept_nor_told_of(app, world):
    text = token(participant(world, meeting(world, build.case(world)), "af"))
    session.commit()
    answer = app.test_client().get(f"/svar/{text}")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert text not in answer.text.replace(f'action="/svar/{text}"', "")


@pytest.mark.parametrize("state", ["over", "off"])
def test_m5_nothing_is_answered_when_the_meeting_is_over_or_off(app, world, state):
    row = meeting(world, build.case(world))
    mine = participant(world, row, "af")
    if state == "over":
        for name in ("starts_at", "ends_at"):
            setattr(row, name, getattr(row, name) - timedelta(days=10))
    else:
        row.cancelled_at, row.cancelled_because = clock.now(), "annat"
    session.commit()
    answer = app.test_client().post(f"/svar/{token(mine)}", data={"answer": "kommer"})
    assert answer.status_code == 422
    session.expire_all()
    assert session.get_one(Participant, mine.id).answer is None


def test_ac25_guessing_is_slowed_down_as_at_the_sign_in(app):
    limiter = app.extensions["guessing"]
    limiter.enabled = True
    try:
        client = app.test_client()
        for place in ("/svar/x", "/kalender/x.ics"):
            limiter.reset()
            codes = [client.get(place).status_code for _ in range(105)]
            assert codes.count(404) == 100, place
            assert codes[-5:] == [429] * 5, place
    finally:
        limiter.reset()
        limiter.enabled = False
