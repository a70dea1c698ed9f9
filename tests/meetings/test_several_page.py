"""The booking page with more cases straight after the first, as the coordinator uses it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.codes import unbroken
from casework.kit.db import session
from casework.kit.swedish import local
from casework.letters.models import Letter
from casework.meetings.models import Meeting
from casework.meetings.rules.row import in_a_row
from casework.meetings.rules.suggesting import LUNCH
from casework.meetings.shown import booking as page
from casework.meetings.shown import preview, row
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, slot
from tests.meetings.recurring import delivered
from tests.meetings.several import SECOND, files, two
from tests.meetings.test_letters_before import said_in
from tests.meetings.test_pages import text, typed
from tests.statements import counted

VALUE = re.compile(r'name="slot" id="slot-\d" value="([^"]+)"')
GONE = "Ett av ärendena går inte att boka längre. Välj bland dem som står här."


def url_of(case):
    return f"/moten/boka?arende={case.id}"


def with_more(world, *cases, **more):
    return typed(world, **{"minutes": "60", "further": [str(one.id) for one in cases], **more})


def box_of(shown, case):
    """What stands of one case in the list."""
    items = shown.split("<li>")[1:]
    (found,) = [item for item in items if case.reference in item.split("</li>")[0]]
    return found.split("</li>")[0]


def test_the_list_is_closed_until_it_is_used_and_says_what_is_of_the_first_only(world, sign_in):
    of = two(world)
    closed = build.case(world, closed_at=clock.now(), step="avslut")
    unseen = build.case(world, dict.fromkeys(("norsjo", "af"), "all"), owner="norsjo")
    client = sign_in(world.user("host"))
    shown = text(client.get(url_of(of.first)))
    part_of = shown.split("Fler ärenden direkt efter")
    assert part_of[0].rstrip().endswith("<summary>")
    assert "<details" in part_of[0].rsplit("<summary>", 1)[0][-40:]
    assert " open>" not in part_of[0].rsplit("<details", 1)[1]
    assert "Bara det första mötet får personen själv" in part_of[1]
    assert 'type="checkbox"' in box_of(part_of[1], of.second)
    for absent in (closed.reference, unseen.reference, *SECOND[0].split()):
        assert absent not in shown
    assert f"{of.first.reference}</span> <small>" not in part_of[1]
    assert 'name="further"' not in text(client.get("/moten/boka"))
    reads = select(AuditEntry.subject_id).where(AuditEntry.action == "read")
    assert of.second.id not in session.scalars(reads).all()


def test_m1_whom_a_consent_does_not_cover_stands_beside_the_case_before_it_is_booked(
    world, sign_in
):
    of = two(world)
    client, url = sign_in(world.user("host")), url_of(of.first)
    why = "Maj Fjällskär kan inte bjudas in: samtycket omfattar inte FK Provlunda."
    some = {"people": typed(world, ("host", "soc", "fk"))["people"], "uppdatera": "1"}
    shown = box_of(text(client.post(url, data=typed(world, **some))), of.second)
    assert why in shown
    assert 'type="checkbox"' in shown
    none = {**some, "people": typed(world, ("host", "fk"))["people"]}
    shown = box_of(text(client.post(url, data=typed(world, **none))), of.second)
    assert why in shown
    assert "Går inte att välja som det är nu." in shown
    assert "<input" not in shown
    shown = box_of(text(client.post(url, data=with_more(world, of.second, **none))), of.second)
    assert "checked" in shown, "what was ticked stays, to be unticked"


def test_m1_the_day_that_was_chosen_counts_beside_the_case_too(world, sign_in):
    of = two(world)
    consent = files(world, of.second)[0].consent
    consent.last_day = local(slot().starts_at).date() - timedelta(days=1)
    db.seal_and_commit()
    client, data = sign_in(world.user("host")), with_more(world, of.second, uppdatera="1")
    assert "omfattar samtycket inte längre" in box_of(
        text(client.post(url_of(of.first), data=data)), of.second
    )


def test_m1_a_refusal_books_nothing_and_loses_nothing_that_was_typed(world, sign_in):
    of = two(world)
    client = sign_in(world.user("host"))
    data = with_more(world, of.second, agenda="Arbetsträningen")
    data["people"] = typed(world, ("host", "soc", "fk"))["people"]
    refused = client.post(url_of(of.first), data=data)
    assert refused.status_code == 422
    shown = text(refused)
    said = f"Ärende {of.second.reference}: Maj Fjällskär kan inte bjudas in: samtycket omfattar"
    assert said in shown
    assert "Arbetsträningen" in shown
    assert "checked" in box_of(shown.split("<summary>Fler ärenden")[1], of.second)
    assert " open>" in shown.split("<summary>Fler ärenden")[0].rsplit("<details", 1)[1]
    assert session.scalar(select(func.count(Meeting.id))) == 0
    assert session.scalar(select(func.count(Letter.id))) == 0


@pytest.mark.parametrize("how", ["closed", "withdrawn", "unseen", "nonexistent", "strunt"])
def test_a_case_that_cannot_be_booked_is_as_one_that_does_not_exist(world, sign_in, how):
    """Also the last one that could: the first is not booked alone then."""
    of = two(world)
    wanted = of.second.id
    if how == "closed":
        of.second.closed_at = clock.now()
    elif how == "withdrawn":
        build.withdrawal(files(world, of.second)[0].consent, world.user("soc"))
    else:
        of.second.closed_at = clock.now()
        other = build.case(world, dict.fromkeys(("norsjo", "af"), "all"), owner="norsjo")
        wanted = {"unseen": other.id, "nonexistent": build.any_id()}.get(how, how)
    db.seal_and_commit()
    data = {**with_more(world, agenda="Kvar"), "further": str(wanted)}
    refused = sign_in(world.user("host")).post(url_of(of.first), data=data)
    assert refused.status_code == 422
    assert GONE in text(refused)
    assert "Kvar" in text(refused)
    assert session.scalar(select(func.count(Meeting.id))) == 0


def test_m2_times_are_long_enough_for_all_and_keep_out_of_lunch(world, sign_in):
    of, _room = two(world), build.room("Plan 2")
    for hour in (9, 14):
        meeting(world, None, ("af",), when=slot(hour=hour, minutes=30), kind="arbetsmote")
    db.seal_and_commit()
    client, url = sign_in(world.user("host")), url_of(of.first)
    first = local(slot().starts_at).date().isoformat()
    data = with_more(world, of.second, minutes="90", uppdatera="1", first=first, slot="", place="")
    shown = text(client.post(url, data=data))
    assert f"två möten, 90 minuter vart: {of.first.reference} och {of.second.reference}" in shown
    offered = VALUE.findall(shown)
    assert len(offered) == 5
    assert not [one for one in offered if one.startswith(first)], "a piece of it is too short"
    for one in offered:
        starts = clock.datetime.fromisoformat(one)
        ends = starts + timedelta(hours=3)
        assert not (starts.time() < LUNCH[1] and ends.time() > LUNCH[0]), one
        assert ends.time().hour <= 17
    data |= {"minutes": "180"}
    shown = text(client.post(url, data=data))
    assert "Två möten på 180 minuter ryms varken före eller efter lunch." in shown
    assert not VALUE.findall(shown)


def test_m2_the_room_is_free_for_the_whole_row(world, sign_in):
    """The smallest that suits is taken at the second time: the next one then, for both."""
    of, small, big = two(world), build.room("Plan 3", 6), build.room("Stora salen", 30)
    later = in_a_row(slot(minutes=60), 2)[1]
    meeting(world, None, ("fk",), when=later, room_id=small.id, kind="arbetsmote")
    db.seal_and_commit()
    data = with_more(world, of.second, place="")
    assert sign_in(world.user("host")).post(url_of(of.first), data=data).status_code == 302
    rooms = select(Meeting.room_id).where(Meeting.case_id.is_not(None))
    assert session.scalars(rooms).all() == [big.id, big.id]


def test_all_codes_are_named_after_booking_and_a_second_press_changes_nothing(world, sign_in):
    of = two(world)
    client, url = sign_in(world.user("host")), url_of(of.first)
    data = {**with_more(world, of.second, agenda="Kajsas agenda"), "csrf_token": "the page's"}
    first, second = (client.post(url, data=data) for _ in range(2))
    made = session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
    assert [one.case_id for one in made] == [of.first.id, of.second.id]
    assert first.location == second.location == f"/moten/{made[0].id}"
    shown = text(client.get(first.location))
    codes = (str(unbroken(one.code)) for one in made)
    assert f"två möten direkt efter varandra: {' och '.join(codes)}." in shown
    assert f'Direkt efter: <a class="anchor cw-alone" href="/moten/{made[1].id}"' in shown
    assert "Det var redan sparat." in shown
    back = text(client.get(f"/moten/{made[1].id}"))
    assert f'Direkt före: <a class="anchor cw-alone" href="/moten/{made[0].id}"' in back


def test_the_preview_shows_the_letters_of_each_as_they_are_sent(app, world, sign_in, mailbox):
    of = two(world)
    own = {f"own_{world.unit('af').authority_id.hex}": "Ring på klockan."}
    data = with_more(world, of.second, **own)
    client = sign_in(world.user("host"))
    shown = text(client.post(url_of(of.first), data={**data, "granska": "1"}))
    assert f"<summary>Därefter {of.second.reference}, kl. 11.00–12.00</summary>" in shown
    expected = {n: letter for n, letter in enumerate(shown_before(app, world, of, data))}
    client.post(url_of(of.first), data=data)
    made = session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
    got = delivered(mailbox)
    for number, one in enumerate(made):
        said = {said_in(letter, one.code) for _, letter in got if one.code in letter["Subject"]}
        assert said == {(x.words.subject, x.text.strip()) for x in expected[number].letters}
        assert len(said) == 2  # the municipality, AF


def shown_before(app, world, of, data):
    host, (file,), at = acting(world.user("host")), files(world, of.first), clock.now()
    with app.test_request_context("/moten/boka", method="POST", data=data):
        found, beside = page.choices(host, file), row.others(host, file, clock.today())
        form = row.form_for(found, file, beside, clock.today())
        first = preview.preview(host, form, found, file, world.user("host"), at=at)
        return [first, *preview.further(form, found, first, at=at)]


def test_the_page_asks_as_much_of_the_database_for_3_cases_as_for_20(world, sign_in):
    of, _room = two(world), build.room("Plan 2")
    client, url = sign_in(world.user("host")), url_of(of.first)
    costs, boxes, cases = [], [], [of.second]
    for many in (2, 17):
        cases += [build.case(world) for _ in range(many)]
        db.seal_and_commit()
        look = {**with_more(world, *cases), "minutes": "30", "granska": "1"}
        for ask in (lambda: client.get(url), lambda data=look: client.post(url, data=data)):
            ask()
            with counted() as sent:
                shown = text(ask())
            costs.append(len(sent))
            boxes.append(shown.count('name="further"'))
    assert boxes == [3, 3, 20, 20]
    assert costs[:2] == costs[2:], costs
