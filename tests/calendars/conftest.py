from pathlib import Path

import pytest

from tests.calendars.server import HOST, make_papers


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_papers(
        tmp_path_factory.mktemp("papers"), HOST, "annan.example", "a.office365.example"
    )
