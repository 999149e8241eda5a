"""``chorsu classify``: the code of goods by words, one description or a table of them."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import click

from chorsu.cli.output import console, existing, failing, for_people, print_json
from chorsu.facts import Fault, Faulty, exact
from chorsu.installation import write_whole
from chorsu.text import like_formula, say

MOST_BYTES = 50_000_000
_TOP = 10


@click.command("classify")
@click.argument("text", required=False, default="")
@click.option("--batch", type=click.Path(), help="A CSV with the columns id and text, instead of one TEXT.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="With --batch: the CSV to write (id, rank, hs, score).")
@for_people
def command(text: str, batch: str | None, output: str | None, as_json: bool, language: str) -> int:
    """Name ten subheadings of the Harmonized System that TEXT (English, Chinese or Russian) may describe, each with the reasons.

    Exit status 1 where nothing on file is like the text.
    """
    with failing(as_json, language):
        if batch is not None:
            if text:
                raise Faulty((Fault("TEXT", say("A description does not go together with a table."), say("TEXT or --batch")),))
            return _batch(batch, output, as_json, language)
        if not text.strip():
            expected = say("words for the goods, for example “fresh apples”")
            raise Faulty((Fault("TEXT", say("There is no description of goods."), expected),))
    from chorsu.nomenclature import describe, load_edition
    from chorsu.nomenclature.classify import classify

    found = classify(text, top=_TOP)
    if as_json:
        print_json(found.to_json(language))
        return 0 if found.candidates else 1
    out, edition = console(), load_edition()
    for each in found:
        out.print(f"{each.score:.2f}  {each.hs}  {describe(edition, each.hs, language).text}", style="bold", soft_wrap=True)
        for reason in each.evidence:
            out.print(f"      {reason.in_(language)}", style="dim", soft_wrap=True)
    if not found.candidates:
        out.print(say("Nothing on file is like this description.").in_(language))
    return 0 if found.candidates else 1


def _batch(name: str, output: str | None, as_json: bool, language: str) -> int:
    """Classify every row of a table; nothing is written where a row is wrong. Raises Faulty."""
    if output is None:
        raise Faulty((Fault("--output", say("This option is missing."), say("the CSV to write, for example -o codes.csv")),))
    rows = _rows(existing(name))
    from chorsu.nomenclature.classify import classify

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "rank", "hs", "score"])
    named = 0
    for number, (key, text) in enumerate(rows, 1):
        found = classify(text, top=_TOP)
        named += bool(found.candidates)
        writer.writerows((_inert(key), rank, each.hs, each.score) for rank, each in enumerate(found, 1))
        if number % 100 == 0 and sys.stderr.isatty():
            click.echo(f"\r{number}/{len(rows)}", err=True, nl=number == len(rows))
    write_whole(Path(output), file.getvalue().encode("utf-8"))
    if as_json:
        print_json({"rows": len(rows), "named": named})
    else:
        console().print(say("{named} of {count} descriptions have candidates.", named=named, count=len(rows)).in_(language))
    return 0 if named == len(rows) else 1


def _rows(path: Path) -> list[tuple[str, str]]:
    if path.stat().st_size > MOST_BYTES:
        raise Faulty((Fault(path.name, say("The file has more than {most} bytes.", most=MOST_BYTES)),))
    faults: list[Fault] = []
    found: list[tuple[str, str]] = []
    try:
        lines = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        if missing := {"id", "text"} - set(lines.fieldnames or ()):
            names = ", ".join(sorted(missing))
            raise Faulty((Fault(path.name, say("Columns are missing: {names}.", names=names), say("id, text")),))
        for line in lines:
            at = f"{path.name}: row {lines.line_num}"
            key, text = (line["id"] or "").strip(), line["text"] or ""
            if None in line:  # most often a comma in a description without quotation marks, which would lose its end
                faults.append(Fault(at, say("This row has more cells than the table has columns.")))
            if not key:
                faults.append(Fault(f"{at}.id", say("The id is missing.")))
            if not text.strip():
                faults.append(Fault(f"{at}.text", say("There is no description of goods.")))
            found.append((key, text))
    except (UnicodeDecodeError, csv.Error) as mistake:
        raise Faulty((Fault(path.name, say("This is not CSV in UTF-8: {mistake}", mistake=mistake)),)) from None
    if faults:
        raise Faulty(tuple(faults))
    return found


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a figure below zero is none."""
    return f"'{cell}" if like_formula(cell) and exact(cell) is None else cell
