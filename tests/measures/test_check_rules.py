"""Each rule of a book finds the fault that is planted for it, and says nothing about a book that is right."""

from __future__ import annotations

from datetime import date
from itertools import chain as joined

import pytest

from chorsu.measures.check import check_reading
from chorsu.measures.checks import RULES
from chorsu.measures.load import read_all
from chorsu.text import LANGUAGES

from .books import RIGHT, SOURCE, chain, charge, group, measure, official, paper, quota, table

TODAY = date(2026, 11, 29)


def found(tmp_path, *texts):
    """What is found in a book: by rule, severity and path. Each text is a file of its own."""
    for number, text in enumerate(texts):
        (tmp_path / f"book-{number}.toml").write_text(text, encoding="utf-8")
    return [(each.rule, each.severity, each.path) for each in check_reading(read_all(tmp_path), TODAY)]


def test_a_right_book_has_neither_faults_nor_warnings(tmp_path):
    assert found(tmp_path, RIGHT) == []


LIMITED = {"regime": "import:retail", "limits": '[{amount = "100", currency = "CNY", per = "year"}]', "beyond": "import"}
WITHIN = measure(conditions='["quota:Q"]')

# rule: what is planted, and where it must be found; several for a rule that has several ways to be broken.
PLANTED = {
    "reading": [
        (["measure = ["], "book-0.toml"),
        ([measure(expression="5 %%")], "book-0.toml: measure[0].expression"),
        ([measure(expression="5%", valid_to="2025-01-01")], "book-0.toml: measure[0].valid_to"),
        ([measure(commodity="0808.10")], "book-0.toml: measure[0].commodity"),
        ([measure(commodity="8")], "book-0.toml: measure[0].commodity"),
        ([measure(commodity="[]")], "book-0.toml: measure[0].commodity"),
        ([measure(expression=None)], "book-0.toml: measure[0].expression"),
        ([measure(kind="phytosanitry", expression=None)], "book-0.toml: measure[0].expression"),
        ([measure(per="parcel")], "book-0.toml: measure[0].per"),
        ([measure(kind="customs_value", expression="1 USD")], "book-0.toml: measure[0].as"),
        ([measure(conditions='["season:02-30..03-01"]')], "book-0.toml: measure[0].conditions"),
        ([measure(conditions='["colour:red"]')], "book-0.toml: measure[0].conditions"),
        ([measure(valid_from="2026-01-01T10:00:00")], "book-0.toml: measure[0].valid_from"),
        ([measure(source='source = {title = "t", address = "a", checked_on = "2026-13-01"}')],
         "book-0.toml: measure[0].source.checked_on"),
        ([chain(currency="KZX")], "book-0.toml: chain[0].currency"),
        ([chain(valuation="CFR")], "book-0.toml: chain[0].valuation"),
        ([chain(rounding='{to = "0"}')], "book-0.toml: chain[0].rounding.to"),
        ([chain(rounding='{to = "0.01", mode = "near"}')], "book-0.toml: chain[0].rounding.mode"),
        ([chain(charge(base='["customs_value", "vat"]'), charge("vat"))], "book-0.toml: chain[0].charge[0].base"),
        ([chain(charge(base='["customs_duty"]'))], "book-0.toml: chain[0].charge[0].base"),
        ([chain(charge(base='["customs_value", "excise"]'))], "book-0.toml: chain[0].charge[0].base"),
        ([chain(charge(listed_only="'yes'"))], "book-0.toml: chain[0].charge[0].listed_only"),
        ([chain(charge(listed_only="true", list='{title = "t", address = "a"}'))],
         "book-0.toml: chain[0].charge[0].list.complete_on"),
        ([chain(charge(exempt_up_to='{amount = "50", currency = "XYZ"}'))],
         "book-0.toml: chain[0].charge[0].exempt_up_to.currency"),
        ([chain(freight_if_unknown="20")], "book-0.toml: chain[0].freight_if_unknown"),
        ([chain(addition='{rate = "1%", of = ["price"]}')], "book-0.toml: chain[0].addition.of"),
        ([chain(addition='{rate = "1%"}')], "book-0.toml: chain[0].addition.of"),
        ([chain(addition='{rate = "1%", of = ["freight"]}')], "book-0.toml: chain[0].addition.of"),
        ([table("chain", ["jurisdiction", "currency", "valid_from"],
                {"jurisdiction": "KZ", "currency": "KZT", "valid_from": "2026-01-01"})], "book-0.toml: chain[0].charge"),
        ([group(members='[{state = "QQ", valid_from = 2012-01-01}]')], "book-0.toml: group[0].members[0].state"),
        ([group(members="[]")], "book-0.toml: group[0].members"),
        ([group(source='source = {title = "t", checked_on = "soon"}')], "book-0.toml: group[0].source.checked_on"),
        ([quota(unit="kg")], "book-0.toml: quota[0].unit"),
        ([quota(source="source = {title = 't', checked_on = 'soon'}")], "book-0.toml: quota[0].source.checked_on"),
        ([chain(limits='[{amount = "100", currency = "CNY"}]')], "book-0.toml: chain[0].beyond"),
        ([chain(beyond="import")], "book-0.toml: chain[0].limits"),
        ([chain(limits='[{amount = "100", currency = "CNY", per = "week"}]', beyond="import")],
         "book-0.toml: chain[0].limits[0].per"),
    ],
    "misspelt": [
        (["[[mesure]]\nid = 'a'\n"], "book-0.toml: mesure"),
        ([measure(orgin="CN")], "book-0.toml: measure[0].orgin"),
        ([measure(valid_until="2026-12-31")], "book-0.toml: measure[0].valid_until"),
        ([chain(charge(gros_up="true"))], "book-0.toml: chain[0].charge[0].gros_up"),
        ([chain(rounding='{to = "1", mod = "up"}')], "book-0.toml: chain[0].rounding.mod"),
        ([group(), group()], "book-1.toml: group.CIS"),
        ([chain(), chain(charge("fee"))], "book-1.toml: chain.chain"),
        ([quota(), quota(amount="200")], "book-1.toml: quota.Q 2026-01-01"),
        ([quota(valid_until="2026-12-31")], "book-0.toml: quota[0].valid_until"),
        ([chain(limits='[{amount = "1", curency = "CNY"}]', beyond="import")], "book-0.toml: chain[0].limits[0].curency"),
    ],
    "same-id": [([measure(), measure(commodity="0809")], "duty"), ([measure() + measure(commodity="0809")], "duty")],
    "unknown-jurisdiction": [([measure(jurisdiction="KAZ")], "duty.jurisdiction"),
                             ([chain(jurisdiction="ZZ")], "chain.jurisdiction"),
                             ([quota(jurisdiction="ZZ")], "quota Q 2026-01-01.jurisdiction")],
    "unknown-origin": [([measure(origin="CISS")], "duty.origin"), ([measure(origin="ZZ")], "duty.origin"),
                       ([measure(origin="cn")], "duty.origin")],
    "unknown-destination": [([paper(conditions='["destination:EAUE"]')], "paper.conditions"),
                            ([paper(conditions='["destination:!EAUE"]')], "paper.conditions")],
    "unknown-word-of-condition": [([measure(conditions='["buyer:person"]')], "duty.conditions"),
                                  ([measure(conditions='["mode:truck"]')], "duty.conditions")],
    "unknown-regime": [([measure(regime="imports")], "duty.regime"), ([measure(regime="import:")], "duty.regime"),
                       ([chain(regime="imprt")], "chain.regime")],
    "group-named-as-state": [([group("KZ")], "KZ.name")],
    "membership-twice": [
        ([group(members='[{state = "UZ", valid_from = 2012-01-01}, {state = "UZ", valid_from = 2015-01-01}]')], "CIS.members"),
    ],
    "nobody-of-group": [
        ([group(members='[{state = "UZ", valid_from = 2012-01-01, valid_to = 2025-12-31}]'), measure(origin="CIS")],
         "duty.origin"),
        ([group(members='[{state = "UZ", valid_from = 2027-01-01}]'), measure(jurisdiction="CIS", valid_to="2026-12-31")],
         "duty.jurisdiction"),
    ],
    "scheme-of-others": [([group(), measure(scheme="CIS")], "duty.origin"),
                         ([group(), group("EAEU"), measure(scheme="CIS", origin="EAEU")], "duty.origin")],
    "preference-without-proof": [
        ([*(measure(f"p{number}", commodity=f"080{number}", origin="UZ", conditions='["proof:ST-1"]') for number in range(1, 5)),
          measure(origin="UZ")], "duty.conditions"),
    ],
    "rate-beyond-belief": [([measure(expression="1250%")], "duty.expression"),
                           ([measure(expression="5% MIN 2 EUR/KGM MAX 800%")], "duty.expression")],
    "jurisdiction-without-source": [([group(source="source = {}\n")], "CIS.source"), ([chain(source="")], "chain.source")],
    "no-source": [([measure(source="")], "duty.source"),
                  ([measure(source='source = {title = "t", address = "a"}')], "duty.source"),
                  ([measure(source='source = {address = "a", checked_on = 2026-11-23}')], "duty.source")],
    "source-without-address": [([measure(source='source = {title = "t", checked_on = 2026-11-23}')], "duty.source")],
    "checked-in-the-future": [
        ([measure(source=SOURCE.replace("2026-11-23", "2027-11-23"))], "duty.source.checked_on"),
        ([quota(source=SOURCE.replace("2026-11-23", "2027-11-23"))], "quota Q 2026-01-01.source.checked_on"),
    ],
    "free-without-law": [([measure(commodity="*", expression="FREE", source="")], "duty.source")],
    "requirement-without-words": [([paper(words="")], "paper.text"), ([paper(words='text = ""')], "paper.text")],
    "requirement-not-in-every-language": [([paper(words='text = "A certificate."')], "paper.text")],
    "day-beyond-belief": [([measure(valid_from="2206-01-01")], "duty.valid_from"),
                          ([measure(valid_from="0202-01-01")], "duty.valid_from")],
    "not-in-harmonized-system": [([measure(commodity=code)], "duty.commodity")
                                 for code in ("080819", "0808191000", "0899", "77", "080", "00")],
    "not-in-nomenclature": [
        ([group("EAEU"), measure(jurisdiction="EAEU", commodity="0808109999")], "duty.commodity"),
        ([group("EAEU"), measure(commodity="0808109999")], "duty.commodity"),
    ],
    "unknown-currency": [([measure(expression="5 XYZ/KGM")], "duty.expression"),
                         ([measure(expression="5 BYR/KGM")], "duty.expression"),  # until 2016
                         ([measure(conditions='["customs_value <= 200 ECU"]')], "duty.conditions"),
                         ([measure(conditions='["customs_value/NAR <= 200 ECU"]')], "duty.conditions"),
                         ([chain(currency="SUR")], "chain.currency"),
                         ([chain(limits='[{amount = "1", currency = "BYR"}]', beyond="import")], "chain.currency")],
    "unknown-unit": [([measure(expression="5 EUR/KGS")], "duty.expression"), ([measure(expression="5 EUR/PCE")],
                      "duty.expression"), ([measure(conditions='["CMQ/PCE <= 1500"]')], "duty.conditions"),
                     ([quota(unit="KGS")], "quota Q 2026-01-01.unit")],
    "crossed-limits": [([measure(expression="10% MIN 5 EUR/KGM MAX 2 EUR/KGM")], "duty.expression"),
                       ([measure(expression="10% MAX 2 EUR/KGM MIN 5 EUR/KGM")], "duty.expression"),
                       ([measure(expression="10% MIN 0.6 EUR/KGM MAX 50 EUR/100KGM")], "duty.expression"),
                       ([measure(expression="1 EUR/KGM MIN 20% MAX 10%")], "duty.expression")],
    "idle-limit": [([measure(expression="10% MIN 5%")], "duty.expression"), ([measure(expression="5% MAX 10%")],
                    "duty.expression")],
    "money-where-none-is-due": [([paper(expression="5%")], "paper.expression"),
                                ([measure(kind="relief", of='["vat"]', expression="FREE")], "duty.expression")],
    "official-value-of-nothing": [([measure(kind="customs_value", **{"as": "floor"})], "duty.expression"),
                                  ([measure(kind="customs_value", expression="FREE", **{"as": "replace"})], "duty.expression")],
    "field-of-another-kind": [([measure(of='["vat"]')], "duty.of"), ([measure(**{"as": "floor"})], "duty.as")],
    "tax-above-its-own-base": [
        ([chain(charge(gross_up="true")), measure(expression="100%")], "duty.expression"),
        ([group("CIS"), chain(charge(gross_up="true")), measure(jurisdiction="CIS", expression="5% MIN 120%")],
         "duty.expression"),
    ],
    "never-holds": [([measure(conditions=text)], "duty.conditions") for text in (
        '["net_mass < 10 KGM", "net_mass > 20 KGM"]', '["net_mass < 10 KGM", "net_mass >= 0.01 TNE"]', '["gross_mass < 0 KGM"]',
        '["customs_value <= 200 EUR", "customs_value > 200 EUR"]', '["mode:road", "mode:rail"]',
        '["buyer:private", "buyer:business"]',
        '["season:06-01..08-31", "season:12-01..02-28"]', '["destination:UZ", "destination:!UZ"]',
        '["producer:A", "producer:B"]', '["customs_value/NAR < 10 CNY", "customs_value/NAR >= 10 CNY"]',
        '["CMQ/NAR <= 1500", "CMQ/NAR > 2000"]', '["TNE/NAR < 1", "KGM/NAR >= 1000"]', '["NAR/TNE < 1", "NAR/KGM >= 0.001"]')]
    + [([measure(conditions='["season:06-01..08-31"]', valid_to="2026-03-31")], "duty.conditions"),
       ([group(), paper(conditions='["destination:UZ", "destination:!CIS"]')], "paper.conditions")],
    "value-asks-for-itself": [
        ([official("duty", "1 USD", conditions='["customs_value/NAR < 5 USD"]')], "duty.conditions"),
        ([measure(kind="customs_value", expression="1 USD", conditions='["customs_value < 5 USD"]', **{"as": "floor"})],
         "duty.conditions"),
    ],
    "condition-twice": [([measure(conditions='["proof:A", "proof:A"]')], "duty.conditions")],
    "chain-ends-before-it-begins": [([chain(valid_to="2025-12-31")], "chain.valid_to")],
    "two-chains-at-once": [([chain(), chain(name="other")], "other")],
    "chain-runs-on": [([chain(), chain(name="other", valid_from="2026-07-01")], "chain.valid_to")],
    "gap-between-chains": [
        ([chain(valid_to="2026-06-01"), chain(name="other", valid_from="2026-07-01")], "other.valid_from"),
    ],
    "measure-runs-on": [([measure(), measure("other", valid_from="2026-07-01")], "duty.valid_to")],
    "gap-between-measures": [
        ([measure(valid_to="2026-06-29"), measure("other", valid_from="2026-07-01")], "other.valid_from"),
    ],
    "same-rule-twice": [([measure(kind="fee"), measure("other", kind="fee", expression="5.0%")], "other"),
                        ([paper(), paper("same", valid_from="2026-07-01")], "same")],
    "kind-in-no-chain": [([chain(), measure(kind="custom_duty")], "duty.kind"),
                         ([chain(), measure(kind="Customs_duty")], "duty.kind")],
    "kind-in-no-chain-of-jurisdiction": [([chain(), measure(jurisdiction="UZ")], "duty.kind"),
                                         ([chain(), measure(kind="excise")], "duty.kind"),
                                         ([chain(), measure(regime="import:9611")], "duty.kind")],
    "relief-of-nothing": [([measure(kind="relief", expression=None)], "duty.of"),
                          ([measure(kind="relief", expression=None, of='["wat"]')], "duty.of")],
    "relief-of-another-chain": [
        ([chain(), measure(kind="relief", expression=None, of='["customs_duty"]', jurisdiction="UZ")], "duty.of"),
    ],
    "charge-without-measures": [([chain(charge(), charge("vat")), measure()], "chain.charge[1]"),
                                ([chain(), measure(jurisdiction="UZ")], "chain.charge[0]"),
                                ([chain(), measure(regime="export")], "chain.charge[0]")],
    "charge-without-measures-in-its-days": [
        ([chain(), measure(valid_from="2025-01-01", valid_to="2025-12-31")], "chain.charge[0]"),
    ],
    "charge-twice": [([chain(charge(), charge())], "chain.charge[1].kind")],
    "no-charge": [([chain(charge("relief"))], "chain.charge[0].kind"), ([chain(charge("licence"))], "chain.charge[0].kind")],
    "base-of-nothing": [([chain(charge(base="[]"))], "chain.charge[0].base"),
                        ([chain(charge(base=None))], "chain.charge[0].base"),
                        ([chain(charge(base="[]")), measure(expression="FREE MIN 5%")], "chain.charge[0].base"),
                        ([chain(charge(base='["customs_value", "customs_value"]'))], "chain.charge[0].base")],
    "share-of-charge": [([chain(charge(share=share))], "chain.charge[0].share") for share in ("0", "1.7", "70")],
    "list-of-charge": [([chain(charge(list='{complete_on = 2026-01-01, title = "t", address = "a"}'))], "chain.charge[0].list"),
                       ([chain(charge(listed_only="true", list="{complete_on = 2026-01-01}"))], "chain.charge[0].list")],
    "addition-of-nothing": [([chain(addition='{of = ["value"]}')], "chain.addition.rate"),
                            ([chain(freight_at_most='{mode = "air"}')], "chain.freight_at_most.rate")],
    "beyond-without-chain": [
        ([chain(**LIMITED)], "chain.beyond"),
        ([chain(**LIMITED), chain(name="later", valid_from="2026-02-01")], "chain.beyond"),
        ([chain(**LIMITED), chain(name="ended", valid_to="2026-11-30")], "chain.beyond"),
        ([chain(**LIMITED), chain(name="round", limits=LIMITED["limits"], beyond="import:retail")], "round.beyond"),
        ([chain(limits=LIMITED["limits"], beyond="import")], "chain.beyond"),
    ],
    "quota-not-on-file": [([WITHIN], "duty.conditions"), ([WITHIN, quota("other")], "duty.conditions"),
                          ([WITHIN, quota(valid_from="2025-01-01", valid_to="2025-12-31")], "duty.conditions")],
    "quota-of-others": [([WITHIN, quota(jurisdiction="UZ")], "duty.conditions"),
                        ([group(), measure(jurisdiction="CIS", conditions='["quota:Q"]'), quota()], "duty.conditions")],
    "quota-periods-overlap": [([quota(), quota(valid_from="2026-12-31", valid_to=None)], "quota Q")],
    "left-of-quota": [([quota(left="100.5")], "quota Q 2026-01-01.left"),
                      ([quota(left_on=None)], "quota Q 2026-01-01.left_on")],
    "quota-without-source": [([quota(source="")], "quota Q 2026-01-01.source"),
                             ([quota(source='source = {title = "t"}')], "quota Q 2026-01-01.source")],
    "foreign-currency": [([chain(currency="RUB")], "chain.currency")],
    "replaces-nothing": [([measure(replaces='["gone"]')], "duty.replaces")],
    "replaces-itself": [([measure(replaces='["duty"]')], "duty.replaces"),
                        ([measure(replaces='["b"]'), measure("b", replaces='["c"]'), measure("c", replaces='["duty"]')],
                         "b.replaces")],
    "replaces-another-kind": [([measure(replaces='["b"]'), measure("b", kind="vat")], "duty.replaces"),
                              ([measure(replaces='["b"]'), measure("b", regime="export")], "duty.replaces")],
    "replaces-in-vain": [([measure(replaces='["b"]'), measure("b", commodity="0809")], "duty.replaces"),
                         ([measure(replaces='["b"]'), measure("b", jurisdiction="UZ")], "duty.replaces"),
                         ([measure(replaces='["b"]'), measure("b", valid_from="2025-01-01", valid_to="2025-12-31")],
                          "duty.replaces")],
    "official-values-differ": [
        ([official("a", "1 USD/KGM"), official("b", "2 USD/KGM", commodity="080810")], "b"),
        ([group(), official("a", "1 USD/KGM"), official("b", "2 USD/KGM", origin="UZ", scheme="S")], "b"),
    ],
    "equal-in-rank": [
        ([measure(), measure("same")], "same"),
        ([measure(), measure("other", expression="7%")], "other"),
        ([measure(scheme="MFN"), measure("other", scheme="provisional", commodity="080810")], "other"),
        ([measure(commodity="*", scheme="MFN"), measure("other", scheme="provisional")], "other"),
        ([measure(commodity="*"), measure("other", commodity="*")], "other"),
        ([measure(valid_to="2026-06-30"), measure("other", scheme="B", valid_from="2026-06-30")], "other"),  # one day
        # the state's own goes before the union's within a scheme only
        ([group("EAEU"), measure(jurisdiction="EAEU", scheme="MFN"), measure("own", scheme="reduced")], "own"),
        ([group("EAEU"), measure(jurisdiction="EAEU", scheme="MFN"), measure("own", scheme="reduced", commodity="*")], "duty"),
        # two unions of one state
        ([group("A"), group("B"), measure(jurisdiction="A", scheme="S"), measure("other", jurisdiction="B", scheme="S")],
         "other"),
        # a state in two groups; one that is in both for some days only
        ([group("A"), group("B"), measure(origin="A"), measure("other", origin="B")], "other"),
        ([group("A", '[{state = "UZ", valid_from = 2027-01-01}]'), group("B"), measure(origin="A"), measure("other", origin="B")],
         "other"),
        # conditions that can meet
        ([measure(conditions='["proof:X"]'), measure("other")], "other"),
        ([measure(conditions='["proof:X"]'), measure("other", conditions='["proof:Y"]')], "other"),
        ([measure(conditions='["season:12-01..02-28"]'), measure("other", conditions='["season:02-01..03-01"]')], "other"),
        ([measure(conditions='["net_mass <= 31 KGM"]'), measure("other", conditions='["net_mass >= 0.031 TNE"]')], "other"),
        ([measure(conditions='["destination:!UZ"]'), measure("other", conditions='["destination:!TJ"]')], "other"),
        ([group(), measure(conditions='["destination:UZ"]'), measure("other", conditions='["destination:CIS"]')], "other"),
        ([measure(conditions='["importer:AEO"]'), measure("other", conditions='["importer:REGISTERED"]')], "other"),
        ([measure(conditions='["quota:Q"]'), measure("other", conditions='["quota:R"]')], "other"),
        ([measure(conditions='["customs_value/NAR < 9 CNY"]'), measure("other", conditions='["customs_value >= 9 CNY"]')],
         "other"),
        ([measure(conditions='["CMQ/NAR < 9"]'), measure("other", conditions='["CMQ/NAR > 8", "LTR/NAR > 9"]')], "other"),
        ([measure(conditions='["producer:A"]'), measure("other", scheme="B", conditions='["mode:road"]')], "other"),
        # one chain of two takes the lowest amount
        ([chain(charge(choose="lowest")), chain(name="uz", jurisdiction="UZ", currency="UZS"), group("EAEU"),
          measure(jurisdiction="EAEU", scheme="A"), measure("other", jurisdiction="EAEU", scheme="B")], "other"),
    ],
}  # fmt: skip
CASES = [pytest.param(rule, texts, path, id=f"{rule}-{number}")
         for rule, cases in PLANTED.items() for number, (texts, path) in enumerate(cases)]  # fmt: skip


@pytest.mark.parametrize(("rule", "texts", "path"), CASES)
def test_a_planted_fault_is_found_where_it_is(tmp_path, rule, texts, path):
    severity = {each.name: each.severity for each in RULES}.get(rule, "fault")
    assert (rule, severity, path) in found(tmp_path, *texts)


def test_every_rule_has_a_planted_fault_and_says_what_it_asks():
    assert {rule.name for rule in RULES} | {"reading", "misspelt"} == set(PLANTED)
    assert [rule.name for rule in RULES if not (rule.find.__doc__ or "").strip()] == []


# What the rules of choice decide, or what may well be meant.
DECIDED = [
    [official("a", "1 USD/KGM"), official("b", "1000 USD/TNE")],
    [official("a", "1 USD/KGM"), official("b", "2 USD/KGM", replaces='["a"]')],
    [official("a", "1 USD/KGM", origin="UZ"), official("b", "2 USD/KGM", origin="CN")],
    [official("a", "1 USD/KGM"), official("b", "2 USD/KGM", **{"as": "floor"})],
    [measure(), measure("b", commodity="080810")],
    [measure(valid_to="2026-05-31"), measure("b", scheme="other", valid_from="2026-06-01")],
    [group(), measure(), measure("b", origin="CIS")],
    [measure(), measure("b", scheme="temporary", replaces='["duty"]')],
    [measure(conditions='["season:11-15..02-28"]'), measure("b", conditions='["season:03-01..11-14"]')],  # but for 29 February
    [measure(conditions='["season:06-01..08-31"]', valid_to="2026-03-31", scheme="A"), measure("b", valid_to="2026-03-31")],
    [measure(conditions='["net_mass < 31 KGM"]'), measure("b", conditions='["net_mass >= 0.031 TNE"]')],
    [measure(conditions='["customs_value/NAR < 9 CNY"]'), measure("b", conditions='["customs_value/NAR >= 9 CNY"]')],
    [measure(conditions='["CMQ/NAR <= 1500"]'), measure("b", conditions='["CMQ/NAR > 1500"]')],
    [group("EAEU"), WITHIN, quota(jurisdiction="EAEU"), quota(valid_from="2027-01-01", jurisdiction="EAEU", valid_to=None)],
    [chain(charge(base="[]")), measure(expression="FREE"), measure("b", commodity="0809", expression="5 EUR/KGM")],
    [chain(**LIMITED), chain(name="a", valid_to="2026-05-31"), chain(name="b", valid_from="2026-06-01"),
     measure(), measure("retail", regime="import:retail")],
    [group(), measure(conditions='["destination:CIS"]'), measure("b", conditions='["destination:!CIS"]')],
    [group("EAEU"), measure(jurisdiction="EAEU", scheme="MFN"), measure("own", scheme="MFN")],
    [group("A"), group("B", '[{state = "TJ", valid_from = 2012-01-01}]'), measure(origin="A"), measure("b", origin="B")],
    [group("A", '[{state = "UZ", valid_from = 2012-01-01, valid_to = 2026-05-31}]'),
     group("B", '[{state = "UZ", valid_from = 2026-06-01}]'), measure(origin="A"), measure("b", origin="B")],
    [chain(charge(choose="lowest")), measure(scheme="A"), measure("b", scheme="B")],
    # the second of three rates of one scheme is put out with the first: nothing is left to decide
    [measure(), measure("b", scheme="temporary", replaces='["duty"]'), measure("c", scheme="worse", replaces='["b", "duty"]')],
    [measure(), measure("b", scheme="B", replaces='["duty"]'), measure("c", scheme="C", replaces='["b"]')],
]  # fmt: skip


@pytest.mark.parametrize("texts", DECIDED)
def test_what_the_rules_of_choice_decide_is_no_tie(tmp_path, texts):
    ties = [path for rule, severity, path in found(tmp_path, *texts) if severity == "fault" and rule != "never-holds"]
    assert ties == []


def test_every_fault_of_every_file_is_told_at_once(tmp_path):
    (tmp_path / "broken.toml").write_text("measure = [", encoding="utf-8")
    (tmp_path / "table.csv").write_text(
        "id,jurisdiction,kind,commodity,expression,valid_from,per\nx,KZ,customs_duty,08.08,5 %%,2026-02-30,box\n",
        encoding="utf-8",
    )
    (tmp_path / "not.parquet").write_bytes(b"PAR")
    paths = {path for _, _, path in found(tmp_path, measure(origin="CISS"), chain(currency="KZX"))}
    assert {"broken.toml", "not.parquet", "book-1.toml: chain[0].currency", "duty.origin"} <= paths
    row = "table.csv: row 2"
    assert {f"{row}.commodity", f"{row}.expression", f"{row}.valid_from", f"{row}.per"} <= paths


def test_what_could_not_be_read_is_not_missed_by_the_rest(tmp_path):
    texts = [
        group(members='[{state = "QQ", valid_from = 2012-01-01}]'), chain(currency="KZX"),
        measure(origin="CIS", replaces='["lost"]') + measure("lost", expression="5 %%"),
    ]  # fmt: skip
    assert {rule for rule, *_ in found(tmp_path, *texts)} == {"reading"}


def test_a_finding_names_the_row_of_its_file(tmp_path):
    (tmp_path / "book.toml").write_text(measure() + measure("b", commodity="0809", origin="CISS"), encoding="utf-8")
    (each,) = check_reading(read_all(tmp_path), TODAY)
    assert (each.path, each.place) == ("b.origin", "book.toml: measure[1]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_said_in_every_language(tmp_path, language):
    for number, (texts, _) in enumerate(joined.from_iterable(PLANTED.values())):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in enumerate(texts):
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        for each in check_reading(read_all(folder), TODAY):
            said = each.to_json(language)
            assert said["message"]
            assert "{" not in said["message"] + said.get("expected", "").replace("{en =", "").replace("{{", "")


# What a field may hold by mistake, as TOML writes it.
ODD = (
    "5",
    "5.5",
    "true",
    "[]",
    "[1]",
    '["a"]',
    "{}",
    "{a = 1}",
    "2026-01-01",
    "2026-01-01T10:00:00",
    "10:00:00",
    '""',
    '"\\u0000"',
    "[[]]",
)
SHAPES = {
    "measure": ("measure", measure, (
        "id", "jurisdiction", "kind", "commodity", "origin", "scheme", "regime", "expression", "valid_from", "valid_to",
        "conditions", "replaces", "per", "of", "as", "text", "source",
    )),
    "chain": ("chain", chain, (
        "id", "jurisdiction", "regime", "currency", "valuation", "valid_from", "valid_to", "rounding", "addition",
        "freight_at_most", "freight_if_unknown", "insurance_if_unknown", "source", "assumed", "note", "charge", "limits",
        "beyond",
    )),
    "charge": ("chain.charge", lambda: chain(charge()), (
        "kind", "base", "choose", "gross_up", "listed_only", "list", "share", "exempt_up_to", "lines_missing", "source",
        "assumed",
    )),
    "group": ("group", group, ("name", "names", "members", "source")),
    "quota": ("quota", quota, (
        "name", "unit", "amount", "jurisdiction", "valid_from", "valid_to", "left", "left_on", "source",
    )),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_no_value_of_a_field_is_too_odd_to_be_told(tmp_path, shape):
    """A planted fault is an answer, and never a traceback."""
    head, right, fields = SHAPES[shape]
    for number, (field, odd) in enumerate((field, odd) for field in fields for odd in ODD):
        lines = [line for line in right().splitlines() if not line.startswith(f"{field} =")]
        own = len(lines) - lines[::-1].index(f"[[{head}]]")
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "odd.toml").write_text("\n".join([*lines[:own], f"{field} = {odd}", *lines[own:]]), encoding="utf-8")
        for each in check_reading(read_all(folder), TODAY):
            assert each.to_json("ru")["message"], (field, odd)
