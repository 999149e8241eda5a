"""``chorsu measures diff``: what the law on file changes between two days, as a person reads it, as a table, and as JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from chorsu.cli.output import console, failing, for_people, print_json, read_day, read_state
from chorsu.facts import Fault, Faulty
from chorsu.text import Text, in_language, like_formula, say

SHOWN = 5
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


def said(found: Any, book: Any, language: str, *, everything: bool) -> Iterator[str]:
    """The lines that a person reads: counts, then by jurisdiction and kind each act, then chains, groups and quotas."""
    from chorsu.measures.words import kind_name

    yield from (text.in_(language) for text in _counts(found))
    heading = ""
    for act in found.acts():
        place = say("{jurisdiction}, {regime}: {kind}", jurisdiction=_place(book, act.jurisdiction), regime=_regime(act.regime),
                    kind=kind_name(act.kind)).in_(language)  # fmt: skip
        if place != heading:
            yield f"\n{place}"
            heading = place
        yield f"  {_act(act).in_(language)}"
        shown = act.differences if everything or len(act.differences) <= SHOWN + 1 else act.differences[:SHOWN]
        for each in shown:
            yield f"    {_line(each, language)}"
        if len(shown) < len(act.differences):
            yield "    " + say("… and {count} more (--all shows them)", count=len(act.differences) - len(shown)).in_(language)
        yield from _source(act.differences[-1].row.source, language, "    ")
    for chain in found.chains:
        of_chain = say("{jurisdiction}, {regime}: how charges are reckoned", jurisdiction=_place(book, chain.jurisdiction),
                       regime=_regime(chain.regime))  # fmt: skip
        yield f"\n{of_chain.in_(language)}"
        yield from (f"  {text.in_(language)}" for text in chain.texts)
        yield from _source(chain.source, language, "  ")
    for group in found.groups:
        yield "\n" + _membership(book, group).in_(language)
        yield from _source(group.source, language, "  ")
    for (jurisdiction, source), quotas in groupby(found.quotas, key=lambda quota: (quota.period.jurisdiction, quota.source)):
        yield "\n" + say("{jurisdiction}: quotas", jurisdiction=_place(book, jurisdiction)).in_(language)
        yield from (f"  {quota.text.in_(language)}" for quota in quotas)
        yield from _source(source, language, "  ")


def _counts(found: Any) -> Iterator[Text]:
    days = {"start": found.start.isoformat(), "end": found.end.isoformat()}
    if not (found.differences or found.chains or found.groups or found.quotas):
        yield say("From {start} to {end} the law on file does not change.", **days)
        return
    yield say("From {start} to {end} the law on file changes:", **days)
    told = (
        (found.count("changes"), say("with another rate")),
        (found.count("begins"), say("new")),
        (found.count("ends"), say("ended: something else on file counts after, or nothing is needed")),
        (found.count("lapses"), say("ended with nothing on file after: the charge is unknown from then on")),
        (found.count("passes"), say("begun and ended between these days")),
        (found.unchanged, say("gone on in a new row with the same rate")),
        (len(found.chains), say("chains reckoned otherwise")),
        (len(found.groups), say("memberships of groups begun or ended")),
        (len(found.quotas), say("quotas in another period")),
    )
    for count, what in told:
        if count:
            yield say("{count} {what}", count=f"{count:>7}", what=what)


def _act(act: Any) -> Text:
    from chorsu.measures.model import NOT_CHARGES

    told = {"count": len(act.differences), "day": act.day.isoformat(), "scheme": f" ({act.scheme})" if act.scheme else ""}
    match act.what:
        case "changes":
            return say("Changing on {day}: {count}{scheme}.", **told)
        case "begins":
            return say("Beginning on {day}: {count}{scheme}.", **told)
        case "passes":
            return say("Beginning on {day} and ending before the later day: {count}{scheme}.", **told)
        case "lapses":
            return say("Ending with {day}: {count}{scheme}. Nothing on file follows: from then on the charge is unknown.", **told)
    if act.kind in NOT_CHARGES:
        return say("Ending with {day}: {count}{scheme}. Nothing on file follows.", **told)
    return say("Ending with {day}: {count}{scheme}.", **told)


def _line(each: Any, language: str) -> str:
    """One measure: goods, origin and conditions, and what it was and is."""
    row = each.row
    parts = [f"{row.commodity} {_goods(row.commodity, language)}".strip()]
    alike = each.before is None or each.after is None or _terms(each.before) == _terms(each.after)
    parts += [_terms(row)] if alike and _terms(row) else []
    rates = [
        _what(each_row, language) + (f" [{_terms(each_row)}]" if not alike and _terms(each_row) else "")
        for each_row in (each.before, each.after)
        if each_row is not None
    ]
    told = f"{' · '.join(parts)}: {' → '.join(rates)}"
    if each.other is not None:
        told += "; " + _instead(each, _what(each.other, language)).in_(language)
    return told


def _instead(each: Any, rate: str) -> Text:
    """What counted before a measure that begins, or counts after one that ends."""
    said = {"rate": rate, "id": each.other.id}
    if each.what == "begins":
        return say("before it {rate} ({id})", **said)
    if len(each.other.prefix) > len(each.row.prefix):
        return say("after it the lines under it, such as {rate} ({id})", **said)
    return say("after it {rate} ({id})", **said)


def _terms(row: Any) -> str:
    """Whom and when a measure fits: origin and conditions; empty where it is for all."""
    return "; ".join([*([row.origin] if row.origin != "*" else []), *map(str, row.conditions)])


def _what(row: Any, language: str) -> str:
    """The rate of a measure, else its words."""
    if row is None:
        return ""
    return str(row.expression) if row.expression else in_language(row.text, language)


@cache
def _goods(commodity: str, language: str) -> str:
    """What the goods of a code are, in words, where the nomenclature has them; cut short."""
    from chorsu.nomenclature import describe, load_edition, shortened

    if commodity == "*":
        return say("all goods").in_(language)
    for digits in (6, 4, 2):
        try:
            return shortened(describe(load_edition(), commodity[:digits], language).text)
        except Faulty:
            continue
    return ""


def _place(book: Any, name: str) -> object:
    from chorsu.measures.words import state_names

    group = book.groups.get(name)
    names = (group.names if group else None) or state_names(name)
    return {language: f"{words} ({name})" if words != name else name for language, words in names.items()}


def _regime(regime: str) -> object:
    head, sign, own = regime.partition(":")
    known = {"import": say("import"), "export": say("export"), "transit": say("transit")}
    return say("{regime} {own}", regime=known.get(head, head), own=own) if sign else known.get(head, head)


def _membership(book: Any, group: Any) -> Text:
    told = {"state": _place(book, group.state), "group": _place(book, group.group), "day": group.day.isoformat()}
    if group.joined:
        return say("{state} belongs to {group} from {day} on.", **told)
    return say("{state} no longer belongs to {group} from {day} on.", **told)


def _source(source: Any, language: str, indent: str) -> Iterator[str]:
    if source is not None:
        told = {"title": source.title, "address": source.address, "day": source.checked_on or "–"}
        yield indent + say("Source: {title}, {address}, read on {day}", **told).in_(language)


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
        "goods": _goods(row.commodity, language), "origin": row.origin, "scheme": row.scheme,
        "conditions": "; ".join(map(str, row.conditions)), "old": _what(each.before, language) or None,
        "new": _what(each.after, language) or None, "begins": each.after.valid_from.isoformat() if each.after else None,
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
