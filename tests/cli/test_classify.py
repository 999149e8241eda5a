"""`chorsu classify`: the shape of the answer, tables, and what is wrong with them."""

import csv

import pytest

from tests.cli.command import refused


def test_the_answer_has_candidates_with_evidence_and_the_language(shell):
    answer = shell("classify", "鲜苹果", "--json")
    assert (answer.status, answer.errors) == (0, "")
    assert answer.document["language"] == "zh"
    first = answer.document["candidates"][0]
    assert set(first) == {"hs", "score", "evidence"}
    assert first["hs"] == "080810"
    assert first["evidence"]
    assert len(answer.document["candidates"]) == 10
    assert "080810" in shell("classify", "鲜苹果", "--language", "ru").text


def test_nothing_like_it_is_exit_status_1(shell):
    answer = shell("classify", "?!", "--json")
    assert (answer.status, answer.document["candidates"]) == (1, [])


def test_no_text_is_refused(shell):
    refused(shell("classify", "", "--json"), "TEXT")


def test_a_table_is_classified_row_by_row(shell, tmp_path):
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("id,text\na,fresh apples\n=b,шины грузовые\n-5,fresh apples\n", "utf-8")
    answer = shell("classify", "--batch", table, "-o", out, "--json")
    assert (answer.status, answer.document) == (0, {"rows": 3, "named": 3})
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0]) == ["id", "rank", "hs", "score"]
    assert [(row["id"], row["hs"]) for row in rows if row["rank"] == "1"] == [
        ("a", "080810"),
        ("'=b", "401120"),
        ("-5", "080810"),
    ]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("id,words\n1,apples\n", ["in.csv"]),
        ("", ["in.csv"]),
        ('id,text\n1,"apples\n', ["in.csv"]),
        ("id,text\n1,apples, fresh\n,pears\n", ["in.csv: row 2", "in.csv: row 3.id"]),
        ("id,text\n1,\n2,apples\n3, \n", ["in.csv: row 2.text", "in.csv: row 4.text"]),
    ],
)
def test_a_wrong_table_is_refused_whole(shell, tmp_path, text, paths):
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text(text, "utf-8")
    refused(shell("classify", "--batch", table, "-o", out, "--json"), *paths)
    assert not out.exists()


def test_a_table_needs_a_place_for_the_answer(shell, tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("id,text\n1,apples\n", "utf-8")
    refused(shell("classify", "--batch", table, "--json"), "--output")
    refused(shell("classify", "apples", "--batch", table, "-o", tmp_path / "out.csv", "--json"), "TEXT")
