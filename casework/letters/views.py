from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request

from casework.access.web import actor
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotVisible
from casework.letters import queries, service
from casework.letters.folder import Folder, written
from casework.letters.policy import may_list
from casework.letters.rules import cause, waiting

letters = Blueprint("letters", __name__)


@letters.get("/admin/brev")
def listing() -> Any:
    _insist_may_list()
    at, page = clock.now(), queries.listing(actor(), request.args.get("efter"))
    behind = queries.behind(actor(), at)
    first = queries.not_there(actor())
    why = {one.id: cause(one, behind=one.id in behind, at=at) for one in [*first, *page.rows]}
    waits = waiting(*queries.oldest_waiting(), at)
    words = {"page": page, "first": first, "waits": waits, "why": why}
    return render_template("letters/listing.html", folder=_folder(), **words)


@letters.get("/admin/brev/mapp")
def folder() -> Any:
    return render_template("letters/folder.html", messages=written(_demo_folder()))


@letters.get("/admin/brev/mapp/<name>")
def message(name: str) -> Any:
    found = next((one for one in written(_demo_folder()) if one.name == name), None)
    if found is None:
        raise NotVisible("letters")
    return render_template("letters/message.html", message=found)


@letters.get("/brev/<uuid:letter_id>")
def show(letter_id: UUID) -> Any:
    return render_template("letters/show.html", letter=queries.failed_for(actor(), letter_id))


@letters.post("/brev/<uuid:letter_id>/igen")
def try_again(letter_id: UUID) -> Any:
    with writing():
        letter = queries.failed_for(actor(), letter_id)
        service.try_again(actor(), letter, at=clock.now())
    flash("Brevet ligger i utkorgen igen.")
    return redirect("/")


@letters.post("/brev/<uuid:letter_id>/undan")
def put_aside(letter_id: UUID) -> Any:
    with writing():
        letter = queries.failed_for(actor(), letter_id)
        service.put_aside(actor(), letter, at=clock.now())
    flash("Brevet är lagt åt sidan.")
    return redirect("/")


def _insist_may_list() -> None:
    if not may_list(actor(), demo=current_app.config["DEMO"]):
        raise NotVisible("letters")


def _folder() -> Folder | None:
    """Where the demo's mail goes. None where letters really are sent."""
    url = current_app.config["SMTP_URL"]
    return Folder(url[4:]) if current_app.config["DEMO"] and url.startswith("dir:") else None


def _demo_folder() -> Folder:
    found = _folder()
    if found is None:
        raise NotVisible("letters")
    return found
