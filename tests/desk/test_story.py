"""B2, C5: what has happened, in the words that hold now, and only those the reader may read."""

from datetime import timedelta
from uuid import uuid4

from casework.cases.models import Event
from casework.contributions.models import Contribution
from casework.kit import clock
from tests import build


def _deed(world, case, who, kind, text, **more):
    user = world.user(who)
    return build.kept(
        Contribution(
            **{"case_id": case.id, "series_id": uuid4(), "user_id": user.id, "kind": "samtal"},
            **{"unit_id": user.unit_id, "info_kind": kind, "text": text},
            **{"done_on": clock.today(), "logged_at": clock.now(), **more},
        )
    )


def test_events_and_deeds_stand_by_day_newest_first(world, sign_in):
    case = build.case(world)
    before = clock.now() - timedelta(days=2)
    build.kept(
        Event(
            **{"case_id": case.id, "unit_id": world.unit("soc").id, "info_kind": "planering"},
            **{"user_id": world.user("soc").id, "happened_at": before, "told_at": before},
            sentence="Planen gäller.",
        )
    )
    _deed(world, case, "af", "arbete", "Talade med två arbetsgivare.")
    text = sign_in(world.user("host")).get(f"/arenden/{case.id}").text
    assert text.index("Talade med två arbetsgivare.") < text.index("Planen gäller.")


def test_b2_a_corrected_word_is_gone_from_the_story(world, sign_in):
    case = build.case(world)
    _deed(world, case, "af", "arbete", "Fel ord.", replaced_at=clock.now())
    text = sign_in(world.user("host")).get(f"/arenden/{case.id}").text
    assert "Fel ord." not in text


def test_c5_a_deed_of_another_kind_is_not_hinted_at(world, sign_in):
    case = build.case(world, {"host": "all", "soc": "all", "af": "all", "fk": ("planering",)})
    _deed(world, case, "af", "psykisk", "Hemlig sak.")
    text = sign_in(world.user("fk")).get(f"/arenden/{case.id}").text
    assert "Hemlig sak." not in text
    assert "Ture Blåklint, AF Provlunda:" not in text
