"""Take measures from a table (CSV or XLSX) with columns of any name, check them, and keep them in the installation's layer."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chorsu.facts import Fault, Faulty, plain
from chorsu.installation import write_whole
from chorsu.measures.load import read_book
from chorsu.measures.model import Measure
from chorsu.measures.rows import COLUMNS, read_measure
from chorsu.text import Text, say

MOST_BYTES = 50_000_000
MOST_UNPACKED = 500_000_000
MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Table:
    """A table as text: the names of its columns, and its rows with the number each has in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_table(path: Path, *, most_rows: int = MOST_ROWS, most_unpacked: int = MOST_UNPACKED) -> Table:
    """Read a CSV in UTF-8 or the first sheet of an XLSX. Raises Faulty: too large, another format, no head, too many rows."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, say("The file has more than {most} bytes.", most=MOST_BYTES))
    raw = path.read_bytes()
    lines = _xlsx_lines(path, raw, most_unpacked) if raw.startswith(b"PK") else _csv_lines(path, raw)
    head = next(lines, None)
    if head is None or not any(head):
        raise _refused(path, say("The first row must name the columns."))
    names = tuple(name.strip() for name in head)
    rows = []
    for number, line in enumerate(lines, 2):
        if number > most_rows:
            raise _refused(path, say("The table has more than {most} rows.", most=most_rows))
        if any(line[len(names) :]):  # most often a comma in a text without quotation marks, which moves all that follows
            fault = Fault(f"row {number}", say("This row has more cells than the table has columns."))
            raise Faulty((fault,))
        if any(line):
            rows.append((number, dict(zip(names, line, strict=False))))
    if not rows:
        raise _refused(path, say("The table has no rows below its head."))
    return Table(names, tuple(rows))


def _refused(path: Path, why: Text) -> Faulty:
    return Faulty((Fault(path.name, why, say("a table in CSV (UTF-8) or XLSX, its first row naming the columns")),))


def _csv_lines(path: Path, raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
        head = text.partition("\n")[0]
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    except (UnicodeDecodeError, csv.Error) as mistake:
        raise _refused(path, say("This is not CSV in UTF-8: {mistake}", mistake=mistake)) from None


def _xlsx_lines(path: Path, raw: bytes, most_unpacked: int) -> Iterator[list[str]]:
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(raw)).infolist())
    except zipfile.BadZipFile:
        raise _refused(path, say("This is not an XLSX file.")) from None
    if unpacked > most_unpacked:
        raise _refused(path, say("Unpacked, the file has more than {most} bytes.", most=most_unpacked))
    from openpyxl import load_workbook  # a quarter of a second of import that only XLSX needs

    try:
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # the size that a file claims would be filled up with empty cells
        for row in sheet.iter_rows():
            yield [_cell_text(cell) for cell in row]
    except Exception:  # openpyxl raises whatever a broken file makes it stumble on, at any row
        raise _refused(path, say("This is not an XLSX file.")) from None


def _cell_text(cell: Any) -> str:
    """A cell as its reader sees it: percentages with their sign, whole numbers without a point, days as YYYY-MM-DD."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(repr(value))
        if "%" in (cell.number_format or ""):
            return f"{plain((number * 100).normalize())}%"
        return plain(number.normalize()) if number == number.to_integral_value() else plain(number)
    return str(value).strip()


def read_measures(table: Table, mapping: Mapping[str, str], given: Mapping[str, str]) -> tuple[Measure, ...]:
    """The measures of a table. ``mapping`` says which column gives a field (``{"commodity": "HS code"}``; fields of the same
    name map themselves), ``given`` what holds for all rows. Raises Faulty with every fault as ``row 7.expression``.
    """
    faults = _mapping_faults(table, mapping)
    if faults:
        raise Faulty(tuple(faults))
    columns = {name: name for name in COLUMNS if name in table.columns} | dict(mapping)
    found = []
    for number, line in table.rows:
        row = {**given, **{field: line[column] for field, column in columns.items() if line.get(column)}}
        measure = read_measure(row, f"row {number}", faults)
        if measure is not None:
            found.append(measure)
    if faults:
        raise Faulty(tuple(faults))
    return tuple(found)


def _mapping_faults(table: Table, mapping: Mapping[str, str]) -> list[Fault]:
    named = ", ".join(table.columns)
    faults = [
        Fault(f"--map {field}", say("There is no column “{column}”.", column=column), say("one of {choices}", choices=named))
        for field, column in mapping.items()
        if column not in table.columns
    ]
    for field in mapping:
        if field not in COLUMNS:
            faults.append(
                Fault(
                    f"--map {field}",
                    say("A measure has no field “{field}”.", field=field),
                    say("one of {choices}", choices=", ".join(COLUMNS)),
                )
            )
    return faults


def import_toml(path: Path, target: Path | None) -> int:
    """Keep a TOML file of measures, groups and chains at ``target`` (None: only read it); gives how many measures it has.

    Raises Faulty with every fault as ``file.toml: measure[3].expression``; then nothing is kept.
    """
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, say("The file has more than {most} bytes.", most=MOST_BYTES))
    raw = path.read_bytes()
    with TemporaryDirectory() as folder:
        (Path(folder) / path.name).write_bytes(raw)
        book = read_book(Path(folder))
    if target is not None:
        write_whole(target, raw)
    return len(book.measures)


def write_layer(measures: Sequence[Measure], path: Path) -> None:
    """Write measures as the CSV of a layer, whole or not at all."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    further = sorted({name for measure in measures for name in measure.extra})
    writer.writerow([*(name for name in COLUMNS if name not in ("text", "source")), *further])
    for measure in sorted(measures, key=lambda row: row.id):
        writer.writerow([*_line(measure), *(measure.extra.get(name, "") for name in further)])
    write_whole(path, file.getvalue().encode("utf-8"))


def _line(row: Measure) -> list[str]:
    source = row.source
    fields = {
        "id": row.id, "jurisdiction": row.jurisdiction, "kind": row.kind, "commodity": row.commodity, "origin": row.origin,
        "scheme": row.scheme, "regime": row.regime, "expression": str(row.expression or ""), "valid_from": row.valid_from,
        "valid_to": row.valid_to or "", "conditions": "; ".join(map(str, row.conditions)), "replaces": "; ".join(row.replaces),
        "per": row.per, "of": "; ".join(row.of), "as": row.as_,
        **{f"text_{language}": row.text.get(language, "") for language in ("en", "zh", "ru")},
        "source_title": source.title if source else "", "source_address": source.address if source else "",
        "checked_on": source.checked_on if source and source.checked_on else "",
    }  # fmt: skip
    return [str(fields[name]) for name in COLUMNS if name not in ("text", "source")]
