"""Charges of the Union's states that are known once an item states what decides them: power, age, place of use, list of VAT."""

from datetime import date
from decimal import Decimal

import pytest

from chorsu.measures import load_book
from tests.measures.test_eaeu_states import amounts, assessed, unknown


@pytest.fixture(scope="module")
def book():
    return load_book()


def cars(book, state, code, *proofs, on="2026-11-25", hp="", **item):
    item |= {"quantities": {"BHP": hp}} if hp else {}
    return assessed(
        book, state, code, on=date.fromisoformat(on), proofs=list(proofs), quantity="1", unit="NAR",
        net_mass="1800", gross_mass="1800", **item,
    )  # fmt: skip


# Two published tables of 2026 by resolution 1291, and a calculator's own test: 100 kW, up to three years, 1,560,000 RUB.
@pytest.mark.parametrize(
    ("code", "proofs", "fee"),
    [
        ("8703800003", ["RU-EV-130-160-hp"], "1560000"),
        ("8703800003", ["RU-EV-130-160-hp", "RU-over-3-years"], "2227200"),
        ("8703800003", ["RU-EV-over-280-hp"], "3648000"),
        ("8703231981", ["RU-1-2-l-160-190-hp", "RU-over-3-years"], "1492800"),
        ("8703231981", ["RU-1-2-l-430-460-hp"], "2464800"),
        ("8703800003", ["RU-over-3-years"], None),
        ("8703800003", [], None),
    ],
)
def test_the_russian_recycling_fee_follows_power_and_age(book, code, proofs, fee):
    found = cars(book, "RU", code, *proofs)
    assert amounts(found).get("recycling_fee") == (None if fee is None else Decimal(fee))


# The same calculator: an electric car of 135.96 horse power bears 8,701.44 RUB of excise.
def test_an_electric_car_for_russia_has_a_known_total_once_its_power_is_stated(book):
    found = cars(book, "RU", "8703800003", "RU-EV-130-160-hp", "RU-90-150-hp", hp="135.96")
    due = amounts(found)
    assert due["excise"] == Decimal("8701.44")
    assert due["customs_duty"] == Decimal("150000")
    assert due["vat"] == Decimal("254914.32")  # 22 % of 1,000,000 + 150,000 + 8,701.44
    assert found.total is not None
    assert unknown(cars(book, "RU", "8703800003")) >= {"excise", "recycling_fee"}


# Kazakhstan's list of lower duties, heading 8703: electric cars that stay there are free.
@pytest.mark.parametrize(
    ("state", "code", "proofs", "rate"),
    [
        ("KZ", "8703800003", ["KZ-stays-in-KZ"], "0"), ("KZ", "8703800005", ["KZ-stays-in-KZ"], "0"),
        ("KZ", "8703800003", [], "0.15"), ("KZ", "8703800008", ["KZ-stays-in-KZ"], "0.15"),
        ("RU", "8703800003", ["KZ-stays-in-KZ"], "0.15"),
    ],
)  # fmt: skip
def test_electric_cars_that_stay_in_kazakhstan_bear_no_duty(book, state, code, proofs, rate):
    found = cars(book, state, code, *proofs)
    assert amounts(found)["customs_duty"] == Decimal(rate) * found.customs_value


# Tax Code of Kazakhstan, art. 537: 100 KZT a cm3 above 3,000 cm3; from 77,850,000 KZT a car 10 %, unknown here.
# Recycling by lada.kz.
@pytest.mark.parametrize(
    ("code", "proofs", "value", "excise", "recycling"),
    [
        ("8703221091", [], "10000", "0", "756875"), ("8703231940", [], "20000", "0", None),
        ("8703231940", ["KZ-to-2000-cm3"], "20000", "0", "756875"), ("8703231981", ["KZ-over-2000-cm3"], "20000", "0", "1081250"),
        ("8703241098", [], "50000", "360000", "2486875"), ("8703241098", [], "155700", None, "2486875"),
    ],
)  # fmt: skip
def test_cars_for_kazakhstan_pay_by_volume_and_value(book, code, proofs, value, excise, recycling):
    found = assessed(
        book, "KZ", code, value=value, proofs=proofs, quantity="1", unit="NAR", quantities={"CMQ": "3600"},
        net_mass="1800", gross_mass="1800",
    )  # fmt: skip
    due = amounts(found)
    assert due.get("excise") == (None if excise is None else Decimal(excise))
    assert due.get("recycling_fee") == (None if recycling is None else Decimal(recycling))


# Kyrgyzstan's beer: 20 KGS a litre in 2026, 25 from 2027; cigarettes 3,250 KGS a thousand, then 3,500.
@pytest.mark.parametrize(
    ("code", "unit", "quantity", "on", "excise"),
    [
        ("2203000100", "LTR", "1000", "2026-11-25", "20000"), ("2203000100", "LTR", "1000", "2027-01-04", "25000"),
        ("2402209000", "NAR", "20000", "2026-11-25", "65000"), ("2402209000", "NAR", "20000", "2027-01-04", "70000"),
    ],
)  # fmt: skip
def test_kyrgyz_excise_on_beer_and_cigarettes_goes_up_with_2027(book, code, unit, quantity, on, excise):
    found = assessed(
        book, "KG", code, on=date.fromisoformat(on), quantity=quantity, unit=unit, net_mass="1000", gross_mass="1000"
    )
    assert amounts(found)["excise"] == Decimal(excise)


# The law of 425-FZ leaves list and sums to the Government, whose act was not read: what others say of it differs.
@pytest.mark.parametrize("code", ["8517130000", "8471300000"])
def test_the_russian_technological_levy_is_unknown_from_its_first_day(book, code):
    days = date(2026, 8, 31), date(2026, 9, 1)
    before, after = (assessed(book, "RU", code, on=day, quantity="100", unit="NAR") for day in days)
    assert "technology_fee" not in {row.kind for row in before.unknown}
    assert "technology_fee" in {row.kind for row in after.unknown}


# Clothes may be for children (10 % in Russia and Belarus), medicines registered, beans for food: the words were not read.
@pytest.mark.parametrize(
    ("state", "code", "proofs", "rate"),
    [
        ("RU", "6109100000", [], None), ("RU", "6109100000", ["VAT-standard"], "0.22"),
        ("RU", "6109100000", ["VAT-reduced"], "0.10"),
        # Dates and figs have one code fresh and dried, and only the fresh are on the list of resolution 1952 of 2019-12-31.
        ("RU", "0804100000", [], None), ("RU", "0804100000", ["VAT-reduced"], "0.10"),
        ("RU", "0804209000", ["VAT-standard"], "0.22"), ("RU", "0804500009", [], "0.10"),
        ("RU", "6109100000", ["VAT-reduced", "VAT-standard"], "0.22"), ("RU", "5205230000", ["VAT-reduced"], "0.22"),
        ("RU", "3004200002", ["VAT-standard"], "0.22"), ("RU", "3004200002", ["VAT-reduced"], None),  # 10 % or nothing
        ("BY", "6109100000", ["VAT-standard"], "0.20"), ("BY", "6109100000", ["VAT-reduced"], "0.10"),
        ("KZ", "3004200002", ["VAT-standard"], "0.16"), ("KZ", "3004200002", ["VAT-reduced"], None),  # 5 % or nothing
        ("KG", "1201900000", ["VAT-standard"], "0.12"), ("KG", "1201900000", ["VAT-reduced"], "0"),
    ],
)  # fmt: skip
def test_vat_is_known_once_the_goods_are_said_to_be_on_a_list_or_off_it(book, state, code, proofs, rate):
    found = assessed(book, state, code, proofs=proofs, net_mass="1000", gross_mass="1000")
    vat = [charge for charge in found.charges if charge.kind == "vat"]
    assert [charge.amount for charge in vat] == (
        [] if rate is None else [(vat[0].base * Decimal(rate)).quantize(Decimal("0.01"))]
    )
