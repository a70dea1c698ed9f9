"""Random codes that people read aloud: no letter or digit that looks or sounds like another."""

import random
import re

from markupsafe import Markup

ALPHABET = "23456789ABCDEFGHJKLMNPQRTVWXY"  # without 0 1 I O S U Z
IN_TEXT = re.compile(rf"\b[A-Z]{{1,3}}-[{ALPHABET}]{{5}}\b")


# unguessable; the demo puts a seeded one here, so that the same seed gives the same codes
source: random.Random = random.SystemRandom()


def readable(prefix: str, length: int = 5) -> str:
    """For example `SAM-7K3QF`. Says nothing about anybody; 29**5 is twenty million."""
    return f"{prefix}-{''.join(source.choice(ALPHABET) for _ in range(length))}"


def unbroken(text: str, css: str = "cw-nb") -> Markup:
    """The text, escaped, with each code in it kept on one line by that class."""
    made, end = Markup(), 0
    for found in IN_TEXT.finditer(text):
        code = Markup('<span class="{}">{}</span>').format(css, found[0])
        made, end = made + text[end : found.start()] + code, found.end()
    return made + text[end:]
