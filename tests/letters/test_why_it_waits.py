"""M8, M3: the administrator reads why each letter is where it is, and nothing of what it says."""

from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.letters.postmen.answers import BUSY, NO_SERVER
from casework.letters.rules import LEASE, cause
from casework.letters.sending import RENDERERS
from tests.letters.posting import posted, render

NOW = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
SOON, PAST = NOW + timedelta(minutes=15), NOW - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("given", "behind", "says"),
    [
        ({"not_before": SOON, "trouble": BUSY}, False, f"{BUSY} Nästa försök %s."),
        ({"not_before": SOON}, False, "Ska gå %s."),
        ({"trouble": NO_SERVER}, False, f"{NO_SERVER} Försöks igen i nästa omgång."),
        ({"trouble": BUSY}, True, f"{BUSY} Väntar på ett tidigare brev till samma mottagare."),
        ({}, True, "Väntar på ett tidigare brev till samma mottagare."),
        ({}, False, "Står på tur i nästa omgång."),
        ({"claimed_until": NOW + LEASE}, False, "Skickas just nu."),
        ({"claimed_until": NOW + 3 * LEASE}, False, "Står på tur i nästa omgång."),
        ({"sent_at": PAST}, True, ""),
        (
            {"stopped_at": PAST, "trouble": "Samtycket är återkallat."},
            True,
            "Samtycket är återkallat.",
        ),
    ],
)
def test_m8_why_a_letter_waits(world, given, behind, says):
    letter = posted(world, at=PAST)
    for name, value in given.items():
        setattr(letter, name, value)
    local = clock.local(SOON)
    found = cause(letter, behind=behind, at=NOW)
    if "%s" in says:
        assert found.endswith(f"kl. {local:%H.%M}.")
        says, found = says.split(" %s")[0], found[: len(says.split(" %s")[0])]
    assert found == says


def test_m3_the_list_says_it_without_the_address(world, sign_in, monkeypatch):
    monkeypatch.setitem(RENDERERS, "prov", render)
    at = clock.now()
    first, second = (posted(world, "n1@ame.example", at=at) for _ in range(2))
    second.about_id, second.receiver_id = first.about_id, first.receiver_id
    first.claimed_until, first.claimed_by = at + LEASE, "a round"
    other = posted(world, "n2@ame.example", at=at)
    other.attempts, other.trouble, other.not_before = 1, BUSY, at + timedelta(hours=1)
    session.commit()
    page = sign_in(world.user("admin")).get("/admin/brev").get_data(as_text=True)
    assert "Skickas just nu." in page
    assert "Väntar på ett tidigare brev till samma mottagare." in page
    assert f"{BUSY} Nästa försök" in page
    assert "ame.example" not in page


def test_m8_what_waits_or_was_given_up_stands_first_also_when_it_is_old(world, sign_in):
    at = clock.now()
    old, gone, new = (posted(world, f"n{n}@ame.example", at=at) for n in range(3))
    old.created_at, old.code = at - timedelta(days=2), "M-WA3T5"
    gone.failed_at, gone.trouble, gone.code = at, NO_SERVER, "M-G1VEN"
    new.sent_at, new.code = at, "M-SENT2"
    session.commit()
    page = sign_in(world.user("admin")).get("/admin/brev").get_data(as_text=True)
    first = page.split("Att se till")[1].split("Alla brev")[0]
    assert [code in first for code in ("M-WA3T5", "M-G1VEN", "M-SENT2")] == [True, True, False]
