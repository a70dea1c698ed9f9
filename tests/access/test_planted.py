"""A check that cannot fail is none: each planted fault turns at least one named test red."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.access.planted import FAULTS, Fault
from tests.access.planted_abuse import BY_NUMBER
from tests.access.planted_audit import OF_THE_TRAIL
from tests.access.planted_oversight import WHO_LOOKED
from tests.access.planted_rule import OF_THE_RULE
from tests.access.sparing import LONG

HOUSE = Path(__file__).parents[2]
PARTS = ("casework", "templates", "tests", "pyproject.toml", "config.py")
MODULES = "casework/static/node_modules"  # large, and nothing is planted there
ALL = (*FAULTS, *OF_THE_RULE, *OF_THE_TRAIL, *WHO_LOOKED, *BY_NUMBER)
TRIED = ALL if LONG else ()


@pytest.fixture
def copy(tmp_path):
    for part in PARTS:
        if (HOUSE / part).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(HOUSE / part, tmp_path / part, ignore=ignore)
        else:
            shutil.copy(HOUSE / part, tmp_path / part)
    (tmp_path / MODULES).symlink_to(HOUSE / MODULES)
    return tmp_path


def reds(house: Path, fault: Fault) -> list[str]:
    """The tests that failed there."""
    words = ["-m", "pytest", "-x", "-k", fault.on, f"--basetemp={house / 'made'}", *fault.tests]
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


@contextmanager
def planted(house: Path, fault: Fault) -> Iterator[None]:
    """The fault stands in that copy meanwhile."""
    whole = {file: (house / file).read_text() for file, _old, _new in fault.replacements}
    for file, old, new in fault.replacements:
        (house / file).write_text((house / file).read_text().replace(old, new))
    yield
    for file, text in whole.items():
        (house / file).write_text(text)


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.what)
def test_the_string_of_each_fault_is_still_there(fault):
    for file, old, _new in fault.replacements:
        count = (HOUSE / file).read_text().count(old)
        assert count == 1, f"{file}: plant it where the check is now"


def test_every_planted_fault_is_caught(copy):
    """With --long only: each takes as long as the tests that it is to be caught by."""
    unnoticed = []
    for fault in TRIED:
        with planted(copy, fault):
            if not reds(copy, fault):
                unnoticed.append(fault.what)
    assert not unnoticed, unnoticed
    assert len(ALL) >= 90
