"""Computations that others have published for China, done again: with the package's own book where the rates are law today."""

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

shipped = cache(load_book)  # read once for the module


def parcel(hs: str, value: str, on: str, **whole: object) -> dict[str, object]:
    item = {"description": "an article", "hs": hs, "origin": "KZ", "value": value, "currency": "CNY"}
    return {
        "consignor": {"name": "A", "country": "KZ"}, "consignee": {"name": "B", "country": "CN"}, "from": "KZALA", "to": "CNTAO",
        "ready": on, "incoterm": "DAP", "items": [item], **whole,
    }  # fmt: skip


def amounts(found: Assessment) -> dict[str, Decimal]:
    return {row.kind: row.amount for row in found.charges}


# A shaver bought for 1,300 CNY, table price 200, rate 20 %: 40 CNY, not over 50, so nothing is collected
# (wodezhubaowang.com, read 2026-11-23). Two of them owe 80; the limit itself is free.
@pytest.mark.parametrize(("value", "tax"), [("200", "0"), ("400", "80"), ("250", "0"), ("250.05", "50.01")])
def test_a_parcel_owes_its_tax_only_above_50_yuan(value: str, tax: str) -> None:
    found = assess(
        read_consignment(parcel("851010", value, "2019-05-01")), shipped(), parse_rates(b"from,to,rate,on,source\n"),
        jurisdiction="CN", on=date(2019, 5, 1), regime="import:parcel",
    )  # fmt: skip
    assert amounts(found) == {"customs_duty": Decimal(tax)}
    assert found.estimated  # the price of customs' table may be another


# Milk powder, 1 kg, table price 200 CNY/kg, at the 15 % of before 2019: 30 CNY, not collected (ssopdot.com, read 2026-11-23).
@pytest.mark.parametrize(("kilograms", "tax"), [("1", "0"), ("2", "60")])
def test_milk_powder_at_the_table_price_and_the_rate_of_2018(kilograms: str, tax: str, tmp_path: Path) -> None:
    price = measure("price", "200 CNY/KGM", kind="customs_value", **{"as": "replace"})
    rule = charge("customs_duty", exempt_up_to={"amount": "50", "currency": "CNY"})
    book = {"groups": [], "chains": [chain(rule, currency="CNY")], "measures": [measure("duty", "15%"), price]}
    data = parcel("040221", "180", "2026-12-01")
    data["items"][0] |= {"net_mass": kilograms, "gross_mass": kilograms}  # type: ignore[index]
    product = Product({"book": book, "rates": []}, tmp_path)
    found = assess(read_consignment(data), product.book, product.rates, jurisdiction="KZ", on=date(2026, 12, 1))
    assert found.customs_value == 200 * Decimal(kilograms)
    assert amounts(found) == {"customs_duty": Decimal(tax)}


# Cross-border retail: (consumption tax + VAT) / (1 - consumption tax) x 70 % of the price (woyaojiankangwang.com, 2026-11-23):
# with 15 % and 13 %, 28 / 85 x 0.7 = 23.0588 %. The yearly and the single limit apart, on 1,000 CNY.
def test_the_combined_rate_of_cross_border_retail(tmp_path: Path) -> None:
    rules = [
        charge("customs_duty"),
        charge("consumption_tax", base=["customs_value", "customs_duty"], gross_up=True, share="0.70"),
        charge("vat", base=["customs_value", "customs_duty", "consumption_tax"], share="0.70"),
    ]
    rows = [measure("d", "FREE"), measure("c", "15%", kind="consumption_tax"), measure("v", "13%", kind="vat")]
    product = Product(
        {"book": {"groups": [], "chains": [chain(*rules, currency="CNY")], "measures": rows}, "rates": []}, tmp_path
    )
    data = parcel("330410", "1000", "2026-12-01")
    found = assess(read_consignment(data), product.book, product.rates, jurisdiction="KZ", on=date(2026, 12, 1))
    due = amounts(found)
    # Step by step, each rounded to the fen: 1,000 / 0.85 x 0.15 = 176.47, 70 % of it; 1,176.47 x 13 % = 152.94, 70 % of it.
    assert due == {"customs_duty": Decimal(0), "consumption_tax": Decimal("123.53"), "vat": Decimal("107.06")}
    assert found.total == Decimal("230.59")


# The second: calculatorultra.com, cross-border e-commerce comprehensive tax, 500 CNY at 9.1 % (read 2026-11-29).
@pytest.mark.parametrize(("value", "vat"), [("1000", "91.00"), ("500", "45.50")])  # x 13 % x 70 %
def test_the_package_takes_70_per_cent_of_vat_in_cross_border_retail(value: str, vat: str) -> None:
    found = assess(
        read_consignment(parcel("630260", value, "2026-06-01", buyer_kind="private")), shipped(),
        parse_rates(b"from,to,rate,on,source\n"), jurisdiction="CN", on=date(2026, 6, 1), regime="import:9610",
    )  # fmt: skip
    assert amounts(found) == {"customs_duty": Decimal(0), "vat": Decimal(vat)}


# A test paper (https://hnlx.laixue.com/test/9220613, read 2026-11-24): 1,000 t at 100,000 GBP FOB London, 1,000 GBP of carriage a
# tonne, insurance of 0.3 % of both, 11.5 CNY a pound, 15 %: 174,747,700 CNY of duty, printed in ten thousands with two decimals.
def test_free_on_board_with_carriage_and_insurance(tmp_path: Path) -> None:
    rules = chain(charge("customs_duty"), currency="CNY", valuation="CIF")
    quotes = [{"from": "GBP", "to": "CNY", "rate": "11.5", "on": "2026-12-01", "source": "as in the example"}]
    product = Product({"book": {"groups": [], "chains": [rules], "measures": [measure("d", "15%")]}, "rates": quotes}, tmp_path)
    data = parcel("720110", "100000000", "2026-12-01", incoterm="FOB")
    data["items"][0] |= {"currency": "GBP"}  # type: ignore[index]
    data |= {"freight": {"amount": "1000000", "currency": "GBP", "after_entry": "0"}}
    data |= {"insurance": {"amount": "303000", "currency": "GBP"}}  # 0.3 % of 101,000,000
    found = assess(read_consignment(data), product.book, product.rates, jurisdiction="KZ", on=date(2026, 12, 1))
    assert found.customs_value == Decimal(1164984500)
    assert (amounts(found)["customs_duty"] / 10000).quantize(Decimal("0.01")) == Decimal("17474.77")


# A page on import tax (https://woyaojiankangwang.com/Medicalequipment/oyhcjpdlzr.html, read 2026-11-24), rates of before 2018:
# 10,000 USD at 8 CNY, carriage and insurance of 30,000 CNY; duty of 13 %: 14,300; VAT of 17 % on both: 21,131.
def test_vat_falls_on_the_value_with_its_duty(tmp_path: Path) -> None:
    rules = chain(charge("customs_duty"), charge("vat", base=["customs_value", "customs_duty"]), currency="CNY", valuation="CIF")
    rows = [measure("d", "13%"), measure("v", "17%", kind="vat")]
    quotes = [{"from": "USD", "to": "CNY", "rate": "8", "on": "2026-12-01", "source": "as in the example"}]
    product = Product({"book": {"groups": [], "chains": [rules], "measures": rows}, "rates": quotes}, tmp_path)
    data = parcel("392410", "10000", "2026-12-01", incoterm="FOB")
    data["items"][0] |= {"currency": "USD"}  # type: ignore[index]
    data |= {"freight": {"amount": "30000", "currency": "CNY", "after_entry": "0"}}
    found = assess(read_consignment(data), product.book, product.rates, jurisdiction="KZ", on=date(2026, 12, 1))
    assert amounts(found) == {"customs_duty": Decimal(14300), "vat": Decimal(21131)}
