"""The bulk engine from outside: a world and its lines as files, the command, and what it wrote, read back."""

from __future__ import annotations

import csv
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from chorsu.assessment import read_rates
from chorsu.assessment.bulk.run import Job, assess_lines
from chorsu.cli import main
from chorsu.measures import read_book
from tests.assessment.compare import write_book, write_rates

Row = dict[str, Any]
LISTS = ("proofs", "importer", "measures", "unknown", "why")
FIGURES = ("value", "quantity", "net_mass", "gross_mass", "freight")


@dataclass
class Run:
    """What a run of the command left behind. ``rows`` and ``rejects`` as read from the files, texts and lists."""

    status: int
    said: str
    errors: str
    out: Path
    rows: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    summary: Row = field(default_factory=dict)
    closing: list[Row] = field(default_factory=list)


def write_world(world: Row, folder: Path) -> list[str]:
    """Write a world's book and rates; the options that name them."""
    write_book(world["book"], folder / "book", measures_as_csv=world.get("measures_as_csv", False))
    write_rates(world["rates"], folder / "rates.csv")
    options = ["--measures", str(folder / "book"), "--rates", str(folder / "rates.csv")]
    for name, value in world.get("given", {}).items():
        options += [f"--{name}", value.isoformat() if isinstance(value, date) else value]
    return options


def write_lines(lines: list[Row], columns: list[str], path: Path, *, typed: bool = False) -> Path:
    """Write lines as CSV or Parquet, by the path's ending. ``typed``: decimals, days and lists in Parquet, else all texts."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([as_text(line.get(name)) or "" for name in columns] for line in lines)
        return path
    kinds = dict.fromkeys(columns, "VARCHAR")
    if typed:
        kinds |= {name: "DECIMAL(30,9)" for name in FIGURES} | {"on": "DATE"} | {name: "VARCHAR[]" for name in LISTS}
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE lines ({', '.join(f'{quoted(name)} {kinds[name]}' for name in columns)})")
        if lines:
            unnested = ", ".join(f"unnest(?::{kinds[name]}[])" for name in columns)
            cells = [[line.get(name) if typed else as_text(line.get(name)) for line in lines] for name in columns]
            database.execute(f"INSERT INTO lines SELECT {unnested}", cells)
        database.execute(f"COPY lines TO '{path}' (FORMAT parquet)")
    return path


def write_rows(rows: list[Row], path: Path) -> Path:
    """Write rows that all have the same columns, of texts."""
    return write_lines(rows, list(rows[0]), path)


def quoted(name: str) -> str:
    return f'"{name}"'


def as_text(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date) else value


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV (cells are texts, an empty one is none) or Parquet file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def beside(out: Path, what: str) -> Path:
    """The file beside the output: its rejects or its summary."""
    return out.with_name(f"{out.stem}.{what}.json" if what == "summary" else f"{out.stem}.{what}{out.suffix}")


def run(lines: Path, out: Path, *options: str) -> Run:
    """Run the command in this process and read what it wrote."""
    said, errors = io.StringIO(), io.StringIO()
    words = ["chorsu", "assess", str(lines), "-o", str(out), *options]
    with patch.object(sys, "argv", words), redirect_stdout(said), redirect_stderr(errors):
        try:
            main()
            status: Any = 0
        except SystemExit as end:
            status = end.code
    found = Run(status if isinstance(status, int) else 1, said.getvalue(), errors.getvalue(), out)
    if found.status != 2:
        read_back(found, Path(options[options.index("--closing") + 1]) if "--closing" in options else None)
    return found


def run_in_stretches(lines: Path, out: Path, *options: str, rows: int) -> Run:
    """Run the engine so many rows at a time, each stretch as a long file's are."""
    told = dict(zip(options[::2], options[1::2], strict=True))
    given = {name: told[f"--{name}"] for name in ("jurisdiction", "regime", "on") if f"--{name}" in told}
    opening, closing = (Path(told[name]) if name in told else None for name in ("--opening", "--closing"))
    job = Job(lines, out, given, opening, closing, rows_at_once=rows)
    assess_lines(job, read_book(Path(told["--measures"])), read_rates(Path(told["--rates"])))
    found = Run(0, "", "", out)
    read_back(found, closing)
    return found


def read_back(found: Run, closing: Path | None) -> None:
    """Read what a run wrote."""
    rejects, summary = beside(found.out, "rejects"), beside(found.out, "summary")
    found.rows = read_table(found.out)
    found.rejects = read_table(rejects) if rejects.exists() else []
    found.summary = json.loads(summary.read_text(encoding="utf-8"))
    found.closing = read_table(closing) if closing else []


def listed(cell: Any) -> list[str]:
    """A list as Parquet has it or as CSV writes it."""
    return [] if cell in (None, "") else list(cell) if isinstance(cell, list | tuple) else cell.split("; ")


def figure(cell: Any) -> Fraction | None:
    return None if cell in (None, "") else Fraction(str(cell))


def differences(found: Run, expected: Any, columns: list[str]) -> list[str]:
    """Where the rows that came out are not the oracle's, in words."""
    names = [row["line_id"] for row in found.rows]
    wanted = [row["line_id"] for row in expected.rows]
    if names != wanted:
        missing, too_many = sorted(set(wanted) - set(names)), sorted(set(names) - set(wanted))
        return [f"lines that came out: missing {missing}, too many {too_many}" if missing or too_many else "order of the lines"]
    told = [row["line_id"] for row in found.rejects]
    wrong = [] if set(told) == set(expected.rejected) else [f"rejects: {sorted(set(told) ^ set(expected.rejected))}"]
    wrong += [f"{row['line_id']}: rejected without a reason" for row in found.rejects if not row["reason"]]
    for row, right in zip(found.rows, expected.rows, strict=True):
        wrong += [f"{row['line_id']}: {words}" for words in differing(row, right, columns)]
    return wrong


def differing(row: Row, right: Row, columns: list[str]) -> list[str]:
    """Where one row is not the oracle's."""
    unknown = listed(row["unknown"])
    wrong = [] if unknown == right["unknown"] else [f"unknown {unknown}, not {right['unknown']}"]
    texts = ("currency_out", "regime_out")
    wrong += [f"{name} {row[name]}, not {right[name]}" for name in texts if row[name] != right[name]]
    known = {"measures", "unknown", "why", "customs_value", "total", *texts, *columns}
    kinds = {name: figure(cell) for name, cell in row.items() if name not in known}
    amounts = {"customs_value": right["customs_value"], "total": right["total"], **dict.fromkeys(kinds), **right["charges"]}
    kinds |= {name: figure(row.get(name)) for name in ("customs_value", "total")}
    wrong += [f"{name} {kinds.get(name)}, not {amount}" for name, amount in amounts.items() if kinds.get(name) != amount]
    if not set(unknown) - {"customs_value"} and listed(row["measures"]) != right["measures"]:
        wrong.append(f"measures {row['measures']}, not {right['measures']}")
    return wrong
