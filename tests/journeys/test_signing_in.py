"""Everybody of CONTRACT.md gets in by the page, and comes to their own start."""

import pytest

START = {
    **dict.fromkeys(("koordinator", "soc", "ame", "norsjo", "af", "fk"), "/"),
    **dict.fromkeys(("primarvard", "psykiatri"), "/"),
    "lsg": "/rapporter",
    "granskare": "/granskning",
    "admin": "/admin",
}


@pytest.mark.parametrize("name", START)
def test_each_account_signs_in_and_starts_where_its_work_is(visit, name):
    visitor = visit(name)
    assert visitor.path == START[name]
    visitor.press("Logga ut")
    assert visitor.go("/").path.startswith("/logga-in")
