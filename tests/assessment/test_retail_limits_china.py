"""Limits of cross-border retail into China, by the package's own book; computations of pages, and the edges by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from chorsu.assessment import Assessment, assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

from .cases.build import chain, charge, measure
from .compare import Product

NO_RATES = b"from,to,rate,on,source\n"
COTTON = {"description": "terry towels", "hs": "630260", "origin": "IN"}
HANDBAG = {"description": "a leather handbag", "hs": "420221", "codes": {"CN": "42022100"}, "origin": "IN"}
CREAM = {"description": "skin cream", "hs": "330499", "codes": {"CN": "33049900"}, "origin": "IN"}

shipped = cache(load_book)  # read once for the module


def order(*items: Mapping[str, object], on: str = "2026-06-15", before: str | None = None) -> dict[str, object]:
    """An order of a private buyer, valued at the border; ``before``: yuan that the buyer has spent in the year."""
    bought = {} if before is None else {"bought": {"amount": before, "currency": "CNY"}}
    return {
        "consignor": {"name": "A", "country": "KZ"}, "consignee": {"name": "B", "country": "CN"}, "from": "KZALA", "to": "CNTAO",
        "ready": on, "incoterm": "DAP", "buyer_kind": "private", "items": [{"currency": "CNY"} | row for row in items], **bought,
    }  # fmt: skip


def retail(*items: Mapping[str, object], regime: str = "import:9610", before: str | None = "0") -> Assessment:
    return assess(
        read_consignment(order(*items, before=before)), shipped(), parse_rates(NO_RATES),
        jurisdiction="CN", on=date(2026, 6, 15), regime=regime,
    )  # fmt: skip


def sums(found: Assessment) -> dict[str, Decimal]:
    of: dict[str, Decimal] = {}
    for row in found.charges:
        of[row.kind] = of.get(row.kind, Decimal(0)) + row.amount
    return of


def due(**amounts: str) -> dict[str, Decimal]:
    return {kind: Decimal(amount) for kind, amount in amounts.items()}


# What the limits mean to buyers (kuajingstar.com/article/137, read 2026-11-29): several cosmetics within 5,000 yuan have the
# relief; one handbag of 8,000 yuan may come this way, pays duty and taxes in full, and counts for the year.
@pytest.mark.parametrize("regime", ["import:9610", "import:1210"])
def test_several_cosmetics_within_the_limit_of_an_order_have_the_relief(regime: str) -> None:
    # 1,800 + 1,200: plain ones, below 10 yuan a gram; 13 % x 70 %: 163.80 + 109.20.
    weighed = {"unit": "GRM", "quantity": "500"}
    found = retail(CREAM | weighed | {"value": "1800"}, CREAM | weighed | {"value": "1200"}, regime=regime)
    assert found.assessed_as is None
    assert sums(found) == due(customs_duty="0", consumption_tax="0", vat="273.00")
    assert not found.unknown


@pytest.mark.parametrize("regime", ["import:9610", "import:1210"])
def test_one_handbag_above_the_limit_of_an_order_is_taxed_in_full(regime: str) -> None:
    found = retail(HANDBAG | {"value": "8000"}, regime=regime)
    # 6 % of 8,000; 13 % of 8,480.
    assert sums(found) == due(customs_duty="480.00", vat="1102.40")
    assert found.assessed_as is not None
    assert found.assessed_as.regime == "import"
    assert "5000 CNY" in found.assessed_as.why.in_("en")


def test_the_handbag_counts_for_the_year_of_what_is_bought_after_it() -> None:
    """8,000 and 18,000 are 26,000; with one fen more the next order is general trade."""
    next_order = COTTON | {"value": "4000"}
    assert retail(next_order, before="22000").assessed_as is None
    over = retail(next_order, before="22000.01")
    assert over.assessed_as is not None
    assert "26000 CNY" in over.assessed_as.why.in_("en")


# Both edges, at towels: 13 % x 70 % within; 6 % (the tariff of 2026), and 13 % of the value with it, beyond.
@pytest.mark.parametrize(
    ("value", "before", "duty", "vat"),
    [
        ("5000", "0", "0", "455.00"),
        ("5000.01", "0", "300.00", "689.00"),  # 5,300.01 x 13 %
        ("5000", "21000", "0", "455.00"),
        ("5000", "21000.01", "300.00", "689.00"),
        ("2000", "24000", "0", "182.00"),
        ("2000", "24000.01", "120.00", "275.60"),  # 2,120 x 13 %
        ("100", "26000", "0", "0"),  # general trade of 6 yuan duty: at most 50 yuan is not collected
    ],
)
@pytest.mark.parametrize("regime", ["import:9610", "import:1210"])
def test_an_order_at_a_limit_is_retail_and_above_it_general_trade(
    value: str, before: str, duty: str, vat: str, regime: str
) -> None:
    assert sums(retail(COTTON | {"value": value}, before=before, regime=regime)) == due(customs_duty=duty, vat=vat)


def test_what_the_buyer_spent_before_is_taken_as_nothing_and_said_so() -> None:
    found = retail(COTTON | {"value": "4000"}, before=None)
    assert sums(found) == due(customs_duty="0", vat="364.00")
    assert found.estimated
    assert any("in the year is not stated" in row.why.in_("en") for row in found.assumed)


# Ningbo Customs, answer on retail imports (read 2026-11-29): skin care of 425 yuan, 20 grams: 21.25 yuan a gram, so taxed.
# 425 / 85 % x 15 % = 75, of which 70 %: 52.50; 500 x 13 % = 65, of which 70 %: 45.50.
def test_the_dear_skin_care_of_ningbo_customs() -> None:
    found = retail(CREAM | {"value": "425", "quantity": "20", "unit": "GRM"})
    assert sums(found) == due(customs_duty="0", consumption_tax="52.50", vat="45.50")


# ssopdot.com/blog/6396, case 5 (read 2026-11-29), under the limits of 2016 to 2018, 2,000 and 20,000 yuan: one handbag of 3,000
# yuan, duty of 10 %: 300. Its VAT of then, 17 % of 3,300, by hand: 561.
@pytest.mark.parametrize(("value", "duty", "vat"), [("3000", "300", "561"), ("2000", "0", "238"), ("2000.01", "200", "374.00")])
def test_the_handbag_of_3000_yuan_under_the_limits_before_2019(value: str, duty: str, vat: str, tmp_path: Path) -> None:
    limits = [{"amount": "2000", "currency": "CNY"}, {"amount": "20000", "currency": "CNY", "per": "year"}]
    within = [charge("customs_duty"), charge("vat", share="0.70")]
    beyond = [charge("customs_duty"), charge("vat", base=["customs_value", "customs_duty"])]
    chains = [
        chain(*within, currency="CNY", valuation="CIF", regime="import:9610", limits=limits, beyond="import"),
        chain(*beyond, currency="CNY", valuation="CIF"),
    ]
    rows = [
        measure("free", "FREE", regime="import:9610"), measure("retail-vat", "17%", kind="vat", regime="import:9610"),
        measure("duty", "10%"), measure("vat", "17%", kind="vat"),
    ]  # fmt: skip
    product = Product({"book": {"groups": [], "chains": chains, "measures": rows}, "rates": []}, tmp_path)
    asked = read_consignment(order(HANDBAG | {"value": value}, on="2026-12-01", before="0"))
    found = assess(asked, product.book, product.rates, jurisdiction="KZ", on=date(2026, 12, 1), regime="import:9610")
    assert sums(found) == due(customs_duty=duty, vat=vat)
