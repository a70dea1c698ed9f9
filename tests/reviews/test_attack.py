"""V2, V3: the page of the one who writes is not had by sending a form; a question goes in time."""

from datetime import timedelta

from casework.kit import clock
from tests.reviews.making import codes, item, question, referral, sitting


def test_v3_a_form_does_not_open_the_writers_page(world, sign_in):
    codes()
    review = sitting(world)
    point = item(review, referral(world, "host", "soc", "af"))
    answer = sign_in(world.user("af")).post(f"/genomgangar/{review.id}/punkter/{point.id}", data={})
    assert answer.status_code == 403
    assert world.user("fk").name not in answer.text


def test_v2_the_form_of_an_item_one_may_not_hear_is_not_there(world, sign_in):
    codes()
    review = sitting(world)
    point = item(review, referral(world, "host", "soc", "af"))
    client = sign_in(world.user("fk"))
    for address in (f"/{point.id}", f"/{point.id}/gjort", f"/{point.id}/skjut-upp"):
        answer = client.post(f"/genomgangar/{review.id}/punkter{address}", data={})
        assert answer.status_code == 404, address


def test_a_question_is_gone_from_its_day_on(world, sign_in):
    codes()
    asked = question(world, text="Kanariefågelns fråga")
    review = sitting(world)
    item(review, asked)
    asked.purge_on = clock.today() + timedelta(days=1)
    pages = ("/genomgangar", f"/genomgangar/{review.id}", f"/genomgangar/fragor/{asked.id}")
    host = sign_in(world.user("host"))
    assert [host.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Kanariefågelns" in host.get(pages[1]).text
    asked.purge_on = clock.today()
    host = sign_in(world.user("host"))
    assert [host.get(page).status_code for page in pages] == [200, 200, 404]
    assert asked.code not in host.get(pages[0]).text
    assert "Kanariefågelns" not in host.get(pages[1]).text
