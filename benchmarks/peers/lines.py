"""Lines as an e-commerce terminal sees them, by the million: the files that the bulk benchmark assesses.

Every figure of a line is made from the hash of its number, so that a file of a size is the same each time, and none is kept.
Half of the consignments are retail into China (direct mail 9610, bonded stock 1210, with buyers), the rest general imports of
China, Russia, Kazakhstan and Uzbekistan, spread over October and November 2026. The codes are 3,000 of the tariffs on file, the
popular ones many times as frequent as the rare ones, each with an origin from which most of it comes. Days have rates of exchange
of their own: made up, like all figures here, near those of 2026.

``python benchmarks/peers/lines.py COUNT FOLDER`` writes ``lines.parquet`` and ``rates.csv``.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import duckdb

from chorsu.measures import Book, load_book

FIRST_DAY, DAYS = date(2026, 10, 1), 61
CODES_EACH = 1_500
# What people order: clothes, shoes, cosmetics, toys, electronics, things for the house, food that keeps.
CHAPTERS = ("09", "17", "18", "19", "20", "21", "22", "33", "34", "39", "40", "42", "48", "49", "61", "62", "63", "64", "65",
            "69", "70", "71", "73", "76", "82", "83", "84", "85", "87", "90", "91", "92", "94", "95", "96")  # fmt: skip
VEHICLES = ("8701", "8702", "8703", "8704", "8705", "8706", "8707", "8709", "8710", "8716")
COUNTED_IN = {"09": "KGM", "17": "KGM", "18": "KGM", "19": "KGM", "20": "KGM", "21": "KGM", "22": "LTR", "64": "NPR"}
INTO_CHINA = ("KR", "JP", "US", "DE", "FR", "AU", "IT", "TH", "VN", "RU", "KZ", "UZ", "PK", "IN", "IR", "BY")
OUT_OF_CHINA = ("CN", "CN", "CN", "CN", "TR", "DE", "RU", "BY", "KZ", "UZ", "KG", "TJ", "IN", "IR", "PK", "KR")
# One unit in the currency of the state, on the first day; the makers of rates here change them a little every day.
RATES = {
    ("USD", "CNY"): 7.08, ("EUR", "CNY"): 8.21, ("RUB", "CNY"): 0.0861,
    ("USD", "RUB"): 82.2, ("EUR", "RUB"): 95.4, ("CNY", "RUB"): 11.61,
    ("USD", "KZT"): 541.0, ("EUR", "KZT"): 628.0, ("CNY", "KZT"): 76.4, ("RUB", "KZT"): 6.58,
    ("USD", "UZS"): 12_050.0, ("EUR", "UZS"): 13_980.0, ("CNY", "UZS"): 1_702.0, ("RUB", "UZS"): 146.6,
}  # fmt: skip


def make(count: int, folder: Path, book: Book | None = None) -> tuple[Path, Path]:
    """Write ``count`` lines and the rates of their days into a folder; the paths of both."""
    lines, rates = folder / "lines.parquet", folder / "rates.csv"
    rates.write_text(_rates())
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
        for side, goods in _goods(book or load_book()).items():
            connection.execute(f"SET VARIABLE goods_{side} = $goods", {"goods": goods})
        connection.execute(f"COPY ({_SQL.format(count=count)}) TO '{lines}' (FORMAT parquet, ROW_GROUP_SIZE 122880)")
    return lines, rates


def _goods(book: Book) -> dict[str, list[dict[str, str]]]:
    """For each side of the border its codes with their units and origins, the popular ones first."""
    found = {}
    for side, maker, digits, origins in (("in", "CN", 8, INTO_CHINA), ("out", "EAEU", 10, OUT_OF_CHINA)):
        on_file = {code for jurisdiction, code in book.shelf.places if jurisdiction == maker and len(code) == digits}
        wanted = (code for code in on_file if code[:2] in CHAPTERS and code[:4] not in VEHICLES)
        found[side] = [
            {
                "code": code,
                "unit": COUNTED_IN.get(code[:2], "NAR"),
                "main": origins[_number(code + "main") % len(origins)],
                "second": origins[_number(code + "second") % len(origins)],
            }
            for code in sorted(wanted, key=_number)[:CODES_EACH]
        ]
    return found


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:6])


def _rates() -> str:
    rows = ["from,to,rate,on,source"]
    for (base, quote), first in RATES.items():
        for day in range(DAYS):
            on = FIRST_DAY + timedelta(day)
            change = 1 + (_number(f"{base}{quote}{on}") % 4001 - 2000) / 100_000
            rows.append(f"{base},{quote},{first * change:.4f},{on},made up for the benchmark")
    return "\n".join(rows) + "\n"


# Twelve lines make seven consignments, of one to three lines each.
_SQL = f"""
WITH numbered AS (
  SELECT i, i // 12 * 7 + [0, 1, 1, 2, 2, 2, 3, 4, 5, 5, 6, 6][i % 12 + 1] AS c FROM range({{count}}) numbers(i)),
consigned AS (
  SELECT *, hash(c, 'day') % {DAYS} AS day, hash(c, 'term') % 100 AS term, hash(c, 'money') % 100 AS money,
         hash(i, 'rank') % 1000000 AS rank,
         hash(i, 'origin') % 100 AS origin_chance, (hash(i, 'any') % 16)::INTEGER AS any_origin,
         hash(i, 'value') % 1000000 / 1e6 AS worth,
         hash(i, 'count') % 100 AS count_chance, hash(i, 'mass') % 1000000 / 1e6 AS heavy, hash(i, 'proof') % 100 AS proof_chance,
         hash(c, 'buyer') % greatest({{count}} // 110, 1) AS buyer_number,
         CASE WHEN hash(c, 'way') % 100 < 34 THEN 'CN9' WHEN hash(c, 'way') % 100 < 50 THEN 'CN1'
              WHEN hash(c, 'way') % 100 < 66 THEN 'CN'
              WHEN hash(c, 'way') % 100 < 82 THEN 'RU' WHEN hash(c, 'way') % 100 < 93 THEN 'KZ' ELSE 'UZ' END AS way
  FROM numbered),
sent AS (
  SELECT *, way[:2] AS jurisdiction, len(way) = 3 AS retail, if(way[:2] = 'CN', 'in', 'out') AS side,
         (pow(rank / 1e6, 2.5) * {CODES_EACH})::INTEGER % {CODES_EACH} + 1 AS place FROM consigned),
found AS (
  SELECT *, if(side = 'in', getvariable('goods_in')[place], getvariable('goods_out')[place]) AS goods FROM sent),
described AS (
  SELECT *, goods.code AS code, goods.unit AS unit,
         CASE WHEN origin_chance < 70 THEN goods.main WHEN origin_chance < 90 THEN goods.second
              ELSE if(side = 'in', {list(INTO_CHINA)}, {list(OUT_OF_CHINA)})[any_origin + 1] END AS origin,
         CASE WHEN retail THEN 10 * pow(150, worth) ELSE 4 * pow(200, worth) END AS yuan,
         CASE WHEN money < 40 THEN 'CNY' WHEN money < 75 THEN 'USD' WHEN money < 90 THEN 'EUR' ELSE 'RUB' END AS currency,
         CASE WHEN retail THEN 1 + count_chance // 60 ELSE 1 + count_chance END AS pieces
  FROM found),
priced AS (
  SELECT *, yuan * pieces / CASE currency WHEN 'CNY' THEN 1 WHEN 'USD' THEN 7.1 WHEN 'EUR' THEN 8.2 ELSE 0.086 END AS price,
         pieces * (0.05 + 2 * heavy * heavy) AS kilograms FROM described)
SELECT printf('L%09d', i) AS line_id, printf('C%09d', c) AS consignment_id, jurisdiction,
       CASE way WHEN 'CN9' THEN 'import:9610' WHEN 'CN1' THEN 'import:1210' ELSE 'import' END AS regime,
       DATE '{FIRST_DAY}' + day::INTEGER AS on, code[:6] AS hs, code, origin, price::DECIMAL(15, 2) AS value, currency,
       (CASE WHEN unit = 'KGM' THEN kilograms ELSE pieces END)::DECIMAL(15, 3) AS quantity, unit,
       kilograms::DECIMAL(15, 3) AS net_mass, (kilograms * 1.08 + 0.02)::DECIMAL(15, 3) AS gross_mass,
       CASE WHEN retail THEN 'DAP' WHEN term < 40 THEN 'FCA' ELSE 'DAP' END AS incoterm,
       CASE WHEN NOT retail AND term < 40 THEN (price * (0.02 + 0.06 * heavy))::DECIMAL(15, 2) END AS freight,
       CASE WHEN proof_chance >= 60 THEN [] WHEN side = 'out' AND origin IN ('RU', 'BY', 'KZ', 'UZ', 'KG', 'TJ') THEN ['CT-1']
            WHEN origin = 'PK' THEN ['CPFTA'] WHEN origin IN ('IN', 'KR') THEN ['APTA'] ELSE [] END AS proofs,
       CASE WHEN retail THEN printf('B%08d', buyer_number) END AS buyer, if(retail, 'private', 'business') AS buyer_kind
FROM priced"""


def main() -> None:
    """Write the files of the size that is asked for."""
    for path in make(int(sys.argv[1]), Path(sys.argv[2])):
        print(path)


if __name__ == "__main__":
    main()
