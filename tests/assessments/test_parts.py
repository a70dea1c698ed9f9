"""S1: a part per kind, each unit its own, the individual's own view apart. S2: signed is locked."""

from datetime import timedelta

import pytest

from casework.assessments import queries, service
from casework.assessments.queries import own
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken, Stale
from tests import build
from tests.assessments.making import part
from tests.conftest import acting

GRANTS = {
    "host": ("planering", "arbete"),
    "soc": "all",
    "af": ("planering", "arbete"),
    "fk": ("fysisk", "planering", "arbete"),
}
NOTHING = {"strengths": None, "situation": None, "needs": None}


def reached(world, who, case):
    actor = acting(world.user(who))
    return actor, case_for(actor, case.id, clock.today())


def seen_by(world, who, case):
    return {one.newest.id for one in queries.parts(*reached(world, who, case))}


def ask(world, who, case, *wanted):
    actor, file = reached(world, who, case)
    pairs = [(world.unit(unit).id, kind) for unit, kind in wanted]
    due = clock.today() + timedelta(days=14)
    return service.ask(actor, file, wanted=pairs, due_on=due, at=clock.now())


def test_s1_a_unit_is_asked_for_one_part_per_kind_and_never_twice(world):
    case = build.case(world, GRANTS)
    first = ask(world, "host", case, ("af", "arbete"), ("fk", "fysisk"))
    session.flush()
    again = ask(world, "host", case, ("af", "arbete"))
    assert [p.info_kind for p in first] == ["arbete", "fysisk"]
    assert again == []


def test_s1_a_unit_is_asked_only_about_kinds_the_consent_gives_it(world):
    case = build.case(world, GRANTS)
    for unit, kind in (("af", "fysisk"), ("psykiatri", "psykisk")):
        with pytest.raises(RuleBroken) as broken:
            ask(world, "host", case, (unit, kind))
        assert broken.value.field == "parts"


@pytest.mark.parametrize(("who", "may"), [("host", True), ("soc", True), ("af", False)])
def test_s1_the_coordinator_and_the_owner_ask(world, who, may):
    case = build.case(world, GRANTS)
    if may:
        assert ask(world, who, case, ("fk", "fysisk"))
    else:
        with pytest.raises(NotAllowed):
            ask(world, who, case, ("fk", "fysisk"))


def test_s1_only_the_own_unit_writes_its_part(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "fk", "arbete")
    texts = {**NOTHING, "situation": "Arbetar 25 procent."}
    for who in ("host", "soc", "af"):
        actor, file = reached(world, who, case)
        with pytest.raises(NotAllowed, match="sin egen del"):
            service.save(actor, file, one, seen=1, **texts, at=clock.now())
    actor, file = reached(world, "fk", case)
    service.save(actor, file, one, seen=1, **texts, at=clock.now())
    assert (one.situation, one.author_id) == ("Arbetar 25 procent.", actor.user_id)
    assert b"25 procent" not in one.situation_sealed


def test_s1_the_individuals_view_is_a_part_of_its_own(world):
    case = build.case(world, GRANTS)
    actor, file = reached(world, "af", case)
    begin = service.begin_individual
    one = begin(actor, file, info_kind="planering", due_on=clock.today(), at=clock.now())
    session.flush()
    assert one.by_individual
    assert one.series_id != part(world, case, "af").series_id
    with pytest.raises(RuleBroken):
        begin(actor, file, info_kind="fysisk", due_on=clock.today(), at=clock.now())


def test_c5_a_reader_knows_only_of_parts_of_the_kinds_it_may_read(world):
    case = build.case(world, GRANTS)
    work, body = part(world, case, "af", "arbete"), part(world, case, "fk", "fysisk")
    assert seen_by(world, "soc", case) == {work.id, body.id}
    assert seen_by(world, "fk", case) == {work.id, body.id}
    assert seen_by(world, "host", case) == seen_by(world, "af", case) == {work.id}


def test_a_draft_is_read_by_its_own_unit_only(world):
    case = build.case(world, GRANTS)
    draft = part(world, case, "fk", "arbete", text="Halvfärdigt")
    signed = part(world, case, "fk", "planering", signed=True)
    assert queries.part_for(*reached(world, "fk", case), draft.id)
    assert queries.part_for(*reached(world, "host", case), signed.id)
    with pytest.raises(NotVisible):
        queries.part_for(*reached(world, "host", case), draft.id)


def test_a_part_is_reached_only_through_its_own_case(world):
    one, other = build.case(world, GRANTS), build.case(world, GRANTS)
    there = part(world, other, "af", signed=True)
    with pytest.raises(NotVisible):
        queries.part_for(*reached(world, "af", one), there.id)


def test_a_unit_that_lost_the_consent_is_not_waited_for(world):
    case = build.case(world, GRANTS)
    asked, given = part(world, case, "af", "arbete"), part(world, case, "af", "planering")
    given.signed_at, given.signed_by_id = clock.now(), world.user("af").id
    session.flush()
    actor, file = reached(world, "host", case)
    assert not queries.all_given(queries.parts(actor, file))
    build.withdrawal(file.consent, world.user("soc"), world.unit("af"))
    session.expire_all()
    assert seen_by(world, "host", case) == {given.id}
    assert asked.id not in seen_by(world, "soc", case)
    assert queries.all_given(queries.parts(*reached(world, "host", case)))


def test_s2_a_signed_part_is_locked(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Kan mycket")
    actor, file = reached(world, "af", case)
    service.sign(actor, file, one, seen=one.revision, at=clock.now())
    session.flush()
    for verb, more in ((service.save, NOTHING), (service.sign, {})):
        with pytest.raises(RuleBroken, match="låst"):
            verb(actor, file, one, seen=one.revision, **more, at=clock.now())
    assert one.strengths == "Kan mycket"


def test_s2_an_empty_part_cannot_be_signed(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af")
    actor, file = reached(world, "af", case)
    with pytest.raises(RuleBroken, match="minst ett"):
        service.sign(actor, file, one, seen=1, at=clock.now())


def test_s2_a_correction_is_a_new_version_with_a_reason_and_the_signed_one_holds(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Kan köra truck", signed=True)
    actor, file = reached(world, "af", case)
    new = service.correct(actor, file, one, reason="Fel kort", at=clock.now())
    session.flush()
    assert (new.series_id, new.version, new.correction_reason) == (one.series_id, 2, "Fel kort")
    assert new.strengths == "Kan köra truck"
    with pytest.raises(RuleBroken):
        service.correct(actor, file, one, reason="En gång till", at=clock.now())
    held = queries.parts(*reached(world, "host", case))[0]
    assert held.signed is not None
    assert held.signed.id == one.id
    service.sign(actor, file, new, seen=new.revision, at=clock.now())
    assert held.signed.id == new.id


def test_nobody_writes_over_what_they_have_not_seen(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Första")
    actor, file = reached(world, "af", case)
    service.save(actor, file, one, seen=1, **NOTHING, at=clock.now())
    session.flush()
    with pytest.raises(Stale):
        service.save(actor, file, one, seen=1, **NOTHING, at=clock.now())


def test_after_the_consent_ended_a_unit_keeps_what_it_wrote(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "fk", "fysisk", signed=True)
    asked = part(world, case, "fk", "arbete")
    file = reached(world, "soc", case)[1]
    build.withdrawal(file.consent, world.user("soc"), world.unit("fk"))
    seal_and_commit()
    fk = acting(world.user("fk"))
    assert own.own_part(fk, one.id)[0].part is one
    assert [row for row, _case in own.own_parts(fk)] == [one]
    assert own.own_parts(acting(world.user("af"))) == []
    for who, row in (("soc", one), ("host", one), ("af", one), ("psykiatri", one), ("fk", asked)):
        with pytest.raises(NotVisible):
            own.own_part(acting(world.user(who)), row.id)


def test_a_colleague_who_never_worked_with_the_case_does_not_reach_the_units_part(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", signed=True)
    with pytest.raises(NotVisible):
        own.own_part(acting(world.user("af2")), one.id)
    build.assign(case, world.user("af2"), ended_at=clock.now())
    assert own.own_part(acting(world.user("af2")), one.id)


def test_a_human_says_when_the_assessment_is_done_and_a_next_step_follows(world):
    case = build.case(world, GRANTS)
    later = clock.today() + timedelta(days=7)
    for who in ("soc", "af"):
        with pytest.raises(NotAllowed, match="Koordinatorn"):
            service.finish(*reached(world, who, case), on=later, at=clock.now())
    actor, file = reached(world, "host", case)
    service.finish(actor, file, on=later, at=clock.now())
    assert (case.step, case.next_step, case.next_step_on) == ("plan", "mote", later)
    with pytest.raises(RuleBroken):
        service.finish(actor, file, on=later, at=clock.now())


def test_what_the_unit_owes_stands_on_the_desk_of_its_assigned_officers(world):
    case = build.case(world, GRANTS)
    part(world, case, "af")
    part(world, case, "fk", signed=True)
    found = {who: queries.tasks(acting(world.user(who)), clock.today()) for who in world.users}
    assert {who for who, tasks in found.items() if tasks} == {"af"}
    assert found["af"][0].ref == case.reference
