"""K1 K4 K5 K6, B1, C1 C4 C5, E3: after each step of a random walk the house is as the oracle says.

200 steps in the ordinary run, 10,000 with --long, and a few more where a walk has not yet done
everything that can be done. Three steps of four are such as the oracle's picture says may be taken;
the others are nearly so, or anybody's try. The page's answer to each is compared too. A failure
names the seed and the steps.
"""

from random import Random

import pytest
import time_machine

from tests.access.oracle import reaches, reads
from tests.access.sparing import LONG, databases  # noqa: F401  a fixture
from tests.access.walking import STAFF, START
from tests.access.walking_cases import ACTIONS, CaseWalk

STEPS, SEEDS = (200, range(50)) if LONG else (100, range(2))


def disagreements(walk, who, case_id):
    """What the page of one case shows `who`, against the oracle."""
    asked = walk.asking(case_id, who)
    may = reaches(*asked)
    walk.done["reached" if may else "not reached"] += 1
    page = walk.client(who).get(f"/arenden/{case_id}")
    words = {t.word for t in walk.texts if t.case == case_id}
    told = {t.word for t in walk.texts if t.case == case_id and reads(*asked, t.kind, t.writer)}
    seen = {word for word in words if word in page.text}
    if (page.status_code == 200) is not may:
        yield f"{who} {case_id} {page.status_code}, oracle {may}"
    if seen != told:
        yield f"{who} {case_id} saw {seen}, oracle {told}"


def beneath(walk, who, case_id):
    """A page under the case is there for those who reach the case."""
    may = reaches(*walk.asking(case_id, who))
    page = walk.client(who).get(f"/arenden/{case_id}/kartlaggning")
    if (page.status_code == 200) is not may:
        yield f"{who} {case_id}/kartlaggning {page.status_code}, oracle {may}"


def unlisted(walk, who, _case_id):
    """The list holds exactly the cases that the oracle lets `who` reach."""
    page = walk.client(who).get("/arenden?visa=alla")
    for case_id, reference in walk.references.items():
        may = reaches(*walk.asking(case_id, who))
        if (page.status_code == 200 and reference in page.text) is not may:
            yield f"{who} in the list: {reference}, oracle {may}"


def somebody(walk):
    """Who looks at which case: one time of three somebody who reaches it."""
    reaching = [] if walk.random.randint(0, 2) else [pair[::-1] for pair in walk.each("reaching")]
    return walk.random.choice(reaching or [(walk.random.choice(STAFF), walk.a_case())])


def looked_at(walk, number):
    """The page of a case; after every other step also one beneath it, or the list, by turns."""
    asked = (walk, *somebody(walk))
    also = {0: beneath, 2: unlisted}.get(number % 4)
    return [*disagreements(*asked), *(also(*asked) if also else ())]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_step_leaves_the_pages_as_the_oracle_says(world, sign_in, seed, record_property):
    random, steps = Random(seed), []
    with time_machine.travel(START, tick=False) as machine:
        walk = CaseWalk(world, sign_in, random, machine.shift)
        walk.begin()
        while len(steps) < STEPS or (walk.undone and len(steps) < 3 * STEPS):
            steps.append(walk.step())
            wrong = [*walk.wrong, *looked_at(walk, len(steps))]
            assert not wrong, (seed, steps, wrong)
    for name in (*ACTIONS, "reached", "not reached"):
        record_property(name, f"{walk.done[name]} of {walk.tried[name] or len(steps)}")
    assert not walk.undone, walk.done
    assert sum(walk.done[name] for name in ACTIONS) > len(steps) / 2, walk.done
    assert min(walk.done["reached"], walk.done["not reached"]) > len(steps) / 10, walk.done
