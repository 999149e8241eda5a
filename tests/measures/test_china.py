"""China's rates, each beside what the published tariff or list says; and that nothing doubtful is charged."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from chorsu.assessment import Assessment, assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

NO_RATES = b"from,to,rate,on,source\nUSD,CNY,7,2026-11-01,for the test\n"

shipped = cache(load_book)  # read once for the module


def import_of(
    code: str, *, value: str = "10000", origin: str = "KZ", proofs: tuple[str, ...] = (), regime: str = "import",
    on: str = "2026-06-15", **whole: object,
) -> Assessment:  # fmt: skip
    """Assess one item of that code, valued in yuan at the border, its carriage in the price."""
    item: dict[str, object] = {
        "description": "goods", "hs": code[:6], "origin": origin, "quantity": "1000", "unit": "KGM", "net_mass": "1000",
        "gross_mass": "1050", "value": value, "currency": "CNY", "proofs": list(proofs),
    }  # fmt: skip
    if len(code) > 6:
        item["codes"] = {"CN": code}
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


@pytest.mark.parametrize(
    "code",
    [
        "02071411",  # “带骨的 ①”: a specific rate in a footnote that was not read
        "02071422",  # “鸡爪 ⑨”
        "74032900",  # the name runs over two lines, the rate is lost
        "08103000",
        "50040000",
        "30021200",  # “3∆0”: the provisional rate may name only some goods of the line
    ],
)
def test_no_rate_comes_from_a_doubtful_line(code: str) -> None:
    found = import_of(code)
    assert due(found, "customs_duty") is None
    assert found.total is None


def test_six_digits_do_not_tell_the_rate_where_a_line_was_lost() -> None:
    """7407 10 has 1010 (lost) and 1090 (4 %): only the eight digits are an answer."""
    assert due(import_of("74071090"), "customs_duty") == 400
    assert due(import_of("740710"), "customs_duty") is None


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
        ("02023000", "9"),
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


@pytest.mark.parametrize("code", ["02109100", "04090000", "44032110", "09012100"])
def test_vat_is_unknown_where_the_reduced_rate_may_cover_the_goods(code: str) -> None:
    assert due(import_of(code), "vat") is None


def test_rice_outside_the_quota_pays_65_per_cent_and_with_a_certificate_the_rate_is_not_read() -> None:
    assert due(import_of("10063020", origin="PK"), "customs_duty") == 6500
    assert due(import_of("10063020", origin="PK", proofs=("tariff quota certificate",)), "customs_duty") is None
    assert due(import_of("10061081", origin="PK", proofs=("tariff quota certificate",)), "customs_duty") == 100  # 1 % of 10,000


@pytest.mark.parametrize(("origin", "proof"), [("PK", "CPFTA"), ("IN", "APTA")])
def test_an_agreement_whose_list_was_not_read_makes_the_duty_unknown_only_with_its_proof(origin: str, proof: str) -> None:
    assert due(import_of("520523", origin=origin), "customs_duty") == 500
    assert due(import_of("520523", origin=origin, proofs=(proof,)), "customs_duty") is None
    assert due(import_of("520523", origin="UZ", proofs=(proof,)), "customs_duty") == 500


# The law's formula (Decree 539, art. 9): (value + duty) / (1 - 25 %) x 25 %; plug-in diesel of 3 to 4 litres, duty 15 %.
def test_the_consumption_tax_is_part_of_its_own_base() -> None:
    found = import_of("87037063", value="300000")
    assert due(found, "customs_duty") == 45000
    assert due(found, "consumption_tax") == Decimal("115000")  # 345,000 / 0.75 x 0.25
    assert due(found, "vat") == Decimal("59800")  # 460,000 x 13 %


def test_polyamide_of_russia_may_bear_an_anti_dumping_duty_that_is_not_read() -> None:
    assert "anti_dumping" in {row.kind for row in import_of("39081012", origin="RU").unknown}
    assert "anti_dumping" not in {row.kind for row in import_of("39081012", origin="KZ").unknown}


@pytest.mark.parametrize(("value", "duty", "vat"), [("5000", "0", "455"), ("5000.01", None, None)])
def test_cross_border_retail_within_5000_yuan_pays_no_duty_and_70_per_cent_of_vat(
    value: str, duty: str | None, vat: str | None
) -> None:
    """5,000 x 13 % = 650, of which 70 % are 455 (Caiguanshui 2018 No. 49)."""
    found = import_of("611020", value=value, origin="IN", regime="import:9610", buyer_kind="private")
    wanted = None if duty is None else Decimal(duty)
    assert due(found, "customs_duty") == wanted
    assert due(found, "vat") == (None if vat is None else Decimal(vat))


def test_the_rates_of_2026_end_with_the_year() -> None:
    assert due(import_of("080810", on="2027-01-01"), "customs_duty") is None


def test_exports_bear_no_vat_and_no_listed_duty() -> None:
    found = import_of("080810", origin="CN", regime="export")
    assert due(found, "vat") == 0
    assert found.estimated  # the list of goods under export duty was not read


def test_an_electric_car_for_export_asks_for_a_licence() -> None:
    found = import_of("8703801090", origin="CN", regime="export", on="2026-01-01")
    assert "CN-export-ev-licence" in {row.measure.id for row in found.requirements}
    before = import_of("8703801090", origin="CN", regime="export", on="2025-12-31")
    assert "CN-export-ev-licence" not in {row.measure.id for row in before.requirements}
