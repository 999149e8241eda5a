"""``chorsu measures diff``: what the law on file changes between two days, as a person reads it, as a table, and as JSON."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import click

from chorsu.cli.output import console, failing, for_people, print_json, read_day, read_state
from chorsu.facts import Fault, Faulty
from chorsu.planning.diff_words import goods_name, said, what_of
from chorsu.text import like_formula, say

COLUMNS = ("what", "jurisdiction", "regime", "kind", "commodity", "goods", "origin", "scheme", "conditions", "old", "new",
           "begins", "ends", "instead", "id_old", "id_new", "source_title", "source_address", "checked_on")  # fmt: skip


@click.command("diff")
@click.option("--from", "start", required=True, help="The earlier day.")
@click.option("--to", "end", required=True, help="The later day.")
@click.option("--jurisdiction", default="", help="Only this state and its unions, or this union: KZ.")
@click.option("--kind", default="", help="Only this kind: customs_duty.")
@click.option("--regime", default="", help="Only this regime: import.")
@click.option("--origin", default="", help="Only what may count for goods from this state: CN.")
@click.option("--commodity", default="", help="Only what may count for goods under these digits: 0808.")
@click.option("--measures", "folder", help="A folder in the place of the measures on file.")
@click.option("-o", "--output", default="", help="Write every difference to this CSV or XLSX.")
@click.option("--all", "everything", is_flag=True, help="Show every measure of an act, not only the first few.")
@for_people
def command(
    start: str, end: str, jurisdiction: str, kind: str, regime: str, origin: str, commodity: str, folder: str, output: str,
    everything: bool, as_json: bool, language: str,
) -> int:  # fmt: skip
    """Show a change of law: what begins, ends or changes between two days, with its source. Exit status 1 if charges lapse."""
    from chorsu.cli.measures import read_measures_on_file
    from chorsu.measures.diff import LAPSES, Wanted, diff

    with failing(as_json, language):
        first, last = read_day(start, "--from"), read_day(end, "--to")
        if last <= first:
            message = say("{value} is not after {day}.", value=last.isoformat(), day=first.isoformat())
            raise Faulty((Fault("--to", message, say("a day after {day}", day=first.isoformat())),))
        if commodity and not re.fullmatch(r"\d{2,14}", commodity, re.ASCII):
            expected = say("a code prefix of 2 to 10 digits, or *")
            raise Faulty((Fault("--commodity", say("{value} does not fit.", value=commodity), expected),))
        if output and Path(output).suffix.lower() not in (".csv", ".xlsx"):
            message = say("{value} does not fit.", value=output)
            raise Faulty((Fault("--output", message, say("one of {choices}", choices=".csv, .xlsx")),))
        if origin:
            read_state(origin, "--origin")
        book = read_measures_on_file(folder)
        if jurisdiction and jurisdiction not in book.groups:
            read_state(jurisdiction, "--jurisdiction")
        places = tuple(dict.fromkeys((*book.jurisdictions(jurisdiction, first), *book.jurisdictions(jurisdiction, last))))
        found = diff(book, first, last, Wanted(places if jurisdiction else (), kind, regime, origin, commodity))
    if output:
        write_table(Path(output), [_cells(each, language) for each in found.differences])
    if as_json:
        print_json(_document(found, book, language))
    else:
        for line in said(found, book, language, everything=everything):
            console().print(line, markup=False, soft_wrap=True)
    return 1 if found.count(LAPSES) or any(chain.after is None for chain in found.chains) else 0


def _document(found: Any, book: Any, language: str) -> dict[str, object]:
    counts = {what: found.count(what) for what in ("changes", "begins", "ends", "lapses", "passes")}
    return {
        "from": found.start.isoformat(), "to": found.end.isoformat(), "book": {"hash": book.hash},
        "counts": counts | {"unchanged": found.unchanged, "chains": len(found.chains), "groups": len(found.groups),
                             "quotas": len(found.quotas)},
        "changes": [_cells(each, language) for each in found.differences],
        "chains": [
            {"jurisdiction": chain.jurisdiction, "regime": chain.regime, "before": chain.before and chain.before.id,
             "after": chain.after and chain.after.id, "texts": [text.in_(language) for text in chain.texts],
             "source": chain.source.to_json() if chain.source else None}
            for chain in found.chains
        ],
        "groups": [
            {"group": each.group, "state": each.state, "what": "joins" if each.joined else "leaves", "on": each.day.isoformat(),
             "source": each.source.to_json() if each.source else None}
            for each in found.groups
        ],
        "quotas": [
            {"name": each.name, "before": each.before and each.before.to_json(), "after": each.after and each.after.to_json(),
             "text": each.text.in_(language)}
            for each in found.quotas
        ],
    }  # fmt: skip


def _cells(each: Any, language: str) -> dict[str, str | None]:
    """One difference as a row of a table, by the names of the columns."""
    row, source = each.row, each.row.source
    return {
        "what": each.what, "jurisdiction": row.jurisdiction, "regime": row.regime, "kind": row.kind, "commodity": row.commodity,
        "goods": goods_name(row.commodity, language), "origin": row.origin, "scheme": row.scheme,
        "conditions": "; ".join(map(str, row.conditions)), "old": what_of(each.before, language) or None,
        "new": what_of(each.after, language) or None, "begins": each.after.valid_from.isoformat() if each.after else None,
        "ends": (end := (each.before or each.after).valid_to) and end.isoformat(), "instead": each.other and each.other.id,
        "id_old": each.before and each.before.id, "id_new": each.after and each.after.id,
        "source_title": source.title if source else None, "source_address": source.address if source else None,
        "checked_on": source.checked_on.isoformat() if source and source.checked_on else None,
    }  # fmt: skip


def write_table(path: Path, rows: list[dict[str, str | None]]) -> None:
    """Write rows as CSV or XLSX, whole or not at all; what a spreadsheet would take for a formula stays text."""
    from chorsu.installation import write_whole

    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            cells = [row[name] or "" for name in COLUMNS]
            writer.writerow([f"'{cell}" if like_formula(cell) else cell for cell in cells])
        write_whole(path, text.getvalue().encode("utf-8-sig"))
        return
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    sheet = book.active
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([row[name] for name in COLUMNS])
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if cell.value is not None:
                cell.data_type = "s"  # a text, whatever it looks like
    sheet.freeze_panes = "A2"
    raw = io.BytesIO()
    book.save(raw)
    write_whole(path, raw.getvalue())
