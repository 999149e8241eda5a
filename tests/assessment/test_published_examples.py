"""Computations that others have published, done again by the command line with the rates of the page (published/README.md)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from ..cli.command import Shell
from .compare import write_book, write_rates

STATES = {"china": ("CN", "CNY"), "union": ("KZ", "KZT"), "south-asia": ("IN", "INR"), "uzbekistan": ("UZ", "UZS")}
SOURCE = {"title": "as in the example", "address": "none"}


def examples() -> Iterator[Any]:
    for path in sorted((Path(__file__).parent / "published").glob("*.toml")):
        state, currency = STATES[path.stem]
        for row in tomllib.loads(path.read_text("utf-8"))["example"]:
            if path.stem == "south-asia" and row["name"].startswith("Pakistan"):
                state, currency = "PK", "PKR"
            yield pytest.param({"state": state, "currency": currency} | row, id=f"{path.stem}: {row['name']}")


def charge_of(text: str) -> tuple[dict[str, Any], str]:
    """``vat: 17% of customs_value, customs_duty`` as a charge of a chain and the expression of its measure."""
    text, _, share = text.partition("; share ")
    kind, _, rest = text.partition(": ")
    expression, _, bases = rest.partition(" of ")
    names = bases.split(", ") if bases else ["customs_value"]
    row: dict[str, Any] = {"kind": kind, "base": [name for name in names if name != "itself"]}
    return row | ({"gross_up": True} if "itself" in names else {}) | ({"share": share} if share else {}), expression


def book_of(example: dict[str, Any]) -> dict[str, Any]:
    charges = [charge_of(text) for text in example["charges"]]
    common = {"jurisdiction": example["state"], "regime": "import", "valid_from": example["on"], "source": SOURCE}
    measures = [
        {"id": row["kind"], "kind": row["kind"], "commodity": "*", "origin": "*", "expression": expression} | common
        for row, expression in charges
    ]
    chain = {"currency": example["currency"], "valuation": "CIF", "rounding": {"to": "0.01", "mode": "half_up"}}
    chain |= common | example.get("chain", {}) | {"charge": [row for row, _ in charges]}
    return {"groups": [], "chains": [chain], "measures": measures}


def consignment_of(example: dict[str, Any]) -> dict[str, Any]:
    value, currency = example["price"].split()
    item = {"description": "goods", "hs": "392410", "origin": "CN", "value": value, "currency": currency}
    item |= example.get("item", {})
    sums = {name: dict(zip(("amount", "currency"), example[name].split(), strict=True)) for name in ("freight", "insurance")
            if name in example}  # fmt: skip
    if "freight" in sums:
        sums["freight"]["after_entry"] = "0"
    return {
        "consignor": {"name": "A", "country": "CN"}, "consignee": {"name": "B", "country": example["state"]}, "from": "CNTAO",
        "to": "KZALA", "ready": example["on"].isoformat(), "incoterm": example.get("incoterm", "CIF"), "items": [item], **sums,
    }  # fmt: skip


def as_printed(found: Decimal, printed: str, example: dict[str, Any]) -> Decimal:
    """A figure of ours in the form of the page's: in its unit, to its last figure."""
    value = Decimal(example["price"].split()[0])
    return (found / value * 1000 if "thousandths" in example else found).quantize(
        Decimal(printed), ROUND_UP if "up" in example else ROUND_HALF_UP
    )


@pytest.mark.parametrize("example", [*examples()])
def test_the_command_line_finds_what_the_page_prints(
    example: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = [dict(zip(("from", "to", "rate"), row.split(), strict=True)) for row in example.get("rates", [])]
    write_rates([row | {"on": example["on"].isoformat(), "source": "as in the example"} for row in rates], tmp_path / "rates.csv")
    write_book(book_of(example), tmp_path / "book")
    (tmp_path / "case.json").write_text(json.dumps(consignment_of(example)), "utf-8")
    answer = Shell(monkeypatch).call(
        "assess", tmp_path / "case.json", "--jurisdiction", example["state"], "--on", example["on"].isoformat(),
        "--measures", tmp_path / "book", "--rates", tmp_path / "rates.csv", "--json",
    )  # fmt: skip
    assert answer.status == 0, answer.text + answer.errors
    document = answer.document
    found = {row["kind"]: row["amount"] for row in document["charges"]}
    found |= {name: document[name] for name in ("customs_value", "total")}
    ours = example.get("ours", {})
    for name, printed in example["printed"].items():
        expected = ours.get(name, printed)
        assert as_printed(Decimal(found[name]), expected, example) == Decimal(expected), name
    assert all(Decimal(figure) != Decimal(example["printed"][name]) for name, figure in ours.items())
    assert bool(ours) == bool(example.get("why"))
