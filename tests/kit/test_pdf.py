"""Paper is set from data that is never markup; what goes wrong is told without the data."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from casework.kit import pdf
from casework.kit.pdf import PaperJam, printable, typeset


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Åsa Öberg", "Åsa Öberg"),
        ("A\u030asa", "Åsa"),  # composed, as the fonts have it
        ("två\u00a0ord\u2028rad\tflik", "två ord rad flik"),
        ("rad ett\nrad två", "rad ett\nrad två"),
        ("nöjd 🙂", "nöjd □"),
        ("👩\u200d🔧", "□□"),
        ("a\x00b\u200bc\u202ed\ufeff", "abcd"),
        ("\ue000", "□"),  # a private letter has no meaning that a reader could speak
        ("漢字", "□□"),
        ("نعم", "نعم"),
        ("Так", "Так"),
        ("áŧŋ", "áŧŋ"),
    ],
)
def test_only_letters_that_the_fonts_have_are_set(text, printed):
    assert printable(text) == printed


def test_every_text_of_the_data_is_reached_and_nothing_else_is_changed():
    data = {"a": ["🙂", {"b": "🙂"}], "n": 3, "yes": True, "none": None, "t": ("🙂",)}
    boxes = {"a": ["□", {"b": "□"}], "n": 3, "yes": True, "none": None, "t": ["□"]}
    assert printable(data) == boxes


@pytest.fixture
def templates(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    return tmp_path


def test_a_page_that_cannot_be_set_names_the_line_and_not_the_data(templates):
    (templates / "broken.typ").write_text(
        "#let data = json(bytes(sys.inputs.data))\n#panic(data.name)\n", encoding="utf-8"
    )
    with pytest.raises(PaperJam) as jam:
        typeset("broken", {"name": "Kanariefågeln"})
    assert str(jam.value) == "broken could not be set at broken.typ line 2."
    assert jam.value.__cause__ is None
    assert jam.value.__suppress_context__


def test_no_page_knows_when_it_was_set_but_by_its_data(templates):
    (templates / "timeless.typ").write_text(
        '#set document(title: "x")\n#set text(font: "Inter")\n= Hej\n', encoding="utf-8"
    )
    made = PdfReader(io.BytesIO(typeset("timeless", {}))).metadata
    assert made is not None
    assert made.creation_date == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_picture_without_words_is_refused(templates):
    (templates / "mute.typ").write_text(
        '#set document(title: "x")\n#set text(font: "Inter")\n#figure(rect())\n$ x $\n',
        encoding="utf-8",
    )
    with pytest.raises(PaperJam):
        typeset("mute", {})
