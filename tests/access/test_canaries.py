"""C5, G3, AC28: a word of its own in every text of seven cases; who finds which, anywhere.

Every page, address, header, letter, calendar and log line is searched. The expectation is the
little table in tests/access/who_reads.py, which knows nothing of the rule in casework/access.
"""

import logging
from collections import Counter

import pytest

from casework.authorities.models import User
from casework.kit.db import session
from tests.access import aviary as cases
from tests.access import states
from tests.access.crawling import Walker
from tests.access.knocking import Visitor
from tests.access.sparing import databases  # noqa: F401
from tests.access.who_reads import UNSEEN, may_read
from tests.house import everything

WALKERS = ("koordinator", *states.CONTACTS, "lsg", "granskare", "admin")
BLIND = ("lsg", "granskare", "admin", "ame", "norsjo", "primarvard")


@pytest.fixture
def walked(app, world, sign_in, caplog):
    states.everybody(world)
    house = everything.of_the_house(world)
    birds, ids = cases.planted(world)
    app.test_client_class = Visitor
    for who in WALKERS:
        world.user(who).feed_token = f"feed-of-{who}"
    units = {key: unit.id for key, unit in world.units.items()}
    people = {who: session.get_one(User, world.user(who).id) for who in WALKERS}
    with caplog.at_level(logging.DEBUG):
        been = {
            who: Walker(app, sign_in(people[who]), birds, n).walk(
                ids, house, f"/kalender/feed-of-{who}.ics"
            )
            for n, who in enumerate(WALKERS)
        }
        extracts = [been["soc"].ask(f"/arenden/{one['case_id']}/utdrag") for one in ids.values()]
    assert extracts.count(200) == len(ids) - 1  # not of the erased
    assert all(_feed(who) in walker.opened for who, walker in been.items())
    return birds, been, units, caplog.text


def _feed(who):
    return f"/kalender/feed-of-{who}.ics"


def test_each_canary_is_seen_by_those_who_may_and_by_nobody_else(walked, record_property):
    birds, been, units, log = walked
    wrong, seen = [], Counter()
    for who, walker in been.items():
        key = "host" if who == "koordinator" else who
        for word, addresses in walker.seen.items():
            canary = birds.by_word[word]
            seen[canary.place] += 1
            if not may_read(key, units, canary):
                wrong.append(f"{who} read {canary} at {min(addresses)}")
        assert not walker.elsewhere
    count = Counter(canary.place for canary in birds.by_word.values())
    never = {place for place in count if not seen[place]} - set(UNSEEN)
    planted, opened = len(birds.by_word), sum(len(w.opened) for w in been.values())
    found = len(set().union(*(w.seen for w in been.values())))
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(sorted(wrong)[:60])
    assert not birds.seen_in(log)
    assert not never, f"planted, and nobody at all can read them: {never}"
    record_property("canaries", planted)
    assert planted > 1000, f"{planted} canaries"
    assert found > 550, f"{found} seen"
    assert opened > 600, f"{opened} pages"
