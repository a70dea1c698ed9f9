"""M3, M8: a waiting letter about a meeting becomes a message, or a reason not to send it."""

from dataclasses import replace
from email.message import EmailMessage
from uuid import UUID

from flask import current_app

from casework.kit import clock
from casework.kit.swedish import local_day, time_span
from casework.letters import queries as outbox
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop, plain_letter
from casework.meetings.doing.calling_off import CALLED_OFF, NOT_IN
from casework.meetings.models import Participant
from casework.meetings.post import invitation, links
from casework.meetings.post.posting import CANCEL, LATE_NO, MOVED, REMINDER, REQUEST, UPDATE
from casework.meetings.post.recurring import one_of_series
from casework.meetings.post.series import SERIES_CANCEL, SERIES_REQUEST
from casework.meetings.post.words import (
    INDIVIDUAL,
    OUTSIDE,
    STAFF,
    Told,
    Words,
    asked,
    called_off,
    happening,
    moved,
    reminded,
    updated,
)
from casework.meetings.queries import place_of
from casework.meetings.queries.outside import Posted, organiser_of, own_text, posted
from casework.meetings.queries.series import series_called
from casework.meetings.rules import KAN_INTE, may_be_asked

ON_PAPER = "Mottagaren får sin kallelse på papper."


def connect() -> None:
    """The letters of this room, for the postman."""
    for kind in WORDS:
        RENDERERS[kind] = render
    RENDERERS[LATE_NO] = render_late_no


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
    if _has_newer(letter, about):
        return NEWER
    meeting, participant = about.meeting, about.participant
    if letter.kind == CANCEL:
        return _reason_to_keep_still(letter, about)
    reasons = {
        CALLED_OFF: not meeting.is_on,
        NOT_IN: not participant.is_in,
        NEWER: not _as_now(letter, about),
        "Mottagaren har bytt enhet.": _has_moved(about),
        "Mötet har redan varit.": meeting.ends_at <= clock.now(),
        "Mottagaren har redan svarat.": letter.kind == REMINDER and bool(participant.answer),
        "Samtycket omfattar inte mottagaren.": not _covered(about),
        ON_PAPER: participant.is_individual and _protected(about),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _has_newer(letter: Letter, about: Posted) -> bool:
    """M4: a cancellation waits for no later letter that will not reach its receiver any more."""
    for_sure = letter.kind == CANCEL and not _still_hears(about)
    kinds = NEWER_THAN.get(letter.kind, MADE_ANEW)
    return outbox.has_newer(letter, kinds, arrived=for_sure) or outbox.has_newer_whole(
        letter, about.participant.user_id, OF_SERIES
    )


def _still_hears(about: Posted) -> bool:
    return _covered(about) and not _has_moved(about)


def _has_moved(about: Posted) -> bool:
    """K5: somebody was asked for the unit they belonged to then."""
    return about.user is not None and about.user.unit_id != about.participant.unit_id


def _reason_to_keep_still(letter: Letter, about: Posted) -> str:
    """M4: a cancellation goes to everyone who ever got the meeting, whatever the consent says.

    Only not to one who is in again and will hear so; nor the second time, of the whole meeting, to
    one who was taken out and whom the consent does not cover any more: that a time was changed
    since is not for them.
    """
    on, is_in = about.meeting.is_on, about.participant.is_in
    if on and is_in and _still_hears(about) and _as_now(letter, about):
        return "Personen är med på mötet igen."
    second = not (on or is_in) and letter.sequence == about.meeting.sequence
    return "Samtycket omfattar inte mottagaren." if second and not _covered(about) else ""


def _as_now(letter: Letter, about: Posted) -> bool:
    """They have it, or will, as what the letter is about: not in another series, nor alone."""
    series = about.series if about.participant.in_series else None
    return letter.calendar_uid == (series.uid if series else about.meeting.uid)


def render_late_no(letter: Letter) -> EmailMessage | Stop:
    """M3, M5: that somebody cannot come after all, to the organiser; not who."""
    about = posted(letter.receiver_id)
    if about is None:
        return Stop("Mötet finns inte längre.")
    meeting, at = about.meeting, clock.now()
    waits = meeting.is_on and about.participant.is_in and meeting.ends_at > at
    if not waits or about.participant.answer != KAN_INTE:
        return Stop("Det gäller inte längre.")
    if organiser_of(meeting).left_at:
        return Stop("Mottagaren har slutat.")
    when = time_span(meeting.starts_at, meeting.ends_at)
    said = f"Någon har svarat att hen inte kan komma till möte {meeting.code} {when}."
    return plain_letter(f"Sent besked om möte {meeting.code}", said, "Logga in för att se vem:")


def _covered(about: Posted) -> bool:
    """M8: consent is asked once more, when the letter goes."""
    days = (clock.today(), local_day(about.meeting.starts_at))
    cleared = about.user is None or about.user.cleared
    return may_be_asked(about.facts, about.participant.unit_id, *days, cleared=cleared)


def _protected(about: Posted) -> bool:
    """E3: nothing goes to an address that may no longer be known."""
    return bool(about.facts and about.facts.protected)


def _message(letter: Letter, about: Posted) -> EmailMessage:
    told = _told(letter, about)
    message = written(_late(letter, WORDS[letter.kind](told)))
    if letter.kind != REMINDER:
        _add_calendar(message, letter, about, told)
    return message


def written(words: Words) -> EmailMessage:
    """The sentences as text and as HTML."""
    message = EmailMessage()
    message["Subject"] = words.subject
    message.set_content(as_text(words), cte="quoted-printable")
    message.add_alternative(as_html(words), subtype="html", cte="quoted-printable")
    return message


def as_text(words: Words) -> str:
    """The plain part, as it is sent and as the preview shows it."""
    return current_app.jinja_env.get_template("meetings/mail.txt").render(words=words)


def as_html(words: Words) -> str:
    return current_app.jinja_env.get_template("meetings/mail.html").render(words=words)


def _add_calendar(message: EmailMessage, letter: Letter, about: Posted, told: Told) -> None:
    meeting = about.meeting
    cancels = letter.kind == CANCEL
    method = invitation.CANCEL if cancels else invitation.REQUEST
    asks = not cancels and not (letter.kind == UPDATE and told.answered)
    to = invitation.Receiver(str(letter.address), about.participant.answer, asks)
    words = WORDS[letter.kind](told)
    counted = {"uid": meeting.uid, "sequence": meeting.sequence, "stamp": letter.created_at}
    one = replace(happening(told, words, **counted), booked_at=meeting.booked_at)
    if cancels:
        one = _as_they_have_it(one, letter)
    elif about.series and about.participant.in_series:
        one = one_of_series(one, about.series, meeting)
    attach(message, method, invitation.calendar(method, one, organiser(), to), meeting.code)


def _as_they_have_it(one: invitation.Happening, letter: Letter) -> invitation.Happening:
    """M4: a cancellation takes away what the receiver has, whatever it would be called today.

    With the count as it is now: a letter that went before it may have had a later one than its own.
    """
    series = series_called(letter.calendar_uid)
    if series is None:
        return one
    named = {"uid": series.uid, "code": series.code, "sequence": series.sequence}
    return replace(one, **named, recurs_at=letter.calendar_day)


def organiser() -> invitation.Organiser:
    """The service calls: its address, under its own name."""
    config = current_app.config
    return invitation.Organiser(config["MAIL_FROM"], config["SERVICE_NAME"])


def attach(message: EmailMessage, method: str, text: bytes, code: str) -> None:
    """The calendar as the last alternative: what mail programs take the invitation from."""
    params = {"method": method, "charset": "utf-8", "component": "VEVENT", "name": f"{code}.ics"}
    message.add_alternative(text, maintype="text", subtype="calendar", cte="base64", params=params)


def answer_link(participant_id: UUID) -> str:
    """Where somebody answers without signing in."""
    config = current_app.config
    return f"{config['BASE_URL']}/svar/{links.token(config['SECRET_KEY'], participant_id)}"


def _told(letter: Letter, about: Posted) -> Told:
    meeting, participant = about.meeting, about.participant
    return Told(
        code=meeting.code,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place_of(meeting, about.room),
        video_link=meeting.video_link,
        to=_kind_of(participant),
        summoned=participant.summoned,
        link=answer_link(participant.id),
        own=own_text(about) if letter.kind == REQUEST else "",
        answered=participant.answer is not None,
        is_on=meeting.is_on,
    )


def _kind_of(participant: Participant) -> str:
    if participant.is_individual:
        return INDIVIDUAL
    return STAFF if participant.user_id else OUTSIDE


def _late(letter: Letter, words: Words) -> Words:
    """M4: that a change is late is said first, in the subject and in the letter."""
    if not letter.urgent:
        return words
    subject = f"Sent besked: {words.subject[0].lower()}{words.subject[1:]}"
    return replace(words, subject=subject, opening=f"Det här är ett sent besked. {words.opening}")


NEWER = "Ett senare brev om samma möte går i stället."
MADE_ANEW = (REQUEST, MOVED, CANCEL)
OF_SERIES = (SERIES_REQUEST, SERIES_CANCEL)
# what a letter says is as things stand when it goes; only another place is said by any later one
NEWER_THAN = {UPDATE: (*MADE_ANEW, UPDATE)}
WORDS = {
    REQUEST: asked,
    MOVED: moved,
    UPDATE: updated,
    CANCEL: called_off,
    REMINDER: reminded,
}
