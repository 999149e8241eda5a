"""What the verbs print, and the exit status that says whether the answer is whole, lacking or impossible."""

from __future__ import annotations

import json

import pytest

from tests.cli.command import APPLES, FCA, refused

BORDER = ("--jurisdiction", "KZ", "--on", "2026-12-03")


def changed(tmp_path, **fields):
    """A file of the apples with fields changed; an item's field with ``item_`` before it."""
    document = json.loads(APPLES.read_text("utf-8"))
    for name, value in fields.items():
        place = document["items"][0] if name.startswith("item_") else document
        place[name.removeprefix("item_")] = value
    path = tmp_path / "goods.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.mark.parametrize("file", [APPLES, FCA], ids=["DAP", "FCA"])
@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_plan_is_printed_for_people_and_for_programs(shell, file, language):
    printed = shell("plan", file, "--language", language)
    assert (printed.status, printed.errors) == (0, "")
    answer = shell("plan", file, "--language", language, "--json")
    assert (answer.status, answer.errors, answer.document["language"]) == (0, "", language)
    total = answer.document["landed"][answer.document["chosen"]]["total"]
    assert total in printed.text
    assert answer.document["facts"]["book"]["hash"][:12] in printed.text


def test_the_way_shown_can_be_chosen(shell):
    answer = shell("plan", APPLES, "--way", "2", "--json")
    assert (answer.status, answer.document["chosen"]) == (0, 1)
    refused(shell("plan", APPLES, "--way", "99", "--json"), "--way")


def test_a_way_with_an_unknown_charge_is_exit_status_1(shell):
    """The first way flies in November, when the code of December does not count."""
    answer = shell("plan", APPLES, "--way", "1", "--json")
    assert answer.status == 1
    assert any(row["assessment"]["unknown"] for row in answer.document["assessments"] if row["journey"] == 0)


@pytest.mark.parametrize("field", ["from", "to"])
def test_places_without_a_way_are_exit_status_1(shell, tmp_path, field):
    answer = shell("plan", changed(tmp_path, **{field: "Istanbul"}), "--json")
    assert (answer.status, answer.document["journeys"], answer.document["chosen"]) == (1, [], None)
    assert shell("plan", changed(tmp_path, **{field: "Istanbul"})).status == 1


def test_a_prohibition_in_force_is_exit_status_1(installed, tmp_path):
    ban = tmp_path / "ban.csv"
    ban.write_text("commodity,origin,valid_from,text_en\n080810,*,2026-01-01,No apples.\n", "utf-8")
    words = ("measures", "import", ban, "--jurisdiction", "KZ", "--kind", "prohibition", "--set", "regime=import", "--json")
    assert installed(*words).status == 0
    answer = installed("plan", APPLES, "--json")
    assert answer.status == 1
    assert answer.document["findings"][0]["severity"] == "refusal"
    assert installed("requirements", "--hs", "080810", "--from", "CN", "--to", "KZ", "--on", "2026-12-03").status == 1


def test_standard_input_is_read_for_a_dash(shell):
    given = APPLES.read_bytes()
    assert shell("plan", "-", "--json", given=given).document == shell("plan", APPLES, "--json").document
    assert shell("assess", "-", *BORDER, "--json", given=given).status == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Rate, specific: 0.03 EUR per kilogram.", "Carriage added:", "In all")),
        ("zh", ("税率（从量）：每千克 0.03 EUR。", "计入运费：", "合计")),
        ("ru", ("Ставка (специфическая): 0,03 EUR за килограмм.", "Прибавляется перевозка:", "Итог")),
    ],
)
def test_an_assessment_is_explained_when_asked(shell, language, said):
    printed = shell("assess", FCA, *BORDER, "--language", language, "--explain").text
    assert [words for words in said if words not in printed] == []
    assert said[0] not in shell("assess", FCA, *BORDER, "--language", language).text


def test_an_assessment_is_printed_for_people_and_for_programs(shell):
    answer = shell("assess", FCA, *BORDER, "--json")
    assert (answer.status, answer.errors) == (0, "")
    printed = shell("assess", FCA, *BORDER)
    assert answer.document["total"] in printed.text
    assert all(charge["amount"] in printed.text for charge in answer.document["charges"])


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--jurisdiction", "KZ", "--on", "2026-12-03"), 0),
        (("--jurisdiction", "KZ", "--on", "2026-11-30"), 1),  # the December line is not for November
        (("--jurisdiction", "KZ", "--on", "2026-12-04"), 1),  # no official dollar within 62 days
        (("--jurisdiction", "UZ", "--on", "2026-12-03"), 1),  # no chain on file
        (("--jurisdiction", "KZ", "--on", "0001-01-01"), 1),
        (("--jurisdiction", "KZ", "--on", "9999-12-31"), 1),
        (("--jurisdiction", "KZ", "--on", "2026-12-03", "--regime", "import:9610"), 1),
    ],
)
def test_an_unknown_charge_is_exit_status_1_and_says_why(shell, options, status):
    answer = shell("assess", FCA, *options, "--json")
    assert answer.status == status
    assert bool(answer.document["unknown"]) is (status == 1)
    assert (answer.document["total"] is None) is (status == 1)
    assert all(row["why"] for row in answer.document["unknown"])
    assert shell("assess", FCA, *options).status == status


def test_ways_are_found_without_goods(shell):
    words = ("route", "--from", "Jiaozhou", "--to", "Almaty", "--depart", "2026-11-25", "--containers", "1x45R1")
    answer = shell(*words, "--json")
    assert (answer.status, answer.errors) == (0, "")
    assert {"journeys", "refused"} <= answer.document.keys()
    assert all(journey["legs"] for journey in answer.document["journeys"])
    assert shell(*words).status == 0
    none = shell("route", "--from", "CNJZH", "--to", "TRIST", "--depart", "2026-11-25", "--json")
    assert (none.status, none.document["journeys"]) == (1, [])
    assert none.document["refused"][0]["why"]
    said = shell("route", "--from", "CNJZH", "--to", "TRIST", "--depart", "2026-11-25")
    assert none.document["refused"][-1]["why"][:20] in said.text


def test_a_day_alone_and_a_time_without_a_zone_are_those_of_the_place(shell):
    words = ("route", "--from", "CNJZH", "--to", "KZALA", "--json", "--depart")
    departs = [shell(*words, day).document["journeys"][0]["departs"] for day in ("2026-11-25", "2026-11-25T09:00")]
    assert departs == ["2026-11-25T09:00:00+08:00"] * 2
    utc = shell(*words, "2026-11-25T01:00+00:00").document
    assert utc["journeys"][0]["departs"] == departs[0]


def test_requirements_of_both_sides_are_listed(shell):
    words = ("requirements", "--hs", "080810", "--from", "CN", "--to", "KZ", "--on", "2026-12-03")
    answer = shell(*words, "--json")
    assert (answer.status, answer.errors) == (0, "")
    rows = answer.document["requirements"]
    assert answer.document["unknown"] == []
    assert {row["side"] for row in rows} == {"export", "import"}
    assert {"phytosanitary", "conformity", "document"} <= {row["kind"] for row in rows}
    assert all(row["text"] and row["source"]["title"] for row in rows)
    printed = shell(*words)
    assert all(row["measure"] in printed.text for row in rows)
    barred = shell(*words[:-1], "2024-11-01", "--mode", "road", "--json")
    assert (barred.status, shell(*words[:-1], "2024-11-01", "--mode", "rail", "--json").status) == (1, 0)


def test_what_a_state_asks_is_unknown_where_nothing_of_it_is_on_file(shell):
    words = ("requirements", "--hs", "080810", "--from", "CN", "--to", "TR", "--on", "2026-12-03")
    answer = shell(*words, "--json")
    assert answer.status == 1
    assert [(gap["side"], gap["jurisdiction"]) for gap in answer.document["unknown"]] == [("import", "TR")]
    assert {row["side"] for row in answer.document["requirements"]} == {"export"}
    assert "TR · unknown" in shell(*words).text


def test_measures_of_a_code_are_shown_with_their_source(shell):
    answer = shell("measures", "show", "--jurisdiction", "KZ", "--hs", "0808108008", "--on", "2026-12-03", "--json")
    rows = {row["id"]: row for row in answer.document["measures"]}
    assert {"EAEU-0808108008-duty", "KZ-vat-2026", "KZ-fee-2026"} <= rows.keys()
    assert rows["EAEU-0808108008-duty"]["expression"] == "0.03 EUR/KGM"
    assert "KZ-vat-2018" not in rows
    assert all(row["source"]["title"] for row in rows.values())
    assert "0.03 EUR/KGM" in shell("measures", "show", "--jurisdiction", "KZ", "--hs", "0808108008").text


def test_what_is_left_of_a_quota_is_shown_with_the_measures_that_turn_on_it(shell, tmp_path):
    (tmp_path / "book.toml").write_text(
        """
[[measure]]
id = "within"
jurisdiction = "KZ"
kind = "customs_duty"
commodity = "0808"
expression = "5%"
valid_from = 2026-01-01
conditions = ["quota:apples"]
[[quota]]
name = "apples"
unit = "KGM"
amount = "1000"
jurisdiction = "KZ"
valid_from = 2026-01-01
valid_to = 2026-12-31
left = "420.5"
left_on = 2026-11-20
[[quota]]
name = "apples"
unit = "KGM"
amount = "1100"
jurisdiction = "KZ"
valid_from = 2027-01-01
[[quota]]
name = "pears"
unit = "KGM"
amount = "1100"
jurisdiction = "KZ"
valid_from = 2027-01-01
""",
        "utf-8",
    )
    asked = ("measures", "show", "--jurisdiction", "KZ", "--hs", "0808", "--measures", tmp_path)
    quotas = shell(*asked, "--json").document["quotas"]
    assert [(row["name"], row["left"], row["left_on"]) for row in quotas] == [
        ("apples", "420.5", "2026-11-20"),
        ("apples", None, None),
    ]
    assert len(shell(*asked, "--on", "2026-12-03", "--json").document["quotas"]) == 1
    text = " ".join(shell(*asked).text.split())
    assert "quota apples, 2026-01-01 to 2026-12-31: 420.5 of 1000 KGM left on 2026-11-20" in text
    assert "what is left is not on file" in text


def test_help_and_version_are_exit_status_0(shell):
    assert (shell("--help").status, shell("--version").status, shell("plan", "--help").status) == (0, 0, 0)


@pytest.mark.parametrize("words", ["[/red]", "[bold]x", ":warning:", "[link=http://x]y[/link]", "\\[x]"])
def test_words_of_a_user_are_printed_as_they_are(shell, tmp_path, words):
    """Brackets and colons are no markup of the page."""
    file = changed(tmp_path, incoterm_place=words, item_description=words, reference=words)
    printed = shell("plan", file)
    assert printed.status == 0
    assert words in printed.text
    assert shell("assess", file, *BORDER).status == 0


def test_words_of_an_imported_measure_are_printed_as_they_are(installed, tmp_path):
    table = tmp_path / "layer.csv"
    head = "id,commodity,origin,expression,valid_from,source_title\n"
    table.write_text(head + "own,0808108008,CN,1%,2026-01-01,[/red] [bold]the act\n", "utf-8")
    words = ("--jurisdiction", "EAEU", "--kind", "customs_duty", "--set", "regime=import", "--json")
    assert installed("measures", "import", table, *words).status == 0
    for verb in (("assess", FCA, *BORDER), ("plan", FCA), ("measures", "show", "--jurisdiction", "KZ", "--hs", "080810")):
        printed = installed(*verb)
        assert printed.status == 0
        assert "[/red]" in printed.text


def test_a_plan_is_written_as_pdf(shell, tmp_path):
    out = tmp_path / "plan.pdf"
    answer = shell("plan", APPLES, "--pdf", out, "--json")
    assert (answer.status, out.read_bytes()[:5]) == (0, b"%PDF-")
    assert answer.document["journeys"]


def test_shut_crossings_are_told_to_people_too(shell):
    """Torkham has been closed since 12 October 2025."""
    words = ("route", "--from", "UZTAS", "--to", "PKISB", "--depart", "2026-11-25")
    assert "Torkham" in shell(*words).text
    assert any(row.get("crossing") == "AF-PK-torkham-road" for row in shell(*words, "--json").document["refused"])


def test_a_name_that_was_guessed_is_told_beside_the_answer(shell):
    words = ("--to", "KZALA", "--depart", "2026-11-25", "--json")
    assert "CNQIN" in shell("route", "--from", "Qindao", *words).errors
    assert shell("route", "--from", "Qingdao", *words).errors == ""


def test_inside_the_union_only_the_law_of_each_state_asks(shell):
    words = ("requirements", "--from", "RU", "--to", "KZ", "--on", "2026-12-03", "--hs")
    answer = shell(*words, "080810", "--json")
    assert (answer.status, answer.document["unknown"]) == (0, [])
    assert {row["jurisdiction"] for row in answer.document["requirements"]} == {"RU", "KZ"}
    assert "No customs border" in shell(*words, "080810").text
