"""For tests that take long: on SQLite in the ordinary run, on PostgreSQL too with --long."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import Postgres, Sqlite

LONG = os.environ.get("CASEWORK_LONG") == "1"
KINDS = ["sqlite", "postgresql"] if LONG else ["sqlite"]


@pytest.fixture(scope="module", params=KINDS)
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """Import this to put it in the place of the one that every test has."""
    folder = tmp_path_factory.mktemp(f"sparing_{request.param}")
    server = Sqlite(folder) if request.param == "sqlite" else Postgres(folder)
    yield server
    if isinstance(server, Postgres):
        server.stop()
