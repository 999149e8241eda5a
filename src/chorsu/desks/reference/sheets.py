"""Files of facts: read whole or refused with every fault, and written as CSV, XLSX or TOML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from chorsu.desks import exports
from chorsu.desks.files import too_large
from chorsu.desks.reference import shelf
from chorsu.desks.reference.datasets import MOST_KEY, columns_of, dataset_of, family_of, flat, read_row
from chorsu.desks.reference.models import Change, Dataset
from chorsu.desks.reference.tables import plain_row, toml
from chorsu.desks.refusals import Refused
from chorsu.facts import Fault, Faulty
from chorsu.measures.importing import read_table
from chorsu.measures.rows import spread
from chorsu.planning.drafted import bad_name, no_such_operation, not_toml, too_many_rows, twice_in_file
from chorsu.routing.load import PUBLISHED

MOST_BYTES = 10_000_000
MOST_UNPACKED = 100_000_000
MOST_ROWS = 20_000
MOST_TAKEN = 100_000
MOST_ON_SHEET = 20_000  # a sheet is made in memory, cell by cell
# So many faults are told; whoever has ten thousand has one mistake ten thousand times.
MOST_FAULTS = 200

Read = tuple[str, str, str, Mapping[str, Any] | None]


def read(name: str, content: bytes, dataset: str, given: Mapping[str, str]) -> list[Read]:
    """The rows of a file as changes: operation, dataset, key, row. Raises Faulty with every fault by row and field; nothing of
    a file with a fault is taken.

    A column ``operation`` may say ``remove``; a row of a name that is on file stands in its place, any other is added.
    """
    if len(content) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    ending = Path(name).suffix.lower()
    rows = _of_toml(content, dataset) if ending == ".toml" else _of_table(name, content, dataset)
    faults: list[Fault] = []
    found: dict[tuple[str, str], Read] = {}
    for where, row in rows:
        if (one := _read_one(where, {**given, **row}, dataset, faults)) is None:
            continue
        key = str(family_of(one[1])), one[2]
        if key in found:
            faults.append(Fault(where, twice_in_file(one[2])))
        found[key] = one
        if len(found) > MOST_ROWS:
            raise Faulty((Fault(where, too_many_rows(MOST_ROWS)),))
    if faults:
        raise Faulty(tuple(faults))
    return list(found.values())


def _read_one(where: str, row: dict[str, Any], dataset: str, faults: list[Fault]) -> Read | None:
    operation = str(row.pop("operation", "") or "").strip()
    if operation not in ("", *Change.Operation.values):
        faults.append(Fault(f"{where}.operation", no_such_operation(operation)))
        return None
    kept, key, wrong = read_row(dataset, row, shelf.network())
    if operation == Change.Operation.REMOVE and key:
        return Change.Operation.REMOVE, dataset_of(family_of(dataset), kept), key, None
    if wrong:
        faults.extend(Fault(f"{where}.{each.path}", each.message, each.expected) for each in wrong)
        return None
    if len(key) > MOST_KEY or not key.isprintable():
        faults.append(Fault(where, bad_name(MOST_KEY)))
        return None
    return operation, dataset_of(family_of(dataset), kept), key, kept


def _of_table(name: str, content: bytes, dataset: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with TemporaryDirectory(prefix="chorsu-file-") as folder:
        path = Path(folder) / f"table{'.xlsx' if content.startswith(b'PK') else '.csv'}"
        path.write_bytes(content)
        try:
            table = read_table(path, most_rows=MOST_ROWS, most_unpacked=MOST_UNPACKED)
        except Faulty as faulty:  # the fault names the file as it was sent
            told = (
                Fault(each.path.replace(path.name, Path(name).name[:100]), each.message, each.expected) for each in faulty.faults
            )
            raise Faulty(tuple(told)) from None
    for number, line in table.rows:
        row = {column: value for column, value in line.items() if value and column}
        yield f"row {number}", _way(row) if dataset in PUBLISHED else row


def _way(row: dict[str, str]) -> dict[str, Any]:
    """A row of a table as a row of the network: what is not a plain column is on file, and stays as it is there."""
    before = None
    for kind in PUBLISHED:
        before = before or shelf.row(kind, row.get("id", ""))
    kept = dict(before or {})
    for name, value in row.items():
        if name.startswith("name_"):
            kept["names"] = {**kept.get("names", {}), name[5:]: value}
        elif name in ("source_title", "source_address", "checked_on"):
            kept["source"] = {**kept.get("source", {}), name.removeprefix("source_"): value}
        else:
            kept[name] = value
    return kept


def _of_toml(content: bytes, dataset: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        tables = tomli.loads(content.decode("utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as mistake:
        raise Faulty((Fault("", not_toml(str(mistake)[:200])),)) from None
    name = str(family_of(dataset))
    rows = tables.get(name, [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise Faulty((Fault(name, not_toml(f"[[{name}]]")),))
    for index, row in enumerate(rows):
        for each in spread(row) if name == Dataset.MEASURE else [row]:
            yield f"{name}[{index}]", plain_row(each)


def take(form: str, dataset: str, keys: Sequence[str]) -> HttpResponse:
    """Facts on file taken along, by their keys. Refused where a sheet would be too long."""
    if form == "xlsx" and len(keys) > MOST_ON_SHEET:
        raise Refused(_("A sheet takes at most %(most)s rows: narrow the list, or take it as CSV."), most=MOST_ON_SHEET)
    return answer(form, f"chorsu-{dataset}", dataset, (shelf.row(dataset, key) for key in keys[:MOST_TAKEN]))


def answer(form: str, name: str, dataset: str, rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Rows taken along: ``xlsx``, ``csv``, or ``toml`` with everything that they have."""
    if form == "toml":
        text = toml({str(family_of(dataset)): rows})
        return HttpResponse(
            text.encode(),
            content_type="application/toml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.toml"'},
        )
    columns = columns_of(dataset)
    lines = (flat(row, columns) for row in rows)
    return (exports.xlsx if form == "xlsx" else exports.as_csv)(name, columns, lines)


def answer_changes(form: str, name: str, changes: Sequence[Change]) -> HttpResponse:
    """A draft taken along: one sheet or CSV of changes with what was and what will be, or TOML with a table for each row."""
    if form == "toml":
        tables: dict[str, list[Mapping[str, Any]]] = {}
        for each in changes:
            row = each.after if each.after is not None else {**each.before, "operation": "remove"}
            tables.setdefault(str(family_of(each.dataset)), []).append(row)
        content = toml(tables).encode()
        return HttpResponse(
            content,
            content_type="application/toml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.toml"'},
        )
    heads = ["operation", "dataset", "key", "field", "before", "after"]
    lines = ([each.operation, each.dataset, each.key, *line] for each in changes for line in differences(each))
    return (exports.xlsx if form == "xlsx" else exports.as_csv)(name, heads, lines)


def differences(change: Change) -> list[tuple[str, str, str]]:
    """The fields in which a change differs, each as it was and as it will be."""
    before, after = spread_out(change.before or {}), spread_out(change.after or {})
    names = [*before, *(name for name in after if name not in before)]
    return [(name, before.get(name, ""), after.get(name, "")) for name in names if before.get(name, "") != after.get(name, "")]


def spread_out(row: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a row one by one, as text: ``source.title``, ``text.zh``, a list by its parts."""
    found: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": said for inner, said in spread_out(value).items()}
        elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            for number, each in enumerate(value, 1):
                inner = spread_out(each) if isinstance(each, Mapping) else {"": str(each)}
                found |= {f"{name} {number}{'.' if part else ''}{part}": said for part, said in inner.items()}
        elif isinstance(value, list):
            found[name] = "; ".join(map(str, value))
        else:
            found[name] = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return found
