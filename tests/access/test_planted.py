"""A check that cannot fail is none: each planted fault turns at least one named test red."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.access.planted import FAULTS
from tests.access.planted_rule import OF_THE_RULE
from tests.access.sparing import LONG

HOUSE = Path(__file__).parents[2]
PARTS = ("casework", "templates", "tests", "pyproject.toml", "config.py")
ALL = (*FAULTS, *OF_THE_RULE)
TRIED = ALL if LONG else ()


@pytest.fixture
def copy(tmp_path):
    for part in PARTS:
        if (HOUSE / part).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(HOUSE / part, tmp_path / part, ignore=ignore)
        else:
            shutil.copy(HOUSE / part, tmp_path / part)
    return tmp_path


def reds(house: Path, tests: tuple[str, ...]) -> list[str]:
    """The tests that failed there, on SQLite."""
    words = ["-m", "pytest", "-x", "-k", "not postgresql", f"--basetemp={house / 'made'}", *tests]
    environment = {**os.environ, "CASEWORK_LONG": "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.what)
def test_the_string_of_each_fault_is_still_there(fault):
    text = (HOUSE / fault.file).read_text()
    assert text.count(fault.old) == 1, f"{fault.file}: plant it where the check is now"


def test_every_planted_fault_is_caught(copy):
    """With --long only: each takes as long as the tests that it is to be caught by."""
    for fault in TRIED:
        file = copy / fault.file
        whole = file.read_text()
        file.write_text(whole.replace(fault.old, fault.new))
        assert reds(copy, fault.tests), f"nobody noticed: {fault.what}"
        file.write_text(whole)
    assert len(ALL) >= 20
