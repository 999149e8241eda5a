"""DuckDB written naively: lines joined to measures by prefix, origin and day, as a person writes it in SQL, with DECIMALs.

It covers general imports of Kazakhstan, whose chain has duties with a least amount, charges on listed goods, a fee once a
consignment and VAT on them all. A line that a measure fits whose condition this SQL does not know comes out as unknown. The join
looks at every measure for every line, so that its time grows with lines times measures: it is given few.

``python benchmarks/peers/naive.py LINES.parquet OUT.parquet RATES.csv``
"""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
from loop import decimal

from chorsu.measures import Book, load_book
from chorsu.measures.condition import Named

STATE, UNION, REGIME = "KZ", "EAEU", "import"
KINDS = ("customs_duty", "safeguard", "anti_dumping", "countervailing", "excise", "fee", "vat", "recycling_fee")
COLUMNS = {
    "id": "VARCHAR", "own": "BOOLEAN", "kind": "VARCHAR", "prefix": "VARCHAR", "origin": "VARCHAR", "scheme": "VARCHAR",
    "valid_from": "DATE", "valid_to": "DATE", "proofs": "VARCHAR[]", "replaces": "VARCHAR[]", "frees": "VARCHAR[]",
    "told": "BOOLEAN", "greatest": "BOOLEAN",
    "rate1": "DECIMAL(9, 6)", "sum1": "DECIMAL(13, 6)", "currency1": "VARCHAR", "unit1": "VARCHAR",
    "rate2": "DECIMAL(9, 6)", "sum2": "DECIMAL(13, 6)", "currency2": "VARCHAR", "unit2": "VARCHAR",
}  # fmt: skip


def measures(book: Book) -> list[tuple[object, ...]]:
    """The measures of the state and its union as rows, with up to two forms of which the greater or the lesser counts."""
    rows = []
    for row in book.of((STATE, UNION)):
        if row.regime != REGIME or row.kind not in (*KINDS, "relief"):
            continue
        proofs = [part.name for part in row.conditions if isinstance(part, Named) and part.word == "proof"]
        groups = row.expression.forms if row.expression else ()
        forms = [form for group in groups for form in group]
        told = len(proofs) == len(row.conditions) and len(forms) <= 2 and all(len(form.amounts) <= 1 for form in forms)
        sides = [(form.rate, *(form.amounts[0] if form.amounts else ("", "", Fraction(0)))) for form in forms] if told else []
        cells = [(decimal(rate), decimal(amount), currency, unit) for rate, currency, unit, amount in sides]
        first, second = [*cells, (None,) * 4, (None,) * 4][:2]
        where = (row.id, row.jurisdiction == STATE, row.kind, row.prefix, row.origin, row.scheme or row.origin)
        when = (row.valid_from, row.valid_to or date.max, proofs, list(row.replaces), list(row.of))
        rows.append((*where, *when, told, len(groups) > 1, *first, *second))
    return rows


def main() -> None:
    """Assess the Kazakh imports of the file that is named."""
    lines, out, rates = sys.argv[1:]
    book = load_book()
    with duckdb.connect() as connection:
        columns = [list(column) for column in zip(*measures(book), strict=True)]
        names = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in COLUMNS.items())
        connection.execute(f"CREATE TABLE measure AS SELECT {names}", columns)
        members = [
            (name, member.state)
            for name, group in book.groups.items()
            for member in group.members
            if member.on(date(2026, 11, 1))
        ]
        connection.execute(
            "CREATE TABLE member AS SELECT unnest(?) AS name, unnest(?) AS state",
            [list(each) for each in zip(*members, strict=True)],
        )
        connection.execute(
            """CREATE TABLE rate AS SELECT "from" AS currency, "on" AS day, rate::DECIMAL(19, 4) AS rate
               FROM read_csv(?, types = {'rate': 'DECIMAL(19, 4)'}) WHERE "to" = 'KZT'""",
            [rates],
        )
        connection.execute("SET VARIABLE lines = ?", [lines])
        names = [row[0] for row in connection.execute("DESCRIBE FROM read_parquet(getvariable('lines'))").fetchall()]
        connection.execute(Path(__file__).with_suffix(".sql").read_text())
        answer = ", ".join([*(f'"{name}"' for name in names), *KINDS, "total", "measures", "unknown"])
        connection.execute(f"COPY (SELECT {answer} FROM answer ORDER BY place) TO '{out}' (FORMAT parquet)")


if __name__ == "__main__":
    main()
