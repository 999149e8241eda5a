"""The files that go out: stretches put together in the order of the lines, as Parquet, or as CSV that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chorsu.assessment.bulk.footers import alike, join
from chorsu.assessment.bulk.local import Local, quoted
from chorsu.assessment.bulk.results import AFTER_KINDS
from chorsu.assessment.bulk.workplace import Workplace

# ruff: noqa: S608 - the SQL below is put together from this module's own words and quoted names only


def result_columns(kinds: Sequence[str]) -> list[str]:
    """The columns that a run adds."""
    return [*kinds, *AFTER_KINDS]


def put_together(session: Local, place: Workplace, what: str, out: Path, *, sort: bool) -> Path:
    """All stretches of a kind as one file, whole but not yet in its place."""
    parts = place.parts(what)
    half = place.staged(f"{what}.half")
    if not sort and out.suffix.lower() != ".csv" and alike(parts):
        join(parts, half)
        return half
    listed = "[" + ", ".join(quoted(path) for path in parts) + "]"
    session.run(f"SET preserve_insertion_order = {'false' if sort else 'true'}")
    described = list(session.rows(f"DESCRIBE SELECT * FROM read_parquet({listed})"))
    names = [name for name, *_ in described if name != "line_order"]
    rows = f"FROM read_parquet({listed})" + (" ORDER BY line_order" if sort else "")
    if out.suffix.lower() == ".csv":
        cells = ", ".join(_cell(name, kind) for name, kind, *_ in described if name != "line_order")
        session.run_with_care(f"COPY (SELECT {cells} {rows}) TO {quoted(half)} (FORMAT csv, HEADER)")
    else:
        chosen = ", ".join(f'"{name}"' for name in names)
        session.run_with_care(f"COPY (SELECT {chosen} {rows}) TO {quoted(half)} (FORMAT parquet)")
    return half


def _cell(name: str, kind: str) -> str:
    """SQL for a cell of CSV: lists joined, and an apostrophe before what a spreadsheet would take for a formula."""
    if kind.endswith("[]"):
        return f'array_to_string("{name}", \'; \') AS "{name}"'
    if kind != "VARCHAR":
        return f'"{name}"'
    return f'CASE WHEN regexp_matches("{name}", \'^[=+\\-@\\t\\r]\') THEN \'\'\'\' || "{name}" ELSE "{name}" END AS "{name}"'
