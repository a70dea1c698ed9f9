"""The ways the house says no. Each carries a sentence fit to show the user."""

from collections.abc import Iterable


class NotAllowed(Exception):
    """This actor may not. Becomes a 403 page with the sentence; `reason` is for the log."""

    def __init__(self, because: str = "", reason: str = "") -> None:
        super().__init__(because)
        self.reason = reason


class NotVisible(Exception):
    """Missing, or not theirs to know about. Becomes the same 404 either way.

    `kind` and `subject_id` say what was asked for, for the log and never for the page.
    """

    def __init__(self, kind: str = "", subject_id: object = None) -> None:
        super().__init__("not visible")
        self.kind = kind
        self.subject_id = subject_id


class RuleBroken(Exception):
    """Nobody may, as things stand. Becomes an error on the named field ("" is the whole form)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Stale(Exception):
    """Somebody else changed it while the page was open. Becomes a 409 with both texts (AC24).

    `stands` are the texts that stand there now, as far as this reader may read them.
    """

    def __init__(self, message: str, stands: Iterable[str | None] = ()) -> None:
        super().__init__(message)
        self.stands = [text for text in stands if text]
