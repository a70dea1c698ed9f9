from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Role
from casework.access.web import actor
from casework.authorities import queries
from casework.authorities.forms import (
    AuthorityForm,
    PasswordForm,
    PostForm,
    RoomForm,
    UnitForm,
    UserForm,
)
from casework.authorities.models import User
from casework.authorities.service import places, signing, staff
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm
from casework.pages import ROLE_LABELS

authorities = Blueprint("authorities", __name__)

ABOUT = ("tillganglighet", "personuppgifter", "tjansten")


@authorities.get("/om/<slug>")
def about(slug: str) -> ResponseReturnValue:
    if slug not in ABOUT:
        abort(404)
    return render_template(f"authorities/about/{slug}.html")


@authorities.route("/mitt-konto", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    form = PasswordForm()

    def change() -> None:
        mine = queries.own_account(actor())
        signing.change_password(actor(), mine, current=form.current.data, new=form.new.data)

    if _done(form, change):
        return _said("Lösenordet är bytt. Logga in med det nya.", "security.login")
    return _page("authorities/account.html", form)


@authorities.get("/admin")
def admin() -> ResponseReturnValue:
    people = queries.all_staff(actor())
    working = sum(1 for user in people if user.left_at is None)
    return render_template(
        "authorities/admin.html",
        working=working,
        units=len(queries.open_units(actor())),
        rooms=len(queries.rooms(actor())),
    )


@authorities.get("/admin/enheter")
def units() -> ResponseReturnValue:
    return render_template("authorities/units.html", parties=queries.everything(actor()))


@authorities.route("/admin/myndigheter/ny", methods=["GET", "POST"])
def new_authority() -> ResponseReturnValue:
    queries.everything(actor())
    form = AuthorityForm()
    if _done(form, lambda: places.add_authority(actor(), **form.answers)):
        return _said(f"{form.name.data} är tillagd. Lägg till en enhet.", "authorities.units")
    return _page("authorities/new_authority.html", form)


@authorities.route("/admin/myndigheter/<uuid:authority_id>/enheter/ny", methods=["GET", "POST"])
def new_unit(authority_id: UUID) -> ResponseReturnValue:
    party = queries.authority_for(actor(), authority_id)
    form = UnitForm()
    if _done(form, lambda: places.add_unit(actor(), party, **form.answers)):
        return _said(f"{form.short_name.data} är tillagd.", "authorities.units")
    return _page("authorities/new_unit.html", form, party=party)


@authorities.route("/admin/enheter/<uuid:unit_id>/avsluta", methods=["GET", "POST"])
def close_unit(unit_id: UUID) -> ResponseReturnValue:
    unit = queries.unit_to_change(actor(), unit_id)
    form = HouseForm()
    if _done(form, lambda: places.close_unit(actor(), unit, at=clock.now())):
        return _said(f"{unit.short_name} är avslutad.", "authorities.units")
    return _page("authorities/close_unit.html", form, unit=unit)


@authorities.get("/admin/personer")
def people() -> ResponseReturnValue:
    return render_template(
        "authorities/people.html", people=queries.all_staff(actor()), roles=ROLE_LABELS
    )


@authorities.route("/admin/personer/ny", methods=["GET", "POST"])
def new_user() -> ResponseReturnValue:
    form = UserForm()
    form.offer(queries.open_units(actor()))
    made: list[tuple[User, str]] = []

    def add() -> None:
        made.append(
            staff.add_user(actor(), name=form.name.data, email=form.email.data, post=form.post)
        )

    if _done(form, add):
        return _password(*made[0])
    return _page("authorities/new_user.html", form)


@authorities.route("/admin/personer/<uuid:user_id>", methods=["GET", "POST"])
def user(user_id: UUID) -> ResponseReturnValue:
    who = queries.user_to_change(actor(), user_id)
    form = PostForm(data=_as_answers(who))
    form.offer(queries.open_units(actor()))
    if _done(form, lambda: staff.change_user(actor(), who, name=form.name.data, post=form.post)):
        return _said(f"{who.name} är ändrad.", "authorities.people")
    return _page("authorities/user.html", form, who=who)


@authorities.route("/admin/personer/<uuid:user_id>/losenord", methods=["GET", "POST"])
def new_password(user_id: UUID) -> ResponseReturnValue:
    who = queries.user_to_change(actor(), user_id)
    form = HouseForm()
    made: list[str] = []
    if _done(form, lambda: made.append(staff.give_new_password(actor(), who))):
        return _password(who, made[0])
    return _page("authorities/new_password.html", form, who=who)


@authorities.route("/admin/personer/<uuid:user_id>/avsluta", methods=["GET", "POST"])
def end_user(user_id: UUID) -> ResponseReturnValue:
    who = queries.user_to_change(actor(), user_id)
    form = HouseForm()
    if _done(form, lambda: staff.end_user(actor(), who, at=clock.now())):
        return _said(f"{who.name} kan inte logga in längre.", "authorities.people")
    return _page("authorities/end_user.html", form, who=who)


@authorities.route("/admin/lokaler", methods=["GET", "POST"])
def rooms() -> ResponseReturnValue:
    found = queries.all_rooms(actor())
    form = RoomForm()
    if _done(form, lambda: places.add_room(actor(), **form.answers)):
        return _said(f"{form.name.data} kan bokas.", "authorities.rooms")
    return _page("authorities/rooms.html", form, rooms=found)


@authorities.route("/admin/lokaler/<uuid:room_id>/avsluta", methods=["GET", "POST"])
def close_room(room_id: UUID) -> ResponseReturnValue:
    room = queries.room_to_change(actor(), room_id)
    form = HouseForm()
    if _done(form, lambda: places.close_room(actor(), room, at=clock.now())):
        return _said(f"{room.name} kan inte bokas längre.", "authorities.rooms")
    return _page("authorities/close_room.html", form, room=room)


def _as_answers(who: User) -> dict[str, object]:
    now = {name: getattr(who, name) for name in ("name", "title", "phone", "cleared")}
    return {**now, "unit": who.unit_id, "role": Role(who.role)}


def _done(form: HouseForm, act: Callable[[], object]) -> bool:
    """The form was sent, is well formed, and no rule stood in the way of the act."""
    if not form.validate_on_submit():
        return False
    try:
        with writing():
            act()
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


def _page(template: str, form: HouseForm, **words: object) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    return render_template(template, form=form, **words), status


def _said(sentence: str, endpoint: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(endpoint))


def _password(who: User, password: str) -> ResponseReturnValue:
    """Shown in the answer itself and never again."""
    return render_template("authorities/password.html", who=who, password=password)
