"""L4: what is counted, and who never is."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from casework.followups.models import FollowUp
from casework.kit.db import session
from casework.meetings.models import Meeting, Participant
from casework.plans.models import Commitment, Goal, JointPlan
from casework.programmes.queries import programme_for
from casework.reports.freezing import canonical
from casework.reports.preparing import prepare, unprotected, why_hidden
from casework.reports.queries.records import everything, local_codes
from casework.reports.rules import Seen, months
from casework.reports.tables import CLOSED, OPENED, RECEIVED, specs
from tests import build
from tests.reports import making
from tests.statements import counted

DAY = date(2026, 3, 5)


@pytest.fixture
def codes(world):
    making.codes()
    return world


def seen(world) -> list[Seen]:
    actor = world.user("host").as_actor()
    programme = programme_for(actor, world.programme.id)
    return everything(actor, programme, local_codes(actor, programme), making.AFTER)


def of(world, population):
    return [one for one in seen(world) if one.population == population]


def test_l4_a_closed_case_is_counted_where_it_came_from_and_what_came_of_it(codes):
    case = making.referred(codes, DAY, "af", sex="man", birth_year=1990)
    making.closed(
        case, codes.user("soc"), date(2026, 5, 20), "studier", occupation_before="ovrigt",
        occupation_after="studier", income_before="sjukpenning,lon", income_after="studiestod",
        ladder_start=2, ladder_end=5, influence_end=8, life_end=7,
    )  # fmt: skip
    follow_up(case, codes, life=3)
    (came,), (began,), (ended,) = (of(codes, p) for p in (RECEIVED, OPENED, CLOSED))
    assert (came.day, came.codes) == (DAY, {"part": "af", "sex": "man", "age": "30_39"})
    assert (began.day, began.codes) == (DAY + timedelta(days=7), {"sex": "man"})
    told = {
        **{"reason": "studier", "reason_code": "studier", "life": "battre", "influence": "7_10"},
        **{"occupation_before": "ovrigt", "occupation_before_code": "ovrigt"},
        **{"occupation_after": "studier", "occupation_after_code": "studier"},
        **{"income_before": "flera", "income_after": "studiestod"},
        **{"ladder_start": "2", "ladder_end": "5"},
    }
    assert ended.codes == told


def test_l4_where_the_outcome_has_no_first_step_the_first_follow_up_tells_it(codes):
    case = making.referred(codes, DAY)
    making.closed(case, codes.user("soc"), date(2026, 5, 20), life_end=2)
    follow_up(case, codes, on=date(2026, 4, 2), ladder_step=4, life=9)
    follow_up(case, codes, on=date(2026, 4, 1), ladder_step=1, life=5)
    (ended,) = of(codes, CLOSED)
    assert (ended.codes["ladder_start"], ended.codes["life"]) == ("1", "samre")


def follow_up(case, world, on=date(2026, 4, 1), **told):
    owner = world.user("soc")
    plan = session.query(JointPlan).filter_by(case_id=case.id).first() or in_force(case, owner)
    build.kept(
        FollowUp(
            case_id=case.id, plan_id=plan.id, unit_id=owner.unit_id, held_on=on,
            recorded_by_id=owner.id, recorded_at=making.AFTER, next_on=on, **told,
        )
    )  # fmt: skip


def in_force(case, owner):
    at = datetime(2026, 4, 1, tzinfo=UTC)
    return build.kept(
        JointPlan(
            case_id=case.id, version=1, unit_id=owner.unit_id, drafted_by_id=owner.id,
            drafted_at=at, changed_at=at, responsible_id=owner.id, put_in_force_at=at,
            next_followup_on=date(2026, 9, 1), in_force_from=date(2026, 4, 1),
        )
    )  # fmt: skip


def test_l4_meetings_held_and_commitments_due_are_totals(codes):
    case, owner = making.referred(codes, DAY), codes.user("soc")
    goal = build.kept(
        Goal(plan_id=in_force(case, owner).id, lineage_id=uuid4(), position=1,
             unit_id=owner.unit_id, info_kind="arbete", title="Praktik")
    )  # fmt: skip
    for due in (date(2026, 5, 1), date(2026, 12, 1), None):
        build.kept(
            Commitment(goal_id=goal.id, lineage_id=uuid4(), position=1, unit_id=owner.unit_id,
                       user_id=owner.id, what="Ringa", due_on=due, recurring="Varje vecka")
        )  # fmt: skip
    for cancelled, day in ((None, 2), (making.AFTER, 3)):
        at = datetime(2026, 5, day, 9, tzinfo=UTC)
        build.kept(
            Meeting(code=f"M-{day}", uid=f"{day}", kind="sip", case_id=case.id, starts_at=at,
                    ends_at=at + timedelta(hours=1), organiser_id=owner.id, booked_at=at,
                    organiser_unit_id=owner.unit_id, cancelled_at=cancelled)
        )  # fmt: skip
    assert [one.day for one in of(codes, "due")] == [date(2026, 5, 1)]
    assert [one.day for one in of(codes, "meetings")] == [date(2026, 5, 2)]


def test_l4_m7_absences_are_counted_by_party_and_whether_they_had_said_so(codes):
    """Of approved minutes of meetings that were held; never the individual, nor who was there."""
    case, owner = making.referred(codes, DAY), codes.user("soc")
    for n, more in enumerate(
        ({"approved_at": making.AFTER}, {}, {"approved_at": making.AFTER, "cancelled_at": DAY_AT})
    ):
        at = datetime(2026, 5, 2 + n, 9, tzinfo=UTC)
        row = Meeting(code=f"M-{n}", uid=f"{n}", kind="sip", case_id=case.id, starts_at=at,
                      ends_at=at + timedelta(hours=1), organiser_id=owner.id, booked_at=at,
                      organiser_unit_id=owner.unit_id, **more)  # fmt: skip
        build.kept(row)
        _there(codes, row.id)
    assert [(one.day, one.codes["party"], one.codes["notice"]) for one in of(codes, "absent")] == [
        (date(2026, 5, 2), "af", "oanmald"),
        (date(2026, 5, 2), "fk", "anmald"),
    ]
    assert [one.name for one in specs_of(codes) if "franvaro" in one.name] == ["franvaro"]


DAY_AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


def _there(codes, meeting_id):
    was = {"af": "franvarande", "fk": "franvarande_anmald", "soc": "pa_plats", "ame": "video"}
    for key, how in was.items():
        user = codes.user(key)
        of_unit = {"user_id": user.id, "unit_id": user.unit_id}
        build.kept(Participant(meeting_id=meeting_id, attendance=how, **of_unit))
    build.kept(Participant(meeting_id=meeting_id, is_individual=True, attendance="franvarande"))
    gone = {"user_id": codes.user("host").id, "unit_id": codes.unit("host").id}
    out = {"removed_at": DAY_AT, "attendance": "franvarande"}
    build.kept(Participant(meeting_id=meeting_id, **gone, **out))


def specs_of(codes):
    actor = codes.user("host").as_actor()
    programme = programme_for(actor, codes.programme.id)
    return specs(local_codes(actor, programme), months(making.FIRST, making.LAST))


def test_o2_felregistrering_is_neither_received_nor_opened_nor_closed(codes):
    case = making.referred(codes, DAY)
    making.closed(case, codes.user("soc"), date(2026, 5, 1), "felregistrering")
    assert seen(codes) == []


def test_l4_only_those_who_said_yes_to_statistics_are_counted(codes):
    making.referred(codes, DAY, statistics=False)
    withdrawn = making.referred(codes, DAY)
    given = session.query(build.Consent).filter_by(series_id=withdrawn.consent_series_id).one()
    build.withdrawal(given, codes.user("soc"))
    partly = making.referred(codes, DAY)
    given = session.query(build.Consent).filter_by(series_id=partly.consent_series_id).one()
    build.withdrawal(given, codes.user("soc"), at=codes.unit("af"))
    assert len(of(codes, RECEIVED)) == 1


def test_l4_the_last_version_of_the_consent_decides(codes):
    case, soc = making.referred(codes, DAY), codes.user("soc")
    person = session.get(build.Person, case.person_id)
    build.consent(
        person, soc, {codes.unit("soc"): "all"}, series_id=case.consent_series_id, version=2,
        statistics=False, given_on=DAY,
    )  # fmt: skip
    assert seen(codes) == []


def test_e3_of_a_protected_person_neither_sex_nor_age_is_told(codes):
    making.referred(codes, DAY, protected_at=making.AFTER, sex="kvinna", birth_year=1990)
    (came,) = of(codes, RECEIVED)
    assert came.protected
    assert (came.codes["sex"], came.codes["age"]) == ("okand", "okand")


def test_l4_drafts_are_not_received(codes):
    case = making.referred(codes, DAY)
    session.get(build.Referral, case.referral_id).sent_at = None
    session.flush()
    assert of(codes, RECEIVED) == []


def test_everything_is_read_in_few_statements_however_many_there_are(codes):
    making.half_year(codes, 12, 6)
    actor = codes.user("host").as_actor()
    programme = programme_for(actor, codes.programme.id)
    with counted() as said:
        everything(actor, programme, local_codes(actor, programme), making.AFTER)
    assert len(said) == 7, said


def test_nothing_of_a_person_leaves_the_count(codes):
    making.referred(codes, DAY, name="Storsjö Kanariefågel")
    assert "Kanarie" not in repr(seen(codes))


def test_l4_the_tables_of_a_half_year(codes):
    making.half_year(codes)
    prepared = prepare(codes.user("host").as_actor(), making.drafted(codes), making.AFTER)
    shown = {table["name"]: table for table in prepared.frozen["tables"]}
    came = {row["key"][0]: row["value"] for row in shown["remisser"]["rows"]}
    assert came["Alla"] == 40
    assert came["Arbetsförmedlingen"] == 8
    assert came["Psykiatrin"] is None
    ended = {row["key"][0]: row["value"] for row in shown["avslut"]["rows"]}
    assert (ended["Arbete"], ended["Studier"], ended["Alla"]) == (10, 5, 25)
    goals = {goal["name"]: goal for goal in prepared.frozen["texts"]["goals"]}
    assert goals["Till arbete eller studier"]["percent"] == 60
    assert goals["Bättre livssituation"]["percent"] is None
    assert "livssituation" in prepared.frozen["texts"]["withheld"]
    assert prepared.audited().safe


def test_l4_the_coordinator_is_told_what_was_hidden_and_why(codes):
    making.half_year(codes)
    prepared = prepare(codes.user("host").as_actor(), making.drafted(codes), making.AFTER)
    told = {table.name: " ".join(why_hidden(table)) for table in prepared.release.tables}
    assert "1 till 4 personer" in told["remisser"]
    assert "sammanslagna" in told["remisser-kon"]
    assert "för få" in told["moten"]
    assert told["avslut"] == "Allt visas som det är."


def test_l4_below_twenty_sexes_are_left_out_and_below_ten_everything(codes):
    making.half_year(codes, 12, 6)
    frozen = prepare(codes.user("host").as_actor(), making.drafted(codes), making.AFTER).frozen
    assert "Kvinnor" not in canonical({t["name"]: t for t in frozen["tables"]})
    assert "avslut" in frozen["texts"]["withheld"]
    assert frozen["texts"]["goals"][0]["percent"] is None


def test_l4_imported_lines_are_counted_with_the_rest(codes):
    line = {
        **{"received_on": "2026-02-01", "closed_on": "2026-05-01", "sex": "kvinna"},
        **{"referrer": "af", "closing_reason": "arbete", "birth_year": "1990"},
    }
    mistake = {**line, "closing_reason": "felregistrering"}
    actor = codes.user("host").as_actor()
    making.imported(actor, making.sheet(line, line, mistake), codes.programme)
    session.flush()
    assert len(of(codes, RECEIVED)) == len(of(codes, CLOSED)) == 2
    assert of(codes, OPENED) == []
    tables = unprotected(actor, making.drafted(codes), making.AFTER)
    assert dict({t["name"]: dict(t["rows"]) for t in tables}["avslut"])["Arbete"] == 2
