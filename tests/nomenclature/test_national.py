"""The lines of the EAEU below six digits, and the question that decides among them."""

from datetime import date, timedelta

import pytest

from chorsu.nomenclature import national_lines, question
from chorsu.nomenclature.load import load_nomenclature

YEAR = [date(2024, 1, 1) + timedelta(days) for days in range(366)]
SCHEDULE = load_nomenclature("EAEU")


@pytest.mark.parametrize(
    ("day", "options"),
    [
        # Common Customs Tariff of the EAEU, chapter 08, edition of 2024-07-28, pages 5 and 6
        ("2026-12-07", {"cider": "0808101000", "Golden": "0808108007", "other variety": "0808108008"}),
        ("2026-11-30", {"cider": "0808101000", "Golden": "0808108005", "other variety": "0808108006"}),
        ("2026-12-16", {"Golden": "0808108007", "other variety": "0808108008"}),
        ("2026-09-15", {"Golden": "0808108005", "other variety": "0808108006"}),
    ],
)
def test_the_season_and_the_variety_decide_the_line_of_apples(day, options):
    asked = question(national_lines("EAEU", "080810"), date.fromisoformat(day))
    assert [line.code for line in asked.lines] == sorted(options.values())
    assert asked.ask["en"] == "Which apples are these?"
    assert {option.codes for option in asked.options} == {(code,) for code in options.values()}
    for words, code in options.items():
        assert next(option for option in asked.options if option.codes == (code,)).name["en"].count(words) == 1
        assert code in str(asked.text)


@pytest.mark.parametrize(
    ("day", "code"), [("2026-01-31", "0808108001"), ("2026-06-30", "0808108002"), ("2026-07-01", "0808108003")]
)
def test_where_the_season_leaves_one_line_nothing_is_asked(day, code):
    asked = question(national_lines("EAEU", "080810"), date.fromisoformat(day))
    assert [line.code for line in asked.lines] == [code]
    assert asked.ask is None
    assert asked.options == ()
    assert f"only one line is possible: {code}" in str(asked.text)


def test_a_question_has_words_in_three_languages():
    for asked in SCHEDULE.questions:
        for words in (asked.ask, *(answer.name for answer in asked.answers)):
            assert set(words) == {"en", "zh", "ru"}
            assert all(words.values())


def test_the_question_of_tyres_is_their_load_index():
    asked = question(national_lines("EAEU", "401120"), date(2026, 12, 7))
    assert {option.name["en"]: option.codes for option in asked.options} == {
        "121 or less": ("4011201000",),
        "more than 121": ("4011209000",),
    }


def test_lines_without_a_question_on_file_are_asked_by_their_own_words():
    lines = national_lines("EAEU", "401120") + national_lines("EAEU", "070190")
    asked = question(lines, date(2026, 3, 1))
    assert [option.codes for option in asked.options] == [(line.code,) for line in lines]


def test_lines_whose_words_are_not_on_file_are_not_guessed():
    asked = question(national_lines("EAEU", "080610"), date(2026, 12, 7))
    assert len(asked.lines) == 2
    assert asked.options == ()
    assert "is not on file" in str(asked.text)


def test_nothing_is_asked_of_no_lines():
    assert question((), date(2026, 12, 7)) is None
    assert national_lines("XX", "080810") == national_lines("EAEU", "x") == ()


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [("070200", None), ("070700", "cucumber"), ("070960", "sweet"), ("080810", "golden"), ("080810", "other")],
)
def test_the_seasons_of_the_same_goods_cover_each_day_of_the_year_once(prefix, kind):
    lines = [line for line in national_lines("EAEU", prefix) if kind is None or kind in line.kinds]
    assert [day for day in YEAR if sum(line.possible_on(day) for line in lines) != 1] == []


def test_every_line_with_words_is_a_code_of_the_tariff_and_is_wholly_worded_with_its_neighbours():
    for code, line in SCHEDULE.worded.items():
        assert SCHEDULE.has(code)
        assert set(line.names) == {"en", "zh", "ru"}
        assert line.source.checked_on
        assert all(other.names for other in SCHEDULE.under(code[:6])), "a season known for some lines only would mislead"


def test_every_line_can_be_reached_by_its_question():
    for asked in SCHEDULE.questions:
        kinds = {answer.kind for answer in asked.answers}
        lines = SCHEDULE.under(asked.prefix)
        assert lines
        assert {kind for line in lines for kind in line.kinds} == kinds
        for day in YEAR:
            found = question(lines, day)
            reached = {code for option in found.options for code in option.codes}
            assert reached == {line.code for line in found.lines} or len(found.lines) == 1


def test_a_line_names_the_page_of_the_tariff():
    (line,) = national_lines("EAEU", "0806101000")
    assert line.source.title.endswith("chapter 08, edition of 2024-07-28, page 5")
