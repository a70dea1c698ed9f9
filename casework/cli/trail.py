"""Verifying the audit trail, and anchoring it beside the database."""

import sys
from pathlib import Path

import click

from casework.audit import head
from casework.audit.queries import verify as verify_chain
from casework.cli.door import data_option, installation, main
from casework.kit.db import writing


@main.command("verify-audit")
@data_option
def verify_audit(data: Path | None) -> None:
    """Walk the audit chain from its first row. Exit 1 if it does not hold."""
    with installation(data):
        verdict = verify_chain()
        if not verdict.holds:
            row = f"Row {verdict.first_bad} does not hold: " if verdict.first_bad else ""
            click.echo(f"{row}{verdict.what}.")
            sys.exit(1)
        anchor(verdict.rows, verdict.chain_mac)
    click.echo(f"{verdict.rows} rows, chain holds.")


def anchor(seq: int | None = None, chain_mac: str = "") -> None:
    """A line about the chain in the file of anchors, beside the database."""
    try:
        with writing():
            head.anchor(seq, chain_mac)
    except OSError as trouble:
        sys.exit(f"The file of anchors cannot be written: {trouble.strerror or trouble}.")
