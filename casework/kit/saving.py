"""What a page does with a form that was sent: one verb, in one transaction.

A rule that says no is explained in the form; nothing of the verb is kept, and what was typed stays.
"""

from collections.abc import Callable
from typing import Any

from flask import render_template

from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm


def kept(form: HouseForm, act: Callable[[], object]) -> bool:
    """True when the verb was carried out and committed."""
    try:
        with writing():
            act()
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


def submitted(form: HouseForm, act: Callable[[], object]) -> bool:
    """True when the form was sent, is well formed, and the verb was kept."""
    return form.validate_on_submit() and kept(form, act)


def done(form: HouseForm, act: Callable[..., object]) -> bool:
    """As `submitted`, for a verb that takes the form's answers by name."""
    return submitted(form, lambda: act(**form.answers))


def form_page(template: str, form: HouseForm, **shown: Any) -> tuple[str, int]:
    """The page of a form: 422 after a refusal, and the list of faults on top."""
    return render_template(template, form=form, **shown), 422 if form.errors else 200
