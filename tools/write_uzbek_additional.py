"""Write uz-additional.csv: the additional duty of Uzbekistan by the band of the tariff's rate.

The law (Customs Code, art. 300-1, since 2026-02-28) adds 5, 10, 15 or 20 % of the value where the tariff's rate is below 10 %,
below 20 %, below 30 %, or higher. Only lines whose rate is a plain percentage or FREE have a row. Where the rate has a sum per
unit, or was not read, or where a longer line differs in that, there is none: the charge is unknown. Goods that the decrees free
for some time have a row from the day after.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "src/chorsu/data/measures"
LAW = date(2026, 2, 28)
BANDS = ((Decimal(10), "5%"), (Decimal(20), "10%"), (Decimal(30), "15%"))
TITLE = "Law 1097 of 2025-11-27 (Customs Code, art. 300-1): bands by the rate of the tariff, as reported; the rate by PP-3818"
ADDRESS = "https://one.uz/ru/novosti/uzbekistan/27459-vveden-novyj-porjadok-tamozhennyh-platezhej.html"
COLUMNS = ("id", "jurisdiction", "kind", "commodity", "origin", "scheme", "regime", "expression", "valid_from", "source_title",
           "source_address", "checked_on")  # fmt: skip


def band(expression: str) -> str | None:
    """The additional duty for a rate of the tariff; None where the rate is more than a percentage."""
    match = re.fullmatch(r"([\d.]+)%", expression)
    if expression != "FREE" and not match:
        return None
    rate = Decimal(match[1]) if match else Decimal(0)
    return next((points for limit, points in BANDS if rate < limit), "20%")


def for_a_time(rows: Iterable[Mapping[str, Any]]) -> dict[str, date | None]:
    """The last day of each row beside the tariff that lowers a line's rate for some time, by prefix; None where it has no end."""
    found: dict[str, date | None] = {}
    for row in rows:
        if row["kind"] != "customs_duty" or row["regime"] != "import" or row["origin"] != "*":
            continue
        codes = row["commodity"]
        for code in codes if isinstance(codes, list) else [codes]:
            found[str(code)] = row.get("valid_to")
    return found


def mixed(tariff: Mapping[str, str | None], code: str) -> bool:
    """Whether some line under a code has no band."""
    return any(points is None for other, points in tariff.items() if other.startswith(code))


def rows_of(tariff: Mapping[str, str | None], lowered: Mapping[str, date | None]) -> Iterable[tuple[str, str, date]]:
    """Prefix, additional duty and first day, for every line that has one."""
    for code, points in sorted(tariff.items()):
        if points is None or mixed(tariff, code):
            continue
        over = next((code[:n] for n in range(len(code) - 1, 1, -1) if code[:n] in tariff), None)
        touching = [last for name, last in lowered.items() if name.startswith(code) or code.startswith(name)]
        if None in touching:
            continue
        since = max([LAW, *(last + timedelta(days=1) for last in touching if last)])
        if over is None or tariff[over] != points or mixed(tariff, over) or since != LAW:
            yield code, points, since


def main() -> None:
    """Write the file anew from the tariff and the temporary rates on file."""
    with (FOLDER / "uz-tariff.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    tariff = {row["commodity"]: None if row["conditions"] else band(row["expression"]) for row in lines}
    lowered = for_a_time(tomllib.loads((FOLDER / "uz.toml").read_text("utf-8"))["measure"])
    with (FOLDER / "uz-additional.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for code, points, since in rows_of(tariff, lowered):
            name = f"UZ-additional-{code}"
            law = (since, TITLE, ADDRESS, "2026-11-29")
            table.writerow((name, "UZ", "additional_duty", code, "*", "no-MFN", "import", points, *law))


if __name__ == "__main__":
    main()
