"""What the law on file changes between two days. The law is a small book, so that the answers are known beforehand."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chorsu.facts import Faulty
from chorsu.measures import Measure, parse_expression
from chorsu.planning import example, make_plan, read_for_plan
from chorsu.planning.changes import changes, changes_ahead, changes_found, next_new_year
from tests.planning.consignments import EXAMPLES


@pytest.fixture(scope="module")
def plan(references):
    return make_plan(read_for_plan(example(), references), references)


def with_measures(references, *measures, without=()):
    """The references with more measures in their book, and without some."""
    kept = tuple(row for row in references.book.measures if row.id not in without)
    return replace(references, book=replace(references.book, measures=(*kept, *measures)))


def vat(name, rate, start, end=None):
    return Measure(name, "KZ", "vat", "*", "*", "import", start, end, expression=parse_expression(rate))


def test_the_next_new_year_is_that_after_the_day():
    assert next_new_year(date(2026, 11, 25)) == date(2027, 1, 1)
    assert next_new_year(date(2027, 1, 1)) == date(2028, 1, 1)


def test_a_rate_that_changes_is_told_with_both_rates_and_amounts(plan, references):
    own = [row.id for row in references.book.measures if row.jurisdiction == "KZ" and row.kind == "vat" and row.commodity == "*"]
    law = with_measures(
        references, vat("a", "16%", date(2026, 1, 1), date(2026, 12, 31)), vat("b", "18%", date(2027, 1, 1)), without=own
    )
    found = [row for row in changes_ahead(plan, law).rows if row.kind == "vat" and row.side == "import"]
    assert [(row.what, row.before[0].id, row.after[0].id) for row in found] == [("changes", "a", "b")]
    assert "18%" in str(found[0].text)
    assert "16%" in str(found[0].text)
    assert "2027-01-01" in str(found[0].text)


def test_a_rate_that_ends_with_no_successor_is_missing_and_never_carried_on(plan, references):
    # The fee of Kazakhstan is written out in tenge for each year: that of 2027 is not on file (kz.toml).
    found = changes_ahead(plan, references)
    fee = [row for row in found.rows if row.kind == "fee"]
    if any(row.id == "KZ-fee-2027" for row in references.book.measures):
        pytest.skip("the fee of 2027 is on file")
    assert [row.what for row in fee] == ["not_on_file"]
    assert fee[0].amounts == (Decimal("25950.00"), None)
    assert "2026-12-31" in str(fee[0].text)
    after = next(row for row in found.sides if row.side == "import").after
    assert after.total is None


def test_a_law_written_again_with_the_same_rate_is_no_change(plan, references):
    own = [row.id for row in references.book.measures if row.jurisdiction == "KZ" and row.kind == "vat" and row.commodity == "*"]
    law = with_measures(
        references, vat("a", "16%", date(2026, 1, 1), date(2026, 12, 31)), vat("b", "16.0%", date(2027, 1, 1)), without=own
    )
    assert not [row for row in changes_ahead(plan, law).rows if row.kind == "vat"]


def test_a_prohibition_that_begins_comes_first_and_is_a_warning_of_the_plan(plan, references):
    words = {"en": "No apples.", "zh": "禁止苹果。", "ru": "Яблоки запрещены."}
    ban = Measure("ban", "KZ", "prohibition", "080810", "*", "import", date(2027, 1, 1), text=words)
    law = with_measures(references, ban)
    rows = changes_ahead(plan, law).rows
    assert (rows[0].kind, rows[0].what) == ("prohibition", "begins")
    finding = next(iter(changes_found(plan, law)))
    assert (finding.severity, finding.rule) == ("warning", "changes-ahead")
    assert "Яблоки" in finding.text.in_("ru")


def test_the_line_of_another_season_stands_for_the_same_goods(plan, references):
    # 0808108008 is for December; from January the line of other apples is 0808108001 (eaeu-lines.csv).
    codes = [row for row in changes_ahead(plan, references).rows if row.kind == "code"]
    assert [row.what for row in codes] == ["changes"]
    assert "0808108001" in str(codes[0].text)


def test_the_state_of_the_goods_end_decides_what_its_condition_asks(references):
    # The duties of the Union on export fall on goods that leave it (eaeu-charges.toml: a relief for the members themselves).
    copper = json.loads((EXAMPLES / "copper-cathodes-balkhash-qingdao.json").read_text("utf-8"))
    copper.pop("consignee")
    plan = make_plan(read_for_plan(copper, references), references)
    export = next(row for row in changes_ahead(plan, references).sides if row.side == "export")
    assert export.before.total == next(row.assessment.total for row in plan.assessments if row.side == "export")
    assert export.before.total is not None


def test_the_later_day_must_be_later(plan, references):
    with pytest.raises(Faulty) as refused:
        changes_ahead(plan, references, to=plan.consignment.ready)
    assert [fault.path for fault in refused.value.faults] == ["to"]


def test_the_last_year_that_can_be_planned_for_has_a_new_year_too(plan, references):
    assert changes(references, plan.consignment, date(2100, 12, 1)).to == date(2101, 1, 1)


def test_days_without_rules_on_file_say_so_and_nothing_else(plan, references):
    found = changes(references, plan.consignment, date(2000, 1, 1), date(2001, 1, 1))
    assert {(row.kind, row.what) for row in found.rows if row.kind == "chain"} == {("chain", "not_on_file")}
    assert all(side.before.total is None for side in found.sides)


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_changes_are_written_in_each_language(plan, references, language):
    shown = changes_ahead(plan, references).to_json(language)
    assert shown["to"] == "2027-01-01"
    assert all(row["text"] and row["kind_name"] for row in shown["changes"])
