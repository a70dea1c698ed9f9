"""M3, M8: a waiting letter about a meeting becomes a message, or a reason not to send it."""

from dataclasses import dataclass
from email.message import EmailMessage

from flask import current_app

from casework.kit import clock
from casework.kit.swedish import local_day, time_span
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop
from casework.meetings import invitation, links
from casework.meetings.calling_off import CALLED_OFF, NOT_IN
from casework.meetings.posting import CANCEL, REMINDER, REQUEST
from casework.meetings.queries import place_of
from casework.meetings.queries.outside import Posted, posted
from casework.meetings.rules import may_be_asked


@dataclass(frozen=True)
class Words:
    """The sentences of one letter. `link` is where to answer, or empty."""

    subject: str
    opening: str
    ask: str = ""
    link: str = ""
    last: str = ""


def connect() -> None:
    """The letters of this room, for the postman."""
    for kind in (REQUEST, CANCEL, REMINDER):
        RENDERERS[kind] = render


def render(letter: Letter) -> EmailMessage | Stop:
    """The message of one letter, as things stand now."""
    about = posted(letter.receiver_id)
    if about is None:
        return Stop("Mottagaren finns inte längre.")
    reason = _reason_to_stop(letter, about)
    return Stop(reason) if reason else _message(letter, about)


def _reason_to_stop(letter: Letter, about: Posted) -> str:
    if about.user and about.user.left_at:
        return "Mottagaren har slutat."
    if letter.kind == CANCEL:
        return ""
    meeting, participant = about.meeting, about.participant
    reasons = {
        CALLED_OFF: not meeting.is_on,
        NOT_IN: not participant.is_in,
        "Mötet har redan varit.": meeting.ends_at <= clock.now(),
        "Mottagaren har redan svarat.": letter.kind == REMINDER and bool(participant.answer),
        "Samtycket omfattar inte mottagaren.": not _covered(about),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _covered(about: Posted) -> bool:
    """M8: consent is asked once more, when the letter goes."""
    days = (clock.today(), local_day(about.meeting.starts_at))
    cleared = about.user is None or about.user.cleared
    return may_be_asked(about.facts, about.participant.unit_id, *days, cleared=cleared)


def _message(letter: Letter, about: Posted) -> EmailMessage:
    words = WORDS[letter.kind](letter, about)
    message = EmailMessage()
    message["Subject"] = words.subject
    text = current_app.jinja_env.get_template("meetings/mail.txt").render(words=words)
    html = current_app.jinja_env.get_template("meetings/mail.html").render(words=words)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if letter.kind != REMINDER:
        _add_calendar(message, letter, about, words)
    return message


def _add_calendar(message: EmailMessage, letter: Letter, about: Posted, words: Words) -> None:
    meeting = about.meeting
    method = invitation.CANCEL if letter.kind == CANCEL else invitation.REQUEST
    happening = invitation.Happening(
        uid=meeting.uid,
        sequence=letter.sequence if letter.kind == CANCEL else meeting.sequence,
        code=meeting.code,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place_of(meeting, about.room),
        stamp=letter.created_at,
        description=" ".join(part for part in (words.ask, words.link, words.last) if part),
    )
    asked = letter.kind == REQUEST
    to = invitation.Receiver(str(letter.address), about.participant.answer, asked)
    text = invitation.calendar(method, happening, current_app.config["MAIL_FROM"], to)
    params = {"method": method, "charset": "utf-8", "name": f"{meeting.code}.ics"}
    message.add_alternative(text, maintype="text", subtype="calendar", cte="base64", params=params)


def _link(about: Posted) -> str:
    config = current_app.config
    return f"{config['BASE_URL']}/svar/{links.token(config['SECRET_KEY'], about.participant.id)}"


def _when(about: Posted) -> str:
    return time_span(about.meeting.starts_at, about.meeting.ends_at)


def _where(about: Posted) -> str:
    place = invitation.one_line(place_of(about.meeting, about.room))
    return f", {place}" if place else ""


ASK = "Svara om du kommer, inte kan eller vill ha en annan tid:"


def _last(about: Posted) -> str:
    if not about.user:
        return "Länken är bara till för ditt svar. Skicka den inte vidare."
    return "Logga in för att läsa dagordningen."


def _asked(letter: Letter, about: Posted) -> Words:
    code, summoned = about.meeting.code, about.participant.summoned
    subject = f"{'Kallelse' if summoned else 'Inbjudan'} till möte {code}"
    asked = "kallas" if summoned else "är inbjuden"
    opening = f"Du {asked} till möte {code} {_when(about)}{_where(about)}."
    if letter.sequence:
        subject = f"Ny tid för möte {code}"
        opening = f"Möte {code} har fått en ny tid eller plats: {_when(about)}{_where(about)}."
    return Words(subject, opening, ASK, _link(about), _last(about))


def _called_off(letter: Letter, about: Posted) -> Words:
    del letter
    code = about.meeting.code
    if about.meeting.is_on:
        opening = f"Du är inte längre inbjuden till möte {code} {_when(about)}."
        return Words(f"Du är avbokad från möte {code}", opening)
    return Words(f"Möte {code} är inställt", f"Möte {code} {_when(about)} är inställt.")


def _reminded(letter: Letter, about: Posted) -> Words:
    del letter
    code = about.meeting.code
    opening = f"Du har inte svarat om möte {code} {_when(about)}{_where(about)}."
    return Words(f"Påminnelse: svara om möte {code}", opening, ASK, _link(about), _last(about))


WORDS = {REQUEST: _asked, CANCEL: _called_off, REMINDER: _reminded}
