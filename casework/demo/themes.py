"""What the made-up cases are about."""

from casework.demo.themes_health import UNCLEAR_HEALTH, WAITING_FOR_ASSESSMENT, YOUNG_LIFE
from casework.demo.themes_work import AFTER_TREATMENT, LANGUAGE, STEP_BACK

THEMES = (
    *(STEP_BACK, UNCLEAR_HEALTH, YOUNG_LIFE),
    *(LANGUAGE, AFTER_TREATMENT, WAITING_FOR_ASSESSMENT),
)
