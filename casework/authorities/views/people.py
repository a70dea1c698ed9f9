"""The members of staff, for the administrator."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access import Role
from casework.access.web import actor
from casework.authorities import queries
from casework.authorities.forms import PostForm, UserForm
from casework.authorities.models import User
from casework.authorities.rules import password_needs_two
from casework.authorities.service import staff
from casework.authorities.views.door import answer, authorities, said
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, submitted
from casework.pages import ROLE_LABELS


@authorities.get("/admin/personer")
def people() -> ResponseReturnValue:
    return render_template(
        "authorities/people.html", people=queries.all_staff(actor()), roles=ROLE_LABELS
    )


@authorities.route("/admin/personer/ny", methods=["GET", "POST"])
def new_user() -> ResponseReturnValue:
    form, made = UserForm(), []
    form.offer(queries.open_units(actor()))

    def add() -> None:
        who = {"name": form.name.data, "email": form.email.data, "post": form.post}
        made.append(staff.add_user(actor(), **who, at=clock.now()))

    if submitted(form, add):
        return answer(made[0])
    return form_page("authorities/new_user.html", form)


@authorities.route("/admin/personer/<uuid:user_id>", methods=["GET", "POST"])
def user(user_id: UUID) -> ResponseReturnValue:
    who = queries.user_to_change(actor(), user_id)
    form, made = PostForm(data=_as_answers(who)), []
    form.offer(queries.open_units(actor()))

    def change() -> None:
        wanted = {"name": form.name.data, "post": form.post}
        made.append(staff.change_user(actor(), who, **wanted, at=clock.now()))

    if submitted(form, change):
        return answer(made[0], f"{who.name} är ändrad.", "authorities.people")
    connected = queries.account_of(actor(), who).has_second_factor
    return form_page("authorities/user.html", form, who=who, connected=connected)


@authorities.route("/admin/personer/<uuid:user_id>/losenord", methods=["GET", "POST"])
def new_password(user_id: UUID) -> ResponseReturnValue:
    who, form, made = queries.user_to_change(actor(), user_id), HouseForm(), []
    if submitted(form, lambda: made.append(staff.give_new_password(actor(), who, at=clock.now()))):
        return answer(made[0])
    two = password_needs_two(who, queries.account_of(actor(), who))
    return form_page("authorities/new_password.html", form, who=who, two=two)


@authorities.route("/admin/personer/<uuid:user_id>/app", methods=["GET", "POST"])
def reset_second_factor(user_id: UUID) -> ResponseReturnValue:
    who, form, made = queries.user_to_change(actor(), user_id), HouseForm(), []
    if submitted(
        form, lambda: made.append(staff.reset_second_factor(actor(), who, at=clock.now()))
    ):
        return answer(made[0])
    return form_page("authorities/reset_app.html", form, who=who)


@authorities.route("/admin/personer/<uuid:user_id>/avsluta", methods=["GET", "POST"])
def end_user(user_id: UUID) -> ResponseReturnValue:
    who = queries.user_to_change(actor(), user_id)
    form = HouseForm()
    if submitted(form, lambda: staff.end_user(actor(), who, at=clock.now())):
        return said(f"{who.name} kan inte logga in längre.", "authorities.people")
    return form_page("authorities/end_user.html", form, who=who)


def _as_answers(who: User) -> dict[str, object]:
    now = {name: getattr(who, name) for name in ("name", "title", "phone", "cleared")}
    return {**now, "unit": who.unit_id, "role": Role(who.role)}
