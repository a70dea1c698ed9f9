"""M3, M8: a waiting letter about a poll becomes a message, or a reason not to send it.

Nothing is booked yet, so there is no calendar file.
"""

from dataclasses import dataclass
from email.message import EmailMessage

from flask import current_app

from casework.kit import clock
from casework.kit.swedish import long_date, time_span
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop
from casework.meetings.post.invitation import one_line
from casework.meetings.rules import may_be_asked
from casework.polls.post import links
from casework.polls.post.posting import ASKED, OFF, REMINDER
from casework.polls.queries import place_of
from casework.polls.queries.outside import Posted, posted


@dataclass(frozen=True)
class Words:
    """The sentences of one letter. `times` are said one a line; `link` is where to answer."""

    subject: str
    opening: str
    times: tuple[str, ...] = ()
    ask: str = ""
    link: str = ""
    last: str = ""


def connect() -> None:
    """The letters of this room, for the postman."""
    for kind in (ASKED, REMINDER, OFF):
        RENDERERS[kind] = render


def render(letter: Letter) -> EmailMessage | Stop:
    """The message of one letter, as things stand now."""
    about = posted(letter.receiver_id)
    if about is None:
        return Stop("Mottagaren finns inte längre.")
    reason = _reason_to_stop(letter, about)
    return Stop(reason) if reason else _message(WORDS[letter.kind](about))


def _reason_to_stop(letter: Letter, about: Posted) -> str:
    if about.user and about.user.left_at:
        return "Mottagaren har slutat."
    if letter.kind == OFF:
        return ""
    reasons = {
        "Mottagaren hör inte längre till enheten.": about.has_moved_on,
        "Frågan är avslutad.": not about.poll.is_open,
        "Personen är inte längre med i frågan.": not about.voter.is_in,
        "Tiden för svar har gått ut.": about.poll.deadline <= clock.now(),
        "Mottagaren har redan svarat.": letter.kind == REMINDER and bool(about.voter.answered_at),
        "Samtycket omfattar inte mottagaren.": not _covered(about),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _covered(about: Posted) -> bool:
    """M8, AC21: consent is asked once more, when the letter goes."""
    cleared = about.user is None or about.user.cleared
    return may_be_asked(about.facts, about.voter.unit_id, clock.today(), cleared=cleared)


def _message(words: Words) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = words.subject
    env = current_app.jinja_env
    text = env.get_template("polls/mail.txt").render(words=words)
    html = env.get_template("polls/mail.html").render(words=words)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def _times(about: Posted) -> tuple[str, ...]:
    said = []
    for time, room in about.times:
        place = one_line(place_of(time, room))
        said.append(time_span(time.starts_at, time.ends_at) + (f", {place}" if place else ""))
    return tuple(said)


def _link(about: Posted) -> str:
    config = current_app.config
    return f"{config['BASE_URL']}/tid/{links.token(config['SECRET_KEY'], about.voter.id)}"


def _ask(about: Posted) -> str:
    return f"Säg vad som passar för varje tid, senast {long_date(about.poll.deadline)}:"


LAST = "Länken är bara till för ditt svar. Skicka den inte vidare. Inget är bokat ännu."


def _asked(about: Posted) -> Words:
    code = about.poll.code
    opening = f"Du behövs på ett möte. Vilka av de här tiderna passar dig? Frågan har koden {code}."
    subject = f"Vilka tider passar? {code}"
    return Words(subject, opening, _times(about), _ask(about), _link(about), LAST)


def _reminded(about: Posted) -> Words:
    code = about.poll.code
    opening = f"Du har inte svarat på frågan {code} om tider för ett möte."
    subject = f"Påminnelse: vilka tider passar? {code}"
    return Words(subject, opening, _times(about), _ask(about), _link(about), LAST)


def _off(about: Posted) -> Words:
    code = about.poll.code
    opening = f"Frågan {code} om tider för ett möte gäller inte längre. Du behöver inte svara."
    last = "Tiderna hålls inte längre för dig."
    return Words(f"Frågan om tider {code} gäller inte längre", opening, last=last)


WORDS = {ASKED: _asked, REMINDER: _reminded, OFF: _off}
