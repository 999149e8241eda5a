"""`chorsu measures check` and `chorsu measures diff`: exit statuses, JSON, tables, three languages."""

import csv
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.measures.books import RIGHT, chain, charge, measure

DAYS = ["--from", "2026-12-31", "--to", "2027-01-01"]


@pytest.fixture
def book(tmp_path):
    """A folder whose only law is the text given."""

    def write(*texts):
        folder = tmp_path / "law"
        folder.mkdir(exist_ok=True)
        (folder / "law.toml").write_text("\n".join(texts), encoding="utf-8")
        return str(folder)

    return write


def test_a_right_book_is_exit_status_zero(shell, book):
    answer = shell("measures", "check", "--measures", book(RIGHT), "--json")
    assert (answer.status, answer.document["faults"], answer.document["warnings"]) == (0, [], [])
    assert answer.document["measures"] == 16


def test_a_warning_is_shown_and_leaves_the_exit_status(shell, book):
    law = book(measure("a"), measure("b", valid_from="2026-07-01"))
    answer = shell("measures", "check", "--measures", law, "--json")
    assert (answer.status, answer.document["faults"]) == (0, [])
    (warning,) = answer.document["warnings"]
    assert warning == {
        "path": "a.valid_to", "message": "It still runs when b begins, on 2026-07-01.", "expected": "valid_to = 2026-06-30",
        "rule": "measure-runs-on", "place": "law.toml: measure[0]",
    }  # fmt: skip
    assert "Warning: a.valid_to" in shell("measures", "check", "--measures", law).text


def test_faults_of_reading_and_of_rules_are_told_together(shell, book):
    answer = shell(
        "measures", "check", "--measures", book(measure("a", expression="5 %%"), measure("b", origin="CISS")), "--json"
    )
    assert answer.status == 1
    assert answer.paths == ["law.toml: measure[0].expression", "b.origin"]


def test_a_clock_that_lags_behind_the_package_makes_no_source_one_of_the_future(shell, book, monkeypatch):
    from chorsu.cli import measures

    class Slow(date):
        @classmethod
        def today(cls):
            return date(2024, 1, 1)

    monkeypatch.setattr(measures, "date", Slow)
    assert shell("measures", "check", "--measures", book(RIGHT)).status == 0


def test_the_book_on_file_has_no_fault(shell):
    answer = shell("measures", "check", "--json")
    assert (answer.status, answer.document["faults"]) == (0, [])


LAW = (
    chain(charge()),
    measure("old", valid_to="2026-12-31"),
    measure("new", expression="7%", valid_from="2027-01-01"),
    *(measure(f"m{number}", commodity=f"09{number:02}", valid_to="2026-12-31") for number in range(1, 10)),
)


def test_a_diff_that_leaves_charges_unknown_is_exit_status_one(shell, book):
    answer = shell("measures", "diff", *DAYS, "--measures", book(*LAW), "--json")
    assert answer.status == 1
    assert answer.document["counts"] == {
        "changes": 1, "begins": 0, "ends": 0, "lapses": 9, "passes": 0, "unchanged": 0, "chains": 0, "groups": 0, "quotas": 0,
    }  # fmt: skip
    change = next(row for row in answer.document["changes"] if row["what"] == "changes")
    assert (change["old"], change["new"], change["id_old"], change["id_new"]) == ("5%", "7%", "old", "new")
    assert change["source_address"] == "https://law.example/1"
    assert shell("measures", "diff", *DAYS, "--measures", book(*LAW[:3])).status == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Ending with 2026-12-31: 9. Nothing on file follows"),
        ("zh", "2026-12-31止：9项。资料库中没有后续规定"),
        ("ru", "Действует по 2026-12-31: 9. Что придёт на смену, в базе нет"),
    ],
)
def test_a_diff_is_read_in_three_languages(shell, book, language, words):
    assert words in shell("measures", "diff", *DAYS, "--measures", book(*LAW), "--language", language).text


def test_many_measures_of_an_act_are_cut_short_unless_all_are_asked_for(shell, book):
    law = book(*LAW)
    short, whole = (shell("measures", "diff", *DAYS, "--measures", law, *more).text for more in ([], ["--all"]))
    assert "… and 4 more" in short
    assert "0909" not in short
    assert "0909" in whole


def test_a_diff_is_written_as_a_table(shell, book, tmp_path):
    law = book(*LAW, measure("formula", kind="document", expression=None, valid_to="2026-12-31") + 'text = "=1+1"\n')
    for name in ("out.csv", "out.xlsx"):
        assert shell("measures", "diff", *DAYS, "--measures", law, "-o", tmp_path / name).status == 1
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 11
    assert next(row["old"] for row in rows if row["id_old"] == "formula") == "'=1+1"
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet.max_row == 12
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (["--from", "2027-01-01", "--to", "2027-01-01"], "--to"),
        (["--from", "soon", "--to", "2027-01-01"], "--from"),
        ([*DAYS, "--jurisdiction", "QQ"], "--jurisdiction"),
        ([*DAYS, "--origin", "EAEU"], "--origin"),
        ([*DAYS, "--commodity", "08.08"], "--commodity"),
        ([*DAYS, "--output", "out.pdf"], "--output"),
    ],
)
def test_a_wrong_option_is_exit_status_two(shell, arguments, path):
    answer = shell("measures", "diff", *arguments, "--json")
    assert (answer.status, answer.paths) == (2, [path])


def test_a_change_of_vat_is_told_with_both_rates(shell):
    out = shell(
        "measures", "diff", "--from", "2025-12-31", "--to", "2026-01-01", "--jurisdiction", "KZ", "--kind", "vat", "--json"
    )
    rates = [(row["old"], row["new"]) for row in out.document["changes"] if row["commodity"] == "*" and row["what"] == "changes"]
    assert rates == [("12%", "16%")]  # Tax Code of Kazakhstan of 2025, art. 503
