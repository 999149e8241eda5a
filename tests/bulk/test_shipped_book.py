"""Over the law that is shipped, lines in bulk come to what single consignments come to: every state and regime on file."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

from chorsu.assessment import Case, Rates, assess_all, read_rates
from chorsu.consignment import read_consignment
from chorsu.measures import Book, load_book
from chorsu.measures.model import Chain
from chorsu.nomenclature import check_hs
from tests.assessment.compare import write_rates

from .engine import Run, differences, run, write_lines
from .line_oracle import Answer, Line, item_of, row_of

ORIGINS = ["CN", "KZ", "KG", "RU", "BY", "UZ", "TJ", "IN", "PK", "IR", "TR", "DE", "KR", "AM", "US"]
MONEY = {"CNY": "7.1", "KZT": "505.31", "RUB": "81.07", "BYN": "3.01", "KGS": "87.45", "TJS": "9.31", "UZS": "11987.5",
         "INR": "89.2", "PKR": "281.4", "IRR": "1135000", "EUR": "0.8612"}  # fmt: skip
UNITS = ["NAR", "NAR", "KGM", "LTR", "CMQ", "MTK", "TNE"]
DAYS = [date(2026, 12, 1), date(2026, 12, 1), date(2026, 11, 29), date(2027, 1, 1), date(2026, 9, 1), date(2025, 12, 31)]
COLUMNS = ["line_id", "consignment_id", "jurisdiction", "regime", "on", "hs", "code", "origin", "value", "currency", "quantity",
           "unit", "net_mass", "gross_mass", "incoterm", "freight", "proofs", "producer", "mode", "buyer_kind", "buyer",
           "importer"]  # fmt: skip


@cache
def shipped() -> Book:
    return load_book()


@cache
def codes_of(jurisdiction: str) -> tuple[str, ...]:
    """The codes, of six digits or more, that the measures of a jurisdiction name."""
    found = {row.commodity for row in shipped().of((jurisdiction,)) if row.commodity != "*" and len(row.commodity) >= 6}
    return tuple(sorted(code for code in found if check_hs(code[:6]) is None))


@cache
def words_of(jurisdiction: str, word: str) -> tuple[str, ...]:
    """The names that conditions of a jurisdiction ask for: proofs, producers, statuses of importers."""
    conditions = {str(part) for row in shipped().of((jurisdiction,)) for part in row.conditions}
    return tuple(sorted(text.partition(":")[2] for text in conditions if text.startswith(f"{word}:")))


def random_lines(dice: Random, count: int) -> list[list[Line]]:
    """Consignments of one to three lines under the shipped chains, each under every chain in turn."""
    chains = shipped().chains
    return [list(consignment(dice, chains[number % len(chains)], number)) for number in range(count)]


def consignment(dice: Random, chain: Chain, number: int) -> Iterator[Line]:
    """The lines of one consignment. One with freight has a single line, so that the consignment may say it too."""
    state = chain.jurisdiction
    if state in shipped().groups:
        state = dice.choice([member.state for member in shipped().groups[state].members])
    makers = (state, *shipped().jurisdictions(state, DAYS[0])[1:])
    shared: Line = {"jurisdiction": state, "regime": chain.regime, "on": dice.choice([*[DAYS[0]] * 12, *DAYS, chain.valid_from])}
    shared |= {
        "consignment_id": f"C{number}",
        "buyer": f"buyer {number}",
        "mode": dice.choice(["road", "rail", "sea", "air", None]),
    }
    shared |= {"buyer_kind": dice.choice([None, "business", "private"])}
    if statuses := [name for maker in makers for name in words_of(maker, "importer")]:
        shared |= {"importer": dice.sample(statuses, 1)} if dice.random() < 0.5 else {}
    with_freight = chain.addition is not None or dice.random() < 0.3
    for place in range(1 if with_freight else dice.choice([1, 1, 2, 3])):
        code = dice.choice([code for maker in makers for code in codes_of(maker)[:: dice.randint(1, 50)]] or ["080810"])
        line: Line = shared | {"line_id": f"L{number}-{place}", "hs": code[:6], "origin": dice.choice(ORIGINS)}
        line |= {"code": code if len(code) > 6 and dice.random() < 0.9 else None}
        line |= {"value": dice.choice(["100", "0.5", f"{dice.randint(1, 10**7)}.{dice.randint(0, 99):02}"])}
        line |= {
            "currency": dice.choice(["USD", "EUR", "CNY"]),
            "quantity": f"{dice.randint(1, 5000)}",
            "unit": dice.choice(UNITS),
        }
        line |= {"net_mass": f"{dice.randint(1, 90000)}.{dice.randint(0, 999)}", "gross_mass": f"{dice.randint(90001, 99999)}"}
        for name, word in (("proofs", "proof"), ("producer", "producer")):
            known = [each for maker in makers for each in words_of(maker, word)]
            if known and dice.random() < 0.4:
                line[name] = dice.sample(known, min(2, len(known))) if name == "proofs" else dice.choice(known)
        if with_freight:
            line |= {"incoterm": dice.choice(["EXW", "FOB", "CFR", "CIF", "DAP"]), "freight": "0.01"}
        yield line


def case_of(lines: list[Line]) -> Case:
    """The lines as a consignment: with freight by its term; without, as goods to whose price nothing is added nor taken off."""
    first = lines[0]
    whole = {"items": [item_of(line) for line in lines], "incoterm": first.get("incoterm") or "CIF"}
    if first.get("freight"):
        whole["freight"] = {"amount": first["freight"], "currency": first["currency"]}
    whole |= {name: first[name] for name in ("buyer_kind", "importer") if first.get(name)}
    return Case(read_consignment(whole), first["jurisdiction"], first["regime"], first["on"], first.get("mode") or "")


def by_single(consignments: list[list[Line]], rates: Rates) -> Answer:
    """What the single assessments come to, as rows of lines."""
    found = Answer()
    for lines, assessment in zip(
        consignments, assess_all([case_of(lines) for lines in consignments], shipped(), rates), strict=True
    ):
        document = assessment.to_json("en")
        chain = next((chain for chain in shipped().chains if chain.id == assessment.chain), None)
        kinds = [charge.kind for charge in chain.charges] if chain else []
        for number, line in enumerate(lines, 1):
            row = (
                row_of(document, kinds, number)
                if chain
                else row_of(document | {"customs_values": [None] * len(lines)}, [], number)
            )
            if not chain:
                row |= {"currency_out": None, "total": None}
            found.rows.append({"line_id": line["line_id"]} | row)
    return found


def both(seed: int, count: int, folder: Path, *options: str) -> tuple[Run, Answer]:
    """What the bulk run and the single assessments make of so many consignments."""
    folder.mkdir(exist_ok=True)
    days = sorted({"2026-11-25", "2026-12-28", "2025-12-20", *(chain.valid_from.isoformat() for chain in shipped().chains)})
    rows = [
        {"from": "USD", "to": money, "rate": rate, "on": day, "source": "a bank"} for day in days for money, rate in MONEY.items()
    ]
    write_rates(rows, folder / "rates.csv")
    consignments = random_lines(Random(f"shipped {seed}"), count)
    lines = [line for each in consignments for line in each]
    source = write_lines(lines, COLUMNS, folder / "lines.parquet", typed=True)
    found = run(source, folder / "out.parquet", "--rates", str(folder / "rates.csv"), *options)
    return found, by_single(consignments, read_rates(folder / "rates.csv"))


def test_lines_under_every_shipped_chain_equal_single_consignments(tmp_path: Path) -> None:
    found, expected = both(1, 300, tmp_path)
    assert found.rejects == []
    assert differences(found, expected, COLUMNS) == []
    regimes = Counter((row["jurisdiction"], row["regime"]) for row in found.rows)
    assert len(regimes) >= len({chain.regime for chain in shipped().chains})
    assert sum(row["total"] is not None for row in found.rows) > 0.25 * len(found.rows)


@pytest.mark.proof
def test_many_lines_under_every_shipped_chain_equal_single_consignments(tmp_path: Path) -> None:
    for seed in range(10, 20):
        found, expected = both(seed, 1_500, tmp_path / str(seed))
        assert differences(found, expected, COLUMNS)[:10] == [], f"file {seed}"
