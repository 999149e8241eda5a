"""Wrong input is answered with every fault and its path, exit status 2, and never a traceback."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.command import APPLES, FCA, refused

GOODS = json.loads(APPLES.read_text("utf-8"))
BORDER = ("--jurisdiction", "KZ", "--on", "2026-12-03")
VERBS = [("plan",), ("assess", *BORDER)]

BROKEN_FILES = {
    "empty": b"",
    "blank": b"  \n",
    "not JSON": b"{'a': 1}",
    "cut off": APPLES.read_bytes()[:-20],
    "broken UTF-8": b'{"reference": "\xff\xfe"}',
    "UTF-16": json.dumps(GOODS).encode("utf-16"),
    "GBK": json.dumps({**GOODS, "reference": "苹果"}, ensure_ascii=False).encode("gbk"),
    "Windows-1251": json.dumps({**GOODS, "reference": "яблоки"}, ensure_ascii=False).encode("cp1251"),
    "binary": bytes(range(256)) * 50,
    "deep list": b"[" * 200_000,
    "deep object": b'{"items":' * 100_000,
    "long number": b"9" * 10_000,
    "not a number": b'{"items": NaN}',
    "six megabytes": b" " * 6_000_000,
    "two documents": b"{} {}",
    "a list": b"[]",
    "a word": b'"apples"',
    "null": b"null",
}


@pytest.mark.parametrize("verb", VERBS, ids=["plan", "assess"])
@pytest.mark.parametrize("raw", BROKEN_FILES.values(), ids=BROKEN_FILES)
def test_a_file_that_is_no_consignment_is_refused(shell, tmp_path, verb, raw):
    path = tmp_path / "goods.json"
    path.write_bytes(raw)
    for words, data in ((path, b""), ("-", raw)):
        answer = shell(verb[0], words, *verb[1:], "--json", given=data)
        assert (answer.status, list(answer.document), answer.errors) == (2, ["faults"], "")
        assert all(fault["message"] for fault in answer.document["faults"])
    said = shell(verb[0], path, *verb[1:])
    assert (said.status, said.raw) == (2, b"")
    assert said.errors.strip()


def test_a_file_that_cannot_be_read_is_refused(shell, tmp_path):
    for path in (tmp_path / "none.json", tmp_path, Path("\0")):
        for verb in VERBS:
            refused(shell(verb[0], path, *verb[1:], "--json"), str(path))


def test_a_pipe_is_read_as_a_file(shell, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(APPLES.read_bytes(),))
    writer.start()
    assert shell("plan", pipe, "--json").status == 0
    writer.join()


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("assess", FCA, "--jurisdiction", "kz", "--on", "2026-12-03"), "--jurisdiction"),
        (("assess", FCA, "--jurisdiction", "QQ", "--on", "2026-12-03"), "--jurisdiction"),
        (("assess", FCA, "--jurisdiction", "", "--on", "2026-12-03"), "--jurisdiction"),
        (("assess", FCA, "--jurisdiction", "KZ", "--on", "nonsense"), "--on"),
        (("assess", FCA, "--jurisdiction", "KZ", "--on", "20261203"), "--on"),
        (("assess", FCA, "--jurisdiction", "KZ", "--on", "2026-W49-4"), "--on"),
        (("assess", FCA, "--jurisdiction", "KZ", "--on", "2026-02-30"), "--on"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "soon"), "--depart"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "9999-12-31"), "--depart"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "0001-01-01T00:00+14:00"), "--depart"),
        (("route", "--from", "Khorgos", "--to", "KZALA", "--depart", "2026-11-25"), "--from"),
        (("route", "--from", "CNJZH", "--to", "", "--depart", "2026-11-25"), "--to"),
        (("route", "--from", "CNJZH", "--to", "CNJZH", "--depart", "2026-11-25"), "--to"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--tonnes", "1e5"), "--tonnes"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--tonnes", "-1"), "--tonnes"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--tonnes", "NaN"), "--tonnes"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--containers", "x"), "--containers"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--containers", "²x45R1"), "--containers"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--containers", "100000x45R1"), "--containers"),
        (("route", "--from", "CNJZH", "--to", "KZALA", "--depart", "2026-11-25", "--containers", "1x45\n1"), "--containers"),
        (("requirements", "--hs", "080810", "--from", "CN", "--to", "CN", "--on", "2026-12-03"), "--to"),
        (("assess", FCA, "--jurisdiction", "KZ", "--on", "2026-12-03", "--regime", "banana"), "--regime"),
        (("route", "--from", "CNTAO", "--to", "KZALA", "--depart", "2026-12-03", "--tonnes", "-5"), "--tonnes"),
        (("route", "--from", "CNTAO", "--to", "KZALA", "--depart", "2026-12-03", "--containers", "1x99G1"), "--containers"),
        (("route", "--from", "CNQQQ", "--to", "KZALA", "--depart", "2026-12-03"), "--from"),
        (("requirements", "--hs", "0808", "--from", "CN", "--to", "KZ", "--on", "2026-12-03"), "--hs"),
        (("requirements", "--hs", "08081０", "--from", "CN", "--to", "KZ", "--on", "2026-12-03"), "--hs"),
        (("requirements", "--hs", "0" * 40, "--from", "CN", "--to", "KZ", "--on", "2026-12-03"), "--hs"),
        (("requirements", "--hs", "080810", "--from", "xx", "--to", "KZ", "--on", "2026-12-03"), "--from"),
        (("requirements", "--hs", "080810", "--from", "CN", "--to", "", "--on", "2026-12-03"), "--to"),
        (("requirements", "--hs", "080810", "--from", "CN", "--to", "KZ", "--on", "3.12.2026"), "--on"),
        (("measures", "show", "--jurisdiction", "Kazakhstan"), "--jurisdiction"),
        (("measures", "show", "--jurisdiction", "KZ", "--hs", "apples"), "--hs"),
        (("measures", "show", "--jurisdiction", "KZ", "--on", "now"), "--on"),
        (("measures", "check", "--measures", "/nowhere/at/all"), "--measures"),
        (("rates", "show", "--from", "usd", "--to", "KZT", "--on", "2026-12-03"), "--from"),
        (("rates", "show", "--from", "USD", "--to", "QQQ", "--on", "2026-12-03"), "--to"),
        (("rates", "show", "--from", "USD", "--to", "KZT", "--on", "2026-13-03"), "--on"),
        (("document", "draft", FCA, "--number", "1", "--on", "soon"), "--on"),
        (("document", "draft", FCA, "--number", "1", "--on", "2026-11-24"), "-o"),  # --json keeps standard output for itself
        (("plan", FCA, "--way", "99"), "--way"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(map(str, value))[:60],
)
def test_a_wrong_option_is_refused_at_its_name(shell, words, path):
    refused(shell(*words, "--json"), path)
    if path != "-o":
        said = shell(*words)
        assert (said.status, said.raw) == (2, b"")
        assert path in said.errors


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("plan",),
        ("plan", APPLES, "--way", "0"),
        ("plan", APPLES, "--language", "xx"),
        ("plan", APPLES, "more"),
        ("assess", APPLES),
        ("assess", APPLES, *BORDER, "--mode", "banana"),
        ("requirements", "--hs", "080810", "--from", "CN", "--to", "KZ", "--on", "2026-12-03", "--mode", "camel"),
        ("document", "draft", APPLES, "--number", "1", "--on", "2026-11-24", "--paper", "poem"),
    ],
    ids=lambda words: " ".join(map(str, words))[-40:],
)
def test_a_wrong_command_is_exit_status_2(shell, words):
    answer = shell(*words, "--json")
    assert answer.status == 2
    assert answer.document["faults"][0]["message"]
    said = shell(*words)
    assert (said.status, said.raw) == (2, b"")


@pytest.mark.parametrize("name", ["plan.pdf", "gone/plan.pdf"])
def test_a_file_that_cannot_be_written_is_exit_status_2(shell, tmp_path, name):
    (tmp_path / "plan.pdf").mkdir()
    for words in (
        ("plan", APPLES, "--pdf", tmp_path / name),
        ("document", "draft", APPLES, "--number", "1", "--on", "2026-11-24", "-o", tmp_path / name),
    ):
        answer = shell(*words, "--json")
        assert (answer.status, bool(answer.document["faults"][0]["message"])) == (2, True)


def test_a_data_folder_that_is_a_file_is_exit_status_2(shell, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("CHORSU_DATA", str(tmp_path / "file"))
    assert shell("plan", APPLES, "--json").document["faults"]


BROKEN_BOOKS = {
    "broken TOML": ("a.toml", b"[[measure]\nx", "a.toml"),
    "not UTF-8": ("a.toml", "# закон".encode("cp1251"), "a.toml"),
    "not a list": ("a.toml", b'measure = "all"', "a.toml: measure"),
    "no expression": (
        "a.toml",
        b'[[measure]]\nkind = "vat"\ncommodity = "*"\norigin = "*"\nexpression = "lots"',
        "a.toml: measure[0]",
    ),
    "broken CSV": ("a.csv", b"jurisdiction,kind,commodity,expression\nKZ,vat,abc,5%\n", "a.csv: row 2"),
    "broken Parquet": ("a.parquet", b"PAR1 nonsense", "a.parquet"),
}


@pytest.mark.parametrize(("name", "raw", "path"), BROKEN_BOOKS.values(), ids=BROKEN_BOOKS)
def test_a_broken_book_is_refused_at_its_file_and_row(shell, tmp_path, name, raw, path):
    (tmp_path / name).write_bytes(raw)
    answer = shell("assess", FCA, *BORDER, "--measures", tmp_path, "--json")
    assert (answer.status, list(answer.document)) == (2, ["faults"])
    assert answer.paths[0].startswith(path)
    assert shell("measures", "check", "--measures", tmp_path, "--json").status in (1, 2)


def test_a_book_that_is_no_folder_is_refused_and_an_empty_one_knows_nothing(shell, tmp_path):
    refused(shell("assess", FCA, *BORDER, "--measures", APPLES, "--json"), str(APPLES))
    answer = shell("assess", FCA, *BORDER, "--measures", tmp_path, "--json")
    assert (answer.status, answer.document["total"], answer.document["charges"]) == (1, None, [])


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        (b"", 1),
        (b"from,to\nUSD,KZT\n", 1),
        ("from,to,rate,on,source\nUSD,KZT,450,2026-12-01,банк\n".encode("cp1251"), 1),
        (bytes(range(256)), 1),
        (
            b"from,to,rate,on,source\nUSD,KZT,abc,2026-12-01,x\nUSD,KZT,0,2026-12-01,x\nUS,KZT,1,2026-12-01,x\nUSD,KZT,1,1.12.26,x\n",
            4,
        ),
        (b"from,to,rate,on,source\nUSD,KZT,-450,2026-12-01,x\nUSD,USD,NaN,2026-12-01,x\n", 2),
    ],
    ids=["empty", "columns", "Windows-1251", "binary", "each row", "signs"],
)
def test_broken_rates_are_refused_row_by_row(shell, tmp_path, raw, paths):
    path = tmp_path / "rates.csv"
    path.write_bytes(raw)
    for words in (("assess", FCA, *BORDER, "--rates", path), ("rates", "import", path)):
        answer = shell(*words, "--json")
        assert (answer.status, list(answer.document)) == (2, ["faults"])
        assert len(answer.document["faults"]) >= paths
        assert all("rates.csv" in place for place in answer.paths)


def test_every_fault_of_a_consignment_is_said_at_once(shell):
    wrong = deepcopy(GOODS) | {"incoterm": "ABC", "from": "Nowhere at all", "to": "Khorgos", "freight": {"amount": "x"}}
    wrong["items"][0] |= {"hs": "9999", "codes": {}, "value": "-1", "currency": "usd", "origin": "China"}
    wrong["items"].append("apples")
    answer = shell("plan", "-", "--json", given=json.dumps(wrong).encode())
    expected = {"incoterm", "from", "to", "freight.amount", "freight.currency", "items[0].hs", "items[0].value",
                "items[0].currency", "items[0].origin", "items[1]"}  # fmt: skip
    assert answer.status == 2
    assert expected <= set(answer.paths)
    said = shell("plan", "-", "--language", "zh", given=json.dumps(wrong).encode())
    assert all(path in said.errors for path in expected)


def test_half_a_letter_does_not_break_the_answer(shell):
    """JSON may hold half of a surrogate pair, which is no letter and has no UTF-8."""
    wrong = {**GOODS, "freight": {"\ud800": 1}, "reference": "\udfff"}
    wrong["items"] = [{**GOODS["items"][0], "codes": {"\ud83d": "1"}}]
    given_ = json.dumps(wrong).encode()
    for verb in VERBS:
        answer = shell(verb[0], "-", *verb[1:], "--json", given=given_)
        assert answer.status == 2
        assert any("codes" in path for path in answer.paths)
        assert shell(verb[0], "-", *verb[1:], given=given_).status == 2


# A consignment with any of its fields replaced, dropped or doubled.
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**25), 10**25), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.just([[]]), st.just([{}]), st.just({"amount": "1", "currency": "KZT", "after_entry": "2"}),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    st.sampled_from(["", "0", "-0", "-1", "00", "1e3", "0.000000001", "999999999999999", "9" * 29, "NaN", "Infinity", " 1 ", "１",
                     "KGM", "NAR", "USD", "XXX", "KZ", "ZZ", "080810", "870120", "0808108008", "EXW", "DDP", "private", "CNTAO",
                     "Khorgos", "2026-11-29", "2026-12-31", "0001-01-01", "9999-12-31", "2026-02-29", "\u0000", "<b>", "[/]"]),
)  # fmt: skip


def places(document, path=()):
    """Every place in a document, as the way to it."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield (*path, name)
            yield from places(value, (*path, name))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield (*path, index)
            yield from places(value, (*path, index))


ALL_FIELDS = {
    **json.loads(FCA.read_text("utf-8")), "insurance": {"amount": "100", "currency": "USD"},
    "duties_included": {"amount": "10", "currency": "USD"},
}  # fmt: skip
ALL_FIELDS["items"][0] |= {"quantities": {"NAR": "1"}, "proofs": ["CT-1"], "producer": "x"}
PLACES = list(places(ALL_FIELDS))


def mutated(document, place, value, drop):
    target = document
    for step in place[:-1]:
        try:
            target = target[step]
        except (KeyError, IndexError, TypeError):
            return
    try:
        if drop:
            del target[place[-1]]
        else:
            target[place[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.sampled_from(PLACES), ODD, st.booleans()), min_size=1, max_size=4),
    term=st.sampled_from(["EXW", "FCA", "CIF", "DAP", "DDP"]),
    verb=st.sampled_from(VERBS),
)
def test_whatever_is_changed_is_answered_or_refused(shell, changes, term, verb):
    document = deepcopy(ALL_FIELDS) | {"incoterm": term}
    for place, value, drop in changes:
        mutated(document, place, value, drop)
    answer = shell(verb[0], "-", *verb[1:], "--json", given=json.dumps(document).encode())
    assert answer.status in (0, 1, 2)
    assert answer.errors == ""
    if answer.status == 2:
        assert list(answer.document) == ["faults"]
        assert all(fault["message"] and isinstance(fault["path"], str) for fault in answer.document["faults"])
    else:
        assert "faults" not in answer.document
        sides = answer.document["assessments"] if verb == ("plan",) else [{"assessment": answer.document}]
        for assessment in (side["assessment"] for side in sides):
            assert (assessment["total"] is None) >= any(row["kind"] != "customs_value" for row in assessment["unknown"])


def test_the_page_for_people_survives_whatever_the_plan_does(shell):
    """The same changes, read by people in their languages."""
    chance = random.Random(20261203)
    odd = ["", "0", "1", "[/]", "苹果", "яблоки", None, "FOB", "Altynkol", "2026-11-20", "0.001", ["CT-1"]]
    for _ in range(25):
        document = deepcopy(ALL_FIELDS)
        for place in chance.sample(PLACES, 2):
            mutated(document, place, chance.choice(odd), drop=chance.random() < 0.3)
        answer = shell("plan", "-", "--language", chance.choice(["en", "zh", "ru"]), given=json.dumps(document).encode())
        assert answer.status in (0, 1, 2)
        assert bool(answer.errors) is (answer.status == 2)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("plan", str(APPLES), "--json"), 0),
        (("plan", str(APPLES.parent), "--json"), 2),
        (("plan", str(APPLES), "--way", "1", "--language", "zh"), 1),
    ],
)
def test_a_shell_without_unicode_gets_the_same_answers(untouched, words, status):
    """JSON is UTF-8 wherever it goes; a page for people loses at most the letters that the terminal has not."""
    command = [str(Path(sys.executable).with_name("chorsu")), *words]
    environment = {**os.environ, "CHORSU_DATA": str(untouched), "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (status, b"")
    if "--json" in words:
        assert json.loads(ended.stdout.decode("utf-8"))
