"""The four insatser that NNS published totals of: read in as a sheet, counted back, made safe.

The figures are those of "Finansiell samordning – exempel på hur samverkan får fler i arbete".
"""

import pytest

from casework.disclosure.audit import audit
from casework.disclosure.tables import Settings
from casework.kit.db import session
from casework.reports.commands import Refused, import_sheet
from casework.reports.preparing import prepare, unprotected
from casework.reports.queries import ledger
from casework.reports.showing import sections
from tests import build
from tests.reports import making

# What each outcome is in our codes: (closing reason, occupation afterwards). Local codes (O3) say
# what the default lists have no word for.
AS_CODES = {
    "arbete": ("arbete", "forvarvsarbete"),
    "studier": ("studier", "studier"),
    "arbetsträning": ("fortsatt_part", "arbetstraning"),
    "arbetsprövning": ("fortsatt_part", "arbetsprovning"),
    "annat projekt": ("fortsatt_part", "annan_insats"),
    "daglig verksamhet": ("fortsatt_part", "daglig_verksamhet"),
    "avstod av personliga skäl": ("eget_val", "ovrigt"),
    "övrigt": ("annat", "ovrigt"),
    "egen försörjning": ("egen_forsorjning", "forvarvsarbete"),
    "arbete eller studier": ("arbete_eller_studier", "forvarvsarbete"),
}
INSATSER = {
    "På Spåret": {
        "arbete": 2,
        "studier": 2,
        "arbetsträning": 24,
        "arbetsprövning": 7,
        "annat projekt": 2,
        "daglig verksamhet": 5,
        "avstod av personliga skäl": 3,
    },
    "Ungdomsteamet": {"arbete": 305, "studier": 112, "övrigt": 350},
    "Empowerment": {"egen försörjning": 19, "övrigt": 24},
    "Lyra": {"arbete eller studier": 14, "övrigt": 2},
}
PARTICIPANTS = {"På Spåret": 45, "Ungdomsteamet": 767, "Empowerment": 43, "Lyra": 16}


def as_sheet(outcomes):
    """CONTRACT's CSV from published totals: one line for each participant, nothing else known."""
    return making.sheet(
        *(
            {
                "received_on": "2010-01-11",
                "opened_on": "2010-02-01",
                "closed_on": "2010-12-15",
                "occupation_after": AS_CODES[outcome][1],
                "closing_reason": AS_CODES[outcome][0],
            }
            for outcome, number in outcomes.items()
            for _ in range(number)
        )
    )


@pytest.fixture(params=INSATSER)
def insats(request, world):
    """One insats read in by the command's own function: (world, its name, a draft over 2010)."""
    making.codes()
    build.code("sysselsattning", "arbetsprovning", "Arbetsprövning", 90, group="insats")
    build.code("avslutsskal", "egen_forsorjning", "Egen försörjning", 90, group="arbete")
    both = {"group": "arbete_studier"}
    build.code("avslutsskal", "arbete_eller_studier", "Arbete eller studier", 91, **both)
    world.programme = build.programme(world.unit("host"), request.param)
    content = as_sheet(INSATSER[request.param]).encode()
    kept, faults = import_sheet(content, request.param, at=making.AFTER)
    assert (kept, faults) == (PARTICIPANTS[request.param], [])
    session.flush()
    first, last = making.FIRST.replace(year=2010), making.LAST.replace(2010, 12, 31)
    return world, request.param, making.drafted(world, first, last)


def counted(world, report):
    tables = unprotected(world.user("host").as_actor(), report, making.AFTER)
    return {table["name"]: dict(table["rows"]) for table in tables}


def expected(name, place):
    """{label: participants} by closing reason (0) or occupation (1), from the published totals."""
    code_list = ("avslutsskal", "sysselsattning")[place]
    labels = making.labels(None, code_list)[code_list]
    found = {"Alla": PARTICIPANTS[name]}
    for outcome, number in INSATSER[name].items():
        label = labels[AS_CODES[outcome][place]]
        found[label] = found.get(label, 0) + number
    return found


def test_inside_the_summary_gives_back_exactly_what_was_published(insats):
    world, name, report = insats
    said = counted(world, report)
    assert said["remisser-kon"]["Alla, Alla"] == said["deltagare"]["Alla"] == PARTICIPANTS[name]
    assert said["avslut"] == expected(name, 0)
    assert said["sysselsattning-efter"] == expected(name, 1)
    # each outcome stands by itself in one of the two
    assert len(INSATSER[name]) + 1 in {len(expected(name, 0)), len(expected(name, 1))}


def test_l2_outside_the_protected_report_is_safe_by_the_audit(insats):
    world, name, report = insats
    prepared = prepare(world.user("host").as_actor(), report, making.AFTER)
    judged = audit(prepared.release, (), Settings(), prepared.records)
    assert judged.safe, judged
    shown = [r["value"] for t in prepared.frozen["tables"] for r in t["rows"]]
    assert not set(shown) & {1, 2, 3, 4}
    assert sections(prepared.frozen)


def test_l2_the_report_of_each_can_be_published(insats):
    world, _, report = insats
    making.service.second_read(world.user("soc").as_actor(), report, at=making.AFTER)
    making.service.publish(world.user("host").as_actor(), report, at=making.AFTER)
    session.flush()
    assert ledger(world.user("host").as_actor(), report.programme_id)


@pytest.mark.usefixtures("world")
def test_a_sheet_for_a_programme_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="Samverkansmodellen"):
        import_sheet(b"", "Finns inte", at=making.AFTER)


@pytest.mark.usefixtures("world")
def test_a_sheet_in_another_encoding_is_refused():
    with pytest.raises(Refused, match="UTF-8"):
        import_sheet("sex;kön".encode("latin-1"), "Samverkansmodellen", at=making.AFTER)
