"""``chorsu rates``: show and import exchange rates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import click

from chorsu.assessment.exchange import Row
from chorsu.cli.output import console, existing, failing, for_people, print_json, read_currency, read_day
from chorsu.installation import data_folder, imported_rates, published_facts, write_whole
from chorsu.text import say


@click.group("rates")
def command() -> None:
    """Show and import exchange rates."""


@command.command("show")
@click.option("--from", "base", required=True, help="The currency to turn, for example USD.")
@click.option("--to", "quote", required=True, help="The currency to turn it into, for example KZT.")
@click.option("--on", "day", required=True, help="The day, for example 2026-12-07.")
@click.option("--authority", default="", help="The state whose own bank counts first.")
@for_people
def show(base: str, quote: str, day: str, authority: str, as_json: bool, language: str) -> int:
    """Show the rate that counts on a day; exit status 1 where none is on file, or no official one (a plan would estimate)."""
    from chorsu.assessment import load_rates

    with failing(as_json, language):
        on = read_day(day)
        read_currency(base, "--from")
        read_currency(quote, "--to")
        folder = data_folder()
        found = load_rates(imported_rates(folder), published_facts(folder)).find_for_plan(base, quote, on, authority)
    if found is None:
        why = say("No rate of exchange from {currency} to {other} is on file.", currency=base, other=quote).in_(language)
        if as_json:
            print_json(
                {"from": base, "to": quote, "rate": None, "on": None, "why": why, "import": "chorsu rates import FILE.csv"}
            )
        else:
            console().print(f"{why}  → chorsu rates import FILE.csv")
        return 1
    if as_json:
        print_json(found.to_json())
    else:
        mark = say("(estimated)").in_(language) if found.estimated else ""
        console().print(f"1 {found.base} = {found.rate} {found.quote}  {found.on}  {found.source} {mark}", markup=False)
    return 1 if found.estimated else 0


@command.command("import")
@click.argument("file")
@for_people
def import_rates(file: str, as_json: bool, language: str) -> int:
    """Keep the rates of a CSV (from, to, rate, on, source, authority, official) in the installation, beside those kept before."""
    from chorsu.assessment import read_rates

    with failing(as_json, language):
        path = existing(file)
        rows = read_rates(path).rows
        kept = imported_rates(data_folder())
        before = read_rates(kept).rows if kept.is_file() else ()
        lines = list(dict.fromkeys((*before, *rows)))
        _write(kept, lines)
    if as_json:
        print_json({"imported": len(rows), "kept": len(lines)})
    else:
        console().print(say("{count} rates imported; {kept} are kept.", count=len(rows), kept=len(lines)).in_(language))
    return 0


def _write(path: Path, rows: Iterable[Row]) -> None:
    """Write the rates whole or not at all."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["from", "to", "rate", "on", "source", "authority", "official"])
    for row in rows:
        official = "true" if row.official else "false"
        writer.writerow([row.base, row.quote, row.rate, row.on, row.source, row.authority, official])
    write_whole(path, file.getvalue().encode("utf-8"))
