"""D1, D2, AC37: the individual asks who looked, and reads nothing about anybody else."""

import re

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session, writing
from casework.kit.errors import NotAllowed
from casework.meetings.models import Meeting, Participant
from casework.records import queries, rules, service
from casework.reviews.models import CaseReview, ReviewItem
from tests import build
from tests.cases.making import file_of, told
from tests.conftest import acting
from tests.oversight.making import at, is_refused, reads, writes
from tests.statements import counted

CANARY = "Kanariefågel"


def _sitting(world, *cases):
    """The work group goes through both."""
    sitting = build.kept(
        Meeting(
            **{"code": "M-CCCCC", "uid": "x@test", "kind": "genomgang", "place": "Telefon"},
            **{"starts_at": at(), "ends_at": at(hour=11), "booked_at": at(hour=8)},
            **{"organiser_id": world.user("host").id, "organiser_unit_id": world.unit("host").id},
            agenda=CANARY,
            participants=[Participant(user_id=world.user("af").id, unit_id=world.unit("af").id)],
        )
    )
    review = build.kept(CaseReview(programme_id=world.programme.id, meeting_id=sitting.id))
    for position, case in enumerate(cases, 1):
        build.kept(ReviewItem(review_id=review.id, position=position, case_id=case.id))


@pytest.fixture
def two(world):
    """Two individuals of the same unit, in one sitting of the work group, with the same readers."""
    mine = build.case(world)
    other = build.case(world, person=build.person(world.user("soc"), f"Nils {CANARY}"))
    told(world.user("soc"), other, f"{CANARY} sjunger.")
    told(world.user("af"), mine, "Texten står inte här.")
    _sitting(world, mine, other)
    reads(world.user("af"), mine, at(hour=9))
    reads(world.user("af"), mine, at(hour=10))
    is_refused(world.user("psykiatri"), mine.id, at(hour=11))
    for case in (other, mine):
        writes(world.user("host"), case, at(hour=12), "review item decided")
    reads(world.user("fk"), other, at(hour=13))
    is_refused(world.user("ame"), other.id, at(hour=14))
    is_refused(world.user("norsjo"), other.person_id, at(hour=14), "people")
    reads(world.user("soc"), other, at(hour=15))  # whoever makes the extract reads others' too
    return mine, other


def extract(client, case):
    answer = client.post(f"/arenden/{case.id}/utdrag")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def said(world, case):
    user = world.user("soc")
    found = rules.lines(queries.traces(acting(user), file_of(user, case)))
    return [(line.unit, line.title, line.act, line.times) for line in found]


def test_ac37_d1_who_looked_from_where_and_how_often(world, two):
    assert said(world, two[0]) == [
        ("AF Provlunda", "Kontaktperson", "Läste ärendet", 2),
        ("Koordinatorn", "Koordinator", "Skrev ett beslut vid ärendegenomgång", 1),
        ("Psykiatrin", "Kontaktperson", "Nekades åtkomst", 1),
    ]


def test_ac37_d1_nothing_of_the_other_in_the_same_meeting_review_and_unit(world, sign_in, two):
    mine, other = two
    page = extract(sign_in(world.user("soc")), mine)
    for never in (CANARY, CANARY.lower(), other.reference, "FK Provlunda</td>", "AME", "Texten"):
        assert never not in page
    assert "Familjeomsorgen" not in page
    assert mine.reference in page
    theirs = extract(sign_in(world.user("soc")), other)
    assert "AME" in theirs, "the canary sings where it should"
    assert "Familjeomsorgen" in theirs
    assert CANARY in theirs


def test_ac37_d1_staff_by_unit_and_title_never_by_name(world, sign_in, two):
    world.user("af").title = "Arbetsförmedlare"
    page = extract(sign_in(world.user("soc")), two[0])
    assert "Arbetsförmedlare" in page
    body = page[page.index("<article>") :]
    for user in world.users.values():
        assert user.name not in body


def test_ac37_d1_consents_and_to_whom(world, sign_in):
    case = build.case(world, {"host": "all", "soc": "all", "af": ("arbete", "ekonomi")})
    consent = file_of(world.user("soc"), case).consents[0]
    build.withdrawal(consent, world.user("soc"), world.unit("af"))
    page = extract(sign_in(world.user("soc")), case)
    assert re.search(r"AF Provlunda: arbete och ekonomi", page)
    assert "Taget tillbaka för AF Provlunda" in page


def test_ac37_d1_a_protected_identity_without_name(world, sign_in):
    who = build.person(world.user("soc"), protected_at=clock.now())
    page = extract(sign_in(world.user("soc")), build.case(world, person=who))
    assert "Vem har läst om mig?" in page


@pytest.mark.parametrize(("who", "code"), [("soc", 200), ("af", 403), ("host", 403), ("ame", 404)])
def test_ac37_d2_only_the_owners_officers_make_it(world, sign_in, two, who, code):
    client, url = sign_in(world.user(who)), f"/arenden/{two[0].id}/utdrag"
    assert client.get(url).status_code == code
    assert client.post(url).status_code == code
    if code == 403:
        user = world.user(who)
        with pytest.raises(NotAllowed):
            service.hand_out(acting(user), file_of(user, two[0]))


def test_ac37_d2_making_it_is_a_row_in_the_trail_and_looking_at_the_page_is_not(
    world, sign_in, two
):
    client = sign_in(world.user("soc"))
    made = select(AuditEntry).where(AuditEntry.action == "extract made")
    client.get(f"/arenden/{two[0].id}/utdrag")
    assert session.scalars(made).all() == []
    extract(client, two[0])
    (row,) = session.scalars(made)
    assert (row.case_id, row.user_id) == (two[0].id, world.user("soc").id)


def test_ac37_d1_every_role_has_a_title():
    assert set(queries.TITLES) == set(Role)


def test_ac37_d1_one_statement_for_2_rows_and_for_60(world, two):
    user = world.user("soc")
    file = file_of(user, two[0])
    with counted() as few:
        queries.traces(acting(user), file)
    for n in range(58):
        reads(world.user("af"), two[0], at(hour=15, minute=n))
    with counted() as many, writing():
        assert len(queries.traces(acting(user), file)) > 58
    assert len(few) == len([one for one in many if "audit_entries" in one]) == 1
