"""Free trade between the Union and Iran, line by line: free outside the list of 2026-07-01, in it its rate or the tariff's.

The list: EEC Board decision 1 of 2025-01-14 in the wording of 43 of 2026-04-07, by a customs adviser's base, read 2026-11-29.
"""

from datetime import date
from decimal import Decimal

import pytest

from .test_eaeu_states import amounts, assessed, book, unknown

__all__ = ["book"]  # the fixture of the shipped book


# Ten thousand dollars at 100 RUB, 1,000 kg, 120 RUB a euro.
@pytest.mark.parametrize(
    ("code", "on", "duty"),
    [
        ("0804100000", "2026-11-25", "0"),  # dates: outside the list
        ("0802510000", "2026-11-25", "0"),  # pistachios
        ("5205121000", "2026-11-25", "0"),
        ("5205140000", "2026-11-25", "50000"),  # on the list, "rate of the tariff": 5 %
        ("0409000000", "2026-11-25", "150000"),  # honey: on the list, 15 %
        ("0702000007", "2026-11-25", "60000"),  # tomatoes in November: 6 %, not less than 0.032 EUR/kg
        ("0702000009", "2026-12-25", "60000"),
        ("0808108006", "2026-11-25", "5400"),  # apples: 0.045 EUR/kg, not 0.06
        ("0709300000", "2026-10-31", "25000"),  # aubergines: 2.5 % from June to October
        ("0709300000", "2026-11-01", "0"),  # and outside the list for the rest of the year
        ("8516101100", "2026-11-25", "50000"),  # water heaters: 5 %, not the tariff's 15 %
    ],
)
def test_a_line_of_iran_bears_what_the_list_says(book, code, on, duty):
    goods = {"net_mass": "1000", "gross_mass": "1050", "origin": "IR", "on": date.fromisoformat(on)}
    assert amounts(assessed(book, "RU", code, proofs=["CT-3"], **goods))["customs_duty"] == Decimal(duty)


def test_without_its_certificate_a_good_of_iran_bears_the_tariff(book):
    goods = {"net_mass": "1000", "gross_mass": "1050", "origin": "IR"}
    assert amounts(assessed(book, "RU", "0804100000", **goods))["customs_duty"] > 0
    assert amounts(assessed(book, "RU", "0804100000", proofs=["CT-1"], **goods))["customs_duty"] > 0


@pytest.mark.parametrize("code", ["4418810000", "9022210000"])  # "glulam, but of bamboo", "alpha, beta or gamma rays"
def test_a_line_that_the_list_names_in_words_is_unknown(book, code):
    assert "customs_duty" in unknown(assessed(book, "RU", code, origin="IR", proofs=["CT-3"]))


def test_before_the_list_of_july_2026_the_duty_is_unknown(book):
    earlier = assessed(book, "RU", "0804100000", origin="IR", proofs=["CT-3"], on=date(2026, 6, 10))
    assert "customs_duty" in unknown(earlier)
