"""A text that smells of somebody is asked about once before it is saved: any form, no script.

The first save comes back with the words at their fields and a box to tick. The box stands for just
the words it was offered for: whoever ticks it and writes more of the sort is asked again.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from wtforms import Field

from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm, StrippedText
from casework.kit.swedish import listed
from casework.people.smells import NAME, Smell, smells

BOX = "read_through"
LONGEST = 4000
EVERYTHING = frozenset({"number", "phone", "mail", "name"})
INSTEAD = {NAME: "Skriv hellre vem det är, till exempel ”en anhörig” eller ”handläggaren”."}


class ReadThrough(HouseForm):
    """A form with free texts. `settled` says whether they may be saved."""

    read_through = StrippedText(
        "Jag har läst igenom texten. Den får sparas som den är.", longest=LONGEST
    )
    asked = ""  # what the box answers for, once it is offered

    def expects(self, name: str) -> frozenset[str]:  # noqa: ARG002 - forms look at the name
        """What belongs in the field of that name, and is not asked about: kinds of smells."""
        return frozenset()

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers.items() if name != BOX}


def settled(form: ReadThrough, own_names: Iterable[str | None] = ()) -> bool:
    """Whether the texts point at nobody else, or the box says that they may.

    `own_names` are those who may be named; None among them is nobody. When it is False, the form
    says which words at which field, and offers the box.
    """
    known = [name for name in own_names if name]
    found = [(field, some) for field in form if (some := list(_found(form, field, known)))]
    words = {_mark(one) for _, some in found for one in some}
    if words <= set((form.read_through.data or "").split()):
        return True
    form.asked = " ".join(sorted(words))
    for field, some in found:
        form.explain(RuleBroken(field.short_name, _sentence(some)))
    return False


def _found(form: ReadThrough, field: Field, known: list[str]) -> Iterator[Smell]:
    if not isinstance(field, StrippedText) or field.short_name == BOX:
        return
    expected = form.expects(str(field.short_name))
    yield from (one for one in smells(field.data or "", known) if one.kind not in expected)


def _mark(smell: Smell) -> str:
    return sha256(f"{smell.kind} {smell.words}".encode()).hexdigest()[:12]


def _sentence(found: list[Smell]) -> str:
    """Texten ser ut att innehålla ett personnummer: ”900101-0017”."""
    kinds = list(dict.fromkeys(one.looks_like for one in found))
    words = listed(f"”{one.words}”" for one in found)
    tips = {INSTEAD[one.kind] for one in found if one.kind in INSTEAD}
    return " ".join([f"Det ser ut att stå {listed(kinds)} här: {words}.", *tips])
