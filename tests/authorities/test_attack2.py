"""AC08 attacked: what one administrator could come to read alone."""

import re

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.authorities.accounts import Account
from casework.authorities.hiring import Post
from casework.authorities.models import Proposal
from casework.authorities.service import staff
from casework.kit import clock
from casework.kit.db import session
from tests.authorities.making import account, agreed, app_for
from tests.authorities.test_signing_in import come_in
from tests.conftest import acting


def test_ac08_a_reviewer_of_ones_own_making_needs_two(world):
    """A reviewer reads who has been in which case: no administrator makes one alone."""
    me, post = acting(world.user("admin")), Post(world.unit("soc"), Role.REVIEWER)
    puppet = staff.add_user(me, name="X", email="x@x.example", post=post, at=clock.now())
    assert isinstance(puppet, Proposal)
    same = Post(world.unit("af"), Role.REVIEWER)
    other = staff.change_user(me, world.user("af"), name="Ture", post=same, at=clock.now())
    assert isinstance(other, Proposal)
    assert isinstance(
        staff.give_new_password(me, world.user("granskare"), at=clock.now()), Proposal
    )


def test_ac08_a_known_password_is_worth_nothing_once_the_app_is_reset(app, world, sign_in):
    """One gives a password while there is an app, then asks for the app to be reset. The one who
    agrees knows nothing of the password; the first would be in."""
    fk = world.user("fk")
    app_for(account(fk))
    mine = sign_in(world.user("admin"))
    page = mine.post(f"/admin/personer/{fk.id}/losenord").text
    known = re.search(r"<strong[^>]*>([^<]+)</strong>", page)[1]
    mine.post(f"/admin/personer/{fk.id}/app")
    page = agreed(world, sign_in).text
    assert come_in(app.test_client(), fk.email, known).status_code == 200
    new = re.search(r"<strong[^>]*>([^<]+)</strong>", page)[1]
    assert come_in(app.test_client(), fk.email, new).location == "/"


@pytest.mark.parametrize("role", [Role.STEERING])
def test_ac08_what_reaches_nothing_is_made_by_one(world, role):
    me, post = acting(world.user("admin")), Post(world.unit("lsg"), role)
    made = staff.add_user(me, name="Y", email="y@x.example", post=post, at=clock.now())
    assert not isinstance(made, Proposal)
    assert session.scalars(select(Account).where(Account.user_id == made.user.id)).one()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ac34_no_page_of_the_sign_in_is_kept_by_a_browser(app, method):
    """A word of its own is what browsers know: `no-store=True`, as it was sent, says nothing."""
    answer = app.test_client().open("/logga-in", method=method, data={"email": "a@b.se"})
    assert answer.headers["Cache-Control"] == "no-store"
