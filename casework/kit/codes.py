"""Random codes that people read aloud: no letter or digit that looks or sounds like another."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRTVWXY"  # without 0 1 I O S U Z


def readable(prefix: str, length: int = 5) -> str:
    """For example `SAM-7K3QF`. Says nothing about anybody; 29**5 is twenty million."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
