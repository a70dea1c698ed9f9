"""A series of meetings: all its days, one answer to them, and changing the rest of it."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.queries import staff_of, units_in_consents
from casework.kit import clock
from casework.kit.errors import NotVisible, RuleBroken
from casework.kit.saving import kept, submitted
from casework.meetings.doing.moves import moves
from casework.meetings.doing.series import answer_series_by_link as answered_by_link
from casework.meetings.forms import (
    AddToSeriesForm,
    CancelRestForm,
    ChangeForm,
    RemoveFromSeriesForm,
)
from casework.meetings.models import Meeting
from casework.meetings.post import links
from casework.meetings.queries import series as queries
from casework.meetings.queries.series import PostedSeries, SeriesFile
from casework.meetings.rules.series import rhythm
from casework.meetings.service import rest, series
from casework.meetings.shown import series as showing
from casework.meetings.views.door import code_of, meetings

AT = "/moten/serier/<uuid:series_id>"


def _reached(series_id: UUID) -> SeriesFile:
    return queries.series_for(actor(), series_id, clock.today())


def _managed(series_id: UUID) -> tuple[SeriesFile, Meeting]:
    """The series, and the meeting that the change begins with."""
    file = _reached(series_id)
    showing.may(actor(), file).insist()
    asked = request.args.get("fran", type=UUID)
    return file, showing.since_of(file, asked, clock.now())


def _to(file: SeriesFile) -> Any:
    return redirect(url_for(".show_series", series_id=file.id))


@meetings.get(AT)
def show_series(series_id: UUID) -> Any:
    file = _reached(series_id)
    return render_template("meetings/series.html", **showing.whole(actor(), file, clock.now()))


@meetings.route(f"{AT}/svara", methods=["GET", "POST"])
def answer_series(series_id: UUID) -> Any:
    file, at = _reached(series_id), clock.now()
    if not (mine := file.mine(actor(), at)):
        showing.OVER.insist()
    paper = showing.answers(mine, at)
    if submitted(paper.form, lambda: _answer(file, paper)):
        flash("Svaren är sparade.")
        return _to(file)
    words = {"file": file, "paper": paper, "rhythm": showing.rule(file), "mine": mine}
    return render_template("meetings/series_answer.html", **words), code_of(paper.form)


def _answer(file: SeriesFile, paper: showing.Answers) -> None:
    line = paper.form.answers["line"]
    series.answer_series(actor(), file, paper.given, line, at=clock.now())


@meetings.route("/svar/serie/<token>", methods=["GET", "POST"])
def answer_series_by_link(token: str) -> Any:
    about = _linked(token)
    ahead = [(one, who) for one, who, _ in about.times if one.starts_at > clock.now()]
    paper = showing.answers(ahead, clock.now()) if ahead else None
    words = {"linked": about, "paper": paper, "rhythm": _rhythm(about), "ahead": ahead}
    if paper and submitted(paper.form, lambda: _by_link(about, paper)):
        return render_template("meetings/series_by_link.html", answered=True, **words)
    page = render_template("meetings/series_by_link.html", answered=False, **words)
    return page, code_of(paper.form) if paper else 200


def _linked(token: str) -> PostedSeries:
    """M5, K5: for somebody who is in it and has not changed units. Raises NotVisible."""
    ids = links.read_series(current_app.config["SECRET_KEY"], token)
    about = queries.series_for_link(*ids, at=clock.now()) if ids else None
    if about is None:
        raise NotVisible("meeting_series")
    return about


def _rhythm(about: PostedSeries) -> str:
    of = about.series
    return rhythm(of.every, of.first_on, of.starts, of.minutes)


def _by_link(about: PostedSeries, paper: showing.Answers) -> None:
    answered_by_link(about, paper.given, paper.form.answers["line"], at=clock.now())


@meetings.route(f"{AT}/andra", methods=["GET", "POST"])
def change_rest(series_id: UUID) -> Any:
    file, since = _managed(series_id)
    form = showing.rest_form(actor(), file, since)
    if form.validate_on_submit():
        if page := _preview(form, file, since):
            return page
        if kept(form, lambda: _change(form, file, since)):
            flash("Mötena är ändrade. Alla som är med får nya brev och svarar igen.")
            return redirect(url_for(".show", meeting_id=since.id))
    words = {"file": file, "since": since, "rhythm": showing.rule(file)}
    return render_template("meetings/series_change.html", form=form, **words), code_of(form)


def _preview(form: ChangeForm, file: SeriesFile, since: Meeting) -> Any:
    """Nothing is changed before it is seen what becomes of each day. Nothing when it was seen."""
    try:
        new = showing.new_rule(form)
        found = moves(file, since, new, at=clock.now())
    except RuleBroken as broken:
        form.explain(broken)
        return None
    if form.errors or "sedd" in request.form:
        return None
    told = [one for one in request.form.items(multi=True) if one[0] != "csrf_token"]
    shown = showing.preview(file, form, found)
    page = {"file": file, "since": since, "form": form, "told": told, **shown}
    return render_template("meetings/series_preview.html", **page)


def _change(form: ChangeForm, file: SeriesFile, since: Meeting) -> None:
    rest.change_rest(actor(), file, since, showing.new_rule(form), at=clock.now())


@meetings.route(f"{AT}/stall-in", methods=["GET", "POST"])
def cancel_rest(series_id: UUID) -> Any:
    file, since = _managed(series_id)
    form = CancelRestForm(since=since.id)
    form.since.choices = showing.days(file.coming(clock.now()))
    if submitted(form, lambda: _cancel(form, file)):
        flash("Mötena är inställda. Alla som har fått dem får veta det.")
        return _to(file)
    people = showing.names(file, file.coming(clock.now()))
    words = {"file": file, "people": people, "before": file.on_now[0].starts_at <= clock.now()}
    return render_template("meetings/series_cancel.html", form=form, **words), code_of(form)


def _cancel(form: CancelRestForm, file: SeriesFile) -> None:
    at, said = clock.now(), form.answers
    since = showing.since_of(file, said["since"], at)
    rest.cancel_rest(actor(), file, since, because=said["because"], at=at)


@meetings.route(f"{AT}/lagg-till", methods=["GET", "POST"])
def add_to_series(series_id: UUID) -> Any:
    file, since = _managed(series_id)
    form = AddToSeriesForm(since=since.id)
    form.since.choices = showing.days(file.coming(clock.now()))
    form.people.choices = _others(file)
    if submitted(form, lambda: _add(form, file)):
        flash("De är med i serien och får ett brev.")
        return _to(file)
    return render_template("meetings/series_people.html", form=form, file=file), code_of(form)


def _others(file: SeriesFile) -> list[tuple[UUID, str]]:
    """Staff who are not in everything that lies ahead."""
    coming = file.coming(clock.now())
    inside = [{one.user_id for one in m.participants if one.is_in} for m in coming]
    always = set.intersection(*inside) if inside else set()
    units = [*[unit.id for unit in units_in_consents(actor())], actor().unit_id]
    staff = [one for one in staff_of(actor(), units) if one.id not in always]
    return [(one.id, f"{one.name}, {one.unit.short_name}") for one in staff]


def _add(form: AddToSeriesForm, file: SeriesFile) -> None:
    at, said = clock.now(), form.answers
    since = showing.since_of(file, said["since"], at)
    series.add_people(actor(), file, since, said["people"], at=at)


@meetings.route(f"{AT}/avboka", methods=["GET", "POST"])
def remove_from_series(series_id: UUID) -> Any:
    file, since = _managed(series_id)
    form = RemoveFromSeriesForm(since=since.id)
    form.since.choices = showing.days(file.coming(clock.now()))
    form.person.choices = showing.names(file, file.coming(clock.now()))
    if submitted(form, lambda: _remove(form, file)):
        flash("Personen är avbokad och får veta det.")
        return _to(file)
    return render_template("meetings/series_people.html", form=form, file=file), code_of(form)


def _remove(form: RemoveFromSeriesForm, file: SeriesFile) -> None:
    at, said = clock.now(), form.answers
    since = showing.since_of(file, said["since"], at)
    series.remove_person(actor(), file, since, said["person"], at=at)
