"""`python -m tests`: everything a fresh machine needs, then every check, then every test.

python -m tests            style, types, templates, imports, then all tests (a few minutes)
python -m tests --long     the same tests with the slow exhaustive settings (CASEWORK_LONG=1)
python -m tests tests/x …  other words go to pytest as they are
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")

CHECKS = (
    ("style", "ruff", "check", "."),
    ("format", "ruff", "format", "--check", "."),
    ("types", "ty", "check", "casework", "config.py"),
    ("templates", "djlint", "--lint", "--quiet", "templates"),
    ("imports", "lint-imports"),
)


def main(words: list[str]) -> int:
    environment = dict(os.environ)
    if "--long" in words:
        words.remove("--long")
        environment["CASEWORK_LONG"] = "1"
    _fetch_design_system()
    _have_chromium()
    failed = [name for name, *command in CHECKS if not _passes(name, command)]
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", str(os.cpu_count() or 1), *(words or ["tests"])],
        cwd=HOUSE,
        env=environment,
        check=False,
    )
    if failed:
        sys.stderr.write(f"failed before the tests: {', '.join(failed)}\n")
    return tests.returncode or len(failed)


def _fetch_design_system() -> None:
    fetch = "from casework.kit import assets; assets.fetch(dev=True)"
    subprocess.run([sys.executable, "-c", fetch], cwd=HOUSE, check=True)


def _have_chromium() -> None:
    """The journeys need a browser. Debian's is installed where that is allowed."""
    if CHROMIUM.exists():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], check=True)
        return
    sys.exit(f"The tests need Chromium at {CHROMIUM}. On Debian: sudo apt-get install chromium")


def _passes(name: str, command: list[str]) -> bool:
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run([str(tool), *command[1:]], cwd=HOUSE, check=False)
    sys.stderr.write(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}\n")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
