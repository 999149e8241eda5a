"""Write docs/reference/coverage.md anew: what `chorsu facts` counts on a day, as tables.

    python tools/write_coverage.py [DAY]

Counted are the facts that the package ships, without those that this machine has imported. The tests ask for this whenever the
page says something else than the facts on file. DAY is 2026-12-01 unless given.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from chorsu.measures import Book, Measure
from chorsu.measures.condition import Named
from chorsu.measures.words import kind_name
from chorsu.nomenclature import load_edition
from chorsu.planning import References, load_references
from chorsu.planning.coverage import STATES, Coverage, coverage

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "coverage.md"
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
FIGURES = {*HEADS[2:7], "places", "crossings", "services"}


def main(arguments: list[str]) -> None:
    """Write the page for the day that the arguments name."""
    PAGE.write_text(page(date.fromisoformat(arguments[0]) if arguments else DAY), "utf-8")


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


if __name__ == "__main__":
    main(sys.argv[1:])
