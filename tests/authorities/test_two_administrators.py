"""AC08: what could lead to a case needs two administrators, and nobody agrees with himself."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access import Role
from casework.audit.models import AuditEntry
from casework.authorities.accounts import Account
from casework.authorities.hiring import Given, Post
from casework.authorities.models import Kind, Proposal, User
from casework.authorities.queries import proposal_for
from casework.authorities.rules import needs_two
from casework.authorities.service import proposals, staff
from casework.kit import clock
from casework.kit.db import session, writing
from casework.kit.errors import NotAllowed, RuleBroken
from tests.authorities.making import PASSWORD, account, agreed, app_for, second_admin, waiting_id
from tests.authorities.test_signing_in import come_in, is_out
from tests.conftest import acting
from tests.snapshot import everything as all_rows


def as_answers(user, **more):
    now = {"name": user.name, "unit": str(user.unit_id), "role": user.role}
    return {**now, **({"cleared": "y"} if user.cleared else {}), **more}


def verbs():
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [(row.action, row.outcome) for row in rows]


@pytest.mark.parametrize(
    ("role", "unit", "cleared", "two"),
    [
        *((role, "af", False, True) for role in ("koordinator", "handlaggare", "administrator")),
        ("kontaktperson", "soc", False, True),  # another unit
        ("kontaktperson", "af", True, True),  # clearance
        ("kontaktperson", "af", False, False),  # nothing
        ("granskare", "af", False, True),  # reads who has been in the cases
        ("lsg", "af", False, False),
        ("granskare", "soc", False, True),
    ],
)
def test_ac08_what_needs_two(world, role, unit, cleared, two):
    now = world.user("af")
    assert needs_two(now, Post(world.unit(unit), Role(role), cleared)) is two


@pytest.mark.parametrize(
    ("role", "cleared", "two"),
    [
        *((role, False, role != "lsg") for role in map(str, Role)),
        ("lsg", True, True),
    ],
)
def test_ac08_what_a_new_account_needs(world, role, cleared, two):
    assert needs_two(None, Post(world.unit("af"), Role(role), cleared)) is two


@pytest.mark.parametrize(
    "wanted",
    [{"role": "koordinator", "unit": "host"}, {"cleared": "y"}, {"unit": "fk"}],
    ids=["role", "clearance", "unit"],
)
def test_ac08_a_post_waits_for_somebody_else(world, sign_in, wanted):
    af = world.user("af")
    if "unit" in wanted:
        wanted = {**wanted, "unit": str(world.unit(wanted["unit"]).id)}
    mine = sign_in(world.user("admin"))
    before = (af.role, af.unit_id, af.cleared)
    asked = mine.post(f"/admin/personer/{af.id}", data=as_answers(af, **wanted))
    assert asked.location == "/admin/forslag"
    page = mine.get("/admin/forslag").text
    assert af.name in page
    assert "En annan administratör" in page
    own = mine.post(f"/admin/forslag/{waiting_id()}")
    assert own.status_code == 403
    assert "Du har föreslagit det själv." in own.text
    now = session.get(User, af.id, populate_existing=True)
    assert (now.role, now.unit_id, now.cleared) == before
    assert agreed(world, sign_in).location == "/admin/forslag"
    now = session.get(User, af.id, populate_existing=True)
    assert (now.role, now.unit_id, now.cleared) != before
    assert ("proposed: post", "allowed") in verbs()
    assert ("approved: post", "allowed") in verbs()


def test_ac08_a_case_role_account_is_made_by_two(app, world, sign_in):
    answers = {"name": "Tove Rönnmark", "email": "tove@test.example", "role": "kontaktperson"}
    answers["unit"] = str(world.unit("af").id)
    mine = sign_in(world.user("admin"))
    assert mine.post("/admin/personer/ny", data=answers).location == "/admin/forslag"
    made = select(User).where(User.email == "tove@test.example")
    assert session.scalars(made).one_or_none() is None
    again = mine.post("/admin/personer/ny", data=answers)
    assert (again.status_code, "redan ett sådant förslag" in again.text) == (422, True)
    page = agreed(world, sign_in).text
    password = re.search(r"<strong[^>]*>([^<]+)</strong>", page)[1]
    assert come_in(app.test_client(), "tove@test.example", password).location == "/"
    assert session.scalars(made).one().role == "kontaktperson"


def test_ac08_an_administrator_of_ones_own_making_needs_two_as_well(world):
    me = acting(world.user("admin"))
    post = Post(world.unit("host"), Role.ADMINISTRATOR)
    puppet = staff.add_user(me, name="X", email="x@x.example", post=post, at=clock.now())
    assert isinstance(puppet, Proposal)


def test_ac08_a_second_factor_is_reset_by_two(app, world, sign_in):
    fk = world.user("fk")
    app_for(account(fk))
    theirs = app.test_client()
    come_in(theirs, fk.email)
    mine = sign_in(world.user("admin"))
    assert "Nollställ inloggningsappen" in mine.get(f"/admin/personer/{fk.id}").text
    assert mine.post(f"/admin/personer/{fk.id}/app").location == "/admin/forslag"
    assert session.scalars(select(Account.totp_sealed).where(Account.user_id == fk.id)).one()
    agreed(world, sign_in)
    assert is_out(theirs)
    row = session.scalars(
        select(Account).where(Account.user_id == fk.id),
        execution_options={"populate_existing": True},
    ).one()
    assert (row.totp_sealed, row.totp_counter, row.mf_recovery_codes) == (None, None, [])
    assert ("second factor reset", "allowed") in verbs()


def test_ac08_a_password_that_is_all_that_is_asked_for_needs_two(app, world, sign_in):
    fk = world.user("fk")
    account(fk)
    mine = sign_in(world.user("admin"))
    page = mine.get(f"/admin/personer/{fk.id}/losenord").text
    assert "en annan administratör behöver godkänna" in page
    assert mine.post(f"/admin/personer/{fk.id}/losenord").location == "/admin/forslag"
    assert come_in(app.test_client(), fk.email, PASSWORD).location == "/"
    password = re.search(r"<strong[^>]*>([^<]+)</strong>", agreed(world, sign_in).text)[1]
    assert come_in(app.test_client(), fk.email, PASSWORD).status_code == 200
    assert come_in(app.test_client(), fk.email, password).location == "/"


def asked_about(world, who, by="admin"):
    post = Post(world.unit("soc"), Role.CONTACT)
    done = staff.change_user(acting(world.users[by]), who, name=who.name, post=post, at=clock.now())
    session.commit()
    return done


def test_ac08_nobody_approves_what_is_about_themselves(world):
    other = second_admin(world)
    wanted = asked_about(world, other)
    with pytest.raises(NotAllowed, match="gäller dig"):
        proposals.approve(acting(other), wanted, at=clock.now())
    wanted.approved, wanted.decided_by_id = True, other.id
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_ac08_the_database_refuses_one_who_agrees_with_himself(world):
    wanted = asked_about(world, world.user("af"))
    wanted.approved, wanted.decided_by_id = True, world.user("admin").id
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_ac08_a_proposal_lapses_after_seven_days(world, sign_in):
    wanted = asked_about(world, world.user("af"))
    other = acting(second_admin(world))
    late = wanted.proposed_at + timedelta(days=7)
    for verb in (proposals.approve, proposals.decline):
        with pytest.raises(NotAllowed, match="väntar inte längre"):
            verb(other, wanted, at=late)
    with time_machine.travel(late, tick=False):
        page = sign_in(second_admin(world)).get("/admin/forslag").text
    assert "Förföll efter sju dagar" in page
    proposals.approve(other, wanted, at=late - timedelta(seconds=1))
    assert world.user("af").unit_id == world.unit("soc").id


@pytest.mark.parametrize("by", ["admin", "admin2"])
def test_ac08_a_no_or_taken_back_changes_nothing(world, sign_in, by):
    second_admin(world)
    wanted = asked_about(world, world.user("af"))
    client = sign_in(world.users[by])
    button = "Ta tillbaka förslaget" if by == "admin" else "Säg nej till förslaget"
    assert button in client.get(f"/admin/forslag/{wanted.id}").text
    assert client.post(f"/admin/forslag/{wanted.id}/nej").location == "/admin/forslag"
    assert client.post(f"/admin/forslag/{wanted.id}").status_code == 403
    assert session.get(User, world.user("af").id).unit_id == world.unit("af").id
    assert ("declined: post", "allowed") in verbs()


def test_ac08_what_is_done_once_is_not_done_again(world, sign_in):
    wanted = asked_about(world, world.user("af"))
    client = sign_in(second_admin(world))
    assert client.post(f"/admin/forslag/{wanted.id}").status_code == 302
    before = all_rows()
    assert client.post(f"/admin/forslag/{wanted.id}").status_code == 403
    assert all_rows() == before


def test_somebody_who_has_left_meanwhile_is_not_moved(world, sign_in):
    wanted = asked_about(world, world.user("af"))
    world.user("af").left_at = clock.now()
    session.commit()
    answer = sign_in(second_admin(world)).post(f"/admin/forslag/{wanted.id}")
    assert (answer.status_code, "har slutat" in answer.text) == (422, True)
    assert session.get(Proposal, wanted.id, populate_existing=True).decided_at is None


@pytest.mark.parametrize("who", ["host", "soc", "lsg", "granskare"])
def test_ac08_nobody_else_sees_or_answers_a_proposal(world, sign_in, who):
    wanted = asked_about(world, world.user("af"))
    client, nobody = sign_in(world.user(who)), acting(world.user(who))
    for url in ("/admin/forslag", f"/admin/forslag/{wanted.id}"):
        assert client.get(url).status_code == 404
    for url in (f"/admin/forslag/{wanted.id}", f"/admin/forslag/{wanted.id}/nej"):
        assert client.post(url).status_code == 404
    for verb in (proposals.approve, proposals.decline):
        with pytest.raises(NotAllowed):
            verb(nobody, wanted, at=clock.now())
    with pytest.raises(NotAllowed):
        proposals.propose(nobody, Kind.PASSWORD, world.user("af"), at=clock.now())


def test_the_only_administrator_is_approved_on_the_server(world, sign_in):
    assert "ensam administratör" in sign_in(world.user("admin")).get("/admin/forslag").text
    me, post = acting(world.user("admin")), Post(world.unit("host"), Role.ADMINISTRATOR)
    with writing():
        wanted = staff.add_user(me, name="Ida Å", email="ida@x.example", post=post, at=clock.now())
    with writing():
        done = proposals.approve_on_server(None, proposal_for(None, wanted.id), at=clock.now())
    assert isinstance(done, Given)
    assert done.user.role == Role.ADMINISTRATOR
    with pytest.raises(NotAllowed):
        proposals.approve_on_server(None, wanted, at=clock.now())
    assert ("approved on the server: account", "allowed") in verbs()


def test_two_of_the_same_do_not_wait(world):
    asked_about(world, world.user("af"))
    with pytest.raises(RuleBroken, match="redan ett sådant förslag"):
        asked_about(world, world.user("af"))


def test_ending_is_done_at_once_by_one(world, sign_in):
    fk = world.user("fk")
    sign_in(world.user("admin")).post(f"/admin/personer/{fk.id}/avsluta")
    assert session.get(User, fk.id).left_at is not None
