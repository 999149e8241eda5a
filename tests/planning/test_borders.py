"""Charges and requirements are those of the day and the place at which the goods of each journey pass."""

from datetime import date, datetime, timedelta

import pytest

from tests.planning.consignments import found, planned, sides

AUTUMN, DECEMBER, WINTER = "0808108006", "0808108008", "0808108001"


def ready_so_that_the_chosen_way_enters(references, day):
    """The day on which goods must be ready for the chosen way to enter on a day."""
    first = date.fromisoformat(day) - timedelta(days=14)
    for delay in range(14):
        ready = (first + timedelta(days=delay)).isoformat()
        plan = planned(references, ready=ready)
        hits = [number for number, row in sides(plan).items() if row["on"] == day and row["mode"] == "rail"]
        if hits:
            return ready, hits
    raise AssertionError(f"no way by rail enters on {day}")


@pytest.mark.parametrize(
    ("day", "right", "wrong", "rate"),
    [("2026-11-30", AUTUMN, DECEMBER, "0.06 EUR/KGM"), ("2026-12-01", DECEMBER, AUTUMN, "0.03 EUR/KGM")],
)
def test_the_day_of_entry_decides_between_the_lines_of_two_seasons(references, day, right, wrong, rate):
    """Common Customs Tariff, 0808 10 800 6 from 1 August to 30 November, 0808 10 800 8 from 1 to 31 December."""
    ready, numbers = ready_so_that_the_chosen_way_enters(references, day)
    good = planned(references, ready=ready, item={"codes": {"EAEU": right}})
    bad = planned(references, ready=ready, item={"codes": {"EAEU": wrong}})
    for number in numbers:
        charges = {row["kind"]: row for row in sides(good)[number]["assessment"]["charges"]}
        assert (charges["customs_duty"]["expression"], charges["customs_duty"]["measure"]) == (rate, f"EAEU-{right}-duty")
        assert sides(good)[number]["assessment"]["total"] is not None
        refused = sides(bad)[number]["assessment"]
        assert refused["total"] is None
        assert {row["kind"] for row in refused["unknown"]} == {"customs_duty", "vat"}
        warned = [row for row in found(bad, "national-code") if number in row["journeys"]]
        assert [row["severity"] for row in warned] == ["warning"]
        assert right in warned[0]["text"]
        assert not [row for row in found(good, "national-code") if number in row["journeys"]]


def test_a_way_that_may_enter_after_the_season_is_warned_of(references):
    """At p90 a train that is due on 28 December enters in January, when the winter line counts."""
    plan = planned(references, ready="2026-12-20")
    warned = found(plan, "season-ends")
    assert warned
    for row in warned:
        assert (row["severity"], WINTER in row["text"], "2027-01-" in row["text"]) == ("warning", True, True)
        for number in row["journeys"]:
            journey, side = plan["journeys"][number], sides(plan)[number]
            late = datetime.fromisoformat(journey["arrives"]["p90"]) - datetime.fromisoformat(journey["arrives"]["p50"])
            assert side["on"] <= "2026-12-31" < (date.fromisoformat(side["on"]) + late + timedelta(days=1)).isoformat()
    assert not found(planned(references, ready="2026-11-27"), "season-ends")


def test_a_change_of_law_between_the_expected_and_the_late_entry_is_warned_of(references):
    """The fee on file is that of 2026: in January another, not yet known, counts."""
    texts = [row["text"] for row in found(planned(references, ready="2026-12-20"), "law-changes")]
    assert any("Customs fee" in text and "none that is known" in text for text in texts)


def test_goods_leave_china_at_one_side_of_the_border_and_enter_the_union_at_the_other(dap):
    """A way by Torugart enters the Union in Kyrgyzstan; the charges are those of Kazakhstan, where the goods are released."""
    states = {code: place["state"] for code, place in dap["places"].items()}
    for number, row in sides(dap).items():
        left = sides(dap, "export")[number]
        assert states[left["crossing"]] == "CN"
        assert states[row["crossing"]] in {"KZ", "KG"}
        assert (left["assessment"]["jurisdiction"], row["assessment"]["jurisdiction"]) == ("CN", "KZ")
        assert left["on"] <= row["on"]
        assert left["assessment"]["on"] == left["on"]


def test_there_is_no_border_inside_one_territory(references):
    plan = planned(references, **{"from": "KZDOS"})
    assert plan["journeys"]
    assert plan["assessments"] == []
    assert plan["landed"][0]["recoverable"] is None
    assert not any(row["what"].startswith(("import", "export")) for row in plan["landed"][0]["costs"])


def test_goods_cleared_after_the_law_on_file_ends_have_unknown_charges(references):
    """No fee of 2027 is on file, so nothing that enters then has a total."""
    plan = planned(references, ready="2027-01-10", item={"codes": {"EAEU": WINTER}})
    for row in sides(plan).values():
        assert row["assessment"]["total"] is None
        assert {"fee", "vat"} <= {gap["kind"] for gap in row["assessment"]["unknown"]}


@pytest.mark.parametrize(("ready", "estimated"), [("2026-11-25", False), ("2026-12-10", True)])
def test_a_rate_of_more_than_62_days_ago_is_used_as_an_estimate_and_warned_of(references, ready, estimated):
    """The last official dollar on file is of 2026-10-02: 62 days reach to 2026-12-03."""
    plan = planned(references, ready=ready)
    row = sides(plan)[plan["chosen"]]
    assert (row["on"] > "2026-12-03") is estimated
    rates = {rate["from"]: rate for rate in row["assessment"]["exchange_rates"]}
    assert rates["USD"]["estimated"] is estimated
    assert rates["USD"]["on"] == "2026-10-02"
    warned = [row for row in found(plan, "old-rate") if plan["chosen"] in row["journeys"]]
    assert bool(warned) is estimated
    assert all("2026-10-02" in row["text"] for row in warned if "KZT" in row["text"])
    if estimated:
        assert row["assessment"]["estimated"]
