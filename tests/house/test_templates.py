"""Every template compiles, stands in the one frame, and lets nothing past the escaping."""

import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "templates"
LETTERS = (
    "meetings/mail.html",
    "letters/plain_mail.html",
    "polls/mail.html",
)  # read in a mailbox: no menu there
OUR_SCRIPT = '<script src="{{ url_for("static", filename="typed.js") }}" defer></script>'
FILES = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", FILES)
def test_it_compiles_and_fits_the_frame(whole_house, name):
    assert whole_house.jinja_env.undefined is StrictUndefined
    whole_house.jinja_env.get_template(name)
    text = (TEMPLATES / name).read_text()
    is_part = Path(name).name.startswith("_") or name in ("base.html", *LETTERS)
    assert is_part or "{% extends " in text
    assert not _faults(text), _faults(text)


def _faults(text: str) -> list[str]:
    found = re.findall(r"\|\s*safe\b|autoescape\s+false|\sstyle=|<script|\son[a-z]+=|data:", text)
    found = found[text.count(OUR_SCRIPT) :]  # the one of our own is in a file, as the policy says
    roles = re.findall(r"actor\.role|\.role\s*==", text)  # a template asks `may`, never a role
    return [*found, *roles]


def test_a_fault_is_found():
    assert _faults('<p style="x">') == [" style="]
    assert _faults("<script>let x</script>") == ["<script"]
    assert _faults("{{ x|safe }}")
    assert _faults("{% if actor.role == 'lsg' %}")
    assert len(FILES) > 60
