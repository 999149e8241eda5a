"""``chorsu document``: draft, validate, render and convert trade papers."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from chorsu.cli.output import console, existing, failing, for_people, print_json, read_day, read_document
from chorsu.facts import Fault, Faulty
from chorsu.text import say

MOST_BYTES = 5_000_000


@click.group("document")
def command() -> None:
    """Draft, validate, render and convert trade papers (invoices and packing lists, in UBL XML or JSON)."""


@command.command("validate")
@click.argument("files", nargs=-1, required=True)
@for_people
def validate_files(files: tuple[str, ...], as_json: bool, language: str) -> int:
    """Say what is wrong with papers in XML or JSON, every fault with its path and rule. Exit status 1 if one is invalid."""
    from chorsu.documents import Invoice, read_paper, validate

    rows = []
    with failing(as_json, language):
        paths = [existing(name) for name in files]
    for path in paths:
        try:
            paper = read_paper(_read(path))
            kind = "invoice" if isinstance(paper, Invoice) else "packing_list"
            faults = [fault.to_json(language) for fault in validate(paper)]
        except Faulty as unreadable:
            kind = "unknown"
            faults = [{"rule": "readable", "severity": "error", **fault.to_json(language)} for fault in unreadable.faults]
        valid = not any(fault["severity"] == "error" for fault in faults)
        rows.append({"file": str(path), "type": kind, "valid": valid, "faults": faults})
    if as_json:
        print_json({"documents": rows})
    else:
        for row in rows:
            state = say("valid") if row["valid"] else say("invalid")
            console().print(f"{row['file']}: {state.in_(language)}", markup=False)
            for fault in row["faults"]:  # type: ignore[attr-defined]
                severity = say("error") if fault["severity"] == "error" else say("warning")
                console().print(f"  {severity.in_(language)} · {fault['path']}: {fault['message']}", markup=False)
    return 0 if all(row["valid"] for row in rows) else 1


@command.command("draft")
@click.argument("file")
@click.option("--paper", type=click.Choice(["invoice", "packing_list"]), default="invoice", show_default=True)
@click.option("--number", required=True, help="The number of the paper.")
@click.option("--on", "day", required=True, help="The day of issue, for example 2026-11-24.")
@click.option("--to", "form", type=click.Choice(["xml", "json", "pdf"]), default="xml", show_default=True)
@click.option("-o", "out", help="Where to write; else standard output.")
@for_people
def draft(file: str, paper: str, number: str, day: str, form: str, out: str | None, as_json: bool, language: str) -> int:
    """Draft an invoice or a packing list from the consignment in FILE. What it does not say is left to be filled."""
    from chorsu.consignment import read_consignment
    from chorsu.documents import draft_invoice, draft_packing_list
    from chorsu.nomenclature import check_hs

    with failing(as_json, language):
        consignment = read_consignment(read_document(file), check_hs=check_hs)
        on: date = read_day(day)
        make = draft_invoice if paper == "invoice" else draft_packing_list
        _write(make(consignment, number=number, on=on), form, out, as_json, language)
    return 0


@command.command("convert")
@click.argument("file")
@click.option("--to", "form", type=click.Choice(["json", "xml", "pdf"]), required=True)
@click.option("-o", "out", help="Where to write; else standard output.")
@for_people
def convert(file: str, form: str, out: str | None, as_json: bool, language: str) -> int:
    """Read a paper in UBL XML or JSON and write it again as JSON, as XML or as a printable PDF."""
    from chorsu.documents import read_paper

    with failing(as_json, language):
        _write(read_paper(_read(existing(file))), form, out, as_json, language)
    return 0


@command.command("render")
@click.argument("file")
@click.option("-o", "out", required=True, help="The PDF to write.")
@for_people
def render(file: str, out: str, as_json: bool, language: str) -> int:
    """Print a paper in UBL XML or JSON to PDF: the same as convert --to pdf."""
    from chorsu.documents import read_paper

    with failing(as_json, language):
        _write(read_paper(_read(existing(file))), "pdf", out, as_json, language)
    return 0


def _read(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise Faulty((Fault(str(path), say("The document has more than {most} bytes.", most=MOST_BYTES)),))
    return path.read_bytes()


def _write(paper, form: str, out: str | None, as_json: bool, language: str) -> None:  # type: ignore[no-untyped-def]
    from chorsu.documents import render_pdf, to_json, to_xml

    if as_json and out is None:
        message = say("With --json the paper cannot go to standard output.")
        raise Faulty((Fault("-o", message, say("the name of the file to write")),))
    raw = render_pdf(paper, language) if form == "pdf" else to_json(paper) if form == "json" else to_xml(paper)
    if out is None:
        sys.stdout.buffer.write(raw)
    else:
        Path(out).write_bytes(raw)
        if as_json:
            print_json({"file": out, "form": form, "bytes": len(raw)})
