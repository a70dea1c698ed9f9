"""AC14 from inside: whoever sits at somebody's open session does not guess their password there.

Ten wrong answers within a quarter of an hour, and the right one counts as wrong too, as at the
door (sign_in_form.py). They are counted in the trail; what is tried meanwhile is not.
"""

from collections.abc import Callable

from casework.access.web import actor
from casework.audit.service import note_refusal
from casework.authorities import queries
from casework.authorities.accounts import Account
from casework.authorities.service.signing import NotProved
from casework.authorities.sign_in_form import WHILE, WRONG_TRIES
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm
from casework.kit.saving import submitted

TRIED = "own password tried"
TOO_OFTEN = "Det har blivit fel för många gånger. Vänta en kvart och försök igen."


def proved(form: HouseForm, mine: Account, act: Callable[[], object]) -> bool:
    """As `submitted`, for a verb that raises NotProved when the password or the code is wrong."""
    if form.is_submitted() and _too_often():
        form.explain(RuleBroken("", TOO_OFTEN))
        return False
    wrong: list[NotProved] = []
    done = submitted(form, lambda: _listening(act, wrong))
    if wrong:  # the save was undone, and this is not
        note_refusal(actor(), TRIED, "accounts", mine.id)
    return done


def _too_often() -> bool:
    return queries.own_wrong_tries(actor(), TRIED, clock.now() - WHILE) >= WRONG_TRIES


def _listening(act: Callable[[], object], wrong: list[NotProved]) -> None:
    try:
        act()
    except NotProved as fault:
        wrong.append(fault)
        raise
