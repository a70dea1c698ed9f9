"""A text that smells of somebody is asked about once; the box answers for just its words."""

import pytest

from casework.kit.forms import StrippedLines, StrippedText
from casework.people.reading_through import EVERYTHING, ReadThrough, settled

SMELLY = "Mamma Anna Berg ringer, 900101-0017."


class Letter(ReadThrough):
    name = StrippedText("Namn")
    text = StrippedLines("Text")
    other = StrippedLines("Annat")

    def expects(self, name):
        return EVERYTHING if name == "name" else frozenset()


@pytest.fixture
def filled(app):
    def fill(**said):
        with app.test_request_context(method="POST", data=said):
            return Letter(meta={"csrf": False})

    return fill


def test_a_text_that_points_at_nobody_is_settled_at_once(filled):
    form = filled(text="Har prövat praktik.", name="Anna Berg, 900101-0017")
    assert settled(form)
    assert not form.asked


def test_the_words_are_told_at_their_field_and_the_box_is_offered(filled):
    form = filled(text=SMELLY, other="Inget.")
    assert not settled(form)
    (said,) = form.text.errors
    assert "”900101-0017”" in said
    assert "”Anna Berg”" in said
    assert "ett personnummer och någon annans namn" in said
    assert not form.other.errors
    assert form.asked


def test_whoever_ticks_the_box_may_save_it_as_it_is(filled):
    first = filled(text=SMELLY)
    settled(first)
    assert settled(filled(text=SMELLY, read_through=first.asked))
    assert settled(filled(text="Anna Berg ringer.", read_through=first.asked))


def test_the_box_answers_only_for_the_words_it_was_offered_for(filled):
    first = filled(text=SMELLY)
    settled(first)
    again = filled(text=SMELLY, other="Grannen Torvald klagar.", read_through=first.asked)
    assert not settled(again)
    assert not settled(filled(text=SMELLY, read_through="y"))


def test_those_who_belong_in_the_text_may_be_named(filled):
    assert settled(filled(text="Anna Berg ringer."), ["Anna Berg", None])
    assert not settled(filled(text="Anna Berg ringer."), ["Linn Hjortronmo"])


def test_the_box_is_no_answer_of_the_form(filled):
    assert set(filled(text="x", read_through="y").answers) == {"name", "text", "other"}
