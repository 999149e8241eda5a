"""China's rates, each beside what the published tariff or list says; and that nothing doubtful is charged."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from chorsu.assessment import Assessment, assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

NO_RATES = b"from,to,rate,on,source\nUSD,CNY,7,2026-11-01,for the test\n"

shipped = cache(load_book)  # read once for the module


def import_of(
    code: str, *, value: str = "10000", origin: str = "KZ", proofs: tuple[str, ...] = (), regime: str = "import",
    on: str = "2026-06-15", unit: str = "KGM", also: Mapping[str, object] | None = None,
    **whole: object,
) -> Assessment:  # fmt: skip
    """Assess one item of that code, valued in yuan at the border, its carriage in the price; ``also`` are its further fields."""
    item: dict[str, object] = {
        "description": "goods", "hs": code[:6], "origin": origin, "quantity": "1000", "unit": unit, "net_mass": "1000",
        "gross_mass": "1050", "value": value, "currency": "CNY", "proofs": list(proofs),
    }  # fmt: skip
    if len(code) > 6:
        item["codes"] = {"CN": code}
    item |= also or {}
    data = {
        "consignor": {"name": "A", "country": origin}, "consignee": {"name": "B", "country": "CN"}, "from": "KZALA",
        "to": "CNTAO", "ready": on, "incoterm": "DAP", "items": [item], **whole,
    }  # fmt: skip
    book, rates = shipped(), parse_rates(NO_RATES)
    return assess(read_consignment(data), book, rates, jurisdiction="CN", on=date.fromisoformat(on), regime=regime)


def due(found: Assessment, kind: str) -> Decimal | None:
    return next((row.amount for row in found.charges if row.kind == kind), None)


# Import and Export Tariff of China, 2026, the figure printed behind the name of the line (announcement 12 of 2025).
PRINTED = [
    ("08081000", "10"), ("08083010", "12"), ("08083090", "10"), ("08091000", "25"), ("08092100", "10"), ("08092900", "10"),
    ("08131000", "25"), ("08134010", "20"), ("08062000", "10"), ("08071910", "12"), ("08023100", "25"), ("08023200", "20"),
    ("10063020", "65"), ("10063080", "65"), ("10064020", "10"), ("10059000", "65"), ("10019900", "65"), ("10039000", "3"),
    ("15121100", "9"), ("44071190", "0"), ("47032100", "0"), ("04090000", "15"), ("18063200", "10"), ("04022100", "10"),
    ("15141100", "9"), ("03036400", "7"), ("41012011", "8"), ("41021000", "7"), ("19053100", "10"), ("40169910", "8"),
    ("11010000", "65"), ("52029900", "10"), ("52041100", "5"), ("52071000", "5"), ("74040000", "1.5"), ("74081100", "4"),
    ("74111019", "4"), ("87036011", "15"), ("51011100", "38"), ("51032010", "13.5"), ("02109100", "25"), ("09012100", "15"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "printed"), PRINTED)
def test_the_rate_is_the_one_that_the_tariff_prints(code: str, printed: str) -> None:
    assert due(import_of(code), "customs_duty") == Decimal(printed) * 100


# “24∆12”: most-favoured-nation rate 24, provisional rate 12, which goes before it (Tariff Law, art. 13).
@pytest.mark.parametrize(
    ("code", "provisional"),
    [
        ("08026190", "12"),
        ("08021100", "10"),
        ("08013100", "5"),
        ("08044000", "7"),
        ("74031119", "0"),
        ("74020000", "0"),
        ("03036700", "5"),
        ("04069000", "8"),
        ("44101200", "0"),
        ("18040000", "10"),
        ("41041111", "3"),
    ],
)
def test_a_provisional_rate_goes_before_the_most_favoured_nation_rate(code: str, provisional: str) -> None:
    assert due(import_of(code), "customs_duty") == Decimal(provisional) * 100


# Forms other than a figure: a sum a kilogram behind a circled number (0207 14 11: 0.6 yuan), a name of two lines (7403 29 00), a
# rate for some goods of a line only (“ex0303 5990 … ∆5”), the lower of two (4001 21 00: 20 % or 1,500 yuan a tonne).
@pytest.mark.parametrize(
    ("code", "proofs", "duty"),
    [
        ("02071411", (), "600"),  # 0.6 yuan x 1,000 kg
        ("74032900", (), "100"),
        ("08103000", (), "2500"),
        ("50040000", (), "600"),
        ("30021200", (), "0"),
        ("740710", (), "400"),  # both lines bear 4 %
        ("03035990", (), "700"),
        ("03035990", ("CN-ex03035990",), "500"),
        ("40012100", (), "1500"),  # 1,500 yuan x 1 t, under 20 % of 10,000
    ],
)
def test_every_form_of_the_tariff_is_read(code: str, proofs: tuple[str, ...], duty: str) -> None:
    assert due(import_of(code, proofs=proofs), "customs_duty") == Decimal(duty)


# Editions of 2025: 5 for 5205 15 00 and 5205 21 00 (htshub.com); 2, provisional 0, for all of 7403 11 (chinesetariff.com).
@pytest.mark.parametrize(("code", "duty", "vat"), [("520523", "500", "1365"), ("740311", "0", "1300"), ("520612", "500", "1365")])
def test_cotton_yarn_and_copper_cathodes(code: str, duty: str, vat: str) -> None:
    found = import_of(code, origin="UZ")
    assert (due(found, "customs_duty"), due(found, "vat")) == (Decimal(duty), Decimal(vat))


# 9 % stands beside 0813 10 and 5101 11, 13 % beside 5101 21 (china-gacc.agency), 9 % beside 0809 40 and 1101 (htshub.com),
# 1006 1 (chinesetariff.com); 13 % is the rule.
@pytest.mark.parametrize(
    ("code", "rate"),
    [
        ("081310", "9"),
        ("080929", "9"),
        ("100630", "9"),
        ("520523", "13"),
        ("851713", "13"),
        ("02042300", "9"),
        ("03036700", "9"),
        ("11010000", "9"),
        ("51011100", "9"),
        ("51012100", "13"),
        ("41021000", "9"),
    ],
)
def test_vat_is_nine_per_cent_on_what_the_lists_show_and_thirteen_otherwise(code: str, rate: str) -> None:
    found = import_of(code)
    duty = due(found, "customs_duty")
    assert duty is not None
    assert due(found, "vat") == (10000 + duty) * Decimal(rate) / 100


# Inland some goods of these lines bear 9 and some 13 %, and customs were not seen to take either (code table 2026A).
@pytest.mark.parametrize("code", ["02109900", "04081100", "44012100", "87019190", "49029000"])
def test_vat_is_unknown_where_customs_may_take_either_rate(code: str) -> None:
    assert due(import_of(code), "vat") is None


def test_ten_digits_tell_the_rate_of_vat_where_customs_split_the_line() -> None:
    """GACC announcement 15 of 2026 names 8413 60 22 01 at 9 %; the rest of the line bears 13 %."""
    assert due(import_of("8413602201"), "vat") == Decimal("990.00")  # duty 10 %
    assert due(import_of("8413602290"), "vat") == Decimal("1430.00")
    assert due(import_of("84136022"), "vat") is None


def test_rice_outside_the_quota_pays_65_per_cent_and_inside_1_per_cent() -> None:
    assert due(import_of("10063020", origin="PK"), "customs_duty") == 6500
    assert due(import_of("10063020", origin="PK", proofs=("tariff quota certificate",)), "customs_duty") == 100


# Columns “巴PK” and “亚太AP” of the tariff of 2026.
@pytest.mark.parametrize(
    ("code", "origin", "proof", "without", "duty"),
    [
        ("52052300", "PK", "CPFTA", "500", "0"),
        ("52052300", "IN", "APTA", "500", "350"),
        ("07123920", "PK", "CPFTA", "1300", "150"),
        ("07123920", "IN", "APTA", "1300", "900"),
        ("25151200", "IN", "APTA", "0", "0"),  # 2 % by the agreement, 0 % provisional: the lower
        ("08041000", "PK", "CPFTA", "1500", "0"),
        ("10063020", "PK", "CPFTA", "6500", "6500"),  # no rate of the agreement on rice
        ("52052300", "UZ", "CPFTA", "500", "500"),
        ("52052300", "PK", "APTA", "500", "500"),  # Pakistan is no member
    ],
)
def test_the_rate_of_an_agreement_needs_its_origin_and_its_proof(
    code: str, origin: str, proof: str, without: str, duty: str
) -> None:
    assert due(import_of(code, origin=origin), "customs_duty") == Decimal(without)
    assert due(import_of(code, origin=origin, proofs=(proof,)), "customs_duty") == Decimal(duty)


# The law's formula (Decree 539, art. 9): (value + duty) / (1 - 25 %) x 25 %; plug-in diesel of 3 to 4 litres, duty 15 %.
def test_the_consumption_tax_is_part_of_its_own_base() -> None:
    found = import_of("87037063", value="300000")
    assert due(found, "customs_duty") == 45000
    assert due(found, "consumption_tax") == Decimal("115000")  # 345,000 / 0.75 x 0.25
    assert due(found, "vat") == Decimal("59800")  # 460,000 x 13 %


# 200,000 + 15 % duty = 230,000; / (1 - 5 %) x 5 % = 12,105.26; VAT on 242,105.26.
def test_a_petrol_car_by_its_displacement() -> None:
    found = import_of("87032341", value="200000")
    assert due(found, "consumption_tax") == Decimal("12105.26")
    assert due(found, "vat") == Decimal("31473.68")


@pytest.mark.parametrize(
    ("code", "rate"),  # annex of Decree 539, cars: by displacement; the tariff's lines follow its steps
    [
        ("87032130", 1), ("87032240", 3), ("87033121", 3), ("87032350", None), ("87032353", 9), ("87032361", 12),
        ("87033312", 12), ("87032412", 25), ("87033322", 25), ("87032421", 40), ("87033361", 40), ("87034041", 9),
        ("87035061", 25), ("87038010", 0),
    ],
)  # fmt: skip
def test_cars_bear_consumption_tax_by_displacement(code: str, rate: int | None) -> None:
    found = import_of(code, value="100000")
    base = Decimal(115000)
    expected = None if rate is None else (base * rate / (100 - rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert due(found, "consumption_tax") == expected


# A broker's landed-cost report of 2025-06-18: cigars of 2402 90 00 09 worth 83.00 bear 20.75 duty, 58.36
# consumption tax and 21.07 VAT; here a hundred times as much, since 50 yuan are not collected.
def test_a_published_report_on_cigars() -> None:
    found = import_of("2402900009", value="8300")
    assert [(row.kind, row.amount) for row in found.charges if row.amount] == [
        ("customs_duty", Decimal("2075.00")),
        ("consumption_tax", Decimal("5835.94")),
        ("vat", Decimal("2107.42")),
    ]


# Whisky: 10 %, since 2026-02-02 provisionally 5 %. 1,000 l worth 100,000: (105,000 + 912) / 0.8 - 105,000 = 27,390.
@pytest.mark.parametrize(("on", "duty", "tax"), [("2026-02-01", "10000", "28640"), ("2026-02-02", "5000", "27390")])
def test_whisky_bears_a_rate_and_a_sum_a_litre(on: str, duty: str, tax: str) -> None:
    found = import_of("22083000", value="100000", on=on, unit="LTR")
    assert due(found, "customs_duty") == Decimal(duty)
    assert due(found, "consumption_tax") == Decimal(tax)


# Announcement 20 of 2026: lithium-ion accumulators are no longer free, 2 % from September 2026, 4 % a year later; sodium-ion and
# solid-state ones stay free to the end of 2028. Base 11,000.
@pytest.mark.parametrize(
    ("on", "proofs", "tax"),
    [
        ("2026-08-31", (), "0"),
        ("2026-09-01", (), "224.49"),
        ("2026-09-01", ("CN-battery-new-kind",), "0"),
    ],
)
def test_accumulators_lose_their_relief_in_steps(on: str, proofs: tuple[str, ...], tax: str) -> None:
    assert due(import_of("85076000", on=on, proofs=proofs), "consumption_tax") == Decimal(tax)


# What turns on a fact that no code tells: unknown, until a proof states the fact.
@pytest.mark.parametrize(
    ("code", "value", "proof", "tax"),
    [
        ("22030000", "10000", "CN-beer-from-370-USD", "250"),  # 250 yuan x 1 t
        ("22030000", "1000", "CN-beer-under-370-USD", "220"),
        ("33030000", "10000", "CN-cosmetics-plain", "0"),
        ("91021100", "20000", "CN-watch-from-10000-CNY", "5500"),  # 22,000 / 0.8 x 0.2
        ("32081000", "10000", "CN-coating-up-to-420-g", "0"),
        ("85061011", "10000", "CN-mercury-free", "0"),
        ("87112050", "10000", "CN-motorcycle-250-ml", "448.45"),  # 14,500 / 0.97 x 0.03
        ("89032200", "10000", "CN-boat-no-yacht", "0"),
    ],
)
def test_a_proof_tells_which_consumption_tax(code: str, value: str, proof: str, tax: str) -> None:
    assert due(import_of(code, value=value), "consumption_tax") is None
    assert due(import_of(code, value=value, proofs=(proof,)), "consumption_tax") == Decimal(tax)


# 1,000 pieces. Watches: 20 % from a taxable value of 10,000 yuan (htshub.com, 9102 21). Cosmetics: 15 % from 10 yuan a gram
# (Ningbo Customs, 2025). Beer: 250 yuan a tonne from 370 USD of dutiable value (Caiguanshui 2006 No. 22), at 7 yuan a dollar.
# Motorcycles: 3 % at 250 ml. Cigarettes: 56 or 36 % and 0.003 yuan each, by the value of a carton of 200 (GACC 27 of 2009).
@pytest.mark.parametrize(
    ("code", "value", "item", "tax"),
    [
        ("91022100", "10000000", {"unit": "NAR"}, "2775000"),  # 11,100,000 / 0.8 x 0.2
        ("91022100", "9999990", {"unit": "NAR"}, "0"),
        ("33030000", "10000", {"quantities": {"GRM": "1000"}}, "1817.65"),  # 10,300 / 0.85 x 0.15
        ("33030000", "9999.99", {"quantities": {"GRM": "1000"}}, "0"),
        ("22030000", "2590", {}, "250"),
        ("22030000", "2589.99", {}, "220"),
        ("87112050", "10000", {"unit": "NAR", "quantities": {"CMQ": "250000"}}, "448.45"),
        ("87112050", "10000", {"unit": "NAR", "quantities": {"CMQ": "249999"}}, "0"),
        ("24022000", "3500", {"unit": "NAR", "quantity": "10000"}, "5636.36"),  # (4,375 + 30) / 0.44 x 0.56 + 30
        ("24022000", "1700", {"unit": "NAR", "quantity": "10000"}, "1242.19"),  # (2,125 + 30) / 0.64 x 0.36 + 30
        ("24022000", "2000", {"unit": "NAR", "quantity": "10000"}, None),
    ],
)
def test_the_value_of_one_piece_tells_which_consumption_tax(
    code: str, value: str, item: dict[str, object], tax: str | None
) -> None:
    found = import_of(code, value=value, also=item, on="2026-11-15")
    assert due(found, "consumption_tax") == (None if tax is None else Decimal(tax))


def test_a_cheap_consignment_of_watches_holds_no_dear_watch() -> None:
    assert due(import_of("91021100", value="9999"), "consumption_tax") == 0


# Abolished on 2014-12-01: tyres, alcohol, small motorcycles. Gold jewellery and diamonds: at retail.
@pytest.mark.parametrize("code", ["40111000", "22072000", "87112020", "71131919", "71021000"])
def test_goods_freed_of_consumption_tax_bear_none_and_surely(code: str) -> None:
    found = import_of(code, unit="LTR")
    assert due(found, "consumption_tax") == 0
    assert next(row for row in found.charges if row.kind == "consumption_tax").measure.startswith("CN-consumption-tax-")


# Ministry of commerce: announcement 24 of 2025 (cypermethrin), notice of 2024-06-07 (m-phenoxybenzaldehyde), 56 of 2014 (fibre)
@pytest.mark.parametrize("code", ["29269090", "29124990", "90011000", "32041700"])
def test_goods_of_india_that_china_found_dumped_may_bear_a_duty(code: str) -> None:
    found = import_of(code, origin="IN")
    assert "anti_dumping" in {row.kind for row in found.unknown}
    assert "anti_dumping" not in {row.kind for row in import_of(code, origin="KZ").unknown}


def test_polyamide_of_russia_may_bear_an_anti_dumping_duty_that_is_not_read() -> None:
    assert "anti_dumping" in {row.kind for row in import_of("39081012", origin="RU").unknown}
    assert "anti_dumping" not in {row.kind for row in import_of("39081012", origin="KZ").unknown}


# 5,000 x 13 % = 650, of which 70 % are 455 (Caiguanshui 2018 No. 49). Above it 6 %, and 13 % of 5,300.01.
@pytest.mark.parametrize(("value", "duty", "vat"), [("5000", "0", "455"), ("5000.01", "300", "689")])
def test_cross_border_retail_within_5000_yuan_pays_no_duty_and_70_per_cent_of_vat(value: str, duty: str, vat: str) -> None:
    found = import_of("611020", value=value, origin="IN", regime="import:9610", buyer_kind="private")
    assert due(found, "customs_duty") == Decimal(duty)
    assert due(found, "vat") == Decimal(vat)


def test_the_rates_of_2026_end_with_the_year() -> None:
    assert due(import_of("080810", on="2027-01-01"), "customs_duty") is None


# The tariff of 2027 is announced at the end of December: a plan that arrives after it says why there is no rate.
def test_a_rate_that_ended_is_told_from_one_that_was_never_on_file() -> None:
    ended, never = (
        next(row.why for row in import_of(code, on="2027-01-20").unknown if row.kind == "customs_duty")
        for code in ("08081000", "080899")
    )
    for language, words in (("en", "ended on 2026-12-31"), ("zh", "至2026-12-31止"), ("ru", "действовало по 2026-12-31")):
        assert words in ended.in_(language)
        assert "2026-12-31" not in never.in_(language)


# Export tariff of 2026, whole: 107 goods. 7202 41: 40 %; 7403 11 19: 10 %; 8110 10 10: 20 %, provisional 5 %; apples: not there.
@pytest.mark.parametrize(
    ("code", "duty"), [("72024100", "4000"), ("74031119", "1000"), ("81101010", "500"), ("28269090", None), ("08081000", "0")]
)
def test_exports_bear_no_vat_and_the_duty_of_the_list(code: str, duty: str | None) -> None:
    found = import_of(code, origin="CN", regime="export")
    assert due(found, "vat") == 0
    assert due(found, "customs_duty") == (None if duty is None else Decimal(duty))


def test_the_export_duties_of_2027_are_unknown_for_the_goods_of_the_list() -> None:
    assert due(import_of("72024100", origin="CN", regime="export", on="2027-01-01"), "customs_duty") is None


# Code table 2026A: refund 9 % on lithium-ion accumulators, 6 % from April 2026, none from 2027; none on solar
# modules from April 2026.
@pytest.mark.parametrize(
    ("code", "on", "refund"),
    [
        ("85076000", "2026-03-31", "9%"),
        ("85076000", "2026-04-01", "6%"),
        ("85076000", "2027-01-01", "FREE"),
        ("85414300", "2026-03-31", "9%"),
        ("85414300", "2026-04-01", "FREE"),
        ("08081000", "2026-06-15", "9%"),
        ("40112000", "2026-06-15", "13%"),
        ("72083600", "2026-06-15", "FREE"),
    ],
)
def test_the_refund_on_export_is_that_of_the_day(code: str, on: str, refund: str) -> None:
    day = date.fromisoformat(on)
    rows = [
        row
        for row in shipped().measures
        if row.kind == "vat_refund" and code.startswith(row.commodity)
        and row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]  # fmt: skip
    assert [str(row.expression) for row in rows] == [refund]


def test_an_electric_car_for_export_asks_for_a_licence() -> None:
    found = import_of("8703801090", origin="CN", regime="export", on="2026-01-01")
    assert "CN-export-ev-licence" in {row.measure.id for row in found.requirements}
    before = import_of("8703801090", origin="CN", regime="export", on="2025-12-31")
    assert "CN-export-ev-licence" not in {row.measure.id for row in before.requirements}
