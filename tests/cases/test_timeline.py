"""C5, K2, K6 on the file itself: what is told, by which code it goes, and how it opens again."""

import re
from datetime import timedelta

import pytest

from casework.cases import service
from casework.cases.queries import timeline
from casework.cases.rules import readers_of
from casework.kit import clock, db
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from tests import build
from tests.cases.making import file_of, told
from tests.conftest import acting

GRANTS = {"host": "all", "soc": "all", "af": ("arbete", "planering"), "fk": ("fysisk",)}


def test_k2_the_reference_is_random_and_holds_no_letter_that_looks_like_another(world):
    assert re.fullmatch(r"SAM-[2-9ABCDEFGHJKLMNPQRTVWXY]{5}", build.case(world).reference)
    assert len({readable("SAM") for _ in range(500)}) > 495  # of twenty million: two alike happen


def test_c5_each_unit_reads_its_kinds_and_what_it_wrote_itself(world):
    case = build.case(world, GRANTS)
    told(world.user("soc"), case, "Om arbete.", "arbete")
    told(world.user("soc"), case, "Om kroppen.", "fysisk")
    told(world.user("af"), case, "Eget om ekonomi.", "ekonomi")
    db.seal_and_commit()

    def read(who):
        user = world.user(who)
        return {e.sentence for e, _ in timeline(acting(user), file_of(user, case))}

    assert read("af") == {"Om arbete.", "Eget om ekonomi."}
    assert read("fk") == {"Om kroppen."}
    assert read("host") == {"Om arbete.", "Om kroppen.", "Eget om ekonomi."}


def test_c5_one_writes_only_of_the_kinds_one_may_read(world):
    case, af = build.case(world, GRANTS), world.user("af")
    tell = {"day": clock.today(), "at": clock.now(), "sentence": "En sak hände."}
    with pytest.raises(RuleBroken, match="ger inte din enhet"):
        service.tell(acting(af), file_of(af, case), kind="psykisk", **tell)
    event = service.tell(acting(af), file_of(af, case), kind="arbete", **tell)
    assert event.unit_id == world.unit("af").id


def test_what_has_not_happened_cannot_be_told_and_a_closed_case_is_silent(world):
    case, soc = build.case(world), world.user("soc")
    said = {"kind": "arbete", "sentence": "En sak.", "at": clock.now()}
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(RuleBroken, match="inte varit"):
        service.tell(acting(soc), file_of(soc, case), day=tomorrow, **said)
    case.closed_at = clock.now()
    session.flush()
    with pytest.raises(RuleBroken, match="avslutat"):
        service.tell(acting(soc), file_of(soc, case), day=clock.today(), **said)


def test_c5_readers_are_those_the_consent_gives_the_kind_and_the_owner_as_it_was_given(world):
    case, soc = build.case(world, GRANTS), world.user("soc")
    file = file_of(soc, case)
    of = {unit.id: key for key, unit in world.units.items()}
    assert {of[u] for u in readers_of(file.facts, "fysisk", file.on)} == {"host", "soc", "fk"}
    build.withdrawal(file.consent, soc)
    file = file_of(soc, case)
    assert {of[u] for u in readers_of(file.facts, "fysisk", file.on)} == {"soc"}


def test_k6_the_owner_opens_a_closed_case_again_with_a_reason(world):
    case, soc = build.case(world, closed_at=clock.now(), step="avslut"), world.user("soc")
    on = clock.today() + timedelta(days=7)
    why = {"because": "Arbetet tog slut.", "next_on": on, "at": clock.now()}
    service.reopen(acting(soc), file_of(soc, case), **why)
    db.seal_and_commit()
    assert case.is_open
    assert (case.reopened_because, case.next_step_on) == ("Arbetet tog slut.", on)
    assert case.owner_unit_id == world.unit("soc").id
    with pytest.raises(RuleBroken, match="redan öppet"):
        service.reopen(acting(soc), file_of(soc, case), **why)


@pytest.mark.parametrize("who", ["host", "af"])
def test_k6_nobody_else_opens_it(world, who):
    case, user = build.case(world, closed_at=clock.now()), world.user(who)
    with pytest.raises(NotAllowed, match="ansvarar"):
        service.reopen(
            *(acting(user), file_of(user, case)),
            because="Vi vill.",
            next_on=clock.today(),
            at=clock.now(),
        )
