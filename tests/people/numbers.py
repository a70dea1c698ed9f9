"""Luhn's check digit over nine digits (SKV 704), worked out apart from the code under test."""


def with_check_digit(nine: str) -> str:
    total = 0
    for place, digit in enumerate(nine):
        times = int(digit) * (2 - place % 2)
        total += times // 10 + times % 10
    return f"{nine}{(10 - total % 10) % 10}"
