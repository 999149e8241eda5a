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
        ("road", {"road consignment note", "road transport permit", "TIR carnet", "transit declaration"}),
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


COMMERCIAL = ["contract of sale", "commercial invoice", "packing list"]


@pytest.mark.parametrize(
    ("export_state", "import_state", "mode", "expected"),
    [
        # Uzbekistan and Russia are in the CIS free trade area (CT-1) and parties to the CMR and TIR conventions.
        (
            "UZ",
            "RU",
            "road",
            [
                "export declaration (UZ)",
                "certificate of origin CT-1",
                "road consignment note",
                "TIR carnet",
                "transit declaration",
                "goods declaration",
            ],
        ),
        # Inside the Union goods move without customs.
        ("RU", "KZ", "road", ["road consignment note", "TIR carnet"]),
        ("KZ", "RU", "rail", ["SMGS consignment note"]),
        # China and India are parties of the Asia-Pacific agreement, neither of CMR; India is not in SMGS.
        ("CN", "IN", "sea", ["export declaration", "certificate of origin APTA", "bill of lading"]),
        ("CN", "IN", "rail", ["export declaration", "certificate of origin APTA"]),
        ("CN", "PK", "road", ["export declaration", "road consignment note", "TIR carnet"]),
        ("TJ", "CN", "rail", ["export declaration (TJ)", "certificate of origin", "SMGS consignment note", "goods declaration"]),
        (
            "IR",
            "BY",
            "rail",
            ["certificate of origin CT-3", "SMGS consignment note", "transit declaration", "goods declaration"],
        ),
        ("DE", "FR", "road", []),
    ],
)
def test_each_pair_of_states_has_its_own_papers(export_state, import_state, mode, expected):
    found = kinds(export_state=export_state, import_state=import_state, modes=[mode])
    assert found[:3] == COMMERCIAL
    # China's own import declaration is called for by its measure, not by the trade.
    assert found[3:] == [kind for kind in expected if (kind, import_state) != ("goods declaration", "CN")]


def test_papers_on_file_for_later_days_are_not_asked_before():
    assert "road transport permit" not in kinds(on=date(2016, 10, 11), modes=["road"])
    assert "TIR carnet" not in kinds(on=date(2017, 12, 14), modes=["road"])


def test_a_kind_with_rows_for_several_states_stands_once_by_the_row_of_its_states():
    """China names customs as the issuer of the registration of orchards, Kazakhstan its plant protection service."""
    asked = [Rule("x", {"paper": "orchard and packing house registration"}, regime="export")]
    for state, issuer in (("CN", "CN-GACC"), ("KZ", "KZ-CSI"), ("UZ", "UZ-NPPO")):
        papers = papers_needed(asked, apples(), modes=[], on=ON, export_state=state, import_state="IN")
        (paper,) = [paper for paper in papers if paper.kind == "orchard and packing house registration"]
        assert (paper.issued_by.id, paper.for_state) == (issuer, state)


STATES = ["AM", "BY", "CN", "DE", "IN", "IR", "KG", "KZ", "PK", "RU", "TJ", "UZ"]


@pytest.mark.parametrize("export_state", STATES)
def test_no_two_rows_describe_one_kind_for_the_same_pair_of_states(export_state):
    for import_state in set(STATES) - {export_state}:
        fitting = [row.kind for row in papers_on_file() if row.fits(export_state, import_state, ON)]
        assert len(fitting) == len(set(fitting)), (import_state, [kind for kind in fitting if fitting.count(kind) > 1])


def test_a_certificate_of_origin_names_the_proof_that_measures_ask_for():
    papers = papers_needed([], apples(), modes=[], on=ON, export_state="TJ", import_state="UZ")
    (certificate,) = [paper for paper in papers if paper.proof]
    assert (certificate.kind, certificate.proof, certificate.if_asked) == ("certificate of origin CT-1", "CT-1", True)
    assert certificate.issued_by.id == "TJ-TPP"
    assert certificate.to_json("ru")["proof"] == "CT-1"


def test_what_a_state_on_the_way_asks_is_a_paper_for_that_state():
    """Goods from China to Uzbekistan pass the Union, which asks a transit declaration."""
    passed = Rule("EAEU-transit-declaration", {"paper": "transit declaration"}, regime="transit")
    papers = papers_needed([passed], apples(), modes=[], on=ON, export_state="CN", import_state="UZ")
    (paper,) = [paper for paper in papers if paper.kind == "transit declaration"]
    assert (paper.for_state, paper.names["ru"]) == ("EAEU", "Транзитная декларация (ЕАЭС)")
    # Goods for a member state go under transit to the customs of release there: it is that state's paper.
    papers = papers_needed([passed], apples(), modes=["rail"], on=ON, export_state="CN", import_state="RU")
    assert [paper.for_state for paper in papers if paper.kind == "transit declaration"] == ["RU"]
    odd = Rule("UZ-x", {"paper": "escort sheet"}, jurisdiction="UZ", regime="transit")
    assert papers_needed([odd], apples(), modes=[], on=ON, export_state="CN", import_state="TJ")[-1].for_state == "UZ"
    # Asked on import as well, it is a paper of the state of import.
    both = [odd, Rule("TJ-x", {"paper": "escort sheet"}, jurisdiction="TJ")]
    assert papers_needed(both, apples(), modes=[], on=ON, export_state="CN", import_state="TJ")[-1].for_state == "TJ"


def test_several_papers_of_one_measure_may_stand_in_one_text():
    """As the columns of a CSV file have them: separated by semicolons."""
    asked = kinds(Rule("x", {"paper": "import permit; phytosanitary certificate;"}), export_state="CN", import_state="PK")
    assert {"import permit", "phytosanitary certificate"} <= set(asked)


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


def test_a_paper_tells_how_to_reach_its_issuer_where_that_is_on_file():
    papers = papers_needed([CERTIFICATE], apples(), modes=[], on=ON, export_state="BY", import_state="CN")
    (certificate,) = [paper.to_json("ru") for paper in papers if paper.kind == "phytosanitary certificate"]
    assert certificate["authority"] == "BY-NPPO"
    assert certificate["contact"] == {
        "address": "220034 Минск, ул. Краснозвездная, 8",
        "phone": "+375 17 355-98-57, +375 17 374-53-57",
        "website": "ggiskzr.by",
    }
    assert "contact" not in papers[0].to_json("en")


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
