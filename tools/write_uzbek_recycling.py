"""Write uz-recycling.csv: the recycling fee of Uzbekistan on vehicles, machines and tyres, in soums.

Cabinet of Ministers resolution 347 of 2020-06-02 sets the fee in base calculation units (BCU) by kind, size and age. Whoever
states neither age has no row here, and the fee is unknown (UZ-recycling-car and UZ-recycling-other in uz.toml). When a decree
sets the next BCU, give the last of ``UNITS`` its last day and add a line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

FILE = Path(__file__).parents[1] / "src/chorsu/data/measures/uz-recycling.csv"
UNITS = (("2025-05-01", "2025-07-31", 375000), ("2025-08-01", "2026-08-31", 412000), ("2026-09-01", "", 440000))
NEW, OLD = "UZ-up-to-3-years", "UZ-over-3-years"
TITLE = (
    "Cabinet of Ministers resolution 347 of 2020-06-02, annex 1 as amended by resolution 52 of 2025-01-31 (since 2025-05-01), "
    "annex 2 (tyres, by PP-422 of 2023-12-29), as a declarants' program has them, 2026-08-14"
)
ADDRESS = "https://github.com/jalil2020/deklarantai (backend/internal/duty/utilfee.go) https://norma.uz/uz/qonunchilikda_yangi/yangi_elektromobillar_uchun_utilizaciya_yigimi_miqdori_turt_baravarga_oshirilmoqda"
COLUMNS = ("id", "jurisdiction", "kind", "commodity", "origin", "regime", "expression", "valid_from", "valid_to", "conditions",
           "replaces", "note", "source_title", "source_address", "checked_on")  # fmt: skip

Band = tuple[int | None, int | None, int]  # up to how much, BCU up to three years old (None: no fee), BCU when older

# Kind of goods, prefixes, what the bands go by, the bands.
TABLE: tuple[tuple[str, tuple[str, ...], str, tuple[Band, ...]], ...] = (
    ("passenger cars", ("870323",), "CMQ", ((2000, 120, 210), (3000, 180, 330))),
    ("passenger cars", ("870324",), "CMQ", ((3500, 180, 390), (None, 300, 480))),
    ("passenger cars", ("870331",), "CMQ", ((1000, 30, 90), (2000, 120, 210))),
    ("passenger cars", ("870332",), "CMQ", ((2000, 120, 210), (3000, 180, 330))),
    ("passenger cars", ("870333",), "CMQ", ((3000, 180, 330), (3500, 180, 390), (None, 300, 480))),
    ("passenger cars", ("870340", "870350", "870360", "870370", "870390"), "CMQ",
     ((1000, 30, 90), (2000, 120, 210), (3000, 180, 330), (3500, 180, 390), (None, 300, 480))),
    ("passenger cars to 1,000 cm3", ("870321",), "", ((None, 30, 90),)),
    ("passenger cars of 1,000 to 1,500 cm3", ("870322",), "", ((None, 120, 210),)),
    ("snowmobiles and golf cars", ("870310",), "", ((None, 30, 90),)),
    ("electric cars", ("870380",), "", ((None, 120, 210),)),
    ("buses", ("870210", "870220", "870230", "870290"), "CMQ",
     ((2500, 120, 150), (5000, 185, 360), (10000, 320, 540), (None, 540, 1080))),
    ("electric buses", ("870240",), "", ((None, 70, 150),)),
    ("walking tractors", ("870110",), "KWT",
     ((18, None, 120), (37, None, 240), (75, None, 360), (130, None, 480), (None, None, 600))),
    ("tractors to 18 kW", ("870191",), "", ((None, None, 120),)),
    ("tractors of 18 to 37 kW", ("870192",), "", ((None, None, 240),)),
    ("tractors of 37 to 75 kW", ("870193",), "", ((None, None, 360),)),
    ("tractors of 75 to 130 kW", ("870194",), "", ((None, None, 480),)),
    ("tractors over 130 kW", ("870195",), "", ((None, None, 600),)),
    ("truck tractors (named as 8701 20)", ("870121", "870122", "870123", "870124", "870129"), "", ((None, 670, 1360),)),
    ("lorries", ("870421", "870431", "870441", "870451"), "mass", ((2500, 100, 150), (8000, 210, 300))),
    ("lorries", ("870422", "870442"), "mass", ((8000, 210, 300), (12000, 300, 810), (20000, 330, 1200))),
    ("lorries", ("870423", "870443"), "mass", ((50000, 690, 1410),)),
    ("lorries", ("870410", "870432", "870452"), "mass",
     ((2500, 100, 150), (8000, 210, 300), (12000, 300, 810), (20000, 330, 1200), (50000, 690, 1410))),
    ("special vehicles", ("8705",), "", ((None, 195, 550),)),
    ("concrete mixers", ("870540",), "", ((None, 600, 1500),)),
    ("trailers", ("871610", "871620", "871631", "871639", "871640"), "", ((None, 60, 660),)),
    ("graders", ("842920",), "BHP", ((100, None, 240), (140, None, 360), (200, None, 480), (None, None, 600))),
    ("bulldozers", ("842911", "842919"), "BHP", ((100, None, 240), (200, None, 360), (300, None, 480), (None, None, 600))),
    ("excavators", ("842952", "842959"), "BHP", ((170, None, 240), (250, None, 360), (None, None, 480))),
    ("rollers", ("842940",), "BHP", ((40, None, 240), (80, None, 360), (None, None, 480))),
    ("cranes on tyres", ("842641",), "BHP", ((170, None, 240), (250, None, 360), (None, None, 480))),
    ("crawler cranes and pipe layers", ("842649",), "BHP", ((130, None, 240), (300, None, 360), (None, None, 480))),
    ("loaders", ("842710", "842720", "842951"), "BHP",
     ((50, None, 240), (100, None, 360), (300, None, 480), (None, None, 600))),
    ("forestry machines", ("84368010",), "BHP", ((100, None, 240), (300, None, 360), (None, None, 480))),
    ("combine harvesters", ("843351",), "BHP", ((160, None, 240), (220, None, 360), (320, None, 480), (None, None, 600))),
    ("forage harvesters", ("84335911",), "BHP", ((250, None, 240), (400, None, 360), (None, None, 480))),
    ("sprayers and mowers that drive themselves", ("842482", "84332010"), "BHP",
     ((120, None, 240), (300, None, 360), (None, None, 480))),
)  # fmt: skip


def between(measure: str, low: int | None, high: int | None) -> str:
    """The condition that a piece lies in a band: by a quantity for each piece, or by a proof where the law goes by full mass."""
    if measure == "mass":
        return f"proof:UZ-full-mass-to-{high}-kg"
    names = [f"{measure}/NAR > {low}"] if low else []
    names += [f"{measure}/NAR <= {high}"] if high else []
    return "; ".join(names) if measure else ""


def rows_of_pieces(kind: str, code: str, measure: str, bands: Iterable[Band]) -> Iterator[tuple[str, ...]]:
    """The rows of one prefix. One that may fit beside an earlier one takes its place: the greater age, the greater mass."""
    fallback = "UZ-recycling-car" if code.startswith("8703") else f"UZ-recycling-other-{over(code)}"
    bands = tuple(bands)
    before: list[str] = []
    if all(new is None for _, new, _ in bands):
        before = [f"UZ-recycling-{code}-new"]
        note = f"{kind[0].upper()}{kind[1:]} up to three years old: a dash in the table, no fee."
        yield row(before[0], code, "FREE", ("2025-05-01", ""), (f"proof:{NEW}",), (fallback,), note)
    for since, until, unit in UNITS:
        low, earlier = None, before
        for high, new, old in bands:
            size = f"-to-{high}" if high else f"-over-{low}" if low else ""
            for age, proof, units in (("new", NEW, new), ("old", OLD, old)):
                if units is None:
                    continue
                name = f"UZ-recycling-{code}{size}-{age}-{since}"
                conditions = (f"proof:{proof}", *filter(None, (between(measure, low, high),)))
                note = f"{kind[0].upper()}{kind[1:]}: {units} BCU of {unit:,} UZS."
                yield row(name, code, f"{units * unit} UZS/NAR", (since, until), conditions, (fallback, *earlier), note)
                earlier = [*earlier, name]
            low, earlier = high, earlier if measure == "mass" else before


def over(code: str) -> str:
    """The prefix of the row that says unknown."""
    return code[:4] if code[:4] in {"8701", "8702", "8704", "8705"} else code


def row(name: str, code: str, expression: str, days: tuple[str, str], conditions: Iterable[str],
        replaces: Iterable[str], note: str) -> tuple[str, ...]:  # fmt: skip
    """One line of the file."""
    law = (TITLE, ADDRESS, "2026-11-29")
    start = (name, "UZ", "recycling_fee", code, "*", "import", expression, *days)
    return (*start, "; ".join(conditions), "; ".join(replaces), note, *law)


def main() -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for kind, codes, measure, bands in TABLE:
            for code in codes:
                table.writerows(rows_of_pieces(kind, code, measure, bands))
        for code in ("401110", "401120", "401190"):
            for since, until, unit in UNITS:
                sum_of = (Decimal(unit) * 3 / 1000).normalize()
                note = f"New tyres: 0.3 % of the BCU of {unit:,} UZS a kilogram, since 2024-07-01."
                name = f"UZ-recycling-{code}-{since}"
                table.writerow(row(name, code, f"{sum_of:f} UZS/KGM", (since, until), (), (), note))


if __name__ == "__main__":
    main()
