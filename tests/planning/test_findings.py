"""What a plan warns of, and what stops it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chorsu.facts import Faulty
from chorsu.planning import make_plan, read_for_plan
from chorsu.planning.load import ShelfLife
from tests.planning.consignments import FCA, changed, found, planned, sides, with_measures

ROAD_BAN = {
    "id": "scratch-ban", "jurisdiction": "KZ", "kind": "prohibition", "commodity": "080810", "conditions": ["mode:road"],
    "text": {"en": "No apples by road.", "zh": "禁止公路运输苹果。", "ru": "Яблоки автотранспортом запрещены."},
}  # fmt: skip
BAN = {name: value for name, value in ROAD_BAN.items() if name != "conditions"}


def test_a_missing_national_code_is_asked_for_with_the_question_that_decides(references):
    plan = planned(references, item={"codes": {"CN": "08081000"}})
    asked = [row for row in found(plan, "code-digits") if plan["chosen"] in row["journeys"]]
    assert [row["severity"] for row in asked] == ["warning"]
    for code in ("0808101000", "0808108007", "0808108008"):  # the lines that are possible in December
        assert code in asked[0]["text"]
    assert "0808108006" not in asked[0]["text"]
    assert "?" in asked[0]["text"]
    gaps = {row["kind"]: row for row in sides(plan)[plan["chosen"]]["assessment"]["unknown"]}
    assert len(gaps["customs_duty"]["candidates"]) > 1


def test_a_code_that_is_not_on_file_is_a_warning(references, dap):
    plan = planned(references, item={"codes": {"EAEU": "0808109999"}})
    assert {row["severity"] for row in found(plan, "national-code")} == {"warning"}
    assert all("0808109999" in row["text"] for row in found(plan, "national-code"))
    assert not [row for row in found(dap, "national-code") if dap["chosen"] in row["journeys"]]


def test_goods_cannot_weigh_less_gross_than_net(references, dap):
    plan = planned(references, item={"gross_mass": "19999"})
    assert [row["severity"] for row in found(plan, "gross-below-net")] == ["warning"]
    assert not found(planned(references, item={"gross_mass": "20000"}), "gross-below-net")
    assert not found(dap, "gross-below-net")


def test_without_a_gross_mass_the_plan_says_that_it_took_the_net(references):
    assert [row["severity"] for row in found(planned(references, item={"gross_mass": None}), "no-gross-mass")] == ["warning"]


def test_a_prohibition_that_ended_within_three_years_is_a_reason_to_ask(dap):
    """Kazakhstan barred apples by road until 2024-12-31: the ways by road are warned, those by rail are not."""
    warned = found(dap, "prohibition-lapsed")
    modes = {row["mode"] for finding in warned for number, row in sides(dap).items() if number in finding["journeys"]}
    assert (modes, {row["severity"] for row in warned}) == ({"road"}, {"warning"})
    assert all("2024-12-31" in row["text"] and row["source"]["title"] for row in warned)


def test_a_prohibition_in_force_refuses_the_ways_that_it_bars_and_no_others(references):
    plan = planned(with_measures(references, ROAD_BAN))
    refused = found(plan, "prohibition")
    assert [(row["severity"], row["text"]) for row in refused] == [("refusal", "Prohibited: No apples by road.")]
    assert plan["findings"][0] == refused[0]
    assert {sides(plan)[number]["mode"] for number in refused[0]["journeys"]} == {"road"}
    assert plan["chosen"] not in refused[0]["journeys"]


def test_a_prohibition_of_every_way_refuses_the_way_chosen(references):
    plan = planned(with_measures(references, BAN))
    refused = found(plan, "prohibition")
    assert [row["severity"] for row in refused] == ["refusal"]
    assert refused[0]["journeys"] == list(range(len(plan["journeys"])))


@pytest.mark.parametrize(
    "row",
    [
        {**BAN, "valid_to": "2026-11-01"},
        {**BAN, "valid_from": "2027-06-01"},
        {**BAN, "origin": "UZ"},
        {**BAN, "commodity": "080820"},
        {**BAN, "regime": "export"},
        {**BAN, "jurisdiction": "UZ"},
    ],
    ids=["ended", "to come", "other origin", "other goods", "other regime", "other state"],
)
def test_a_prohibition_of_something_else_refuses_nothing(references, row):
    plan = planned(with_measures(references, row))
    assert not any(finding["severity"] == "refusal" for finding in plan["findings"])


def test_a_prohibition_whose_condition_cannot_be_told_warns(references):
    unsure = {**BAN, "commodity": "0808108007"}  # only if the apples are Golden Delicious
    plan = planned(with_measures(references, unsure), item={"codes": None})
    assert {row["severity"] for row in found(plan, "prohibition")} == {"warning"}


@pytest.mark.parametrize(("life", "severity"), [(60, "info"), (3, "warning")])
def test_a_shelf_life_shorter_than_the_slow_tenth_of_journeys_is_warned_of(references, life, severity):
    from dataclasses import replace

    short = tuple(replace(row, days_min=life) for row in references.shelf_lives)
    plan = planned(replace(references, shelf_lives=short))
    by_way = {number: row for row in found(plan, "shelf-life") for number in row["journeys"]}
    assert by_way.keys() == set(range(len(plan["journeys"])))
    assert by_way[plan["chosen"]]["severity"] == severity


def test_of_several_lives_on_file_for_goods_the_shortest_of_the_nearest_binds(references):
    rows = [
        ShelfLife(prefix, days, days, "0", "4", "harvest", False, None)
        for prefix, days in (("08", 9), ("0808", 60), ("0808", 40))
    ]
    assert replace(references, shelf_lives=tuple(rows)).shelf_life("080810").days_min == 40
    assert replace(references, shelf_lives=tuple(rows)).shelf_life("080510").days_min == 9


def test_a_way_on_which_the_goods_may_perish_is_not_chosen_though_it_costs_least(references):
    goods = read_for_plan(changed(), references)
    plan = make_plan(goods, references)
    known = [plan.journeys[row.journey].most_days for row in plan.landed if row.total is not None]
    slow, quick = plan.journeys[plan.chosen].most_days, min(known)
    assert quick < slow
    life = ShelfLife("0808", quick, quick, "0", "4", "harvest", False, None)
    hurried = make_plan(goods, replace(references, shelf_lives=(life,)))
    assert hurried.journeys[hurried.chosen].most_days == quick


def test_a_prohibition_is_in_force_on_its_last_day(references, dap):
    day = sides(dap)[dap["chosen"]]["on"]
    ban = {
        "id": "ban",
        "jurisdiction": "KZ",
        "kind": "prohibition",
        "commodity": "080810",
        "text_en": "No apples.",
        "valid_to": day,
    }
    plan = planned(with_measures(references, ban))
    here = {row["rule"] for row in plan["findings"] if "No apples." in row["text"] and dap["chosen"] in row["journeys"]}
    assert here == {"prohibition"}


def test_findings_come_gravest_first_and_each_once(references):
    plan = planned(with_measures(references, BAN), item={"gross_mass": "1"})
    order = [("refusal", "warning", "info").index(row["severity"]) for row in plan["findings"]]
    assert order == sorted(order)
    keys = [(row["rule"], row["text"]) for row in plan["findings"]]
    assert len(keys) == len(set(keys))
    assert all(set(row["journeys"]) <= set(range(len(plan["journeys"]))) for row in plan["findings"])


def test_a_stated_freight_far_below_what_a_way_costs_is_warned_of(fca):
    warned = {number for row in found(fca, "freight-too-low") for number in row["journeys"]}
    dear = {n for n, journey in enumerate(fca["journeys"]) if float(journey["cost"]["amount"]) >= 3600 * 1.25}
    assert warned == dear


@pytest.mark.parametrize(("more", "warned"), [("0.00", True), ("0.01", False)])
def test_a_way_that_costs_a_quarter_more_than_the_stated_freight_is_warned_of(references, fca, more, warned):
    number = fca["chosen"]
    whole = Decimal(fca["journeys"][number]["cost"]["amount"])
    stated = str(whole * Decimal("0.8") + Decimal(more))  # 1.25 times 0.8 is the whole
    plan = planned(references, FCA, freight={"amount": stated, "currency": "USD"})
    cost = plan["journeys"][number]["cost"]["amount"]
    assert cost == str(whole)
    assert any(number in row["journeys"] for row in found(plan, "freight-too-low")) is warned


def test_places_between_which_no_way_is_on_file_are_refused(references):
    plan = planned(references, to="TRIST")
    assert (plan["journeys"], plan["chosen"], plan["landed"]) == ([], None, [])
    assert [row["severity"] for row in found(plan, "no-way")] == ["refusal"]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"from": "Nowhere at all"}, ["from"]),
        ({"to": "Khorgos"}, ["to"]),
        ({"from": "Nowhere at all", "to": "Khorgos"}, ["from", "to"]),
        ({"to": "CNJZH"}, ["to"]),
        ({"ready": "9999-12-31"}, ["ready"]),
        ({"ready": "0001-01-01"}, ["ready"]),
        ({"item": {"gross_mass": None, "net_mass": None, "unit": None, "quantity": None}}, ["items"]),
        ({"item": {"gross_mass": "999999999999"}}, ["items"]),
        ({"containers": [{"type": "45R1", "count": 9000}] * 2}, ["containers"]),
        ({"from": "Nowhere at all", "ready": "9999-12-31", "item": {"gross_mass": "0"}}, ["from", "ready", "items"]),
        ({"from": "Nowhere at all", "incoterm": "ABC", "item": {"hs": "999999"}}, ["from", "incoterm", "items[0].hs"]),
    ],
)
def test_what_cannot_be_planned_is_refused_with_every_path(references, changes, paths):
    with pytest.raises(Faulty) as refused:
        planned(references, **changes)
    found_paths = [fault.path for fault in refused.value.faults if not fault.path.startswith("items[0].codes")]
    assert sorted(found_paths) == sorted(paths)


def test_an_ambiguous_place_is_answered_with_the_candidates(references):
    with pytest.raises(Faulty) as refused:
        planned(references, **{"to": "Khorgos"})
    expected = str(refused.value.faults[0].expected)
    assert "CNHUP" in expected
    assert "cn-khorgos-road" in expected


@pytest.mark.parametrize(("start", "end"), [("Jiaozhou", "Almaty"), ("胶州", "阿拉木图"), ("Цзяочжоу", "Алматы")])
def test_places_may_be_named_in_three_languages(references, dap, start, end):
    plan = planned(references, **{"from": start, "to": end})
    assert [row["legs"][0]["from"] for row in plan["journeys"]] == [row["legs"][0]["from"] for row in dap["journeys"]]
    assert plan["landed"] == dap["landed"]


def test_the_oldest_fact_and_rate_are_named(dap):
    checked = [
        row["source"]["checked_on"]
        for side in dap["assessments"]
        for row in (*side["assessment"]["charges"], *side["assessment"]["requirements"])
    ]
    rates = [rate["on"] for side in dap["assessments"] for rate in side["assessment"]["exchange_rates"]]
    assert dap["facts"]["rates_on"] == min(rates)
    assert date.fromisoformat(dap["facts"]["oldest_source"]) <= date.fromisoformat(min(checked))


def test_a_name_with_a_slip_is_planned_and_the_plan_says_how_it_was_read(references, dap):
    read = found(planned(references, **{"to": "Алмата"}), "place-read")
    assert [row["severity"] for row in read] == ["warning"]
    assert all(part in read[0]["text"] for part in ("Алмата", "KZALA", "Kazakhstan"))
    assert not found(dap, "place-read")


def test_the_same_question_is_asked_once_for_the_days_of_all_ways(references):
    asked = found(planned(references, item={"codes": {"CN": "08081000"}}), "code-digits")
    assert len(asked) == 2  # the lines of November, by air, and those of December
    assert len({number for row in asked for number in row["journeys"]}) > 4


@pytest.mark.parametrize(("boxes", "mass", "said"), [(1, "30480", False), (1, "30481", True), (2, "60000", False)])
def test_containers_that_would_be_too_heavy_are_warned_of(references, boxes, mass, said):
    plan = planned(references, item={"gross_mass": mass}, containers=[{"type": "45R1", "count": boxes}])
    assert bool(found(plan, "overloaded")) is said


def test_goods_that_fill_no_truck_are_not_priced_as_groupage_in_silence(references, dap):
    light = {"item": {"gross_mass": "2", "net_mass": "1.8", "quantity": "1.8"}}
    assert [row["severity"] for row in found(planned(references, containers=None, **light), "part-load")] == ["warning"]
    assert not found(planned(references, **light), "part-load")  # a container of its own is said
    assert not found(dap, "part-load")


@pytest.mark.parametrize("kind", ["95R1", "45XX", "12G1", "ABCD"])
def test_a_container_of_unknown_size_or_type_is_a_fault_and_not_forty_feet(references, kind):
    with pytest.raises(Faulty) as caught:
        planned(references, containers=[{"type": kind, "count": 1}])
    assert [fault.path for fault in caught.value.faults] == ["containers"]
