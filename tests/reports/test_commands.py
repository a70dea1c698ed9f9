"""The three commands, as they are typed."""

import json

import pytest
from click.testing import CliRunner

from casework.cli import main
from casework.kit.db import session
from casework.outcomes.models import EarlierOutcome
from tests.reports import making

LINE = {"received_on": "2026-02-01", "closed_on": "2026-05-01", "closing_reason": "arbete"}


@pytest.fixture
def typed(world, app, monkeypatch):  # noqa: ARG001  the world comes first
    """typed("report", …): the command's result, on this test's own database."""
    making.codes()

    class _Here:
        def __init__(self, *_data):
            session.commit()

        def __enter__(self):
            return app

        def __exit__(self, *_gone):
            return None

    monkeypatch.setattr("casework.cli.daily.installation", _Here)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_import_outcomes_reads_all_rows_or_none(world, typed, tmp_path):
    sheet = tmp_path / "blad.csv"
    sheet.write_text(making.sheet(LINE, LINE), encoding="utf-8")
    told = typed("import-outcomes", sheet, "--programme", world.programme.name)
    assert (told.exit_code, "2 rows imported" in told.output) == (0, True), told.output
    sheet.write_text(making.sheet(LINE, {**LINE, "closing_reason": "finns inte"}), "utf-8")
    told = typed("import-outcomes", sheet, "--programme", world.programme.name)
    assert told.exit_code == 1
    assert "Line 3" in told.output
    assert session.query(EarlierOutcome).count() == 2


def test_report_writes_the_files_and_verify_releases_holds(world, typed, tmp_path):
    making.half_year(world)
    wanted = ("--from", "2026-01-01", "--to", "2026-06-30", "--out", tmp_path / "ut")
    told = typed("report", "--programme", world.programme.name, *wanted)
    assert (told.exit_code, "is published" in told.output) == (1, True)
    report = making.published(world)
    told = typed("report", "--programme", world.programme.name, *wanted)
    assert told.exit_code == 0, told.output
    assert (tmp_path / "ut" / "rapport.json").read_text("utf-8") == report.frozen
    assert json.loads((tmp_path / "ut" / "manifest.json").read_text())["rapport.json"]
    assert typed("verify-releases").output == "1 reports, every number holds.\n"
    report.sha256 = "0" * 64
    told = typed("verify-releases")
    assert told.exit_code == 1
    assert "was changed" in told.output
