"""O3, U3: programmes and codes are data that the administrator keeps."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.programmes import service
from casework.programmes.models import Code, LadderStep, Programme
from casework.programmes.queries import choices, programme_for
from tests import build
from tests.conftest import acting

GOOD = {
    **{"name": "Nya insatsen", "target_text": "Alla.", "age_from": "16", "age_to": "29"},
    **{
        "support_years_over": "",
        "least_authorities": "2",
        "first_answer_days": "7",
        "part_days": "10",
    },
    **{"draft_days": "90", "review_every_days": "60", "sip_mode": "reference", "k": "10"},
}


def recorded():
    return [row.action for row in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]


def addresses(world):
    code = build.code("skal", "ett")
    base = "/admin/programmes"
    return (
        *(base, f"{base}/{world.programme.id}", f"{base}/{world.programme.id}/trappa"),
        *(f"{base}/koder/skal", f"{base}/koder/avsluta/{code.id}"),
    )


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "granskare"])
def test_ac08_to_everybody_else_the_pages_do_not_exist(world, sign_in, who):
    urls = addresses(world)
    client = sign_in(world.user(who))
    for url in urls:
        assert client.get(url).status_code == 404, url
        assert client.post(url, data=GOOD).status_code in (404, 405), url


def test_the_administrator_opens_every_page(world, sign_in):
    urls = addresses(world)
    client = sign_in(world.user("admin"))
    for url in urls:
        assert client.get(url).status_code == 200, url
    assert client.get("/admin/programmes/koder/finns-inte").status_code == 404


def test_a_programme_is_changed(world, sign_in):
    url = f"/admin/programmes/{world.programme.id}"
    assert sign_in(world.user("admin")).post(url, data=GOOD).location == f"{url}/oversikt"
    row = session.get(Programme, world.programme.id)
    assert (row.age_to, row.first_answer_days, row.support_years_over) == (29, 7, None)
    assert (row.sip_mode, row.k) == ("reference", 10)
    assert recorded() == ["programme changed"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"age_to": "15"}, "Den högsta åldern är lägre"),
        ({"k": "4"}, "Minsta grupp i en rapport är fem"),
        ({"least_authorities": "1"}, "mellan 2 och 9"),
        ({"draft_days": "0"}, "mellan 1 och 366"),
    ],
)
def test_a_refused_change_says_why(world, sign_in, answers, said):
    url = f"/admin/programmes/{world.programme.id}"
    answer = sign_in(world.user("admin")).post(url, data={**GOOD, **answers})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert session.get(Programme, world.programme.id).name == "Samverkansmodellen"


def test_u3_steps_are_renamed_and_added_never_taken_away(world, sign_in):
    url = f"/admin/programmes/{world.programme.id}/trappa"
    client = sign_in(world.user("admin"))
    names = {f"names-{n}": f"Nytt {n}" for n in range(7)}
    over = url.replace("trappa", "oversikt")
    assert client.post(url, data=names).location == over
    query = select(LadderStep.name).where(LadderStep.programme_id == world.programme.id)
    assert session.scalars(query.order_by(LadderStep.number)).all() == list(names.values())
    fewer = client.post(url, data={**names, "names-3": "", "names-7": ""})
    assert fewer.status_code == 422
    assert "Varje steg behöver ett namn." in fewer.get_data(as_text=True)


def test_o3_a_code_is_offered_from_its_first_day_to_its_last(world, sign_in):
    admin, today = world.user("admin"), clock.today()
    old = build.code("skal", "gammal", "Gammal")
    client = sign_in(admin)
    url = "/admin/programmes/koder/skal"
    tomorrow = today + timedelta(days=1)
    assert client.post(url, data={"label": "Ny", "valid_from": str(tomorrow)}).location == url
    close = f"/admin/programmes/koder/avsluta/{old.id}"
    assert client.post(close, data={"last_day": str(today)}).location == url

    def offered(on):
        return [label for _, label in choices(acting(admin), "skal", on)]

    assert offered(today) == ["Gammal"]
    assert offered(tomorrow) == ["Ny"]
    assert recorded() == ["code added", "code closed"]


def test_o3_a_code_does_not_end_in_the_past(world):
    code, today = build.code("skal", "gammal"), clock.today()
    yesterday = today - timedelta(days=1)
    with pytest.raises(RuleBroken, match="Välj idag"):
        service.close_code(acting(world.user("admin")), code, last_day=yesterday, on=today)


@pytest.mark.parametrize(
    ("code_list", "key"), [("informationsslag", "x"), ("avslutsskal", "felregistrering")]
)
def test_what_the_house_counts_on_never_ends(world, code_list, key):
    code, today = build.code(code_list, key), clock.today()
    with pytest.raises(RuleBroken, match="räknar med den här koden"):
        service.close_code(acting(world.user("admin")), code, last_day=today, on=today)


def test_two_codes_of_one_list_never_read_the_same(world):
    build.code("skal", "ett", "Kört fast")
    with pytest.raises(RuleBroken, match="Det finns redan en kod"):
        service.add_code(
            acting(world.user("admin")), "skal", label="kört fast", valid_from=clock.today()
        )


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "granskare"])
def test_the_verbs_guard_themselves(world, who):
    actor, code, today = acting(world.user(who)), build.code("skal", "ett"), clock.today()
    row = programme_for(actor, world.programme.id)
    for verb in (
        lambda: service.change_programme(actor, row, {}),
        lambda: service.change_ladder(actor, row, []),
        lambda: service.add_code(actor, "skal", label="X", valid_from=today),
        lambda: service.close_code(actor, code, last_day=today, on=today),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert session.get(Code, code.id).valid_to is None
