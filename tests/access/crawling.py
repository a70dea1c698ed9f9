"""Walking everywhere as somebody: every link from their first page, every address with real ids."""

import io
import re
from collections import Counter, defaultdict
from html import unescape
from typing import Any

from pypdf import PdfReader

from casework.kit.db import session
from tests.access.canaries import Aviary
from tests.access.knocking import doors
from tests.access.sparing import LONG
from tests.house.everything import Ids

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[?].*")
ALIKE = 1000 if LONG else 3  # how many addresses of one shape are walked to, from case to case
NOT_PAGES = ("/static/", "/logga-ut")


class Walker:
    """Where somebody has been, and which canaries stood there: {word: addresses}."""

    def __init__(self, app: Any, client: Any, aviary: Aviary, turn: int) -> None:
        self.turn = turn
        self.app, self.client, self.aviary = app, client, aviary
        self.been: set[str] = set()
        self.opened: set[str] = set()
        self.seen: defaultdict[str, set[str]] = defaultdict(set)
        self._alike: Counter[str] = Counter()
        self.elsewhere: list[str] = []  # canaries in an address, a header or an error page

    def walk(self, cases: dict[str, Ids], house: Ids, *more: str) -> "Walker":
        waiting = ["/", *more, *self._addresses(cases, house)]
        while waiting:
            address = waiting.pop()
            if address not in self.been and not address.startswith(NOT_PAGES):
                shape = ID.sub("…", address)
                self._alike[shape] += 1
                if self._alike[shape] <= (1 if ".pdf" in shape and not LONG else ALIKE):
                    waiting += self._visit(address)
        return self

    def _addresses(self, cases: dict[str, Ids], house: Ids) -> list[str]:
        """Every address with real ids: of every case with --long, of one in turn without."""
        found, every = [d for d in doors(self.app) if d.method == "GET"], list(cases.values())
        return [
            door.address(self.app, {**house, **ids})
            for number, door in enumerate(found)
            for turn, ids in enumerate(every)
            if LONG or (number + turn + self.turn) % len(every) == 0
        ]

    def _visit(self, address: str) -> list[str]:
        """The links that stand there."""
        self.been.add(address)
        session.remove()
        answer = self.client.get(address)
        self._listen(address, answer)
        if answer.status_code != 200:
            return [answer.headers["Location"]] if answer.status_code in (302, 303) else []
        self.opened.add(address)
        return [unescape(link) for link in LINK.findall(page_text(answer))]

    def ask(self, address: str) -> int:
        """What is only shown in answer to a POST."""
        session.remove()
        answer = self.client.post(address)
        self._listen(address, answer)
        return answer.status_code

    def _listen(self, address: str, answer: Any) -> None:
        text = page_text(answer)
        aside = address + str(answer.headers) + (text if answer.status_code >= 400 else "")
        self.elsewhere += [f"{address}: {w}" for w in self.aviary.seen_in(aside)]
        for word in self.aviary.seen_in(text):
            self.seen[word].add(address)


def page_text(answer: Any) -> str:
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    text = answer.get_data(as_text=True) if "image" not in answer.mimetype else ""
    return unescape(text.replace("\r\n ", ""))  # calendars fold their lines
