"""Planted faults are found, and what only looks like one is left alone."""

import pytest

from chorsu.facts import Faulty
from chorsu.measures import read_book
from chorsu.measures.check import check

GROUP = '[[group]]\nname = "CIS"\nmembers = [{state = "UZ", valid_from = 2012-01-01}]\nsource = {title = "t"}\n'


def measure(name, **fields):
    row = {
        "jurisdiction": "KZ", "kind": "customs_duty", "commodity": "0808", "origin": "*", "expression": "5%",
        "valid_from": "2026-01-01", **fields,
    }  # fmt: skip
    lines = [f'id = "{name}"'] + [
        f"{key} = {value}" if key.startswith("valid") or str(value).startswith("[") else f'{key} = "{value}"'
        for key, value in row.items()
    ]
    return "[[measure]]\n" + "\n".join(lines) + '\nsource = {title = "t", address = "a", checked_on = 2026-11-23}\n'


def faults(tmp_path, *texts):
    (tmp_path / "book.toml").write_text("\n".join(texts), encoding="utf-8")
    return {fault.path for fault in check(read_book(tmp_path)) if fault.severity == "fault"}


@pytest.mark.parametrize(
    ("texts", "path"),
    [
        ([measure("a"), measure("b", expression="7%")], "b"),
        ([measure("a", scheme="MFN"), measure("b", scheme="provisional", commodity="080810")], "b"),
        ([measure("a"), measure("a", commodity="0809")], "a"),
        ([measure("a", origin="CISS")], "a.origin"),
        ([measure("a", replaces='["gone"]')], "a.replaces"),
        ([measure("a", conditions='["proof:X"]'), measure("b")], "b"),
        ([measure("a", conditions='["season:12-01..02-28"]'), measure("b", conditions='["season:02-01..03-01"]')], "b"),
    ],
)
def test_a_planted_fault_is_found(tmp_path, texts, path):
    assert path in faults(tmp_path, GROUP, *texts)


def chain(regime, *more, valid_from="2026-01-01"):
    lines = [f'regime = "{regime}"', f"valid_from = {valid_from}", *more]
    head = '[[chain]]\njurisdiction = "KZ"\ncurrency = "KZT"\n'
    return head + "\n".join(lines) + '\n[[chain.charge]]\nkind = "vat"\nbase = ["customs_value"]\nlisted_only = true\n'


def limited(beyond):
    return f'limits = [{{amount = "100", currency = "CNY", per = "year"}}]\nbeyond = "{beyond}"'


@pytest.mark.parametrize(
    ("chains", "said"),
    [
        ([chain("import:1210", limited("import"))], "No chain of charges is on file for KZ, import, on 2026-01-01."),
        ([chain("import:1210", limited("import")), chain("import", valid_from="2026-02-01")], "on 2026-01-01"),
        ([chain("import:1210", limited("import")), chain("import", "valid_to = 2026-11-30")], "on 2026-12-01"),
        ([chain("import", limited("import"))], "circle: import → import"),
        (
            [chain("a", limited("b")), chain("b", limited("c")), chain("c", limited("b"))],
            "circle: a → b → c → b",
        ),
    ],
)
def test_a_way_beyond_the_limits_that_leads_nowhere_is_found(tmp_path, chains, said):
    (tmp_path / "book.toml").write_text("\n".join(chains), encoding="utf-8")
    found = [str(fault.message) for fault in check(read_book(tmp_path)) if fault.path.endswith(".beyond")]
    assert any(said in message for message in found), found


def test_a_way_beyond_the_limits_to_a_chain_of_the_same_days_is_no_fault(tmp_path):
    later = chain("import", valid_from="2026-06-01")
    whole = [chain("import:1210", limited("import")), chain("import", "valid_to = 2026-05-31"), later]
    assert faults(tmp_path, *whole) == set()


def quota(name="Q", **fields):
    row = {"unit": '"KGM"', "amount": '"100"', "jurisdiction": '"KZ"', "valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    row |= {"left": '"60"', "left_on": "2026-11-20", "source": '{title = "t", checked_on = 2026-11-23}'} | fields
    lines = [f"{key} = {value}" for key, value in row.items() if value is not None]
    return f'[[quota]]\nname = "{name}"\n' + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("texts", "path"),
    [
        ([], "a.conditions"),
        ([quota("other")], "a.conditions"),
        ([quota(valid_to="2025-12-31", valid_from="2025-01-01")], "a.conditions"),
        ([quota(jurisdiction='"UZ"')], "a.conditions"),
        ([quota(), quota(valid_from="2026-12-31", valid_to=None)], "quota Q"),
        ([quota(left='"100.5"')], "quota Q 2026-01-01.left"),
        ([quota(left_on=None)], "quota Q 2026-01-01.left_on"),
        ([quota(source=None)], "quota Q 2026-01-01.source"),
        ([quota(source='{title = "t"}')], "quota Q 2026-01-01.source"),
    ],
)
def test_a_fault_of_a_quota_is_found(tmp_path, texts, path):
    assert faults(tmp_path, GROUP, measure("a", conditions='["quota:Q"]'), *texts) == {path}


def test_a_quota_of_two_periods_of_which_one_is_told_is_no_fault(tmp_path):
    later = quota(valid_from="2027-01-01", valid_to=None, left=None, left_on=None)
    union = '[[group]]\nname = "EAEU"\nmembers = [{state = "KZ", valid_from = 2015-01-01}]\n'
    made = measure("u", jurisdiction="EAEU", commodity="0101")
    own = measure("a", conditions='["quota:Q"]')
    assert faults(tmp_path, own, quota(), later) == set()
    assert faults(tmp_path, own, union, made, quota(jurisdiction='"EAEU"')) == set()


@pytest.mark.parametrize(
    ("wrong", "path"),
    [({"unit": None}, "unit"), ({"amount": '"much"'}, "amount"), ({"jurisdiction": None}, "jurisdiction"),
     ({"valid_from": None}, "valid_from"), ({"valid_to": "2025-01-01"}, "valid_to"), ({"left": '"-1"'}, "left")],
)  # fmt: skip
def test_a_quota_that_is_not_whole_is_refused(tmp_path, wrong, path):
    (tmp_path / "book.toml").write_text(quota(**wrong), encoding="utf-8")
    with pytest.raises(Faulty) as refused:
        read_book(tmp_path)
    assert [fault.path for fault in refused.value.faults] == [f"book.toml: quota[0].{path}"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ('addition = {rate = "1%", of = ["price"]}', "addition.of"),
        ('addition = {rate = "1%", of = ["freight"]}', "addition.of"),
        ('addition = {rate = "1%"}', "addition.of"),
        ('limits = [{amount = "100", currency = "CNY"}]', "beyond"),
        ('beyond = "import"', "limits"),
        ('limits = [{amount = "100", currency = "CNY", per = "week"}]\nbeyond = "import"', "limits[0].per"),
        ('limits = [{currency = "CNY"}]\nbeyond = "import"', "limits[0].amount"),
        ('limits = [{amount = "100"}]\nbeyond = "import"', "limits[0].currency"),
    ],
)
def test_limits_and_additions_that_are_not_whole_are_refused(tmp_path, more, path):
    (tmp_path / "book.toml").write_text(chain("import:1210", more), encoding="utf-8")
    with pytest.raises(Faulty) as refused:
        read_book(tmp_path)
    assert f"book.toml: chain[0].{path}" in {fault.path for fault in refused.value.faults}


@pytest.mark.parametrize(
    "texts",
    [
        [measure("a"), measure("b", commodity="080810")],
        [measure("a"), measure("b", valid_from="2026-06-01")],
        [measure("a", valid_to="2026-05-31"), measure("b", scheme="other", valid_from="2026-06-01")],
        [measure("a"), measure("b", origin="CIS")],
        [measure("a"), measure("b", scheme="temporary", replaces='["a"]')],
        [measure("a", conditions='["producer:X"]'), measure("b", conditions='["producer:Y"]')],
        [measure("a", conditions='["season:12-01..02-28"]'), measure("b", conditions='["season:03-01..11-30"]')],
        [measure("a", conditions='["net_mass < 31 KGM"]'), measure("b", conditions='["net_mass >= 31 KGM"]')],
        [measure("a", kind="fee"), measure("b", kind="fee")],
    ],
)
def test_what_the_rules_can_decide_is_no_fault(tmp_path, texts):
    assert faults(tmp_path, GROUP, *texts) == set()


def test_a_charge_that_nothing_fills_is_a_fault(tmp_path):
    chain = """
        [[chain]]
        id = "c"
        jurisdiction = "KZ"
        regime = "import"
        currency = "KZT"
        valuation = "CIF"
        rounding = {to = "0.01", mode = "half_up"}
        valid_from = 2026-01-01
        [[chain.charge]]
        kind = "customs_duty"
        base = ["customs_value"]
        [[chain.charge]]
        kind = "vat"
        base = ["customs_value"]
    """
    assert faults(tmp_path, measure("a"), chain) == {"c.charge[1]"}
