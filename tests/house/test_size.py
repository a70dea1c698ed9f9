"""Small enough to read standing up: files, functions, views and rooms."""

import ast
import subprocess
from pathlib import Path

HOUSE = Path(__file__).parents[2]
TOP = {
    *("casework", "templates", "migrations", "tests"),
    *("config.py", "pyproject.toml", "README.md", "LICENSE"),
}


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [HOUSE / name for name in listed if (HOUSE / name).exists()]


def _too_long(tree: ast.AST, limit: int) -> list[str]:
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > limit
    ]


def test_no_file_is_over_300_lines():
    files = _tracked("*.py", "templates/*.html", "templates/**/*.html", "casework/static/*.css")
    assert files
    long = {str(f): len(f.read_text().splitlines()) for f in files}
    assert not {f: n for f, n in long.items() if n > 300}


def test_no_function_is_over_25_lines_and_no_view_over_15():
    faults = []
    for path in _tracked("casework/*.py", "casework/**/*.py", "tests/**/*.py", "config.py"):
        limit = 15 if path.name == "views.py" or path.parent.name == "views" else 25
        faults += [
            f"{path.relative_to(HOUSE)} {f}" for f in _too_long(ast.parse(path.read_text()), limit)
        ]
    assert not faults, faults


def test_a_long_function_is_found():
    body = "\n".join("    x = 1" for _ in range(26))
    assert _too_long(ast.parse(f"def f():\n{body}\n"), 25) == ["f"]


def test_the_top_level_is_the_design_card():
    names = {p.relative_to(HOUSE).parts[0] for p in _tracked()}
    assert {n for n in names if not n.startswith(".")} <= TOP
    assert {"casework", "templates", "migrations", "tests"} <= names


def test_nothing_in_git_is_a_lock_or_somebody_elses():
    names = [str(p.relative_to(HOUSE)) for p in _tracked()]
    assert not [
        n for n in names if n.endswith((".lock", "package-lock.json", ".woff2", ".min.css"))
    ]
    assert not [n for n in names if "/vendor/" in n or "node_modules" in n]
