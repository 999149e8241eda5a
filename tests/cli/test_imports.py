"""What an installation imports is read whole or not at all, counts from then on, and is replaced by the next of its name."""

from __future__ import annotations

import json

import pytest
from openpyxl import Workbook

from tests.cli.command import APPLES, FCA, refused

HEAD = "HS code,Duty,Since,Act\n"
MAP = ("--map", "commodity=HS code", "--map", "expression=Duty", "--map", "valid_from=Since", "--map", "source_title=Act")
UZ = ("--jurisdiction", "TR", "--kind", "customs_duty", "--set", "origin=*", "--set", "checked_on=2026-11-24", "--json")


def table(tmp_path, text, name="uz.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def shown(installed, code="080810", jurisdiction="TR"):
    answer = installed("measures", "show", "--jurisdiction", jurisdiction, "--hs", code, "--json")
    return {row["commodity"]: row for row in answer.document["measures"]}


def test_a_table_is_read_with_the_columns_that_it_has(installed, tmp_path):
    path = table(tmp_path, HEAD + "080810,10% MIN 0.1 USD/KGM,2026-01-01,Law 1\n080820,5%,2026-01-01,Law 1\n")
    dry = installed("measures", "import", path, *MAP, *UZ, "--dry-run")
    assert (dry.status, dry.document["read"], dry.document["imported"]) == (0, 2, 0)
    assert shown(installed) == {}
    done = installed("measures", "import", path, *MAP, *UZ)
    assert (done.status, done.document["read"], done.document["imported"]) == (0, 2, 2)
    row = shown(installed)["080810"]
    assert (row["expression"], row["valid_from"], row["origin"]) == ("10% MIN 0.1 USD/KGM", "2026-01-01", "*")
    assert (row["source"]["title"], row["source"]["checked_on"]) == ("Law 1", "2026-11-24")


def test_a_file_of_the_same_name_replaces_the_one_before_and_another_stands_beside_it(installed, tmp_path):
    first = table(tmp_path, HEAD + "080810,10%,2026-01-01,Law 1\n080820,5%,2026-01-01,Law 1\n")
    installed("measures", "import", first, *MAP, *UZ)
    second = table(tmp_path, HEAD + "080810,11%,2026-01-01,Law 2\n")
    installed("measures", "import", second, *MAP, *UZ)
    assert shown(installed)["080810"]["expression"] == "11%"
    assert shown(installed, "080820") == {}
    installed("measures", "import", table(tmp_path, HEAD + "080820,7%,2026-01-01,Law 3\n"), *MAP, *UZ, "--name", "more")
    assert (shown(installed)["080810"]["expression"], shown(installed, "080820")["080820"]["expression"]) == ("11%", "7%")


@pytest.mark.parametrize("sign", [";", "\t"])
def test_columns_may_be_parted_by_other_signs(installed, tmp_path, sign):
    text = (HEAD + "080810,10%,2026-01-01,Law 1\n080820,5%,2026-01-01,Law 1\n").replace(",", sign)
    assert installed("measures", "import", table(tmp_path, text), *MAP, *UZ).document["imported"] == 2


def test_a_sheet_is_read_as_its_reader_sees_it(installed, tmp_path):
    """Codes as numbers lose their leading nought, so they are text; a share of one shown as per cent is per cent."""
    book = Workbook()
    sheet = book.active
    sheet.append(["HS code", "Duty", "Since", "Act"])
    sheet.append(["080810", 0.125, "2026-01-01", "Law 1"])
    sheet["B2"].number_format = "0.0%"
    book.save(tmp_path / "uz.xlsx")
    assert installed("measures", "import", tmp_path / "uz.xlsx", *MAP, *UZ).status == 0
    assert shown(installed)["080810"]["expression"] == "12.5%"


def test_every_fault_is_named_by_its_row_and_nothing_is_kept(installed, tmp_path):
    text = (
        HEAD
        + "080810,10%,2026-01-01,ok\n08x,10%,2026-01-01,x\n0808,ten,2026-01-01,x\n0808,10%,1.1.26,x\n,,,\n0808,,2026-01-01,x\n"
    )
    answer = installed("measures", "import", table(tmp_path, text), *MAP, *UZ)
    refused(answer, "row 3.commodity", "row 4.expression", "row 5.valid_from", "row 7.expression")
    assert shown(installed) == {}


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("--map", "commodity=Nothing"), "--map commodity"),
        (("--map", "colour=Act"), "--map colour"),
        (("--map", "commodity"), "--map"),
        (("--set", "=x"), "--set"),
        (("--name", "../escape"), "--name"),
        (("--name", "/etc/passwd"), "--name"),
        (("--name", ".hidden"), "--name"),
        (("--name", "a" * 100), "--name"),
    ],
)
def test_a_wrong_mapping_or_name_is_refused(installed, tmp_path, words, path):
    answer = installed("measures", "import", table(tmp_path, HEAD + "080810,10%,2026-01-01,Law\n"), *MAP[2:], *words, *UZ)
    assert answer.status == 2
    assert path in answer.paths
    assert not (tmp_path / "data" / "measures").exists()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("empty.csv", b""),
        ("head.csv", HEAD.encode()),
        ("binary.csv", bytes(range(256))),
        ("russian.csv", (HEAD + "080810,10%,2026-01-01,Закон\n").encode("cp1251")),
        ("chinese.csv", (HEAD + "080810,10%,2026-01-01,关税法\n").encode("gbk")),
        ("wide.csv", (HEAD + "080810,10%,2026-01-01,Law\n").encode("utf-16")),
        ("broken.xlsx", b"PK\x03\x04 nonsense"),
        ("cell.csv", HEAD.encode() + b"080810,10%,2026-01-01," + b"x" * 200_000 + b"\n"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(installed, tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    answer = installed("measures", "import", tmp_path / name, *MAP, *UZ)
    refused(answer, name)
    if name in ("russian.csv", "chinese.csv"):
        assert "UTF-8" in answer.document["faults"][0]["message"]


def test_an_imported_duty_counts_in_the_plan_before_the_one_shipped(installed, tmp_path):
    """Kazakhstan's own row of the scheme goes before the union's."""
    path = table(tmp_path, HEAD + "0808108008,0.01 EUR/KGM,2026-01-01,Own law\n", "kz.csv")
    words = ("--jurisdiction", "KZ", "--kind", "customs_duty", "--set", "scheme=MFN", "--json")
    before = installed("plan", FCA, "--json").document
    assert installed("measures", "import", path, *MAP, *words).status == 0
    after = installed("plan", FCA, "--json").document
    duties = [
        next(row["amount"] for row in cost if row["what"] == "import:customs_duty")
        for cost in (plan["landed"][plan["chosen"]]["costs"] for plan in (before, after))
    ]
    assert float(duties[0]) == pytest.approx(3 * float(duties[1]), abs=0.02)
    assert before["facts"]["book"]["hash"] != after["facts"]["book"]["hash"]


RATES = "from,to,rate,on,source,authority,official\n"


def rate(installed, on, base="USD", quote="KZT"):
    return installed("rates", "show", "--from", base, "--to", quote, "--on", on, "--json")


def test_rates_are_kept_beside_those_before_and_the_last_counts(installed, tmp_path):
    done = installed("rates", "import", table(tmp_path, RATES + "USD,KZT,455.5,2026-12-10,bank,KZ,\n"), "--json")
    assert (done.status, done.document["imported"], done.document["kept"]) == (0, 1, 1)
    done = installed("rates", "import", table(tmp_path, RATES + "USD,KZT,460,2026-12-12,bank,KZ,\n"), "--json")
    assert (done.document["imported"], done.document["kept"]) == (1, 2)
    days = {"2026-12-09": "450.79", "2026-12-11": "455.5", "2026-12-12": "460"}
    for on, expected in days.items():
        answer = rate(installed, on)
        assert (answer.document["rate"], answer.status) == (expected, 1 if expected == "450.79" else 0)
    again = installed("rates", "import", table(tmp_path, RATES + "USD,KZT,460,2026-12-12,bank,KZ,\n"), "--json")
    assert again.document["kept"] == 2
    corrected = table(tmp_path, RATES + "USD,KZT,461,2026-12-12,bank,KZ,\n")
    installed("rates", "import", corrected, "--json")
    assert rate(installed, "2026-12-12").document["rate"] == "461"


def test_broken_rates_leave_those_kept_as_they_were(installed, tmp_path):
    installed("rates", "import", table(tmp_path, RATES + "USD,KZT,455.5,2026-12-10,bank,KZ,\n"))
    broken = table(tmp_path, RATES + "USD,KZT,460,2026-12-12,bank,KZ,\nUSD,KZT,x,2026-12-13,bank,KZ,\n")
    assert installed("rates", "import", broken, "--json").status == 2
    assert rate(installed, "2026-12-13").document["rate"] == "455.5"


def test_a_rate_that_is_not_official_serves_plans_as_an_estimate_only(installed, tmp_path):
    path = table(tmp_path, RATES + "USD,KZT,470,2026-12-03,a newspaper,,false\n")
    installed("rates", "import", path)
    answer = installed("assess", FCA, "--jurisdiction", "KZ", "--on", "2026-12-03", "--json")
    assert "450.79" in {row["rate"] for row in answer.document["exchange_rates"]}


def test_no_rate_on_file_is_exit_status_1_and_no_figure(installed):
    answer = rate(installed, "1900-01-01")
    assert (answer.status, answer.document["rate"]) == (1, None)
    assert rate(installed, "2026-12-03", "USD", "USD").document["rate"] == "1"


def test_papers_drafted_are_valid_and_go_through_xml_and_json_and_back(installed, tmp_path):
    for paper, kind in (("invoice", "invoice"), ("packing_list", "packing_list")):
        first, second = tmp_path / f"{paper}.xml", tmp_path / f"{paper}-again.xml"
        words = ("--paper", paper, "--number", 'A&<"1">', "--on", "2026-11-24", "-o", first, "--json")
        answer = installed("document", "draft", APPLES, *words)
        assert (answer.status, answer.document["bytes"]) == (0, first.stat().st_size)
        checked = installed("document", "validate", first, "--json")
        assert (checked.status, checked.document["documents"][0]["type"]) == (0, kind)
        plain = tmp_path / f"{paper}.json"
        assert installed("document", "convert", first, "--to", "json", "-o", plain).status == 0
        assert json.loads(plain.read_text("utf-8"))["type"] == kind
        for source in (first, plain):
            assert installed("document", "convert", source, "--to", "xml", "-o", second).status == 0
            assert second.read_bytes() == first.read_bytes()
    assert installed("document", "draft", APPLES, "--number", "1", "--on", "2026-11-24").raw.startswith(b"<?xml")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"<Invoice>",
        b"<other/>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice>&a;</Invoice>',
        b"<a>" * 100_000,
        b"<a>" + b" " * 6_000_000 + b"</a>",
        bytes(range(256)),
    ],
    ids=["empty", "JSON", "cut off", "another", "entity", "deep", "six megabytes", "binary"],
)
def test_a_paper_that_cannot_be_read_is_invalid_and_cannot_be_converted(installed, tmp_path, raw):
    path = tmp_path / "paper.xml"
    path.write_bytes(raw)
    checked = installed("document", "validate", path, "--json")
    assert (checked.status, checked.document["documents"][0]["valid"]) == (1, False)
    assert checked.document["documents"][0]["faults"][0]["message"]
    assert b"root:" not in checked.raw
    converted = installed("document", "convert", path, "--to", "pdf", "-o", tmp_path / "out.pdf", "--json")
    assert (converted.status, list(converted.document)) == (2, ["faults"])
    assert not (tmp_path / "out.pdf").exists()


def test_a_paper_of_no_file_is_refused_before_any_is_read(installed, tmp_path):
    assert installed("document", "validate", APPLES, tmp_path / "none.xml", "--json").paths == [str(tmp_path / "none.xml")]


def test_json_of_the_example_is_what_the_package_carries(installed):
    from chorsu.planning import example

    assert json.loads(APPLES.read_text("utf-8")) == example()
