"""A small application whose one page, showroom.html, uses every macro of the face."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from flask import Flask, flash, render_template, render_template_string
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from wtforms import EmailField, HiddenField, IntegerField, PasswordField
from wtforms.validators import InputRequired, NumberRange

from casework.kit import assets, forms, headers

UNITS = [(UUID(int=1), "Socialkontoret"), (UUID(int=2), "Primärvården, Kågedalen")]

PAGE = Path(__file__).with_name("showroom.html").read_text()


class ShowForm(forms.HouseForm):
    back = HiddenField()
    what = forms.StrippedText("Rubrik", [InputRequired()], longest=20)
    on = forms.IsoDateField("Datum", [InputRequired()])
    at = forms.ClockField("Tid")
    minutes = IntegerField("Tid i minuter", [NumberRange(1, 600)])
    unit = forms.Pick("Enhet", [InputRequired()], coerce=UUID, blank="Välj enhet")
    story = forms.StrippedLines("Vad gjorde du?", [InputRequired()], description="Skriv kort.")
    email = EmailField("E-post")
    password = PasswordField("Lösenord")
    how = forms.OneOf("Form", [InputRequired()], choices=[("a", "Papper"), ("b", "Muntligt")])
    scale = forms.OneOf("Hur går det?", coerce=int, choices=[(n, str(n)) for n in range(11)])
    units = forms.Codes("Enheter", [InputRequired()], coerce=UUID)
    told = forms.Tick("Personen vet att samtycket kan tas tillbaka", [InputRequired()])
    survey = forms.Tick("Ja till att få en enkät")


def filled() -> ShowForm:
    form = ShowForm()
    form.unit.choices = form.units.choices = UNITS
    return form


def make_app(**config: object) -> Flask:
    app = Flask("casework", template_folder=str(assets.STATIC.parent.parent / "templates"))
    app.config.update(SECRET_KEY="only for tests", TESTING=True, **config)
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    headers.install(app)
    app.context_processor(_frame)
    app.add_url_rule("/", "page", _page, methods=["GET", "POST"])
    app.add_url_rule("/fel/<int:code>", "error", _error)
    return app


def _frame() -> dict:
    names = ("Mitt skrivbord", "Remisser", "Ärenden", "Möten", "Rapporter")
    return {
        "me": SimpleNamespace(name="Åsa Tallmyr", role_label="koordinator", unit_name="Samverkan"),
        "service_name": "Samverkansstöd",
        "service_area": "Skellefteå–Norsjö",
        "demo": True,
        "menu": [SimpleNamespace(label=n, url="/", current=n == "Ärenden") for n in names],
    }


def _error(code: int) -> str:
    return render_template(f"errors/{code}.html")


def _page() -> str:
    form = filled()
    if form.validate_on_submit():
        flash("Insatsen är sparad.")
    moments = (datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (12, 13))
    return render_template_string(
        PAGE, form=form, on=date(2026, 11, 25), **dict(zip(("start", "end"), moments, strict=True))
    )
