"""The ten consignments: every one plans, both sides are assessed, and a total stands exactly where nothing in it is unknown."""

import json
from decimal import Decimal

import pytest

from chorsu.routing import load_network
from tests.planning.consignments import EXAMPLES, planned

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
SIDES = {
    "apples-jiaozhou-almaty": ("CN", "KZ"),
    "apples-jiaozhou-almaty-fca": ("CN", "KZ"),
    "cherries-bishkek-qingdao": ("KG", "CN"),
    "copper-cathodes-balkhash-qingdao": ("KZ", "CN"),
    "cotton-yarn-tashkent-qingdao": ("UZ", "CN"),
    "dried-apricots-dushanbe-qingdao": ("TJ", "CN"),
    "electric-cars-qingdao-minsk": ("CN", "BY"),
    "injection-machine-qingdao-mumbai": ("CN", "IN"),
    "rice-karachi-qingdao": ("PK", "CN"),
    "smartphones-qingdao-moscow": ("CN", "RU"),
    "truck-tyres-qingdao-tashkent": ("CN", "UZ"),
}


def test_there_is_an_example_for_each_pair_that_the_zone_promises():
    assert set(NAMES) == set(SIDES)


@pytest.fixture(params=NAMES)
def plan(request, references):
    return request.param, planned(references, json.loads((EXAMPLES / f"{request.param}.json").read_text("utf-8")))


def test_each_way_leaves_the_one_state_and_enters_the_other(plan):
    name, made = plan
    assert made["journeys"]
    for number in range(len(made["journeys"])):
        rows = {row["side"]: row["assessment"]["jurisdiction"] for row in made["assessments"] if row["journey"] == number}
        assert rows == dict(zip(("export", "import"), SIDES[name], strict=True))


def test_a_total_stands_exactly_where_nothing_is_unknown_and_is_the_sum_of_its_charges(plan):
    _, made = plan
    for row in made["assessments"]:
        assessment = row["assessment"]
        amounts = [charge["amount"] for charge in assessment["charges"]]
        if assessment["unknown"]:
            assert assessment["total"] is None
        else:
            assert Decimal(assessment["total"]) == sum(map(Decimal, amounts))
        charged = (charge for charge in assessment["charges"] if Decimal(charge["amount"]))
        assert all(charge["source"] and charge["source"]["title"] for charge in charged)


def test_every_requirement_and_leg_names_its_source(plan):
    _, made = plan
    assert made["requirements"]
    assert all(row["text"] and row["source"]["title"] for row in made["requirements"])
    for journey in made["journeys"]:
        assert all(leg["source"] or leg["estimated"] for leg in journey["legs"])


def test_no_way_leads_over_a_crossing_that_is_shut_on_the_day(plan):
    _, made = plan
    network = load_network()
    for journey in made["journeys"]:
        for leg in journey["legs"]:
            if leg.get("crossing"):
                statuses = network.crossings[leg["crossing"]].statuses
                day = leg["departs"][:10]
                in_force = [s for s in statuses if s.first.isoformat() <= day and (s.last is None or day <= s.last.isoformat())]
                assert not {s.status for s in in_force} & {"closed", "suspended", "under_construction"}


@pytest.mark.parametrize("language", ["zh", "ru"])
@pytest.mark.parametrize("name", ["truck-tyres-qingdao-tashkent", "rice-karachi-qingdao"])
def test_a_plan_speaks_the_readers_language(references, name, language):
    made = planned(references, json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")), language)
    words = " ".join(row["text"] for row in (*made["findings"], *made["requirements"]))
    letters = sum("\u4e00" <= sign <= "\u9fff" if language == "zh" else "\u0400" <= sign <= "\u04ff" for sign in words)
    assert letters > len(words) * (0.5 if language == "zh" else 0.6)
