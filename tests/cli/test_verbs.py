"""The command line: exit statuses, one JSON document on standard output, and never a traceback."""

import json
import subprocess
import sys
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from chorsu.cli import main
from chorsu.planning import example

KZ = ["--jurisdiction", "KZ", "--on", "2026-12-02"]


@pytest.fixture(autouse=True)
def installation(tmp_path, monkeypatch):
    monkeypatch.setenv("CHORSU_DATA", str(tmp_path / "installation"))


@pytest.fixture
def chorsu(monkeypatch, capsys):
    """Run a verb in this process; gives exit status, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["chorsu", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


def write(path: Path, document) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_plan_prints_one_json_document_and_exits_with_zero(chorsu, tmp_path):
    status, out, err = chorsu("plan", write(tmp_path / "apples.json", example()), "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["journeys"]


@pytest.mark.parametrize(("language", "words"), [("en", "Landed cost"), ("zh", "到货总成本"), ("ru", "Полная стоимость")])
def test_a_plan_is_read_in_three_languages(chorsu, tmp_path, language, words):
    status, out, _ = chorsu("plan", write(tmp_path / "apples.json", example()), "--language", language)
    assert status == 0
    assert words in out


def test_an_unknown_charge_is_exit_status_one(chorsu, tmp_path):
    document = example()
    document["items"][0]["codes"] = {}
    status, out, _ = chorsu("assess", write(tmp_path / "apples.json", document), *KZ, "--json")
    answer = json.loads(out)
    assert status == 1
    assert answer["total"] is None
    assert "customs_duty" in {row["kind"] for row in answer["unknown"]}


def test_every_fault_of_the_input_is_said_with_its_path(chorsu, tmp_path):
    document = example()
    document["incoterm"] = "BOX"
    document["items"][0] |= {"hs": "999999", "codes": {}, "currency": "usd"}
    path = write(tmp_path / "apples.json", document)
    status, out, _ = chorsu("plan", path, "--json")
    faults = json.loads(out)["faults"]
    assert status == 2
    assert {fault["path"] for fault in faults} == {"incoterm", "items[0].hs", "items[0].currency"}
    assert all(fault["message"] and fault["expected"] for fault in faults)
    status, out, err = chorsu("plan", path, "--language", "ru")
    assert (status, out) == (2, "")
    assert "items[0].hs" in err
    assert "Гармонизированной" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "no-such-file.json"],
        ["plan", "."],
        ["plan"],
        ["assess", "APPLES", "--jurisdiction", "kz", "--on", "2026-12-02"],
        ["assess", "APPLES", "--jurisdiction", "KZ", "--on", "tomorrow"],
        ["assess", "APPLES", *KZ, "--measures", "no-such-folder"],
        ["assess", "APPLES", *KZ, "--rates", "no-such-file.csv"],
        ["assess", "APPLES", *KZ, "--rates", "APPLES"],
        ["assess", "APPLES", *KZ, "--measures", "BROKEN"],
        ["route", "--from", "Khorgos", "--to", "KZALA", "--depart", "2026-11-25"],
        ["route", "--from", "CNJZH", "--to", "KZALA", "--depart", "soon"],
        ["route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--tonnes", "many"],
        ["route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--containers", "one"],
        ["requirements", "--hs", "999999", "--from", "CN", "--to", "KZ", "--on", "2026-12-07"],
        ["rates", "show", "--from", "USD", "--to", "QQQ", "--on", "2026-12-07"],
        ["measures", "import", "APPLES"],
        ["measures", "import", "no-such-file.csv"],
        ["document", "convert", "APPLES", "--to", "pdf"],
        ["nonsense"],
    ],
)
def test_wrong_input_is_exit_status_two_and_said_in_words(chorsu, tmp_path, arguments):
    apples = write(tmp_path / "apples.json", example())
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "book.toml").write_text("[[measure", encoding="utf-8")
    named = {"APPLES": apples, "BROKEN": broken}
    status, out, err = chorsu(*[named.get(word, word) for word in arguments])
    assert status == 2
    assert err.strip()
    assert "Traceback" not in out + err
    status, out, _ = chorsu(*[named.get(word, word) for word in arguments], "--json")
    assert status == 2
    assert json.loads(out)["faults"]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe\x00", b"[]", b"[" * 50_000, b"0" * 6_000_000, b'{"items": {}}'])
def test_a_broken_file_is_exit_status_two(chorsu, tmp_path, raw):
    path = tmp_path / "broken.json"
    path.write_bytes(raw)
    for verb in (["plan", path], ["assess", path, *KZ]):
        status, out, _ = chorsu(*verb, "--json")
        assert status == 2
        assert json.loads(out)["faults"]


values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**20), st.text(max_size=6), st.just([]), st.just({}),
    st.sampled_from(["NaN", "-1", "0", "1e9", "KZ", "USD", "080810", "2026-13-01", "DDP", "20000.123456789", "999999999999999"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from([*example(), *("item." + name for name in example()["items"][0])]), values), max_size=4)
)
def test_any_change_of_the_apples_is_answered_or_refused_never_a_crash(chorsu, tmp_path, changes):
    document = deepcopy(example())
    for name, value in changes:
        if name.startswith("item."):
            if isinstance(document.get("items"), list) and document["items"]:
                document["items"][0][name[5:]] = value
        else:
            document[name] = value
    path = write(tmp_path / "changed.json", document)
    for verb in (["plan", path], ["assess", path, *KZ]):
        status, out, _ = chorsu(*verb, "--json")
        answer = json.loads(out)
        assert status in (0, 1, 2)
        assert ("faults" in answer) == (status == 2)


def test_a_process_of_its_own_reads_standard_input():
    command = [Path(sys.executable).with_name("chorsu"), "assess", "-", *KZ, "--json"]
    ended = subprocess.run(command, input=json.dumps(example()).encode(), capture_output=True, check=False)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["jurisdiction"] == "KZ"
    assert ended.stderr == b""


def test_a_field_that_nobody_reads_is_said_with_the_one_that_may_be_meant(chorsu, tmp_path):
    document = example() | {"freigth": {"amount": "2600", "currency": "USD"}, "note": "for our eyes"}
    _, out, _ = chorsu("plan", write(tmp_path / "apples.json", document), "--json")
    told = [row for row in json.loads(out)["findings"] if row["rule"] == "field-not-read"]
    assert [(row["severity"], row["text"]) for row in told] == [
        ("warning", "freigth: This field is not read. Expected: perhaps freight.")
    ]


def test_measures_are_imported_from_a_sheet_and_count_at_once(chorsu, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["Code", "Rate", "Law"])
    sheet.append(["0808108008", "0.5 EUR/KGM", "a scratch law"])
    book.save(tmp_path / "scratch.xlsx")
    arguments = [
        "measures", "import", tmp_path / "scratch.xlsx", "--jurisdiction", "KZ", "--kind", "customs_duty",
        "--map", "commodity=Code", "--map", "expression=Rate", "--map", "source_title=Law",
        "--set", "valid_from=2026-01-01", "--set", "scheme=MFN", "--set", "checked_on=2026-11-24",
    ]  # fmt: skip
    assert chorsu(*arguments, "--dry-run")[0] == 0
    apples = write(tmp_path / "apples.json", example())
    before = json.loads(chorsu("assess", apples, *KZ, "--json")[1])
    assert chorsu(*arguments)[0] == 0
    after = json.loads(chorsu("assess", apples, *KZ, "--json")[1])
    assert {"0.03 EUR/KGM"} == {row["expression"] for row in before["charges"] if row["kind"] == "customs_duty"}
    assert {"0.5 EUR/KGM"} == {row["expression"] for row in after["charges"] if row["kind"] == "customs_duty"}
    shown = json.loads(chorsu("measures", "show", "--jurisdiction", "KZ", "--hs", "0808108008", "--json")[1])
    assert "a scratch law" in {row["source"]["title"] for row in shown["measures"] if row["source"]}


def test_a_chain_is_imported_from_toml_and_nothing_is_kept_of_a_faulty_one(chorsu, tmp_path):
    chain = (
        '[[chain]]\njurisdiction = "TM"\nregime = "import"\ncurrency = "TMT"\nvaluation = "CIF"\n'
        'rounding = {to = "0.01", mode = "half_up"}\nvalid_from = 2026-01-01\n[[chain.charge]]\nkind = "vat"\nbase = BASE\n'
    )
    (tmp_path / "tm.toml").write_text(chain.replace("BASE", '["duty"]'), encoding="utf-8")
    assert chorsu("measures", "import", tmp_path / "tm.toml")[0] == 2
    assert not list((tmp_path / "installation").rglob("*.toml"))
    (tmp_path / "tm.toml").write_text(chain.replace("BASE", '["customs_value"]'), encoding="utf-8")
    before = json.loads(chorsu("measures", "check", "--json")[1])["chains"]
    assert chorsu("measures", "import", tmp_path / "tm.toml")[0] == 0
    assert json.loads(chorsu("measures", "check", "--json")[1])["chains"] == before + 1


def test_the_faults_of_a_table_are_said_by_row(chorsu, tmp_path):
    (tmp_path / "rows.csv").write_text(
        "commodity,expression,valid_from\n0808,5%,2026-01-01\n08,eight,2026-01-01\n8,5%,never\n", encoding="utf-8"
    )
    status, out, _ = chorsu("measures", "import", tmp_path / "rows.csv", "--jurisdiction", "KZ", "--kind", "vat", "--json")
    assert status == 2
    assert {fault["path"].split(".")[0] for fault in json.loads(out)["faults"]} == {"row 3", "row 4"}
    assert not (tmp_path / "installation" / "measures").exists()


@pytest.mark.parametrize("encoding", ["windows-1251", "gb18030"])
def test_a_table_that_is_not_utf8_is_refused_in_words(chorsu, tmp_path, encoding):
    (tmp_path / "rows.csv").write_bytes("commodity,текст 苹果\n".encode(encoding, "replace"))
    status, _, err = chorsu("measures", "import", tmp_path / "rows.csv", "--jurisdiction", "KZ", "--kind", "vat")
    assert status == 2
    assert "UTF-8" in err


def test_a_zip_bomb_is_refused(chorsu, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"xl/sheet{number}.xml", b"0" * 100_000_000)
    status, _, err = chorsu("measures", "import", tmp_path / "bomb.xlsx", "--jurisdiction", "KZ", "--kind", "vat")
    assert status == 2
    assert "bytes" in err


@pytest.mark.parametrize(
    ("part", "whole", "status"),
    [
        (b"</sheetData>", b"<row", 2),  # cut in the middle: openpyxl notices when it comes there
        (b'<dimension ref="A1:D2"', b'<dimension ref="A1:XFD1048576"', 0),  # says that it has seventeen thousand million cells
    ],
)
def test_a_sheet_is_read_as_far_as_it_goes_and_a_broken_one_refused(chorsu, tmp_path, part, whole, status):
    book = Workbook()
    for row in (["commodity", "expression", "valid_from", "source_title"], ["080810", "8%", "2026-01-01", "an act"]):
        book.active.append(row)
    book.save(tmp_path / "sound.xlsx")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound, zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as odd:
        for name in sound.namelist():
            raw = sound.read(name)
            assert name != "xl/worksheets/sheet1.xml" or part in raw
            odd.writestr(name, raw.replace(part, whole) if name == "xl/worksheets/sheet1.xml" else raw)
    answer = chorsu("measures", "import", tmp_path / "odd.xlsx", "--jurisdiction", "KZ", "--kind", "vat", "--dry-run")
    assert answer[0] == status, answer


def test_a_row_with_a_comma_too_many_is_refused_with_its_number(chorsu, tmp_path):
    (tmp_path / "rows.csv").write_text(
        "commodity,expression,source_title,valid_from\n080810,8%,Law, art. 3,2026-01-01\n", "utf-8"
    )
    status, _, err = chorsu("measures", "import", tmp_path / "rows.csv", "--jurisdiction", "KZ", "--kind", "vat")
    assert status == 2
    assert "row 2" in err
    assert "more cells" in err


def test_rates_are_imported_and_then_count(chorsu, tmp_path):
    show = ["rates", "show", "--from", "USD", "--to", "KZT", "--on", "2026-12-20", "--json"]
    status, out, _ = chorsu(*show)
    assert status == 1
    assert json.loads(out)["estimated"] is True
    (tmp_path / "rates.csv").write_text("from,to,rate,on,source\nUSD,KZT,455.55,2026-12-19,the bank\n", encoding="utf-8")
    assert chorsu("rates", "import", tmp_path / "rates.csv")[0] == 0
    status, out, _ = chorsu(*show)
    assert status == 0
    assert json.loads(out)["rate"] == "455.55"


def test_papers_are_drafted_validated_and_printed(chorsu, tmp_path):
    apples = write(tmp_path / "apples.json", example())
    drafted = tmp_path / "invoice.xml"
    assert chorsu("document", "draft", apples, "--number", "7", "--on", "2026-11-24", "-o", drafted)[0] == 0
    status, out, _ = chorsu("document", "validate", drafted, "--json")
    (row,) = json.loads(out)["documents"]
    assert (status, row["type"], row["valid"]) == (0, "invoice", True)
    assert chorsu("document", "convert", drafted, "--to", "pdf", "-o", tmp_path / "invoice.pdf", "--language", "ru")[0] == 0
    assert (tmp_path / "invoice.pdf").read_bytes().startswith(b"%PDF")
    broken = tmp_path / "broken.xml"
    broken.write_text("<Invoice/>", encoding="utf-8")
    status, out, _ = chorsu("document", "validate", broken, "--json")
    assert status == 1
    assert json.loads(out)["documents"][0]["faults"]


def test_ways_and_requirements_are_answered(chorsu):
    status, out, _ = chorsu(
        "route", "--from", "Jiaozhou", "--to", "阿拉木图", "--depart", "2026-11-25", "--tonnes", "21", "--json"
    )
    assert status == 0
    assert json.loads(out)["journeys"]
    status, out, _ = chorsu("requirements", "--hs", "080810", "--from", "CN", "--to", "KZ", "--on", "2026-12-07", "--json")
    assert status == 0
    assert {"import", "export"} == {row["side"] for row in json.loads(out)["requirements"]}


def test_the_measures_that_are_shipped_have_no_fault(chorsu):
    status, out, _ = chorsu("measures", "check", "--json")
    assert status == 0
    assert json.loads(out)["faults"] == []
