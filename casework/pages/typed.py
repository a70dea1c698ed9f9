"""Nothing typed is lost: what was not saved comes back in the form it was typed in.

While somebody writes, typed.js sends the form now and then (`/pagaende`). Without script, and when
the session has ended, what was sent is not carried out: it is sealed into the page where one signs
in again, for whoever the form's own token was made for, and is back in the form afterwards. Nothing
kept this way is saved anywhere else, or shown to anybody else.
"""

from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, Response, abort, current_app, flash, g, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from casework.access import Actor, Decision, Reason
from casework.access.web import actor, actor_or_none
from casework.audit.service import note_read, record
from casework.kit import clock, db, forms, typed
from casework.kit.swedish import clock_time, weekday_date
from casework.kit.tasks import Task
from casework.pages import again, refusals

OWN_WRITING = Decision(True, "", Reason.OWN_WRITING)
DESK = "/"
TOLD = "Det du skrev men inte sparade är tillbaka. Inget av det är sparat ännu."

URL_FOR = frozenset({"self", "endpoint"})  # names of its own

# Passwords, codes and personal numbers to search for are typed anew.
NEVER = frozenset({"security", "authorities", "typed"})
# AC28: an address that is a key by itself is not written down.
NEVER_THESE = frozenset(
    {
        *("cases.search", "consents.receive", "calendars.address", "calendars.file"),
        *("meetings.answer_by_link", "meetings.answer_series_by_link", "polls.answer_by_link"),
    }
)


def install(app: Flask) -> None:
    app.add_url_rule("/pagaende", "typed.keep", keep, methods=["POST"])
    app.add_url_rule("/pagaende/slang", "typed.drop", drop, methods=["POST"])
    app.add_url_rule("/vaken", "typed.awake", _awake, methods=["POST"])
    app.register_error_handler(CSRFError, _old_page)
    app.after_request(_forget_what_was_saved)
    app.after_request(_take_up_after_signing_in)
    app.context_processor(lambda: {"sealed_typing": again.carried, "typed_again": _typed_again})
    app.extensions[forms.RESTORING] = _restored


def keep() -> Any:
    """Working copy of a form, sent by script. 204, or 404 for what is not a form of ours."""
    page, action = (_own(request.args.get(name, "")) for name in ("sida", "till"))
    if not _kept_at(page, "GET") or not _kept_at(action, "POST"):
        abort(404)
    fields = typed.worth_keeping(request.form.items(multi=True))
    if not fields:
        abort(413)
    with db.writing():
        _keep(actor(), page, action, fields)
    return _nothing()


def _nothing() -> Response:
    return Response(status=204, mimetype="text/plain")


def _awake() -> Response:
    """Somebody who was warned goes on working: asking is enough."""
    return Response("ok\n", mimetype="text/plain")


def drop() -> Any:
    """Begin anew: what was kept for that form is thrown away."""
    action = _own(request.form.get("till", ""))
    if not _kept_at(action, "POST"):
        abort(404)
    with db.writing():
        row = typed.find(actor().user_id, actor().unit_id, action, clock.now())
        if row:
            record(actor(), "typing dropped", row)
            typed.forget(actor().user_id, action)
    return redirect(row.page if row else "/", 303)


def tasks(who: Actor) -> list[Task]:
    """What somebody began to write and has not saved, for their desk; not what stands on it."""
    rows = typed.all_of(who.user_id, who.unit_id, clock.now())
    return [_task(row) for row in rows if row.page != DESK]


def _task(row: typed.TypedText) -> Task:
    page = row.action if _kept_at(row.action, "GET") else row.page  # where it is given back
    endpoint, args = _matched(page, "GET") or ("desk.home", {})
    query = _question(page)
    day = clock.local(row.at)
    return Task(
        due=day.date(),
        sentence=f"Du skrev något {weekday_date(row.at)} kl. {clock_time(row.at)} utan att spara.",
        button="Fortsätt skriva",
        endpoint=endpoint,
        args={**query, **args},
        flag="Inte sparat",
        level="soon",
    )


def _question(page: str) -> dict[str, str]:
    """AC17: what was asked of the page, without what would lead the link somewhere else."""
    asked = parse_qsl(page.partition("?")[2])
    return {name: said for name, said in asked if name[:1] not in "_" and name not in URL_FOR}


def _keep(who: Actor, page: str, action: str, fields: typed.Fields) -> None:
    at = clock.now()
    row = typed.keep(who.user_id, who.unit_id, page=page, action=action, fields=fields, at=at)
    record(who, "typing kept", row)


def _own(path: str) -> str:
    """A path with its question, as a browser sends it; what follows # is the browser's own."""
    return path.partition("#")[0][:2000]


def _kept_at(path: str, method: str) -> bool:
    """It is an address of ours with a form whose answers may be kept."""
    found = _matched(path, method)
    if found is None:
        return False
    endpoint = found[0]
    return endpoint.partition(".")[0] not in NEVER and endpoint not in NEVER_THESE


def _matched(path: str, method: str) -> tuple[str, dict[str, Any]] | None:
    adapter = current_app.create_url_adapter(request)
    is_path = path.startswith("/") and not path.startswith("//") and path.isprintable()
    if adapter is None or not is_path:
        return None
    try:
        endpoint, args = adapter.match(path.partition("?")[0], method=method)
    except (HTTPException, RequestRedirect):
        return None
    return endpoint, dict(args)


def page_of(action: str) -> str:
    """The page that a form stands on, told from where it is sent."""
    path = action
    while path.count("/") > 1 and not _kept_at(path, "GET"):
        path = path.partition("?")[0].rpartition("/")[0]
    return path if _kept_at(path, "GET") else "/"


def _here() -> str:
    return request.full_path.removesuffix("?")


def _restored(sent_to: str | None) -> MultiDict[str, str] | None:
    """What the one who asks for this page typed in its form, sent to `sent_to` or here again."""
    who = actor_or_none() if request.method == "GET" else None
    action = sent_to or _here()
    if who is None or not _kept_at(action, "POST"):
        return None
    row = _found(who, action)
    if row is None:
        return None
    note_read(who, row, OWN_WRITING)
    g.typed_again = row
    return MultiDict(row.pairs)


def _found(who: Actor, action: str) -> typed.TypedText | None:
    """Asked once a page for each address, however many forms are made for it."""
    found = g.setdefault("typed_found", {})
    if action not in found:
        found[action] = typed.find(who.user_id, who.unit_id, action, clock.now())
    return found[action]


def _typed_again() -> typed.TypedText | None:
    """What a form of this page holds that is not saved, for the words above it."""
    return g.get("typed_again")


def _forget_what_was_saved(answer: Response) -> Response:
    """A form that was carried out leads on to another page; the working copy has done its work."""
    who = actor_or_none() if request.method == "POST" and answer.status_code in (302, 303) else None
    if who and request.endpoint not in ("typed.drop", "security.login") and "typed_kept" not in g:
        try:
            # a second button of the same form is sent to an address under the form's own
            typed.forget(who.user_id, _here(), _here().rpartition("/")[0])
            db.seal_and_commit()
        except SQLAlchemyError:  # what was asked is done; the copy is offered once more at worst
            db.session.rollback()
    return answer


def _old_page(error: CSRFError) -> Any:
    """The token is too old, or of a session that has ended: nothing is carried out.

    The one it was made for gets the text back in the form, after signing in if need be.
    """
    db.session.rollback()
    if request.endpoint == "security.login":
        return again.sign_in_page(url_for("security.login"), 400)
    who, fields = actor_or_none(), typed.worth_keeping(request.form.items(multi=True))
    if not again.made_for() or not fields or not _kept_at(_here(), "POST"):
        return refusals.http(error)
    if who is None:
        return again.sign_in_page(page_of(_here()), 401, _here(), fields)
    if again.made_for() != again.mark(who.user_id):
        return refusals.http(error)
    return _give_back(who, page_of(_here()), _here(), fields)


def _give_back(who: Actor, page: str, action: str, fields: typed.Fields) -> Any:
    with db.writing():
        _keep(who, page, action, fields)
    g.typed_kept = True
    flash(TOLD, "warning")
    return redirect(page, 303)


def _take_up_after_signing_in(answer: Response) -> Response:
    """Somebody signed in again on the page that `again.sign_in_page` made for them."""
    who = actor_or_none() if request.endpoint == "security.login" else None
    if who is None or answer.status_code != 302:
        return answer
    found = again.opened(who.user_id)
    if found:
        action, fields = found
        with db.writing():
            _keep(who, page_of(action), action, fields)
    return answer
