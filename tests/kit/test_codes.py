"""Codes that are read aloud, and written in texts."""

import re

from casework.kit.codes import ALPHABET, readable, unbroken


def test_a_code_is_a_prefix_and_five_of_those_that_cannot_be_mistaken():
    assert re.fullmatch(f"SAM-[{ALPHABET}]{{5}}", readable("SAM"))


def test_codes_do_not_break_and_nothing_else_is_markup():
    made = unbroken("SAM-7K3QF <b> och M-VREGE från FK-2026", "cw-ref")
    first, second = (f'<span class="cw-ref">{code}</span>' for code in ("SAM-7K3QF", "M-VREGE"))
    assert made == f"{first} &lt;b&gt; och {second} från FK-2026"
