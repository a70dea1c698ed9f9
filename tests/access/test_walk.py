"""K1 K4 K5, C1 C4 C5, E3: after each step of a random walk the pages show what the oracle says.

200 steps in the ordinary run, 10,000 with --long. A failure names the seed and the steps.
"""

from random import Random

import pytest
import time_machine

from tests.access.oracle import reaches, reads
from tests.access.sparing import LONG, databases  # noqa: F401  a fixture
from tests.access.walking import STAFF, START
from tests.access.walking_cases import ACTIONS, CaseWalk

STEPS = 50
SEEDS = range(200 if LONG else 4)


def disagreements(walk, who, case_id):
    """What the pages of one case show `who`, against the oracle."""
    matter, person = walk.matter(case_id), walk.people[who]
    asked = (matter, person, walk.people, walk.today, walk.now)
    may = reaches(*asked)
    walk.done["reached" if may else "not reached"] += 1
    client = walk.sign_in(walk.world.user(who))
    page = client.get(f"/arenden/{case_id}")
    child = client.get(f"/arenden/{case_id}/kartlaggning")
    words = {t.word for t in walk.texts if t.case == case_id}
    told = {t.word for t in walk.texts if t.case == case_id and reads(*asked, t.kind, t.writer)}
    seen = {word for word in words if word in page.text}
    if (page.status_code == 200) is not may or (child.status_code == 200) is not may:
        yield f"{who} {page.status_code} {child.status_code}, oracle {may}"
    if seen != told:
        yield f"{who} saw {seen}, oracle {told}"


def unlisted(walk, who):
    """The list holds exactly the cases that the oracle lets `who` reach."""
    page = walk.sign_in(walk.world.user(who)).get("/arenden?visa=alla")
    for case_id, reference in walk.references.items():
        may = reaches(walk.matter(case_id), walk.people[who], walk.people, walk.today, walk.now)
        if (page.status_code == 200 and reference in page.text) is not may:
            yield f"{who} in the list: {reference}, oracle {may}"


@pytest.mark.parametrize("seed", SEEDS)
def test_each_step_leaves_the_pages_as_the_oracle_says(world, sign_in, seed):
    random, steps = Random(seed), []
    with time_machine.travel(START, tick=False) as machine:
        walk = CaseWalk(world, sign_in, random)
        walk.shift = machine.shift
        walk.begin()
        for _ in range(STEPS):
            steps.append(walk.step())
            who = random.choice(STAFF)
            wrong = [*disagreements(walk, who, walk.a_case()), *unlisted(walk, who)]
            assert not wrong, (seed, steps, wrong)
    assert sum(walk.done[name] for name in ACTIONS) > STEPS / 20, walk.done
    assert walk.done["not reached"], walk.done
