"""Parties, units and rooms, and where the administrator begins."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.authorities import queries
from casework.authorities.forms import AuthorityForm, RoomForm, TravelForm, UnitForm
from casework.authorities.rules import OFFERS
from casework.authorities.service import places
from casework.authorities.views.door import authorities, said
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, submitted


@authorities.get("/admin")
def admin() -> ResponseReturnValue:
    people = queries.all_staff(actor())
    working = sum(1 for user in people if user.left_at is None)
    return render_template(
        "authorities/admin.html",
        working=working,
        units=len(queries.open_units(actor())),
        rooms=len(queries.rooms(actor())),
        waiting=len(queries.waiting_proposals(actor(), clock.now())),
    )


@authorities.get("/admin/enheter")
def units() -> ResponseReturnValue:
    return render_template("authorities/units.html", parties=queries.everything(actor()))


@authorities.route("/admin/myndigheter/ny", methods=["GET", "POST"])
def new_authority() -> ResponseReturnValue:
    queries.everything(actor())
    form = AuthorityForm()
    if submitted(form, lambda: places.add_authority(actor(), **form.answers)):
        return said(f"{form.name.data} är tillagd. Lägg till en enhet.", "authorities.units")
    return form_page("authorities/new_authority.html", form)


@authorities.route("/admin/myndigheter/<uuid:authority_id>/enheter/ny", methods=["GET", "POST"])
def new_unit(authority_id: UUID) -> ResponseReturnValue:
    party = queries.authority_for(actor(), authority_id)
    form = UnitForm()
    if submitted(form, lambda: places.add_unit(actor(), party, **form.answers)):
        return said(f"{form.short_name.data} är tillagd.", "authorities.units")
    return form_page("authorities/new_unit.html", form, party=party)


@authorities.route("/admin/enheter/<uuid:unit_id>/avsluta", methods=["GET", "POST"])
def close_unit(unit_id: UUID) -> ResponseReturnValue:
    unit = queries.unit_to_change(actor(), unit_id)
    form = HouseForm()
    if submitted(form, lambda: places.close_unit(actor(), unit, at=clock.now())):
        return said(f"{unit.short_name} är avslutad.", "authorities.units")
    return form_page("authorities/close_unit.html", form, unit=unit)


@authorities.route("/admin/lokaler", methods=["GET", "POST"])
def rooms() -> ResponseReturnValue:
    found = queries.all_rooms(actor())
    form = RoomForm()
    if submitted(form, lambda: places.add_room(actor(), form.words)):
        return said(f"{form.name.data} kan bokas.", "authorities.rooms")
    travel = queries.travel_time(actor())
    words = {"rooms": found, "offers": OFFERS, "travel": travel}
    return form_page("authorities/rooms.html", form, **words)


@authorities.route("/admin/lokaler/<uuid:room_id>", methods=["GET", "POST"])
def room(room_id: UUID) -> ResponseReturnValue:
    row = queries.room_to_change(actor(), room_id)
    form = RoomForm.of(row)
    if submitted(form, lambda: places.change_room(actor(), row, form.words)):
        return said(f"{form.name.data} är ändrad.", "authorities.rooms")
    return form_page("authorities/room.html", form, room=row)


@authorities.route("/admin/lokaler/restid", methods=["GET", "POST"])
def travel() -> ResponseReturnValue:
    queries.all_rooms(actor())
    minutes = int(queries.travel_time(actor()).total_seconds() // 60)
    form = TravelForm(minutes=minutes or None)
    if submitted(form, lambda: places.set_travel_time(actor(), form.minutes.data)):
        return said("Restiden är sparad. Nya förslag på tider räknar med den.", "authorities.rooms")
    return form_page("authorities/travel.html", form)


@authorities.route("/admin/lokaler/<uuid:room_id>/avsluta", methods=["GET", "POST"])
def close_room(room_id: UUID) -> ResponseReturnValue:
    room = queries.room_to_change(actor(), room_id)
    form = HouseForm()
    if submitted(form, lambda: places.close_room(actor(), room, at=clock.now())):
        return said(f"{room.name} kan inte bokas längre.", "authorities.rooms")
    return form_page("authorities/close_room.html", form, room=room)
