"""Write anew what the documentation counts: docs/reference/coverage.md, and the files and checks in docs/explanation/facts.md.

    python tools/write_coverage.py [DAY]

Counted are the facts that the package ships, without those that this machine has imported, and the rows of the log of checks.
The tests ask for this whenever the pages say something else than the facts on file. DAY is 2026-12-01 unless given.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import tomli

from chorsu.measures import Book, Measure
from chorsu.measures.condition import Named
from chorsu.measures.words import kind_name
from chorsu.nomenclature import load_edition
from chorsu.planning import References, load_references
from chorsu.planning.coverage import STATES, Coverage, coverage

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "chorsu" / "data"
PAGE = ROOT / "docs" / "reference" / "coverage.md"
LOG = ROOT / "docs" / "explanation" / "facts.md"
# How a check of a fact may end: the first words of the last cell of its row.
OUTCOMES = ("same", "mended", "added", "assumed", "unknown", "left out", "not opened")
DAY = date(2026, 12, 1)

HEAD = """\
# What is on file

What `chorsu facts --on {day}` counts, as tables: the measures in force on that day, the rates of exchange up to it, the
network. [`chorsu facts`](command-line.md#chorsu-facts) counts anew for any day, with what an installation has imported. This
page is written by `tools/write_coverage.py`.

How it is counted (`planning/coverage.py`):

- **rows**: the measures in force on the day. A union's measures count in each of its members: the thirteen thousand lines of
  the Union's tariff stand under Russia, Kazakhstan, Kyrgyzstan and Belarus alike.
- **unread**: those of the rows that say only that a text exists which was not read (condition
  [`unread:`](measures.md#conditions)). They make a charge unknown, and a requirement “may apply”. `chorsu facts` does not show
  this column, nor the column *plain*.
- **goods**: how many of the {goods} subheadings of the Harmonized System a row reaches, in whole or in part, by its code. A row
  for all goods reaches all. **plain** is the same for rows of every origin that are not *unread*. Neither says that the charge
  of each line is known: a subheading may have further lines, a narrower row may be *unread*, and a row may have conditions.
- **official**: the share of the rows whose source's address belongs to a state, a union or an international body
  (`official-hosts.toml`). The address is that of the act. Some acts were read in a copy that names it: the tariffs of China and
  Uzbekistan, and the lines of Pakistan's. What was read where: [the facts](../explanation/facts.md).
- **looked up**: the days on which the sources were looked at, from the oldest to the newest.

A charge that is not in a state's list is not on file for it. What is missing by state:
[limits](../explanation/limits.md).
"""


HEADS = ("regime", "kind", "rows", "unread", "goods", "plain", "official", "looked up")
FIGURES = {*HEADS[2:7], *OUTCOMES, "places", "crossings", "services"}
CHECKED = re.compile(r"""checked_on\s*=\s*"?(\d{4}-\d\d-\d\d)""")


def main(arguments: list[str]) -> None:
    """Write the pages; coverage for the day that the arguments name."""
    PAGE.write_text(page(date.fromisoformat(arguments[0]) if arguments else DAY), "utf-8")
    LOG.write_text(counted(LOG.read_text("utf-8")), "utf-8")


def page(day: date = DAY) -> str:
    """The page, by the facts that the package ships alone."""
    with tempfile.TemporaryDirectory() as nothing_imported:
        references = load_references(Path(nothing_imported))
        return "\n".join(_lines(references, coverage(references, day), day))


def _lines(references: References, found: Coverage, day: date) -> Iterator[str]:
    yield HEAD.format(day=day, goods=f"{found.subheadings:,}")
    yield "## Measures\n"
    unread = _unread(references.book, day)
    for state in STATES:
        yield f"### {references.atlas.state(state).names['en']} ({state})\n"
        yield from _table(HEADS, _measures(found, unread, state))
    yield "## Rates of exchange\n"
    yield "Rates to or from a currency; the last official one decides until when an assessment can convert (62 days).\n"
    rates = ((row.currency, f"{row.rows}", f"{row.official}", f"{row.last_official or '–'}") for row in found.currencies)
    yield from _table(("currency", "rows", "official", "last official"), rates)
    yield "## The network\n"
    yield "Places of a state; crossings that touch it, closed ones among them; services that call there, feeders by road too.\n"
    counted = ("places", "crossings", "services")
    network = ((state, *(f"{counts[name]:,}" for name in counted)) for state, counts in found.network.items())
    yield from _table(("state", *counted), network)


def _measures(found: Coverage, unread: Mapping[tuple[str, str, str], list[Measure]], state: str) -> Iterator[tuple[str, ...]]:
    for row in found.holdings:
        if row.state != state:
            continue
        rows = unread[state, row.regime, row.kind]
        open_rows = [measure for measure in rows if _is_unread(measure)]
        plain = _reached(measure for measure in rows if measure.origin == "*" and not _is_unread(measure))
        days = " … ".join(dict.fromkeys(f"{each}" if each else "–" for each in row.checked))
        yield (
            f"`{row.regime}`",
            f"{kind_name(row.kind).in_('en')}",
            f"{row.rows:,}",
            f"{len(open_rows):,}" if open_rows else "",
            _share(row.goods, found.subheadings),
            _share(plain, found.subheadings),
            _share(row.official, row.rows),
            days,
        )


def _unread(book: Book, day: date) -> Mapping[tuple[str, str, str], list[Measure]]:
    """The measures in force on the day by state, regime and kind, as `coverage` counts them."""
    found: dict[tuple[str, str, str], list[Measure]] = defaultdict(list)
    for state in STATES:
        makers = book.jurisdictions(state, day)
        for measure in book.measures:
            if measure.jurisdiction in makers and measure.on(day):
                found[state, measure.regime, measure.kind].append(measure)
    return found


def _is_unread(measure: Measure) -> bool:
    return any(isinstance(each, Named) and each.word == "unread" for each in measure.conditions)


def _reached(measures: Iterable[Measure]) -> int:
    """How many subheadings the measures reach, in whole or in part."""
    prefixes = {measure.prefix[:6] for measure in measures}
    codes = (code for code in load_edition().entries if len(code) == 6)
    return sum(any(code[:length] in prefixes for length in (0, 2, 3, 4, 5, 6)) for code in codes)


def _share(part: int, whole: int) -> str:
    """A share in full percents; what is not nothing is not shown as 0, what is not all not as 100."""
    if 0 < part < whole:
        return f"{min(max(round(100 * part / whole), 1), 99)} %"
    return "100 %" if part else "0 %"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---:' if head in FIGURES else '---' for head in heads)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def counted(log: str) -> str:
    """The log of checks with its tables of outcomes and of files as they are now, each between its marks."""
    for name, rows in (("outcomes", _outcomes(log)), ("files", _files())):
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        if not mark.search(log):
            raise ValueError(f"{LOG} has no marks for {name}")
        table = "\n".join(rows)
        log = mark.sub(lambda match, table=table: f"{match[1]}\n{table}\n{match[2]}", log)
    return log


def checks(log: str) -> Iterator[tuple[str, str]]:
    """Each row of the log under the headings of the checks: its area (the heading of second order), and how it ended."""
    area = ""
    for line in log[log.index("<!-- end of files -->") :].splitlines():
        if line.startswith("## "):
            area = line[3:]
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        if len(cells) == 4 and cells[0].strip() not in ("fact", "---"):
            yield area, cells[3].strip()


def _outcomes(log: str) -> Iterator[str]:
    """By area, how many checks ended how."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for area, result in checks(log):
        outcome = next((each for each in OUTCOMES if result.startswith(each)), None)
        if outcome is None:
            raise ValueError(f"{area}: {result} begins with none of {OUTCOMES}")
        found[area][outcome] += 1
    rows = [
        (f"[{area}](#{re.sub(r'[^a-z -]', '', area.lower()).replace(' ', '-')})", *_figures(counts))
        for area, counts in found.items()
    ]
    whole = sum(found.values(), Counter())
    yield from _table(("area", "rows", *OUTCOMES), (*rows, ("in all", *_figures(whole))))


def _figures(counts: Counter[str]) -> Iterator[str]:
    yield f"{sum(counts.values())}"
    yield from (f"{counts[each] or ''}" for each in OUTCOMES)


def _files() -> Iterator[str]:
    """Every file of facts with its rows and the days on which their sources were looked at; the demo zone is no fact."""
    paths = sorted(path for path in DATA.rglob("*") if path.suffix in (".csv", ".toml") and path.parent.name != "demo")
    rows = ((f"`{path.relative_to(DATA).as_posix()}`", _rows(path), _days(path)) for path in paths)
    yield from _table(("file", "rows", "looked up"), rows)


def _rows(path: Path) -> str:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return f"{sum(1 for _ in csv.DictReader(file)):,}"
    tables = tomli.loads(path.read_text("utf-8"))
    counts = {name: len(rows) for name, rows in tables.items() if isinstance(rows, list)}
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def _days(path: Path) -> str:
    found = {match[1] for match in CHECKED.finditer(path.read_text("utf-8"))} if path.suffix == ".toml" else set()
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            found = {row.get("checked_on") or "" for row in csv.DictReader(file)} - {""}
    return " … ".join(dict.fromkeys((min(found), max(found)))) if found else ""


if __name__ == "__main__":
    main(sys.argv[1:])
