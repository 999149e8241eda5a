"""What a missing proof would save is the difference that it makes."""

from decimal import Decimal

import pytest

from tests.planning.consignments import FREIGHT, chosen_import, found, planned, with_measures

PREFERENCE = {
    "id": "scratch-preference", "jurisdiction": "EAEU", "kind": "customs_duty", "commodity": "0808108008", "origin": "CN",
    "conditions": ["proof:FORM-X"],
}  # fmt: skip


@pytest.mark.parametrize("rate", ["FREE", "1%", "0.02 EUR/KGM"])
def test_the_saving_is_the_difference_of_the_totals_with_and_without_the_proof(references, rate):
    scratch = with_measures(references, {**PREFERENCE, "expression": rate})
    without = planned(scratch, freight=FREIGHT)
    with_it = planned(scratch, freight=FREIGHT, item={"proofs": ["FORM-X"]})
    saved = Decimal(chosen_import(without)["total"]) - Decimal(chosen_import(with_it)["total"])
    assert saved > 0
    assert chosen_import(without)["savings"] == [{"proof": "FORM-X", "amount": str(saved)}]
    assert chosen_import(with_it)["savings"] == []
    texts = [row["text"] for row in found(without, "proof") if without["chosen"] in row["journeys"]]
    assert texts == [f"The proof FORM-X would save {saved} KZT."]


def test_a_proof_that_saves_nothing_is_not_named(references):
    scratch = with_measures(references, {**PREFERENCE, "expression": "0.03 EUR/KGM"})
    assert not any(Decimal(row["amount"]) > 0 for row in chosen_import(planned(scratch))["savings"])


def test_no_proof_on_file_means_no_saving(dap):
    assert all(row["assessment"]["savings"] == [] for row in dap["assessments"])
