"""``chorsu assess``: what a consignment costs at one border on one day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from chorsu.cli.output import MODES, console, existing, failing, for_people, print_json, read_day, read_document, read_state
from chorsu.facts import Fault, Faulty
from chorsu.measures.words import charge_name, requirement_name
from chorsu.text import say

if TYPE_CHECKING:
    from chorsu.measures import Book


@click.command("assess")
@click.argument("file")
@click.option("--jurisdiction", default="", help="The state at whose border, for example KZ.")
@click.option("--on", "day", default="", help="The day, for example 2026-12-07.")
@click.option("--regime", default="", help="import (the default), export, transit, import:9610 …")
@click.option("--mode", type=MODES, default="", help="The mode of the way over the border.")
@click.option("--measures", help="A folder whose measures, groups and chains take the place of those on file.")
@click.option("--rates", help="A CSV of exchange rates that takes the place of those on file.")
@click.option(
    "-o", "--out", help="Assess FILE as a table of lines (Parquet or CSV), and write the results here (Parquet or CSV)."
)
@click.option("--opening", help="Of lines: what buyers have bought before (jurisdiction, buyer, period, used).")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", help="Of lines: where they are assessed.")
@click.option("--master", default="", help="Of lines: the Spark cluster, for example spark://host:7077 or local[2].")
@click.option("--closing", help="Of lines: where to write what buyers have bought by the end.")
@click.option("--explain", is_flag=True, help="Tell how each figure came about, by which law, and why this measure counts.")
@for_people
def command(
    file: str, jurisdiction: str, day: str, regime: str, mode: str, measures: str, rates: str, out: str | None,
    opening: str | None, closing: str | None, engine: str, master: str, explain: bool, as_json: bool, language: str,
) -> int:  # fmt: skip
    """Assess the consignment in FILE (JSON; - for standard input) at the border of a state on a day, or with -o a table of lines.

    A consignment needs --jurisdiction and --on. Of lines they stand where a line has none of its own.
    """
    if out is not None:
        from chorsu.cli.assess_lines import assess_table

        return assess_table(
            file, out, jurisdiction, day, regime, measures, rates, opening, closing, engine, master, as_json, language
        )
    from chorsu.assessment import assess, load_rates, read_rates
    from chorsu.consignment import read_consignment
    from chorsu.installation import data_folder, imported_rates, measure_layers, published_facts
    from chorsu.measures import load_book, read_book
    from chorsu.nomenclature import check_hs

    with failing(as_json, language):
        on = read_day(day)
        read_state(jurisdiction, "--jurisdiction")
        regime = regime or "import"
        consignment = read_consignment(read_document(file), check_hs=check_hs)
        book = read_book(Path(measures)) if measures else load_book(*measure_layers(data_folder()))
        check_regime(book, regime)
        table = (
            read_rates(existing(rates)) if rates else load_rates(imported_rates(data_folder()), published_facts(data_folder()))
        )
        answer = assess(consignment, book, table, jurisdiction=jurisdiction, on=on, regime=regime, mode=mode)
    if as_json:
        print_json(answer.to_json(language, explain=explain or None))
    else:
        show(answer.to_json(language, explain=False), language, answer.note(language) if explain else ())
    return 1 if answer.unknown else 0


def check_regime(book: Book, regime: str) -> None:
    """Raises Faulty for a regime of which no state on file has charges: a slip, not an unknown rate."""
    known = sorted({"import", "export", "transit"} | {chain.regime for chain in book.chains})
    if regime.partition(":")[0] not in {name.partition(":")[0] for name in known}:
        message = say("{value} is not a regime on file.", value=regime)
        raise Faulty((Fault("--regime", message, say("one of {choices}", choices=", ".join(known))),))


def show(document: dict, language: str, note: Sequence[str] = ()) -> None:  # type: ignore[type-arg]
    """Print an assessment as a person reads it; the officer's note, where it is given, tells what is unknown and assumed too."""
    out = console()
    table = charges_table(document, language)
    out.print(table)
    if document["assessed_as"]:
        out.print(document["assessed_as"]["why"], markup=False)
    for row in () if note else document["unknown"]:
        text = say("unknown · item {item}, {kind}: {why}", item=row["item"], kind=charge_name(row["kind"]), why=row["why"]).in_(
            language
        )
        out.print(text + (f"  → {row['import']}" if row["import"] else ""), markup=False)
    for row in () if note else document["assumed"]:
        text = say("assumed · item {item}, {kind}: {why}", item=row["item"], kind=charge_name(row["kind"]), why=row["why"]).in_(
            language
        )
        out.print(text, markup=False)
    for row in document["requirements"]:
        out.print(f"{requirement_name(row['kind']).in_(language)} · {row['text']}", markup=False)
    show_note(note)


def show_note(lines: Sequence[str]) -> None:
    """Print the officer's note: a heading, the sentences behind an indent that a broken line keeps."""
    out = console()
    for line in lines:
        words = line.strip()
        if words == line:
            out.print()
            out.print(Line(words, style="bold"))
        else:
            out.print(Padding(Line(words), (0, 0, 0, 2), expand=False))


def charges_table(document: dict, language: str) -> Table:  # type: ignore[type-arg]
    """The charges of an assessment with base, rate, amount and source, and their total."""
    currency = document["currency"]
    table = Table(title=None, show_edge=False, pad_edge=False)
    for head, justify in (
        (say("Item"), "right"), (say("Charge"), "left"), (say("Rate"), "left"), (say("Base"), "right"),
        (say("Amount, {currency}", currency=currency), "right"), (say("Source"), "left"),
    ):  # fmt: skip
        table.add_column(head.in_(language), justify=justify)  # type: ignore[arg-type]
    for row in document["charges"]:
        source = row["source"] or {}
        shown = f"{source.get('title', '')} ({source['checked_on']})" if source.get("checked_on") else source.get("title", "")
        table.add_row(
            str(row["item"]), charge_name(row["kind"]).in_(language), row["expression"], row["base"], row["amount"], shown
        )
    mark = say("(estimated)").in_(language) if document["estimated"] else ""
    total = document["total"] if document["total"] is not None else say("unknown").in_(language)
    table.add_row("", say("Total").in_(language), mark, "", total, "", style="bold")
    return table
