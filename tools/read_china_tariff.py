"""China's tariff of a year, from the official PDF (or its text), to the rows that ship.

``python tools/read_china_tariff.py tariff.pdf 2027 --title "…" --address https://… --checked 2027-01-05`` writes
``cn-tariff.csv``, ``cn-agreements.csv``, ``cn-least-developed.csv`` and ``cn-export-duty.csv`` anew: the most-favoured-nation
rate of every line, the provisional rates of the year, the rates inside the tariff quotas, the agreement rates of Pakistan and of
the Asia-Pacific Trade Agreement, the zero rates of the least developed states, the export duties. What changes within the year
is written by hand in ``cn.toml``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from china_tariff import CIRCLES, NUMBER, ExportLine, Line, export_lines, import_lines, read_pages

DATA = Path(__file__).parents[1] / "src" / "chorsu" / "data" / "measures"
COLUMNS = (
    "id", "jurisdiction", "kind", "commodity", "origin", "scheme", "regime", "expression", "valid_from", "valid_to", "conditions",
    "replaces", "text_zh", "source_title", "source_address", "checked_on", "note",
)  # fmt: skip
UNITS = {"千克": "KGM", "平方米": "MTK", "吨": "TNE"}
QUOTA = "tariff quota certificate"
# Schemes of agreement: letters in the tariff, name and proof of ours, origin.
AGREEMENTS = (("PK", "CPFTA", "PK"), ("AP", "APTA", "APTA"))
LEAST_DEVELOPED = "CN-LDC"  # the group of cn-zero-rates.toml, its scheme and its proof
# Export duty is the same for all goods that leave, sold over a platform or not.
EXPORTS = ("export", "export:9610", "export:9710", "export:9810")

Row = dict[str, str]


def percent(figure: str) -> str:
    """A printed figure as an expression; zero is FREE."""
    return "FREE" if Decimal(figure) == 0 else f"{figure}%"


def expression(figure: str, note: str) -> str:
    """A printed figure, or the note behind its circle: ``0.6 元/千克``, ``10%或 900 元/吨，两者从低``."""
    if re.fullmatch(NUMBER, figure):
        return percent(figure)
    if match := re.search(rf"税率：({NUMBER})%或\s*({NUMBER})\s*元/(\S+?)，两者从低", note):
        return f"{match[1]}% MAX {match[2]} CNY/{UNITS[match[3]]}"
    if match := re.search(rf"税率：({NUMBER})\s*元/(\S+?)。", note):
        return f"{Decimal(match[1]).normalize():f} CNY/{UNITS[match[2]]}"
    raise ValueError(f"“{figure}”, “{note}”: no form of a rate that is known")


def line_rows(line: Line) -> Iterator[Row]:
    """The rows of one whole line: most-favoured-nation, provisional, inside the quota."""
    base, _, provisional = line.rate.partition("∆")
    note = line.note(base)
    quota = re.search(rf"关税配额税率：({NUMBER})(?:；进口暂定税率：({NUMBER}))?", note)
    plain = re.sub(f"[{CIRCLES}]", "", base)
    name = f"CN-{line.code}-duty"
    yield {
        "id": name, "commodity": line.code, "scheme": "MFN", "expression": expression(plain or base, note),
        "note": "Outside the yearly tariff quota." if quota else "",
    }  # fmt: skip
    if provisional:
        yield {
            "id": f"{name}-provisional", "commodity": line.code, "scheme": "provisional",
            "expression": expression(provisional, line.note(provisional)), "replaces": name,
        }  # fmt: skip
    if quota:
        yield {
            "id": f"{name}-quota", "commodity": line.code, "scheme": "quota", "expression": percent(quota[2] or quota[1]),
            "conditions": f"proof:{QUOTA}", "note": f"Provisional; by treaty {quota[1]} %." if quota[2] else "",
        }  # fmt: skip


def ex_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """Rates for some goods of a line only: due to who states by a proof that the goods are those."""
    lines = list(lines)
    times, seen = Counter(line.code for line in lines), Counter[str]()
    for line in lines:
        seen[line.code] += 1
        mark = f"-{seen[line.code]}" if times[line.code] > 1 else ""
        figure = line.rate.lstrip("∆")
        yield {
            "id": f"CN-{line.code}-duty-ex{mark}", "commodity": line.code,
            "scheme": "provisional" if "∆" in line.rate else "information technology",
            "expression": expression(figure, line.note(figure)), "conditions": f"proof:CN-ex{line.code}{mark}",
            "text_zh": line.words,
        }  # fmt: skip


def agreement_rows(lines: list[Line]) -> Iterator[Row]:
    """Agreement rates below the most-favoured-nation rate, for six digits where all lines under them bear the same one."""
    for letters, scheme, origin in AGREEMENTS:
        rates = {line.code: _below(line, letters) for line in lines}
        for commodity, rate in grouped(rates, (6, 8)):
            if rate:
                yield {
                    "id": f"CN-{commodity}-duty-{scheme}", "commodity": commodity, "origin": origin, "scheme": scheme,
                    "expression": rate, "conditions": f"proof:{scheme}",
                }  # fmt: skip


def least_developed_rows(lines: list[Line]) -> Iterator[Row]:
    """The zero rate of the least developed states on all lines; of goods under a tariff quota only within the quota."""
    same = {"origin": LEAST_DEVELOPED, "scheme": LEAST_DEVELOPED, "conditions": f"proof:{LEAST_DEVELOPED}"}
    yield same | {"id": f"CN-duty-{LEAST_DEVELOPED}", "commodity": "*", "expression": "FREE"}
    for line in lines:
        base, note = re.sub(f"[{CIRCLES}∆]", " ", line.rate).split(), line.note(line.rate.partition("∆")[0])
        if "关税配额税率" in note:
            name = f"CN-{line.code}-duty-{LEAST_DEVELOPED}"
            yield same | {"id": name, "commodity": line.code, "expression": percent(base[0]), "note": "Outside the quota."}
            both = f"{same['conditions']}; proof:{QUOTA}"
            yield same | {
                "id": f"{name}-quota", "commodity": line.code, "expression": "FREE", "conditions": both, "replaces": name,
            }  # fmt: skip


def _below(line: Line, letters: str) -> str:
    """The rate under an agreement, or nothing where the line has none or it is no lower than the most-favoured-nation rate."""
    figure, page = line.agreements().get(letters, ("", 0))
    base = re.sub(f"[{CIRCLES}]", "", line.rate.partition("∆")[0])
    if not figure or base == "0":
        return ""
    if base and re.fullmatch(NUMBER, figure) and Decimal(figure) >= Decimal(base):
        return ""
    return expression(figure, line.note(figure, page))


def grouped(values: dict[str, str], lengths: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """The shortest prefixes, of the lengths given, under which every line has one value, with that value."""
    rest = dict(values)
    for length in lengths:
        by_prefix: dict[str, set[str]] = {}
        for code in rest:
            by_prefix.setdefault(code[:length], set()).add(rest[code])
        whole = {prefix: next(iter(found)) for prefix, found in by_prefix.items() if len(found) == 1}
        yield from whole.items()
        rest = {code: value for code, value in rest.items() if code[:length] not in whole}


def export_rows(lines: list[ExportLine], regime: str) -> Iterator[Row]:
    """Export duties of a regime, with the provisional rate in the place of the lasting one; ``ex`` as in the import tariff.

    Where only some goods of a line bear the duty, the line as such is unknown until it is said that the goods are those.
    """
    whole = {line.code for line in lines if not line.ex}
    times, seen = Counter(line.code for line in lines if line.ex), Counter[str]()
    for line in lines:
        lasting, _, provisional = line.rate.partition("∆")
        name = f"CN-{line.code}-{regime.replace(':', '-')}"
        row = {"id": name, "commodity": line.code, "regime": regime, "expression": percent(provisional or lasting)}
        row["note"] = f"Provisional; by law {lasting} %." if provisional else ""
        if line.ex:
            if line.code not in whole:
                yield row | {"conditions": f"unread:whether the goods are those of ex{line.code}"}
            seen[line.code] += 1
            mark = f"-{seen[line.code]}" if times[line.code] > 1 else ""
            earlier = [name, *(f"{name}-ex-{number}" for number in range(1, seen[line.code]))]
            row |= {"id": f"{name}-ex{mark}", "conditions": f"proof:CN-export-ex{line.code}{mark}", "text_zh": line.name}
            row["replaces"] = "; ".join(earlier)
        yield row


def write(path: Path, rows: Iterable[Row], same: Row) -> int:
    """Write rows sorted by code, with what all have in common; columns that no row fills are left out."""
    whole = sorted((same | row for row in rows), key=lambda row: (row["commodity"].ljust(10), row["id"]))
    columns = [name for name in COLUMNS if any(row.get(name) for row in whole)]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows({name: row.get(name, "") for name in columns} for row in whole)
    return len(whole)


def main() -> None:
    """Read the tariff named on the command line, and write the files."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("tariff", type=Path, help="the PDF, or its text")
    asked.add_argument("year", type=int)
    for name in ("title", "address", "checked"):
        asked.add_argument(f"--{name}", required=True)
    given = asked.parse_args()
    pages = read_pages(given.tariff)
    lines = import_lines(pages)
    whole, parts = [line for line in lines if not line.ex], [line for line in lines if line.ex]
    same = {
        "jurisdiction": "CN", "kind": "customs_duty", "origin": "*", "regime": "import", "valid_from": f"{given.year}-01-01",
        "valid_to": f"{given.year}-12-31", "source_title": given.title, "source_address": given.address,
        "checked_on": given.checked,
    }  # fmt: skip
    tariff: Callable[[], Iterator[Row]] = lambda: (row for line in whole for row in line_rows(line))  # noqa: E731
    export, duties = same | {"origin": "CN"}, export_lines(pages)
    counts = {
        "cn-tariff.csv": write(DATA / "cn-tariff.csv", [*tariff(), *ex_rows(parts)], same),
        "cn-agreements.csv": write(DATA / "cn-agreements.csv", agreement_rows(whole), same),
        "cn-least-developed.csv": write(DATA / "cn-least-developed.csv", least_developed_rows(whole), same),
        "cn-export-duty.csv": write(
            DATA / "cn-export-duty.csv", (row for regime in EXPORTS for row in export_rows(duties, regime)), export
        ),
    }
    print(f"{len(whole)} lines, {len(parts)} rows for part of a line")
    for name, count in counts.items():
        print(f"{count:6} {name}")


if __name__ == "__main__":
    main()
