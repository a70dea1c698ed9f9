"""Questions without a person: nothing in them points anybody out, and they do not stay."""

from datetime import date

import pytest

from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.reviews import service
from casework.reviews.rules import purge_on
from tests.conftest import acting


@pytest.mark.parametrize(
    "text",
    [
        "Hon heter 19900101-2384",
        "nr 900101 2384",
        "9001012384",
        "skriv till a.b@test.example",
        "ring 070-123 45 67",
        "+46701234567",
    ],
)
def test_a_question_that_points_somebody_out_is_refused(world, text):
    with pytest.raises(RuleBroken) as broken:
        service.consult(acting(world.user("af")), age_span="30–39", question=text, at=clock.now())
    assert broken.value.field == "question"


def test_a_question_is_kept_sealed_for_six_months(world):
    row = service.consult(
        acting(world.user("af")),
        age_span="30–39",
        question="Person, 2 år med stöd, 50 procent arbete 2024-2025. Vad göra?",
        at=clock.now(),
    )
    assert row.code.startswith("K-")
    assert b"procent" not in row.question_sealed
    assert row.purge_on == purge_on(clock.today())
    assert purge_on(date(2026, 8, 31)) == date(2027, 2, 28)
    assert purge_on(date(2026, 6, 15)) == date(2026, 12, 15)
