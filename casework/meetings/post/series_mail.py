"""M3, M4, M8: a waiting letter about a series becomes a message, or a reason not to send it."""

from email.message import EmailMessage

from flask import current_app

from casework.kit.swedish import counted, date_span, listed, local_day, short_date, time_span
from casework.letters import queries as outbox
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop
from casework.meetings.models import Meeting
from casework.meetings.post import invitation, links, recurring
from casework.meetings.post.mail import attach, organiser, written
from casework.meetings.post.series import NEWER, SERIES_CANCEL, SERIES_REQUEST
from casework.meetings.post.words import ASK, Words
from casework.meetings.queries.series import PostedSeries, posted_series
from casework.meetings.rules.series import rhythm

LAST = "Logga in för att läsa dagordningarna."


def connect() -> None:
    """The letters of series, for the postman."""
    for kind in (SERIES_REQUEST, SERIES_CANCEL):
        RENDERERS[kind] = render


def render(letter: Letter) -> EmailMessage | Stop:
    """The message of one letter, as things stand now."""
    about = posted_series(letter.about_id, letter.receiver_id)
    if about is None or about.user.left_at:
        return Stop("Mottagaren har slutat.")
    if _has_newer(letter, about):
        return Stop(NEWER)
    if letter.kind == SERIES_CANCEL:
        return _called_off(letter, about)
    if about.times:
        return _asked(letter, about)
    # nothing is left of it since this was written (K5: also for whoever has changed units)
    if outbox.last_had(letter, (SERIES_REQUEST, SERIES_CANCEL)) == SERIES_REQUEST:
        return _called_off(letter, about)
    return Stop("Mottagaren är inte längre med i serien.")


def _has_newer(letter: Letter, about: PostedSeries) -> bool:
    """M4: an older letter never comes after a newer one, nor waits for one that will not go."""
    called_off = outbox.has_newer(letter, (SERIES_CANCEL,))
    return called_off or outbox.has_newer(letter, (SERIES_REQUEST,), arrived=not about.times)


def _asked(letter: Letter, about: PostedSeries) -> EmailMessage:
    ahead = [meeting for meeting, *_ in about.times if meeting.starts_at > letter.created_at]
    words = _words(letter, about, ahead) if ahead else _ended(about)
    message = written(words)
    said = " ".join(part for part in (words.ask, words.link, words.last) if part)
    text = recurring.whole(about, letter, said, organiser())
    attach(message, invitation.REQUEST, text, about.series.code)
    return message


def _words(letter: Letter, about: PostedSeries, ahead: list[Meeting]) -> Words:
    code, summoned = about.series.code, about.times[-1][1].summoned
    what = f"{_many(ahead)}, {_rule(about)}, {_when(ahead)}{_where(about)}.{_besides(about, ahead)}"
    if letter.sequence:
        opening = f"Du är med i serien {code}. Så här är den nu: {what}"
        return Words(
            f"Serien {code}: så här är den nu", opening, ask=ASK, link=_link(about), last=LAST
        )
    asked = f"Du {'kallas' if summoned else 'är inbjuden'} till serien {code}: {what}"
    subject = f"{'Kallelse' if summoned else 'Inbjudan'} till serien {code}"
    return Words(subject, asked, ask=ASK, link=_link(about), last=LAST)


def _many(ahead: list[Meeting]) -> str:
    return counted(len(ahead), "möte", "möten", neuter=True)


def _rule(about: PostedSeries) -> str:
    series = about.series
    return rhythm(series.every, series.first_on, series.starts, series.minutes)


def _when(ahead: list[Meeting]) -> str:
    return date_span(ahead[0].starts_at, max(one.starts_at for one in ahead))


def _where(about: PostedSeries) -> str:
    place = invitation.one_line(about.place)
    return f", {place}" if place else ""


def _besides(about: PostedSeries, ahead: list[Meeting]) -> str:
    """The days that are not as the rule says."""
    days = recurring.days_left_out(about, ahead)
    none = f" Inget möte {listed(short_date(day) for day in days)}." if days else ""
    moved = [
        f"{time_span(meeting.starts_at, meeting.ends_at)}{f', {place}' if place else ''}"
        for meeting, _, place in about.times
        if meeting in ahead and recurring.differs(about, meeting, place)
    ]
    return none + (f" Med annan tid eller plats: {listed(moved)}." if moved else "")


def _ended(about: PostedSeries) -> Words:
    code = about.series.code
    last = local_day(about.times[-1][0].starts_at)
    opening = (
        f"Du har inga fler möten i serien {code}. Det sista var {short_date(last)}."
        " Det som har varit står kvar i din kalender."
    )
    return Words(f"Serien {code} är slut för dig", opening)


def _called_off(letter: Letter, about: PostedSeries) -> EmailMessage:
    code = about.series.code
    opening = f"Du är inte längre inbjuden till mötena i serien {code}."
    words = Words(f"Du är avbokad från serien {code}", opening)
    if about.series.cancelled_at:
        words = Words(f"Serien {code} är inställd", f"Alla möten i serien {code} är inställda.")
    message = written(words)
    text = recurring.called_off(about, letter, organiser())
    attach(message, invitation.CANCEL, text, code)
    return message


def _link(about: PostedSeries) -> str:
    config = current_app.config
    token = links.series_token(config["SECRET_KEY"], about.series.id, about.user.id)
    return f"{config['BASE_URL']}/svar/serie/{token}"
