"""Tables: rows as CSV that a spreadsheet opens safely. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV with a heading. A cell that a spreadsheet would take for a formula gets an apostrophe before it
    (owasp.org/www-community/attacks/CSV_Injection)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else value
