"""Letters: who writes each kind as it is sent, and the round that sends what is due (rounds.py)."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from flask import current_app

from casework.letters.models import Letter
from casework.letters.postmen import postman
from casework.letters.rounds import Always, Round, Sent, Stop

__all__ = ["RENDERERS", "Renderer", "Sent", "Stop", "plain_letter", "send_due"]


Renderer = Callable[[Letter], EmailMessage | Stop]

# kind of letter -> who writes it; later rooms add theirs when the app is made
RENDERERS: dict[str, Renderer] = {}


def plain_letter(subject: str, *paragraphs: str) -> EmailMessage:
    """M3: that something waits, and nothing of what. The last paragraph leads to the desk."""
    words = {
        "subject": subject,
        "paragraphs": paragraphs,
        "link": current_app.config["BASE_URL"],
        "service": current_app.config["SERVICE_NAME"],
    }
    message = EmailMessage()
    message["Subject"] = subject
    text = current_app.jinja_env.get_template("letters/plain_mail.txt").render(**words)
    html = current_app.jinja_env.get_template("letters/plain_mail.html").render(**words)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def send_due(at: datetime, limit: int = 100, going_on: Callable[[], bool] = Always) -> Sent:
    """Send what is due at `at`, at most `limit` letters. Needs an app context.

    Between two letters it asks `going_on` whether to.
    """
    config = current_app.config
    with postman(config["SMTP_URL"]) as carrier:
        return Round(at, carrier, RENDERERS, config, going_on).run(limit)
