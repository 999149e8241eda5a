"""The papers that a consignment needs, by trade, by mode, and by requirement."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from chorsu.documents import papers_needed
from chorsu.documents.load import issuers, papers_on_file
from chorsu.facts import Source

from .cases import ON, apples


@dataclass(frozen=True)
class Rule:
    """The attributes of a measure that are read."""

    id: str
    extra: dict = field(default_factory=dict)
    jurisdiction: str = "EAEU"
    regime: str = "import"
    text: dict = field(default_factory=lambda: {"en": "words", "zh": "文字", "ru": "слова"})
    source: Source | None = None


CERTIFICATE = Rule("EAEU-318", {"paper": "phytosanitary certificate", "issued_by": "CN-GACC"})
TRADE = [
    "contract of sale",
    "commercial invoice",
    "packing list",
    "export declaration",
    "certificate of origin",
    "goods declaration",
]


def kinds(*rules, modes=(), on=ON, **states):
    return [paper.kind for paper in papers_needed(rules, apples(), modes=modes, on=on, **states)]


def test_every_sale_needs_the_papers_of_the_trade():
    assert kinds() == TRADE


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("rail", {"SMGS consignment note", "transit declaration"}),
        ("road", {"road consignment note", "road transport permit", "transit declaration"}),
        ("air", {"air waybill"}),
        ("sea", {"bill of lading"}),
        ("balloon", set()),
    ],
)
def test_each_mode_adds_its_papers(mode, expected):
    assert set(kinds(modes=[mode])) - set(TRADE) == expected


def test_a_requirement_adds_its_paper_and_the_control_that_goes_with_it():
    papers = {paper.kind: paper for paper in papers_needed([CERTIFICATE], apples(), modes=[], on=ON)}
    certificate, act = papers["phytosanitary certificate"], papers["quarantine control act"]
    assert (certificate.issued_by.id, certificate.for_state, certificate.route) == ("CN-GACC", "KZ", "requirement")
    assert act.issued_by.id == "KZ-CSI"
    assert certificate.required_by == ("EAEU-318",)


def test_a_paper_that_two_requirements_call_for_stands_once():
    twice = [
        CERTIFICATE,
        Rule("KZ-order", {"paper": "phytosanitary certificate"}),
        Rule("EAEU-159", {"paper": "quarantine control act"}),
    ]
    papers = papers_needed(twice, apples(), modes=[], on=ON)
    found = [paper for paper in papers if paper.kind == "phytosanitary certificate"]
    assert [paper.required_by for paper in found] == [("EAEU-318", "KZ-order")]
    assert [paper.required_by for paper in papers if paper.kind == "quarantine control act"] == [("EAEU-159",)]


def test_a_kind_that_is_not_on_file_is_listed_with_the_words_of_its_measure():
    source = Source("Order 1")
    rule = Rule("KZ-x", {"paper": ["halal certificate", "halal certificate"]}, source=source)
    paper = papers_needed([rule], apples(), modes=[], on=ON)[-1]
    assert (paper.kind, paper.issued_by, paper.source, paper.why["ru"]) == ("halal certificate", None, source, "слова")
    assert paper.to_json("zh")["why"] == "文字"


def test_a_requirement_without_a_paper_adds_none():
    assert kinds(Rule("EAEU-159"), Rule("x", {"paper": ""})) == TRADE


def test_papers_of_one_pair_of_states_are_not_asked_of_another():
    assert kinds(export_state="UZ", import_state="RU", modes=["road"]) == TRADE[:3]
    assert "road transport permit" not in kinds(on=date(2016, 10, 11), modes=["road"])


def test_papers_that_are_drafted_here_say_so():
    papers = papers_needed([], apples(), modes=[], on=ON)
    assert {paper.kind: paper.draft for paper in papers if paper.draft} == {
        "commercial invoice": "invoice",
        "packing list": "packing list",
    }
    assert [paper.kind for paper in papers if paper.if_asked] == ["certificate of origin"]


def test_a_paper_in_json_has_the_fields_of_the_contract_in_the_readers_language():
    row = papers_needed([CERTIFICATE], apples(), modes=[], on=ON)[3].to_json("ru")
    assert (row["kind"], row["name"], row["for"]) == ("phytosanitary certificate", "Фитосанитарный сертификат", "KZ")
    assert row["issued_by"].startswith("Главное таможенное управление")
    assert row["source"]["checked_on"]


@pytest.mark.parametrize("row", papers_on_file(), ids=lambda row: row.kind)
def test_every_paper_on_file_has_names_in_three_languages_a_source_that_was_read_and_an_issuer(row):
    assert set(row.names) == {"en", "zh", "ru"}
    assert not row.why or set(row.why) == {"en", "zh", "ru"}
    assert row.source
    assert row.source.address
    assert row.source.checked_on
    assert row.why or row.route == "requirement"
    for reference in filter(None, (row.issued_by, row.lodged_with)):
        side, _, role = reference.partition(":")
        assert reference in issuers() or (
            side in ("export", "import") and any(role in issuer.roles for issuer in issuers().values())
        )


@pytest.mark.parametrize("issuer", issuers().values(), ids=lambda issuer: issuer.id)
def test_every_issuer_has_names_in_three_languages_and_an_authority_its_source(issuer):
    assert set(issuer.names) == {"en", "zh", "ru"}
    assert not issuer.state or (issuer.source and issuer.source.checked_on)
