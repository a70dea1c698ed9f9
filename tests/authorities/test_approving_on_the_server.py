"""AC08: the only administrator of a new installation gets a second with a command."""

from uuid import uuid4

import pytest

from casework.access import Role
from casework.authorities.commands import approve
from casework.authorities.hiring import Post
from casework.authorities.service import staff
from casework.kit import clock
from casework.kit.db import writing
from tests.authorities.test_signing_in import come_in
from tests.conftest import acting


def test_ac08_the_command_lists_what_waits_and_approves_it_once(app, world):
    assert list(approve(None)) == []
    me, post = acting(world.user("admin")), Post(world.unit("host"), Role.ADMINISTRATOR)
    with writing():
        wanted = staff.add_user(me, name="Ida", email="ida@x.example", post=post, at=clock.now())
    assert list(approve(None)) == [f"{wanted.id} account ida@x.example"]
    said, how = approve(wanted.id)
    assert said == "Approved."
    password = how.rsplit(" ", 1)[1].rstrip(".")
    assert come_in(app.test_client(), "ida@x.example", password).location == "/"
    assert list(approve(None)) == []
    assert list(approve(wanted.id)) == [
        "The proposal is decided already, or older than seven days."
    ]


@pytest.mark.usefixtures("world")
def test_what_is_not_there_is_said():
    assert list(approve(uuid4())) == ["There is no such proposal."]


def test_what_cannot_be_done_any_more_is_said_and_left_as_it_was(world):
    me, post = acting(world.user("admin")), Post(world.unit("soc"), Role.CONTACT)
    af = world.user("af")
    with writing():
        wanted = staff.change_user(me, af, name=af.name, post=post, at=clock.now())
    with writing():
        staff.end_user(me, af, at=clock.now())
    (said,) = approve(wanted.id)
    assert "har slutat" in said
    assert len(list(approve(None))) == 1
