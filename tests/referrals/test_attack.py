"""C5 in a referral that became a case: what the coordinator answered is of planning."""

from casework.cases.models import Case
from casework.kit import clock
from casework.kit.db import session
from casework.referrals.models import Referral, ReferralAnswer
from tests import build


def test_c5_the_words_of_an_answer_are_not_shown_to_a_unit_without_that_kind(world, sign_in):
    given = {"host": "all", "soc": "all", "af": "all", "fk": ("ekonomi",)}
    case: Case = build.case(world, given)
    build.kept(
        ReferralAnswer(
            referral_id=case.referral_id,
            kind="kompletteras",
            sentence="Kanariefågelns utredning saknas.",
            due_on=clock.today(),
            answered_by_id=world.user("host").id,
            answered_at=clock.now(),
        )
    )
    referral = session.get_one(Referral, case.referral_id)
    shown = {
        who: sign_in(world.user(who)).get(f"/remisser/{referral.id}")
        for who in ("host", "soc", "af", "fk")
    }
    assert {page.status_code for page in shown.values()} == {200}
    assert {who: "Kanariefågelns" in page.text for who, page in shown.items()} == {
        **dict.fromkeys(("host", "soc", "af"), True),
        "fk": False,
    }
