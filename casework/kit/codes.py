"""Random codes that people read aloud: no letter or digit that looks or sounds like another."""

import random

ALPHABET = "23456789ABCDEFGHJKLMNPQRTVWXY"  # without 0 1 I O S U Z


# unguessable; the demo puts a seeded one here, so that the same seed gives the same codes
source: random.Random = random.SystemRandom()


def readable(prefix: str, length: int = 5) -> str:
    """For example `SAM-7K3QF`. Says nothing about anybody; 29**5 is twenty million."""
    return f"{prefix}-{''.join(source.choice(ALPHABET) for _ in range(length))}"
