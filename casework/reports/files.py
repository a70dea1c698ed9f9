"""A frozen report as files. The web and the command line give the same bytes (L1)."""

import csv
import io
import json
from hashlib import sha256
from typing import Any

HIDDEN = ".."
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def all_files(frozen: str) -> dict[str, bytes]:
    """Path → bytes of everything a published report is handed out as, the manifest last."""
    files = {"rapport.json": frozen.encode()}
    for table in json.loads(frozen)["tables"]:
        files[f"tabeller/{table['name']}.csv"] = as_csv(table)
    sums = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    files["manifest.json"] = (json.dumps(sums, indent=1, sort_keys=True) + "\n").encode()
    return files


def as_csv(table: dict[str, Any]) -> bytes:
    """UTF-8 with BOM, semicolons, one header line; hidden is `..`."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*map(tame, table["dimensions"]), "antal"])
    for row in table["rows"]:
        value = HIDDEN if row["value"] is None else row["value"]
        writer.writerow([*map(tame, row["key"]), value])
    return (BOM + out.getvalue()).encode()


def shown_numbers(frozen: str) -> dict[str, list[int]]:
    """Table → every number shown in it."""
    tables = json.loads(frozen or '{"tables":[]}')["tables"]
    return {t["name"]: [r["value"] for r in t["rows"] if r["value"] is not None] for t in tables}


def tame(text: str) -> str:
    """A spreadsheet must read a label as a text, never as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
