"""Answers are tidied, never cut; errors are plain Swedish and stand where they belong."""

from datetime import date, time
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from babel.messages.pofile import read_po
from werkzeug.datastructures import MultiDict
from wtforms.i18n import messages_path
from wtforms.validators import InputRequired

from casework.kit import forms
from casework.kit.errors import RuleBroken
from casework.kit.form_words import WORDS
from tests.kit.showroom import UNITS, ShowForm, filled, make_app

ANSWERS = {
    **{"what": "  Samtal \x00 om\r\njobb ", "story": "\r\nEtt\r\n\r\nTvå \x00\n", "minutes": "25"},
    **{"on": "20261125", "at": "13.00", "how": "a", "told": "y", "unit": str(UNITS[0][0])},
    "units": str(UNITS[1][0]),
}


@pytest.fixture
def ask():
    """Answer the show form; what is not said is answered as above."""
    app = make_app(WTF_CSRF_ENABLED=False)

    def asked(**changes: object) -> ShowForm:
        with app.test_request_context(method="POST", data=MultiDict({**ANSWERS, **changes})):
            form = filled()
            form.validate()
            return form

    return asked


def test_answers_come_tidy_and_typed(ask):
    answers = ask().answers
    assert "csrf_token" not in answers
    assert answers["what"] == "Samtal om jobb"
    assert answers["story"] == "Ett\n\nTvå"
    assert answers["on"] == date(2026, 11, 25)
    assert answers["at"] == time(13, 0)
    assert answers["unit"] == UNITS[0][0]
    assert answers["units"] == [UNITS[1][0]]
    assert answers["scale"] is None
    assert answers["survey"] is False


def test_a_good_form_has_no_errors(ask):
    assert ask().errors == {}


def test_unanswered_questions_ask_for_what_fits_them(ask):
    form = ask(what=" ", on=" ", unit="", how=[], units=[], told=[], story="\x00")
    assert form.errors == {
        **{
            "what": ["Fyll i det här."],
            "on": ["Fyll i det här."],
            "unit": ["Välj ett alternativ."],
        },
        **{"how": ["Välj ett alternativ."], "units": ["Välj ett alternativ."]},
        "told": ["Kryssa i rutan."],
        "story": ["Fyll i det här."],
    }
    assert form.unit.data is None
    assert form.units.data == []


@pytest.mark.parametrize("said", ["i morgon", "2026-13-01", "0026-11-25", "2500-01-01", "2026-11"])
def test_what_is_no_date_is_refused_and_shown_again(ask, said):
    form = ask(on=said)
    assert form.on.data is None
    assert form.on.errors == ["Skriv ett datum, till exempel 2026-11-25."]
    assert f'value="{said}"' in form.on()


@pytest.mark.parametrize(
    ("said", "meant"), [("9.05", time(9, 5)), ("1300", time(13)), ("23:59:00", time(23, 59))]
)
def test_times_may_be_written_as_people_write_them(ask, said, meant):
    assert ask(at=said).at.data == meant


@pytest.mark.parametrize("said", ["24.00", "12.60", "klockan ett", "9"])
def test_what_is_no_time_is_refused(ask, said):
    assert ask(at=said).at.errors == ["Skriv en tid, till exempel 13.00."]


def test_a_question_that_need_not_be_answered_may_be_emptied(ask):
    form = ask(at="")
    assert form.at.data is None
    assert form.at.errors == []


def test_too_long_is_said_and_not_cut(ask):
    form = ask(what="å" * 21)
    assert form.what.errors == ["Texten är 21 tecken lång. Korta den till högst 20."]
    assert form.what.data == "å" * 21
    assert ask(what="å" * 20).errors == {}


@pytest.mark.parametrize("field", ["unit", "units", "how"])
@pytest.mark.parametrize("forged", ["x", str(UUID(int=9)), "None"])
def test_only_what_was_offered_may_be_chosen(ask, field, forged):
    assert ask(**{field: forged})[field].errors[0].startswith("Välj")


def test_a_stored_answer_is_shown_as_chosen():
    with make_app().test_request_context():
        form = ShowForm(unit=UNITS[1][0], units=[UNITS[0][0]], scale=7)
        form.unit.choices = form.units.choices = UNITS
        assert [one.checked for one in form.units] == [True, False]
        assert [one.data for one in form.scale if one.checked] == [7]
        assert form.unit().count("selected") == 1
        assert f'selected value="{UNITS[1][0]}"' in form.unit()


def test_a_broken_rule_stands_at_the_field_it_names(ask):
    form = ask()
    form.explain(RuleBroken("on", "Datumet ligger efter samtyckets slut."))
    assert form.errors == {"on": ["Datumet ligger efter samtyckets slut."]}
    assert forms.faults(form) == [forms.Fault("Datum", "on")]


@pytest.mark.parametrize("field", ["", "not_in_this_form"])
def test_a_broken_rule_without_a_field_stands_for_the_whole_form(ask, field):
    form = ask()
    form.explain(RuleBroken(field, "Ärendet är avslutat."))
    assert form.errors == {"": ["Ärendet är avslutat."]}
    assert forms.faults(form) == [forms.Fault("Ärendet är avslutat.", None)]


def test_a_hidden_field_in_error_says_what_it_says(ask):
    form = ask()
    form.explain(RuleBroken("back", "Sidan har ändrats."))
    assert forms.faults(form) == [forms.Fault("Sidan har ändrats.", None)]


def test_faults_look_into_parts_and_lists():
    class Part(forms.HouseForm):
        name = forms.StrippedText("Namn", [InputRequired()])

    class Whole(forms.HouseForm):
        part = forms.FormField(Part)
        days = forms.FieldList(forms.IsoDateField("Dag", [InputRequired()]), min_entries=2)

    app = make_app(WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST", data={"days-0": "2026-11-25", "days-1": ""}):
        whole = Whole()
        whole.validate()
        assert [fault.target for fault in forms.faults(whole)] == ["part-name", "days-1"]


def test_every_sentence_of_the_library_has_a_swedish_one_with_the_same_gaps():
    catalogue = read_po(BytesIO((Path(messages_path()) / "wtforms.pot").read_bytes()))
    english = {text for message in catalogue for text in _forms(message.id)} - {""}
    assert english <= set(WORDS)
    for said, swedish in WORDS.items():
        assert set(_gaps(swedish)) <= set(_gaps(said)), said


def _forms(text: object) -> tuple:
    return text if isinstance(text, tuple) else (text,)


def _gaps(text: str) -> list[str]:
    return [part.partition(")")[0] for part in text.split("%(")[1:]]
