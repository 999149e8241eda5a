"""A change of law between two days: what begins, ends, changes, and what is left unknown; by hand-made books
and the one on file."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from chorsu.measures import load_book, read_book
from chorsu.measures.diff import Wanted, diff

from .books import chain, charge, group, measure, paper, quota

DECEMBER, JANUARY = date(2026, 12, 31), date(2027, 1, 1)
OLD, NEW = {"valid_to": "2026-12-31"}, {"valid_from": "2027-01-01"}


def between(tmp_path, *texts, start=DECEMBER, end=JANUARY, **wanted):
    (tmp_path / "book.toml").write_text("\n".join(texts), encoding="utf-8")
    return diff(read_book(tmp_path), start, end, Wanted(**wanted))


def told(found):
    """Each difference as what it is, the old and the new measure, and what counts instead."""
    return [
        (each.what, *(row.id if row else None for row in (each.before, each.after, each.other))) for each in found.differences
    ]


LAW = chain(charge(), charge("excise", listed_only="true"))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # another rate in the same place
        ([measure("a", **OLD), measure("b", expression="7%", **NEW)], [("changes", "a", "b", None)]),
        # the same rate in other words is no change of law
        ([measure("a", **OLD), measure("b", expression="5.0%", **NEW)], []),
        # paired by their conditions, not by their order
        (
            [measure("a", conditions='["proof:X"]', **OLD), measure("b", conditions='["proof:Y"]', expression="1%", **OLD),
             measure("c", conditions='["proof:Y"]', expression="2%", **NEW), measure("d", conditions='["proof:X"]', **NEW)],
            [("changes", "b", "c", None)],
        ),
        # the same goods under other conditions
        ([measure("a", **OLD), measure("b", conditions='["proof:X"]', **NEW)], [("changes", "a", "b", None)]),
        # ends, and the rate of the heading counts again; a rate of other goods would not
        ([measure("a"), measure("b", commodity="080810", expression="1%", **OLD), measure("c", commodity="0809")],
         [("ends", "b", None, "a")]),
        # ends with nothing on file: the charge of the chain is unknown
        ([LAW, measure("a", **OLD), measure("c", commodity="0809")], [("lapses", "a", None, None)]),
        # of listed goods only: it is just over
        ([LAW, measure("a", kind="excise", **OLD)], [("ends", "a", None, None)]),
        # a preference ends where only others' preference goes on
        ([LAW, measure("a", origin="UZ", **OLD), measure("b", origin="TJ")], [("lapses", "a", None, None)]),
        # begins beside the base rate, which counted before
        ([measure("a"), measure("b", commodity="080810", **NEW)], [("begins", None, "b", "a")]),
        ([paper(valid_to="2026-12-31")], [("ends", "paper", None, None)]),
        # not in force on either day, or on both
        ([measure("a", valid_to="2026-06-30"), measure("b", valid_from="2027-06-01"), measure("c", commodity="0809")], []),
        ([measure("a", kind="fee", expression="10 KZT", **OLD), measure("b", kind="fee", expression="20 KZT", **NEW)],
         [("changes", "a", "b", None)]),
    ],
)  # fmt: skip
def test_a_change_of_law_is_told_as_what_it_is(tmp_path, texts, expected):
    assert told(between(tmp_path, *texts)) == expected


def test_a_member_of_a_group_keeps_the_preference_of_the_group(tmp_path):
    found = between(tmp_path, LAW, group(), measure("a", origin="UZ", **OLD), measure("b", origin="CIS"))
    assert told(found) == [("ends", "a", None, "b")]


def test_a_union_s_rate_counts_after_the_state_s_own(tmp_path):
    found = between(tmp_path, LAW, group("EAEU"), measure("own", **OLD), measure("union", jurisdiction="EAEU"))
    assert told(found) == [("ends", "own", None, "union")]


def test_what_only_passes_between_the_days_is_told(tmp_path):
    short = measure("a", valid_from="2027-02-01", valid_to="2027-02-28")
    assert told(between(tmp_path, short, end=date(2027, 6, 1))) == [("passes", None, "a", None)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"a", "b", "c", "d"}),
        ({"kind": "vat"}, {"b"}),
        ({"regime": "export"}, {"c"}),
        ({"origin": "UZ"}, {"a", "b", "c", "d"}),
        ({"origin": "CN"}, {"a", "b", "c"}),
        ({"commodity": "0808"}, {"a", "b", "d"}),
        ({"commodity": "080810"}, {"a", "b", "d"}),
        ({"jurisdictions": ("UZ",)}, set()),
    ],
)
def test_only_what_is_asked_for_is_told(tmp_path, wanted, expected):
    rows = [measure("a", **OLD), measure("b", kind="vat", commodity="*", **OLD),
        measure("c", commodity="09", regime="export", **OLD),
            measure("d", origin="CIS", **OLD)]  # fmt: skip
    assert {each.row.id for each in between(tmp_path, group(), *rows, **wanted).differences} == expected


def test_many_measures_of_one_act_are_one_act(tmp_path):
    rows = [measure(f"m{number}", commodity=f"08{number:02}", **OLD) for number in range(1, 10)]
    (act,) = between(tmp_path, LAW, *rows, measure("x", commodity="09")).acts()
    assert (act.what, act.day, len(act.differences)) == ("lapses", DECEMBER, 9)


def test_a_chain_says_what_is_reckoned_otherwise(tmp_path):
    before = chain(charge(exempt_up_to='{amount = "50", currency = "EUR"}'), charge("fee"), **OLD)
    after = chain(charge(), charge("vat", '["customs_value", "customs_duty"]'), name="new", rounding='{to = "1"}', **NEW)
    (found,) = between(tmp_path, before, after).chains
    assert [str(text) for text in found.texts] == [
        "Rounding: 0.01 half_up → 1 half_up",
        "Customs duty, threshold: 50 EUR → –",
        "Customs fee is charged no more.",
        "VAT is charged from now on.",
    ]


def test_a_base_that_grows_is_told(tmp_path):
    before = chain(charge(), charge("vat"), **OLD)
    after = chain(charge(), charge("vat", '["customs_value", "customs_duty"]', share="0.7"), name="new", **NEW)
    (found,) = between(tmp_path, before, after).chains
    assert [str(text) for text in found.texts] == [
        "VAT, base: customs_value → customs_value, customs_duty",
        "VAT, share that is due: – → 0.7",
    ]


def test_other_limits_and_another_regime_beyond_them_are_told(tmp_path):
    limits = '[{{amount = "{}", currency = "CNY"}}, {{amount = "26000", currency = "CNY", per = "year"}}]'
    terms = {"regime": "import:retail", "limits": limits.format(5000), "beyond": "import"}
    rates = {"addition": '{rate = "1%", of = ["value"]}'}, {"addition": '{rate = "1%", of = ["value", "insurance"]}'}
    later = {**terms, "limits": limits.format(6000), "beyond": "import:parcel", **rates[1]}
    (found,) = between(tmp_path, chain(**terms, **rates[0], **OLD), chain(name="new", **later, **NEW)).chains
    assert [str(text) for text in found.texts] == [
        "Added to the value: 1% (value) → 1% (value, insurance)",
        "Limits of the regime: 5000 CNY, 26000 CNY/year → 6000 CNY, 26000 CNY/year",
        "The regime beyond the limits: import → import:parcel",
    ]


def test_a_quota_that_begins_follows_another_or_is_over_is_told(tmp_path):
    texts = [
        quota("a"), quota("a", amount="200", valid_from="2027-01-01", valid_to="2027-12-31"), quota("b", valid_to=None),
        quota("c"), quota("d", valid_from="2027-01-01", valid_to=None), quota("u", jurisdiction="UZ"),
        measure(conditions='["quota:c"]'),
    ]  # fmt: skip
    found = between(tmp_path, *texts, jurisdictions=("KZ",)).quotas
    assert [str(each.text) for each in found] == [
        "a: 100 KGM (2026-01-01 – 2026-12-31) → 200 KGM (2027-01-01 – 2027-12-31)",
        "c: 100 KGM (2026-01-01 – 2026-12-31) is over; what follows is not on file",
        "d: begins with 100 KGM (2027-01-01 – …)",
    ]
    assert [each.name for each in between(tmp_path, *texts, commodity="0808").quotas] == ["c"]
    assert [each.name for each in between(tmp_path, *texts, commodity="0901").quotas] == []


def test_who_joins_and_who_leaves_a_group_is_told(tmp_path):
    members = """[{state = "UZ", valid_from = 2027-01-01}, {state = "KZ", valid_from = 2012-01-01, valid_to = 2026-12-31},
                  {state = "TJ", valid_from = 2012-01-01, valid_to = 2026-12-31}, {state = "TJ", valid_from = 2027-01-01}]"""
    found = between(tmp_path, group(members=members)).groups
    assert [(each.state, each.joined, each.day) for each in found] == [("UZ", True, JANUARY), ("KZ", False, JANUARY)]


def test_the_days_must_follow_one_another(tmp_path):
    with pytest.raises(ValueError, match="not after"):
        between(tmp_path, start=JANUARY)


@pytest.fixture(scope="module")
def new_year():
    """The book on file from the last day of 2026 to the first of 2027."""
    book = load_book()
    return book, diff(book, DECEMBER, JANUARY)


def test_every_measure_that_is_in_force_on_one_of_the_days_only_is_told_once(new_year):
    book, found = new_year
    gone = [row.id for row in book.measures if row.on(DECEMBER) and not row.on(JANUARY)]
    come = [row.id for row in book.measures if row.on(JANUARY) and not row.on(DECEMBER)]
    assert len(gone) - sum(each.before is not None for each in found.differences) == found.unchanged
    assert len(come) - sum(each.after is not None for each in found.differences) == found.unchanged
    assert max(Counter(each.before.id for each in found.differences if each.before).values()) == 1


def test_the_provisional_rates_of_china_end_with_nothing_on_file_after_them(new_year):
    """The plan of the tariff commission is for one year; that of 2027 is published at the end of December 2026."""
    act = next(act for act in new_year[1].acts() if (act.jurisdiction, act.scheme, act.what) == ("CN", "provisional", "lapses"))
    assert act.day == DECEMBER
    assert len(act.differences) == sum(
        row.scheme == "provisional" and row.jurisdiction == "CN" and row.kind == "customs_duty" and row.valid_to == DECEMBER
        and bool(row.source and row.source.title == act.source)
        for row in new_year[0].measures
    )  # fmt: skip


def test_the_vat_of_tajikistan_falls_to_13_percent(new_year):
    """Tax Code of Tajikistan, art. 397(4)."""
    (each,) = [each for each in new_year[1].differences if each.row.jurisdiction == "TJ" and each.what == "changes"
     and each.row.kind == "vat"
               and each.row.commodity == "*" and each.row.regime == "import"]  # fmt: skip
    assert (str(each.before.expression), str(each.after.expression)) == ("14%", "13%")
