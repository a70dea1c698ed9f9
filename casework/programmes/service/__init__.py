"""The verbs of the room: settings, setting up a programme, its questions, its priorities."""

from casework.programmes.service.criteria import add_criterion, end_criterion, move_criterion
from casework.programmes.service.questions import (
    add_question,
    end_question,
    move_question,
    reword_question,
)
from casework.programmes.service.setting_up import (
    add_programme,
    change_units,
    close_programme,
    reopen_programme,
)
from casework.programmes.service.settings import (
    add_code,
    change_ladder,
    change_programme,
    close_code,
)

__all__ = [
    "add_code",
    "add_criterion",
    "add_programme",
    "add_question",
    "change_ladder",
    "change_programme",
    "change_units",
    "close_code",
    "close_programme",
    "end_criterion",
    "end_question",
    "move_criterion",
    "move_question",
    "reopen_programme",
    "reword_question",
]
