"""`send-mail --watch` with short times, in processes that can be killed.

`python -m tests.letters.sender` reads a line of JSON each time: what a sender should do, and says
its process id; or a process id, and says what that process came to. Each is forked, so that
everything is imported once.
"""

import json
import os
import sys
from pathlib import Path

from casework import create_app
from casework.access.asking import House, on_behalf_of
from casework.cli.post import ending_on_signals
from casework.kit import db
from casework.letters import queries, rounds, rules, watching
from casework.letters.postmen import smtp
from tests.conftest import CONFIG

APP = create_app(CONFIG)


def started(wanted: dict) -> int:
    """A process of its own that sends until it is ended, and writes what it says to a file."""
    process = os.fork()
    if process:
        return process
    said = os.open(wanted["says"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        send(wanted)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def send(wanted: dict) -> None:
    hurry(wanted.get("seconds", 0.5), wanted.get("lease", 4))
    APP.config["SMTP_URL"] = wanted["server"]
    with APP.app_context(), on_behalf_of(House("a test")):
        db.session.configure(bind=db.connect(wanted["database"]))
        watching.watch(lambda line: print(line, flush=True), ending_on_signals())  # noqa: T201


def hurry(seconds: float, lease: float) -> None:
    """Everything that is waited for, shorter."""
    smtp.SECONDS, smtp.SECONDS_A_LETTER = seconds, seconds * 4
    watching.EVERY, watching.LONGEST = 0.2, 0.4
    rules.PAUSES = (0.004,) * 10_000
    rounds.LEASE = queries.LEASE = rules.timedelta(seconds=lease)
    rounds.SLOW, rounds.ASIDE = 0.4, rules.timedelta(seconds=0.5)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    print("ready", Path.cwd(), flush=True)  # noqa: T201
    for line in sys.stdin:
        asked = json.loads(line)
        answer = started(asked) if isinstance(asked, dict) else ended(asked)
        print(answer, flush=True)  # noqa: T201
