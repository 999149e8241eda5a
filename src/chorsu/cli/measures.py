"""``chorsu measures``: check, show and import measures, and show what changes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click
from rich.table import Table

from chorsu.cli import measures_diff
from chorsu.cli.output import console, existing, failing, for_people, print_json, read_day, read_state
from chorsu.facts import Fault, Faulty, plain
from chorsu.text import Text, in_language, say


@click.group("measures")
def command() -> None:
    """Check, show and import measures, and show what changes."""


command.add_command(measures_diff.command)


def read_measures_on_file(folder: str | None):  # type: ignore[no-untyped-def]
    """The book of a folder, else what the package ships and the installation has imported. Raises Faulty."""
    from chorsu.installation import data_folder, measure_layers
    from chorsu.measures import load_book, read_book

    return read_book(Path(folder)) if folder else load_book(*measure_layers(data_folder()))


@command.command("check")
@click.option("--measures", "folder", help="A folder to check in the place of the measures on file.")
@for_people
def check_book(folder: str, as_json: bool, language: str) -> int:
    """Look for faults in the measures: ties, names that lead nowhere, facts without a source. Exit status 1 if there are any.

    What may be meant is a warning, and leaves the exit status as it is.
    """
    from chorsu.measures.check import check_reading
    from chorsu.measures.checks import FAULT

    with failing(as_json, language):
        if folder and not Path(folder).is_dir():
            raise Faulty((Fault("--measures", say("This is not a folder."), say("a folder with measures")),))
    reading = _reading(folder)
    found = check_reading(reading, _today(reading.book.known_on))
    faults = [each for each in found if each.severity == FAULT]
    warnings = [each for each in found if each.severity != FAULT]
    counts = {"measures": len(reading.book.measures), "groups": len(reading.book.groups), "chains": len(reading.book.chains)}
    if as_json:
        told = {"faults": [each.to_json(language) for each in faults], "warnings": [each.to_json(language) for each in warnings]}
        print_json(counts | told)
        return 1 if faults else 0
    for each in found:
        expected = f" → {each.expected.in_(language)}" if each.expected else ""
        place = f" ({each.place})" if each.place else ""
        line = f"{each.path}: {each.message.in_(language)}{expected}{place}"
        said = line if each.severity == FAULT else say("Warning: {text}", text=line).in_(language)
        console().print(said, markup=False, soft_wrap=True)
    summary = say("{measures} measures, {groups} groups, {chains} chains; {faults} faults, {warnings} warnings.",
                  **counts, faults=len(faults), warnings=len(warnings))  # fmt: skip
    console().print(summary.in_(language))
    return 1 if faults else 0


def _reading(folder: str | None):  # type: ignore[no-untyped-def]
    from chorsu.installation import data_folder, measure_layers
    from chorsu.measures.load import read_all, read_all_on_file

    return read_all(Path(folder)) if folder else read_all_on_file(*measure_layers(data_folder()))


def _today(known_on: date | None) -> date:
    """The day after which nothing can have been read: by the clock, or by what the package itself has read if that is later."""
    from chorsu.measures import load_book

    today = date.today()  # noqa: DTZ011
    if known_on is None or known_on <= today:
        return today
    return max(today, load_book().known_on or today)  # a clock that lags behind the package is wrong


@command.command("show")
@click.option("--jurisdiction", required=True, help="A state or a union, for example KZ.")
@click.option("--hs", "code", default="", help="A code or a prefix of one, for example 080810.")
@click.option("--on", "day", default="", help="Only what is in force on this day.")
@click.option("--measures", "folder", help="A folder in the place of the measures on file.")
@for_people
def show(jurisdiction: str, code: str, day: str, folder: str, as_json: bool, language: str) -> int:
    """List the measures of a jurisdiction (and its unions) for a code, for all goods, and for the lines under it."""
    from chorsu.measures.condition import Named
    from chorsu.measures.model import REQUIREMENT_KINDS
    from chorsu.measures.words import charge_name, requirement_name

    with failing(as_json, language):
        on = read_day(day) if day else None
        if code and not re.fullmatch(r"\d{2,14}", code, re.ASCII):
            raise Faulty((Fault("--hs", say("{value} does not fit.", value=code), say("a code prefix of 2 to 10 digits, or *")),))
        book = read_measures_on_file(folder)
        if jurisdiction not in book.groups:
            read_state(jurisdiction, "--jurisdiction")
        names = book.jurisdictions(jurisdiction, on or date.max)
        rows = [row for name in names for row in (*book.over(name, code), *book.under(name, code))]
        rows = [row for row in rows if on is None or row.on(on)]
        asked = dict.fromkeys(
            part.name for row in rows for part in row.conditions if isinstance(part, Named) and part.word == "quota"
        )
        quotas = [quota for name in asked for quota in book.quotas.get(name, ()) if on is None or quota.on(on)]
    if as_json:
        print_json({"measures": [_row(row, language) for row in rows], "quotas": [quota.to_json() for quota in quotas]})
        return 0
    table = Table(show_edge=False, pad_edge=False)
    for head in (say("Measure"), say("Kind"), say("Origin"), say("Rate"), say("Valid from"), say("Valid to"), say("Source")):
        table.add_column(head.in_(language))
    for row in rows:
        said = str(row.expression) if row.expression else in_language(row.text, language)
        source = row.source.title if row.source else ""
        name = requirement_name(row.kind) if row.kind in REQUIREMENT_KINDS else charge_name(row.kind)
        table.add_row(row.id, name.in_(language), row.origin, said, str(row.valid_from), str(row.valid_to or ""), source)
    console().print(table)
    for quota in quotas:
        console().print(_left(quota).in_(language), markup=False)
    return 0


def _left(quota) -> Text:  # type: ignore[no-untyped-def]
    said = {"name": quota.name, "amount": plain(quota.amount), "unit": quota.unit, "first": quota.valid_from}
    said |= {"last": quota.valid_to or "…"}
    if quota.left is None:
        return say("quota {name}, {first} to {last}: {amount} {unit}; what is left is not on file", **said)
    return say("quota {name}, {first} to {last}: {left} of {amount} {unit} left on {day}",
               left=plain(quota.left), day=quota.left_on or "…", **said)  # fmt: skip


def _row(row, language: str) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {
        "id": row.id, "jurisdiction": row.jurisdiction, "kind": row.kind, "commodity": row.commodity, "origin": row.origin,
        "scheme": row.scheme, "regime": row.regime, "expression": str(row.expression) if row.expression else None,
        "valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "conditions": [str(condition) for condition in row.conditions], "per": row.per,
        "text": in_language(row.text, language) or None, "source": row.source.to_json() if row.source else None,
    }  # fmt: skip


@command.command("import")
@click.argument("file")
@click.option(
    "--map", "maps", multiple=True, metavar="FIELD=COLUMN", help="Which column gives a field: --map commodity='HS code'."
)
@click.option(
    "--set", "givens", multiple=True, metavar="FIELD=VALUE", help="What holds for all rows: --set valid_from=2026-01-01."
)
@click.option("--jurisdiction", help="The same as --set jurisdiction=…")
@click.option("--kind", help="The same as --set kind=…")
@click.option("--name", default="", help="The name of the layer's file; else that of FILE.")
@click.option("--dry-run", is_flag=True, help="Read and check, and keep nothing.")
@for_people
def import_measures(
    file: str,
    maps: tuple[str, ...],
    givens: tuple[str, ...],
    jurisdiction: str,
    kind: str,
    name: str,
    dry_run: bool,
    as_json: bool,
    language: str,
) -> int:
    """Take measures from a table (CSV or XLSX), or from TOML with groups and chains, into the installation's layer.

    A file of the same name is replaced.
    """
    from chorsu.installation import data_folder, imported_measures
    from chorsu.measures.importing import import_toml, read_measures, read_table, write_layer

    with failing(as_json, language):
        path, layer = existing(file), imported_measures(data_folder())
        stem = name or Path(file).stem
        if not re.fullmatch(r"[\w.-]{1,80}", stem) or stem.startswith("."):
            raise Faulty((Fault("--name", say("{value} does not fit.", value=stem), say("letters, digits, dots, dashes")),))
        if path.suffix == ".toml":
            count, kept = import_toml(path, None if dry_run else layer / f"{stem}.toml"), f"{stem}.toml"
        else:
            given = _pairs("--set", givens) | {k: v for k, v in (("jurisdiction", jurisdiction), ("kind", kind)) if v}
            found = read_measures(read_table(path), _pairs("--map", maps), given)
            count, kept = len(found), f"{stem}.csv"
            if not dry_run:
                write_layer(found, layer / kept)
    if as_json:
        print_json({"imported": 0 if dry_run else count, "read": count, "layer": kept})
    else:
        template = say("{count} measures read and found right; nothing kept.", count=count) if dry_run else say(
            "{count} measures imported into {layer}.", count=count, layer=kept)  # fmt: skip
        console().print(template.in_(language), markup=False)
    return 0


def _pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    wrong = [text for text, (field, sign, _) in zip(texts, pairs, strict=True) if not sign or not field]
    if wrong:
        message = say("{value} does not fit.", value=", ".join(wrong))
        raise Faulty((Fault(option, message, say("FIELD=VALUE, for example commodity=Code")),))
    return {field.strip(): value.strip() for field, _, value in pairs}
