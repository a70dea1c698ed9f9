"""K4, C5: every open case on one page, what each waits for, and nothing that may not be read."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.contributions.models import Contribution
from casework.desk import queries
from casework.kit import clock
from casework.kit.db import session
from casework.kit.swedish import short_date
from tests import build
from tests.cases.making import told
from tests.conftest import acting
from tests.desk.making import asked_to_take_over, part, proposed, row, waiting
from tests.meetings.making import meeting
from tests.plans.making import a_plan
from tests.statements import counted

NARROW = {"host": ("planering", "arbete"), "soc": "all", "af": "all", "fk": "all"}
MOST = 10
PAGE = "/arenden/oversikt"


def test_a_case_that_waits_for_nothing_says_so(world, sign_in):
    case, host = build.case(world), world.user("host")
    assert waiting(host, case) == []
    assert "Inget just nu" in sign_in(host).get(PAGE).text


def test_it_waits_for_parts_of_the_kartlaggning_unit_by_unit(world):
    case = build.case(world)
    for kind in ("arbete", "ekonomi"):
        part(world, case, "fk", kind)
    part(world, case, "af", signed_at=clock.now())
    part(world, case, "soc", "planering", by_individual=True)
    assert sorted(waiting(world.user("host"), case)) == [
        "Den enskildes egen del av kartläggningen, som Socialkontoret skriver ned",
        "Kartläggningen: FK Provlunda",
    ]


def test_s2_a_correction_is_not_waited_for(world):
    case = build.case(world)
    first = part(world, case, "af", signed_at=clock.now())
    again = {"version": 2, "series_id": first.series_id, "correction_reason": "Fel dag."}
    part(world, case, "af", **again)
    assert waiting(world.user("host"), case) == []


def test_c5_a_part_of_a_kind_that_is_not_given_leaves_no_trace(world, sign_in):
    case = build.case(world, NARROW)
    part(world, case, "fk", "psykisk", due_on=clock.today() - timedelta(days=3))
    assert waiting(world.user("host"), case) == []
    assert waiting(world.user("soc"), case) == ["Kartläggningen: FK Provlunda"]
    page = sign_in(world.user("host")).get(PAGE)
    assert "FK Provlunda" not in page.text


def test_c1_a_unit_that_the_consent_no_longer_covers_is_not_waited_for(world):
    case, soc = build.case(world), world.user("soc")
    part(world, case, "fk")
    assert waiting(soc, case) == ["Kartläggningen: FK Provlunda"]
    build.withdrawal(session.scalars(build.select_consent(case)).one(), soc, world.unit("fk"))
    assert waiting(soc, case) == []


def test_c5_what_may_not_be_read_did_not_happen(world):
    """Neither an event nor a deed of a kind that is not given tells its day."""
    host, af, today = world.user("host"), world.user("af"), clock.today()
    opened = clock.moment(today - timedelta(days=40), time(12))  # 40 days are not 40 times 24 hours
    case = build.case(world, NARROW, opened_at=opened)
    told(af, case, "Ett läkarbesök.", "fysisk")
    deed = {"case_id": case.id, "unit_id": af.unit_id, "user_id": af.id, "series_id": case.id}
    deed |= {"kind": "samtal", "text": "Ett samtal.", "logged_at": clock.now()}
    build.kept(Contribution(info_kind="fysisk", done_on=today, **deed))
    assert (row(host, case).silent, row(af, case).silent) == (40, 0)
    deed["series_id"] = af.id
    build.kept(Contribution(info_kind="arbete", done_on=today - timedelta(days=6), **deed))
    assert row(host, case).silent == 6
    event = told(af, case, "Ett studiebesök.", "arbete")
    event.happened_at = clock.moment(today - timedelta(days=2), time(12))
    session.flush()
    assert row(host, case).silent == 2


def test_m5_it_waits_for_answers_to_a_meeting_and_then_for_its_minutes(world):
    case, host = build.case(world), world.user("host")
    made = meeting(world, case, individual=True)
    (said,) = waiting(host, case)
    assert said.startswith(f"Svar om möte {made.code}")
    assert "AF Provlunda" in said
    assert "den enskilde" in said
    made.starts_at -= timedelta(days=12)
    made.ends_at -= timedelta(days=12)
    session.flush()
    assert waiting(host, case) == [
        f"Godkända anteckningar från möte {made.code} {short_date(made.starts_at)}"
    ]


def test_p4_it_waits_for_those_who_have_not_approved_the_plan(world):
    case, host = build.case(world), world.user("host")
    a_plan(world, case)
    (said,) = waiting(host, case)
    assert said == (
        "Godkännande av planen: den enskilde, Socialkontoret, AF Provlunda och FK Provlunda"
    )
    assert {"Den enskilde", "AF Provlunda"} <= row(host, case).whose


def test_k6_it_waits_for_the_owners_yes_to_closing(world):
    case, host = build.case(world), world.user("host")
    proposed(world, case, declined_at=clock.now())
    assert waiting(host, case) == []
    proposed(world, case)
    assert waiting(host, case) == ["Ja eller nej till avslut: Socialkontoret"]


def test_k1_it_waits_for_the_unit_that_is_asked_to_take_over(world):
    case, host = build.case(world), world.user("host")
    asked_to_take_over(world, case, "af")
    assert waiting(host, case) == ["Svar från AF Provlunda om att ta över ansvaret"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"next_step_on": -1}, "Nästa steg, som är försenat"),
        ({"paused_until": 0}, "Ett nytt nästa steg"),
        ({"paused_until": 3, "next_step_on": -30}, None),
        ({"next_step_on": 0}, None),
    ],
)
def test_k3_it_waits_for_a_next_step(world, more, said):
    days = {name: clock.today() + timedelta(days=n) for name, n in more.items()}
    if "paused_until" in days:
        days["paused_at"] = clock.now()
    case = build.case(world, **days)
    assert waiting(world.user("host"), case) == ([said] if said else [])


def test_c6_it_waits_for_a_new_consent(world):
    soc, today = world.user("soc"), clock.today()
    who = build.person(soc)
    named = {world.units[key]: "all" for key in ("host", "soc", "af", "fk")}
    given = build.consent(who, soc, named, last_day=today + timedelta(days=12))
    case = build.case(world, person=who, consent=given)
    assert waiting(world.user("host"), case)[0].startswith("Nytt samtycke: det som gäller upphör")
    build.withdrawal(given, soc)
    assert waiting(soc, case) == ["Nytt samtycke, eller avslut: inget samtycke gäller"]
    assert case.id not in {one.case.id for one in _rows(world, "host")}


def _rows(world, who):
    return queries.every_open_case(acting(world.user(who)), clock.today())


def test_k4_a_contact_person_sees_their_own_cases_and_others_none(world, sign_in):
    mine = build.case(world)
    build.case(world, assigned=("soc", "fk"))
    build.case(world, closed_at=clock.now(), step="avslut")
    assert [one.case.id for one in _rows(world, "af")] == [mine.id]
    assert len(_rows(world, "soc")) == len(_rows(world, "host")) == 2
    assert _rows(world, "norsjo") == []
    assert sign_in(world.user("lsg")).get(PAGE).status_code == 404


@pytest.fixture
def four(world):
    today = clock.today()
    late = build.case(world, step="plan", next_step="plan", next_step_on=today - timedelta(days=2))
    parts = build.case(world, opened_at=clock.now() - timedelta(days=9))
    part(world, parts, "fk")
    norsjo = dict.fromkeys(("host", "norsjo", "af"), "all")
    return {
        "late": late,
        "parts": parts,
        "quiet": build.case(world, step="uppfoljning"),
        "norsjo": build.case(world, norsjo, owner="norsjo", assigned=("norsjo",)),
    }


def _shown(client, four, query):
    text = client.get(f"{PAGE}?{query}").text
    places = {
        text.index(case.reference): name for name, case in four.items() if case.reference in text
    }
    return [places[place] for place in sorted(places)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["parts", "norsjo", "late", "quiet"]),
        ("steg=plan", ["late"]),
        ("sena=y", ["late"]),
        ("vantar=FK Provlunda", ["parts"]),
        ("vantar=ingen&ordning=enhet", ["norsjo", "quiet"]),
        ("enhet={norsjo}", ["norsjo"]),
        ("insats={programme}&steg=uppfoljning", ["quiet"]),
        ("ordning=tyst&vantar=FK Provlunda", ["parts"]),
        ("steg=strunt", []),
        ("enhet=strunt&insats=strunt&ordning=strunt", ["parts", "norsjo", "late", "quiet"]),
    ],
)
def test_it_is_narrowed_and_ordered_as_asked(world, sign_in, four, query, expected):
    asked = query.format(norsjo=world.unit("norsjo").id, programme=world.programme.id)
    assert _shown(sign_in(world.user("host")), four, asked) == expected


def test_its_orders(world, sign_in, four):
    client = sign_in(world.user("host"))
    assert _shown(client, four, "ordning=dag")[0] == "late"
    assert _shown(client, four, "ordning=tyst")[0] == "parts"
    assert _shown(client, four, "ordning=enhet")[0] == "norsjo"


@pytest.mark.usefixtures("four")
def test_the_steps_are_counted_whatever_step_is_shown(world, sign_in):
    client = sign_in(world.user("host"))
    for address in (PAGE, f"{PAGE}?steg=plan"):
        text = client.get(address).text
        assert '2<span class="sr-only"> ärenden, kartläggning' in text
        assert '1<span class="sr-only"> ärenden, gemensam plan' in text


def test_ac29_a1_the_file_holds_references_only_and_leaves_a_row(world, sign_in, four):
    four["late"].reference = "=SAM+1"
    client = sign_in(world.user("host"))
    answer = client.get(f"{PAGE}.csv?steg=plan")
    assert answer.data.decode() == "\ufeffReferens\r\n'=SAM+1\r\n"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    every = client.get(f"{PAGE}.csv").data.decode("utf-8-sig").split()
    assert len(every) == 5
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "references fetched"))
    assert [one.user_id for one in noted] == [world.user("host").id] * 2


def test_it_names_nobody(world, sign_in, four):
    page = sign_in(world.user("soc")).get(PAGE)
    assert four["parts"].reference in page.text
    assert "Hjortronmo" not in page.text


def _busy(world, number):
    for n in range(number):
        case = build.case(world)
        part(world, case, "fk")
        told(world.user("af"), case, "En sak hände.")
        if n % 3 == 0:
            a_plan(world, case)
        if n % 3 == 1:
            proposed(world, case)
    session.commit()


@pytest.mark.parametrize("who", ["host", "soc", "af"])
def test_the_overview_is_at_most_10_statements_for_3_and_for_60_cases(world, sign_in, who):
    _busy(world, 3)
    client = sign_in(world.user(who))
    client.get(PAGE)
    with counted() as few:
        first = client.get(PAGE)
    _busy(world, 57)
    client.get(PAGE)  # the trail of what was made is kept
    with counted() as many:
        page = client.get(PAGE)
    assert (first.text.count(">SAM-"), page.text.count(">SAM-")) == (3, 60)
    assert len(few) == len(many) <= MOST, "\n\n".join(many)
