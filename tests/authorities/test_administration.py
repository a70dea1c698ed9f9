"""AC08, K5: the administrator keeps accounts, parties and rooms, and reaches no case."""

import re

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.audit.models import AuditEntry
from casework.authorities.accounts import Account
from casework.authorities.hiring import Post
from casework.authorities.models import Authority, Room, Unit, User
from casework.authorities.service import places, staff
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from tests import build
from tests.authorities.making import PASSWORD, account, agreed, app_for
from tests.authorities.test_signing_in import come_in, is_out
from tests.conftest import acting

EVERYBODY_ELSE = ("host", "soc", "lsg", "granskare")


def addresses(world):
    soc, unit = world.user("soc"), world.unit("soc")
    room = build.room("Rummet")
    return (
        *("/admin", "/admin/enheter", "/admin/myndigheter/ny", "/admin/personer"),
        *("/admin/personer/ny", f"/admin/personer/{soc.id}", "/admin/lokaler"),
        *("/admin/forslag", f"/admin/personer/{soc.id}/app"),
        *(f"/admin/personer/{soc.id}/losenord", f"/admin/personer/{soc.id}/avsluta"),
        *(f"/admin/enheter/{unit.id}/avsluta", f"/admin/lokaler/{room.id}/avsluta"),
        f"/admin/myndigheter/{unit.authority_id}/enheter/ny",
    )


def said(answer):
    return re.sub(r'value="[^"]+"', "", answer.get_data(as_text=True))


def recorded():
    return [row.action for row in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]


def new_user(world, **more):
    answers = {
        "name": "Tove Rönnmark",
        "email": "Tove@test.example",
        "unit": str(world.unit("af").id),
        "role": "lsg",
    }
    return {**answers, **more}


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_ac08_to_everybody_else_the_pages_do_not_exist(world, sign_in, who):
    urls = addresses(world)
    client = sign_in(world.user(who))
    nowhere = client.get("/admin/finns-inte")
    for url in urls:
        for answer in (client.get(url), client.post(url, data=new_user(world))):
            assert answer.status_code in (404, 405), url
            assert answer.status_code == 405 or said(answer) == said(nowhere)
    assert "user added" not in recorded()


def test_the_administrator_opens_every_page(world, sign_in):
    urls = addresses(world)
    client = sign_in(world.user("admin"))
    for url in urls:
        page = client.get(url)
        assert page.status_code == 200, url
        assert page.get_data(as_text=True).count("button--primary") <= 1, url


def test_ac08_the_administrator_reaches_no_case(world, sign_in):
    case = build.case(world)
    client = sign_in(world.user("admin"))
    assert client.get(f"/arenden/{case.id}").status_code == 404


def test_a_new_person_gets_a_password_that_is_shown_once(app, world, sign_in):
    client = sign_in(world.user("admin"))
    page = client.post("/admin/personer/ny", data=new_user(world)).get_data(as_text=True)
    password = re.search(r"<strong[^>]*>([^<]+)</strong>", page)[1]
    made = session.scalars(select(User).where(User.email == "tove@test.example")).one()
    assert (made.role, made.unit_id) == ("lsg", world.unit("af").id)
    assert password not in client.get("/admin/personer").get_data(as_text=True)
    assert password not in client.get(f"/admin/personer/{made.id}").get_data(as_text=True)
    stored = session.scalars(select(Account).where(Account.user_id == made.id)).one()
    assert password not in stored.password
    assert come_in(app.test_client(), "tove@test.example", password).location == "/"
    assert recorded()[0] == "user added"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"email": "inte en adress"}, "Skriv en e-postadress"),
        ({"role": "kung"}, "Välj ett av alternativen"),
        ({"role": "koordinator"}, "En koordinator hör till den enhet som samordnar."),
        ({"name": " "}, "Fyll i det här."),
    ],
)
def test_a_person_that_cannot_be_added_is_given_back(world, sign_in, answers, said):
    answer = sign_in(world.user("admin")).post(
        "/admin/personer/ny", data=new_user(world, **answers)
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "Fel: Lägg till person" in page
    assert not recorded()


def test_an_address_belongs_to_one(world):
    admin, post = acting(world.user("admin")), Post(world.unit("af"), Role.OFFICER)
    email = world.user("soc").email.upper()
    with pytest.raises(RuleBroken, match="Det finns redan någon"):
        staff.add_user(admin, name="X", email=email, post=post, at=clock.now())


def test_the_steering_group_gets_no_case_role(world):
    admin, post = acting(world.user("admin")), Post(world.unit("lsg"), Role.CONTACT)
    with pytest.raises(RuleBroken, match="arbetar inte med enskilda"):
        staff.add_user(admin, name="X", email="x@x.se", post=post, at=clock.now())


def test_ac15_k5_another_unit_counts_at_once_and_ends_the_session(app, world, sign_in):
    fk = world.user("fk")
    account(fk)
    case = build.case(world)
    theirs = app.test_client()
    come_in(theirs, fk.email)
    assert not is_out(theirs)
    answers = {"name": fk.name, "unit": str(world.unit("af").id), "role": "handlaggare"}
    answer = sign_in(world.user("admin")).post(f"/admin/personer/{fk.id}", data=answers)
    assert answer.location == "/admin/forslag"
    assert not is_out(theirs)
    agreed(world, sign_in)
    assert is_out(theirs)
    come_in(theirs, fk.email)
    assert theirs.get(f"/arenden/{case.id}").status_code == 404
    assert "user moved" in recorded()


def test_a_small_change_ends_nothing(app, world, sign_in):
    fk = world.user("fk")
    account(fk)
    theirs = app.test_client()
    come_in(theirs, fk.email)
    answers = {"name": "Maj Ny", "unit": str(fk.unit_id), "role": fk.role}
    admin = sign_in(world.user("admin"))
    assert admin.post(f"/admin/personer/{fk.id}", data=answers).location == "/admin/personer"
    assert session.get(User, fk.id).name == "Maj Ny"
    assert not is_out(theirs)


@pytest.mark.parametrize("change", [{"role": Role.COORDINATOR}, {"cleared": True}, {"unit": "soc"}])
def test_ac08_nobody_changes_their_own_role_unit_or_clearance(world, change):
    me = world.user("admin")
    unit = world.unit(change.get("unit", "host"))
    post = Post(unit, change.get("role", Role.ADMINISTRATOR), change.get("cleared", False))
    with pytest.raises(RuleBroken, match="Du kan inte ändra ditt eget konto"):
        staff.change_user(acting(me), me, name=me.name, post=post, at=clock.now())
    with pytest.raises(RuleBroken):
        staff.end_user(acting(me), me, at=clock.now())
    with pytest.raises(RuleBroken):
        staff.give_new_password(acting(me), me, at=clock.now())


def test_ac08_the_page_says_why_one_cannot_make_oneself_a_coordinator(world, sign_in):
    me = world.user("admin")
    answers = {"name": me.name, "unit": str(me.unit_id), "role": "koordinator"}
    answer = sign_in(me).post(f"/admin/personer/{me.id}", data=answers)
    assert answer.status_code == 422
    assert "Be en annan administratör." in answer.get_data(as_text=True)
    assert session.get(User, me.id).role == "administrator"


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_the_verbs_guard_themselves(world, who):
    actor, soc = acting(world.user(who)), world.user("soc")
    post = Post(world.unit("af"), Role.OFFICER)
    at, room, unit = clock.now(), build.room(), world.unit("af")
    for verb in (
        lambda: staff.add_user(actor, name="X", email="x@x.se", post=post, at=at),
        lambda: staff.change_user(actor, soc, name="X", post=post, at=at),
        lambda: staff.give_new_password(actor, soc, at=at),
        lambda: staff.reset_second_factor(actor, soc, at=at),
        lambda: staff.end_user(actor, soc, at=at),
        lambda: places.add_authority(actor, name="X", kind="kommun"),
        lambda: places.add_unit(actor, unit.authority, name="X", short_name="X", part="af"),
        lambda: places.close_unit(actor, unit, at=at),
        lambda: places.add_room(actor, places.RoomWords("X", "X", "X", 1)),
        lambda: places.close_room(actor, room, at=at),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_ac15_a_new_password_ends_the_old_one(app, world, sign_in):
    fk = world.user("fk")
    app_for(account(fk))
    page = sign_in(world.user("admin")).post(f"/admin/personer/{fk.id}/losenord")
    password = re.search(r"<strong[^>]*>([^<]+)</strong>", page.get_data(as_text=True))[1]
    assert come_in(app.test_client(), fk.email, PASSWORD).status_code == 200
    assert come_in(app.test_client(), fk.email, password).location == "/"


def test_k5_an_ended_account_is_history(app, world, sign_in):
    fk = world.user("fk")
    account(fk)
    client = sign_in(world.user("admin"))
    assert "Inget är ändrat ännu." in client.get(f"/admin/personer/{fk.id}/avsluta").get_data(
        as_text=True
    )
    assert client.post(f"/admin/personer/{fk.id}/avsluta").location == "/admin/personer"
    assert session.get(User, fk.id).left_at is not None
    assert come_in(app.test_client(), fk.email).status_code == 200
    assert client.get(f"/admin/personer/{fk.id}").status_code == 404
    assert "Avslutad" in client.get("/admin/personer").get_data(as_text=True)


def test_parties_and_units_are_added_and_closed(world, sign_in):
    client = sign_in(world.user("admin"))
    client.post("/admin/myndigheter/ny", data={"name": "Malå kommun", "kind": "kommun"})
    party = session.scalars(select(Authority).where(Authority.name == "Malå kommun")).one()
    unit = {"name": "Malå kommun, AME", "short_name": "AME Malå", "part": "ame"}
    url = f"/admin/myndigheter/{party.id}/enheter/ny"
    assert client.post(url, data=unit).location == "/admin/enheter"
    again = client.post(url, data=unit)
    assert (again.status_code, "Namnet finns redan." in again.get_data(as_text=True)) == (422, True)
    made = session.scalars(select(Unit).where(Unit.name == unit["name"])).one()
    assert made.authority_id == party.id
    client.post(f"/admin/enheter/{made.id}/avsluta")
    assert session.get(Unit, made.id).closed_at is not None
    refused = client.post(f"/admin/enheter/{world.unit('soc').id}/avsluta")
    assert refused.status_code == 422
    assert world.user("soc").name in refused.get_data(as_text=True)
    assert recorded() == ["authority added", "unit added", "unit closed"]


def test_rooms_are_added_and_closed(world, sign_in):
    client = sign_in(world.user("admin"))
    room = {"name": "Sal 1", "short_name": "Sal 1", "address": "Gatan 1", "places": "8"}
    assert client.post("/admin/lokaler", data=room).location == "/admin/lokaler"
    assert client.post("/admin/lokaler", data={**room, "places": "0"}).status_code == 422
    made = session.scalars(select(Room)).one()
    client.post(f"/admin/lokaler/{made.id}/avsluta")
    assert session.get(Room, made.id).closed_at is not None
    assert recorded() == ["room added", "room closed"]
