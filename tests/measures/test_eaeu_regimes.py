"""What is due in transit, under temporary admission, inward processing: Customs Code of the EAEU, art. 142, 163, 219, 223."""

import pytest

from .test_eaeu_states import amounts, assessed, book, unknown

__all__ = ["book"]  # the fixture of the shipped book

LORRY = "8704239108"
TAXES = ("customs_duty", "safeguard", "anti_dumping", "countervailing", "excise", "vat")


@pytest.mark.parametrize("state", ["RU", "KZ", "KG", "BY"])
@pytest.mark.parametrize("regime", ["transit", "inward-processing"])
def test_a_procedure_without_release_takes_neither_duty_nor_taxes(book, state, regime):
    found = assessed(book, state, LORRY, regime=regime, net_mass="9000", gross_mass="9000")
    assert {kind: amount for kind, amount in amounts(found).items() if kind != "fee"} == dict.fromkeys(TAXES, 0)


@pytest.mark.parametrize("state", ["RU", "KZ", "KG", "BY"])
def test_what_stays_for_a_time_pays_a_part_or_nothing(book, state):
    found = assessed(book, state, LORRY, regime="temporary", net_mass="9000", gross_mass="9000")
    assert {"customs_duty", "vat"} <= unknown(found)  # 3 % for each month begun
    assert amounts(found)["anti_dumping"] == 0
    free = assessed(book, state, LORRY, regime="temporary", net_mass="9000", gross_mass="9000", proofs=["EAEU-temporary-free"])
    assert {kind: amount for kind, amount in amounts(free).items() if kind != "fee"} == dict.fromkeys(TAXES, 0)


# Kyrgyzstan: 0.4 % under any procedure but transit, 10,000 USD at 90 KGS; Kazakhstan: six indices, transit too.
@pytest.mark.parametrize(
    ("state", "regime", "fee"),
    [
        ("KG", "transit", 0),
        ("KG", "temporary", 3600),
        ("KZ", "transit", 25950),
        ("KZ", "temporary", None),
        ("RU", "transit", None),
    ],
)
def test_the_fee_of_a_procedure_is_each_states_own(book, state, regime, fee):
    found = assessed(book, state, LORRY, regime=regime, net_mass="9000", gross_mass="9000")
    assert amounts(found).get("fee") == fee
    assert ("fee" in unknown(found)) is (fee is None)
