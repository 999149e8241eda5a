"""A plan has the shape that other programs rely on: every field, of the right kind, in three languages."""

import json
import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.planning.consignments import DAP, FCA, planned

FIGURE = re.compile(r"-?\d+(\.\d+)?")


def figure(value):
    return isinstance(value, str) and FIGURE.fullmatch(value) is not None


def day(value):
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def moment(value):
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def words(value):
    return isinstance(value, str) and value.strip() != ""


def code(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def maybe(kind):
    return lambda value: value is None or kind(value)


def one(*choices):
    return lambda value: value in choices


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


MONEY = {"amount": figure, "currency": code("[A-Z]{3}")}
SOURCE = {"title": words}
MODE = one("rail", "road", "sea", "air")
LEG = {
    "mode": MODE, "from": words, "to": words, "service": words, "departs": moment, "arrives": moment, "distance_km": figure,
    "cost": lambda value: value is None or fits(value, MONEY), "co2e_kg": figure,
    "estimated": bool, "source": lambda value: not value or fits(value, SOURCE),  # none where every figure of it is an estimate
}  # fmt: skip
JOURNEY = {
    "departs": moment, "arrives": {"p50": moment, "p90": moment}, "cost": MONEY, "co2e_kg": figure, "handlings": whole,
    "legs": [LEG],
}  # fmt: skip
CHARGE = {
    "item": whole, "kind": words, "measure": words, "expression": words, "base": figure, "amount": figure,
    "source": {**SOURCE, "address": words, "checked_on": day},
}  # fmt: skip
REQUIREMENT = {"kind": words, "measure": words, "text": words, "source": {**SOURCE, "address": words, "checked_on": day}}
RATE = {"from": code("[A-Z]{3}"), "to": code("[A-Z]{3}"), "rate": figure, "on": day, "source": words}
ASSESSMENT = {
    "jurisdiction": code("[A-Z]{2}"), "regime": words, "on": day, "currency": code("[A-Z]{3}"),
    "customs_value": maybe(figure), "book": {"hash": code("[0-9a-f]{64}"), "known_on": day}, "charges": [CHARGE],
    "savings": [{"proof": words, "amount": figure}], "requirements": [REQUIREMENT],
    "unknown": [{
        "item": whole, "kind": words, "why": words, "candidates": [words], "import": lambda value: isinstance(value, str),
    }],
    "exchange_rates": [RATE], "assumed": [{"item": whole, "kind": words, "why": words}], "estimated": bool,
    "total": maybe(figure),
}  # fmt: skip
PLAN = {
    "consignment": {
        "from": words, "to": words, "ready": day, "incoterm": words, "items": [{"hs": code(r"\d{6}"), "value": figure}],
    },
    "journeys": [JOURNEY], "chosen": whole,
    "assessments": [{"journey": whole, "side": one("import", "export"), "crossing": words, "on": day, "assessment": ASSESSMENT}],
    "landed": [{
        "journey": whole, "total": maybe(figure), "currency": code("[A-Z]{3}"), "per_unit": maybe(figure),
        "recoverable": maybe(figure), "paid_by": {"seller": maybe(figure), "buyer": maybe(figure)}, "estimated": bool,
    }],
    "requirements": [REQUIREMENT],
    "papers": [{"kind": words, "why": words, "issued_by": words, "for": words}],
    "findings": [{"severity": one("refusal", "warning", "info"), "rule": words, "text": words}],
    "facts": {"book": {"hash": words, "known_on": day}, "oldest_source": day, "rates_on": day},
}  # fmt: skip


def fits(value, shape, path="plan"):
    """Whether a value has a shape; the assertion names the first field that has not."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), path
        for name, inner in shape.items():
            assert name in value, f"{path}.{name} is missing"
            fits(value[name], inner, f"{path}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), path
        for number, entry in enumerate(value):
            fits(entry, shape[0], f"{path}[{number}]")
    else:
        good = isinstance(value, bool) if shape is bool else shape(value)
        assert good, f"{path}: {value!r}"
    return True


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("document", [DAP, FCA], ids=["DAP", "FCA"])
def test_a_plan_has_every_field_of_the_contract(references, document, language):
    plan = planned(references, document, language)
    fits(plan, PLAN)
    assert json.loads(json.dumps(plan)) == plan
    assert 0 <= plan["chosen"] < len(plan["journeys"])


def test_each_journey_is_assessed_on_both_sides_and_has_its_landed_cost(dap, fca):
    for plan in (dap, fca):
        numbers = list(range(len(plan["journeys"])))
        assert [row["journey"] for row in plan["landed"]] == numbers
        assert sorted((row["journey"], row["side"]) for row in plan["assessments"]) == sorted(
            (number, side) for number in numbers for side in ("export", "import")
        )


def test_no_figure_is_a_float(dap, fca):
    def floats(value, path=""):
        if isinstance(value, dict):
            return [bad for name, inner in value.items() for bad in floats(inner, f"{path}.{name}")]
        if isinstance(value, list):
            return [bad for number, inner in enumerate(value) for bad in floats(inner, f"{path}[{number}]")]
        return [path] if isinstance(value, float) else []

    for plan in (dap, fca):
        # Degrees on the map are no figures to reckon with.
        assert [path for path in floats(plan) if not path.endswith((".lat", ".lon"))] == []


def test_every_leg_charge_and_requirement_has_a_source_or_says_how_it_was_estimated(dap, fca):
    for plan in (dap, fca):
        for leg in (leg for journey in plan["journeys"] for leg in journey["legs"]):
            assert (leg["estimated"] and leg["method"]) or leg["source"], leg
            assert all(basis["text"] if basis["estimated"] else basis["source"] for basis in leg["basis"]), leg
        for assessment in (row["assessment"] for row in plan["assessments"]):
            assert all(row["source"] for row in (*assessment["charges"], *assessment["requirements"]))
            if assessment["assumed"]:
                assert assessment["estimated"]
        assert all(row["source"] for row in plan["requirements"])


def test_the_times_of_a_journey_follow_one_another(dap):
    for journey in dap["journeys"]:
        times = [journey["departs"]]
        for leg in journey["legs"]:
            times += [leg["departs"], leg["arrives"]]
        times += [journey["arrives"]["p50"], journey["arrives"]["p90"]]
        moments = [datetime.fromisoformat(text) for text in times]
        assert moments == sorted(moments)
        assert Decimal(journey["cost"]["amount"]) == sum(Decimal(leg["cost"]["amount"]) for leg in journey["legs"])


def test_what_is_unknown_is_never_written_as_a_figure(references):
    """Without the code's last digits neither duty nor VAT are known: no total, no landed cost, no share of the buyer."""
    plan = planned(references, item={"codes": None})
    for row in (row for row in plan["assessments"] if row["side"] == "import"):
        assessment = row["assessment"]
        missing = {gap["kind"] for gap in assessment["unknown"]}
        assert not missing & {charge["kind"] for charge in assessment["charges"]}
        if missing:
            assert assessment["total"] is None
            landed = plan["landed"][row["journey"]]
            assert landed["total"] is landed["per_unit"] is landed["paid_by"]["buyer"] is None
            amounts = {cost["what"]: cost["amount"] for cost in landed["costs"]}
            assert all(amounts[f"import:{kind}"] is None for kind in missing)
    assert any(row["assessment"]["unknown"] for row in plan["assessments"] if row["journey"] == plan["chosen"])


def test_the_three_languages_differ_in_words_alone(references, dap):
    def bare(plan):
        return [
            (row["journey"], row["side"], row["on"], row["assessment"]["total"], row["assessment"]["customs_value"])
            for row in plan["assessments"]
        ] + [(row["total"], row["per_unit"], row["paid_by"]["buyer"]) for row in plan["landed"]]

    for language, letters in (("zh", r"[\u4e00-\u9fff]"), ("ru", r"[а-яё]")):
        plan = planned(references, language=language)
        assert bare(plan) == bare(dap)
        for row in (*plan["findings"], *plan["requirements"]):
            assert re.search(letters, row["text"]), row["text"]
        assert all(re.search(letters, paper["why"]) for paper in plan["papers"])
