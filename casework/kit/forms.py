"""Forms check the shape of an answer; the rooms' rules check what it means.

Choices are (value, label) pairs, set in the view from what this person may pick:
`form.unit.choices = [(u.id, u.name) for u in units]`. Nothing is chosen from the start.
An answer that was not given is None, or [] for several; InputRequired() demands one.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import DateField, DateTimeField, FieldList, FormField, SelectChoice, TimeField
from wtforms.fields.choices import Choice
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from casework.kit.errors import RuleBroken
from casework.kit.form_words import Swedish

YEARS = range(1900, 2200)
DATES = ("%Y-%m-%d", "%Y%m%d")
CLOCK = re.compile(r"(\d{1,2})[.:]?(\d{2})(?:[.:]\d{2})?")
# What the app has under this name is asked when a form is shown: what was typed in it and not
# saved, by where it is sent (None for the page's own address).
RESTORING = "restoring"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class HouseForm(FlaskForm):
    """A form that is sent elsewhere than to the page it stands on says where: `sent_to`."""

    def __init__(self, *args: Any, sent_to: str | None = None, **given: Any) -> None:
        self.sent_to = sent_to
        super().__init__(*args, **given)

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            found = super().wrap_formdata(form, formdata)
            if found is not None or formdata is not _Auto:
                return found
            ask = current_app.extensions.get(RESTORING)
            return ask(form.sent_to) if ask else None

        def get_translations(self, form: object) -> Swedish:  # noqa: ARG002
            return Swedish()

    @property
    def answers(self) -> dict[str, Any]:
        """Everything that was asked, by field name, ready to hand to a service function."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}

    def explain(self, broken: RuleBroken) -> None:
        """Show a broken rule at the field it names (also in a row), or for the whole form."""
        rows = {field.name: field for field in _leaves(self)}
        named: Any = self[broken.field] if broken.field in self else rows.get(broken.field)
        if named is not None:
            named.errors = [*named.errors, str(broken)]
        else:
            self.form_errors = [*self.form_errors, str(broken)]


@dataclass(frozen=True)
class Fault:
    """One line of the error list: its text, and the id of what to go to, if anything."""

    label: str
    target: str | None


def faults(form: BaseForm) -> list[Fault]:
    """What the error list on top of a form links to, in the order of the form."""
    whole = [Fault(str(error), None) for error in form.form_errors]
    return whole + [fault for field in form for fault in _faults_of(field)]


def _faults_of(field: Field) -> Iterator[Fault]:
    inner: Iterable[Field] = ()
    if isinstance(field, FormField):
        inner = field.form
    elif isinstance(field, FieldList):
        inner = field.entries
    for part in inner:
        yield from _faults_of(part)
    if field.errors and not inner:
        yield _fault(field)


def _fault(field: Field) -> Fault:
    if getattr(field.widget, "input_type", "") == "hidden":
        return Fault(" ".join(map(str, field.errors)), None)
    first_choice = next(iter(field), None) if isinstance(field, OneOf | Codes) else None
    return Fault(field.label.text, first_choice.id if first_choice else field.id)


def _leaves(part: Iterable[Field]) -> Iterator[Field]:
    """Every field that is answered, those of the rows too."""
    for field in part:
        if isinstance(field, FormField | FieldList):
            yield from _leaves(field.form if isinstance(field, FormField) else field.entries)
        else:
            yield field


def _cleaned(text: str) -> str:
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class StrippedText(StringField):
    """One line, trimmed. Too long is said, never cut off."""

    def __init__(
        self, label: str, validators: Sequence = (), *, longest: int = 200, **rest: Any
    ) -> None:
        super().__init__(label, validators, **rest)
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = self.tidy(valuelist[0])
            self.raw_data = [self.data]  # so that InputRequired() sees through spaces

    def tidy(self, text: str) -> str:
        return " ".join(_cleaned(text).split())

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms calls it by name
        length = len(self.data or "")
        if length > self.longest:
            raise ValidationError(
                f"Texten är {length} tecken lång. Korta den till högst {self.longest}."
            )


class StrippedLines(StrippedText):
    """Several lines, trimmed at both ends, line breaks kept as \\n."""

    widget = TextArea()

    def __init__(
        self, label: str, validators: Sequence = (), *, longest: int = 4000, **rest: Any
    ) -> None:
        super().__init__(label, validators, longest=longest, **rest)

    def tidy(self, text: str) -> str:
        return _cleaned(text)


class _Written(DateTimeField):
    """What is typed is read by `read`; nothing but spaces is no answer."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            text = valuelist[0].strip()
            self.data = None
            self.raw_data = [text]
            self.data = self.read(text) if text else None

    @abstractmethod
    def read(self, text: str) -> Any:
        """What was meant, or ValueError with the sentence that is shown."""


class IsoDateField(_Written, DateField):
    """A date between 1900 and 2199 as browsers send it; 20261125 is read as well."""

    def read(self, text: str) -> date:
        for shape in DATES:
            try:
                found = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if found.year in YEARS:
                return found
        raise ValueError(self.gettext("Not a valid date value."))


class ClockField(_Written, TimeField):
    """A time of day: 13:00 as browsers send it; 13.00 and 1300 as people write it."""

    def read(self, text: str) -> time:
        found = CLOCK.fullmatch(text)
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        raise ValueError(self.gettext("Not a valid time value."))


REQUIRED = "This field is required."


class Tick(BooleanField):
    """One box to tick; InputRequired() demands it."""

    def gettext(self, string: str) -> str:
        return "Kryssa i rutan." if string == REQUIRED else super().gettext(string)


class _Chosen(SelectField):
    """Fields that are answered by choosing. `coerce=UUID` when the values are ids."""

    def __init__(
        self,
        label: str,
        validators: Sequence = (),
        *,
        coerce: Callable[[str], Any] = str,
        choices: Iterable[tuple[Any, str]] = (),
        **rest: Any,
    ) -> None:
        offered = [SelectChoice(value=value, label=words) for value, words in choices]
        super().__init__(label, validators, coerce=_same(coerce), choices=offered, **rest)

    def gettext(self, string: str) -> str:
        return "Välj ett alternativ." if string == REQUIRED else super().gettext(string)

    def pre_validate(self, form: BaseForm) -> None:
        if any(self.raw_data or ()):
            super().pre_validate(form)


class OneOf(_Chosen, RadioField):
    """One of several, as radio buttons."""


class Pick(_Chosen):
    """One of many, as a drop-down list; `blank` is its first line, such as "Välj enhet"."""

    def __init__(self, label: str, *rest: Any, blank: str = "Välj", **more: Any) -> None:
        super().__init__(label, *rest, **more)
        self.blank = blank

    def iter_choices(self) -> list:
        first = Choice(value="", label=self.blank, selected=self.data is None, render_kw={})
        return [first, *super().iter_choices()]

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0] == "":
            self.data = None
        else:
            super().process_formdata(valuelist)


class Codes(_Chosen, SelectMultipleField):
    """Several of several, as checkboxes. Nothing ticked is []."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_data(self, value: Iterable[Any] | None) -> None:
        super().process_data(value or ())


def _same(coerce: Callable[[str], Any]) -> Callable[[Any], Any]:
    """WTForms runs coerce also over our own choices, which already are ids or numbers."""
    return lambda value: coerce(value) if isinstance(value, str) else value
