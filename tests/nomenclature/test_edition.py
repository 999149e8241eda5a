"""The Harmonized System as an edition: whole, dated, described in three languages."""

from datetime import date

import pytest

from chorsu.facts import Faulty
from chorsu.nomenclature import children, describe, load_edition, national_lines, shortened

EDITION = load_edition()


def test_the_edition_of_2022_has_96_chapters_1228_headings_and_5612_subheadings():
    # The World Customs Organization counts 1,229 headings in the edition of 2028, six new and five deleted since 2022 (press
    # release of 2026-01-21), so 1,228 here; tables with 1,229 for 2022 count 9999, a heading of trade statistics.
    assert [len(EDITION.level(digits)) for digits in (2, 4, 6)] == [96, 1228, 5612]
    assert EDITION.get("77") is None, "chapter 77 is kept free"
    assert EDITION.get("999999") is None, "goods not specified belong to trade statistics"


def test_its_subheadings_are_those_on_which_the_tariff_of_the_eaeu_is_built():
    lines = [line for chapter in EDITION.level(2) for line in national_lines("EAEU", chapter)]
    assert len(lines) == 13289
    assert {line.code[:6] for line in lines} == set(EDITION.level(6))


def test_every_entry_has_its_parent_and_every_chapter_and_heading_has_children():
    for code, entry in EDITION.entries.items():
        assert code == entry.code
        assert entry.parent in EDITION.entries or len(code) == 2
        assert len(code) == 6 or children(EDITION, code)
        assert entry.names["en"].strip() == entry.names["en"] != ""


def test_browsing_from_the_chapters_down_meets_every_entry_once():
    met, level = [], children(EDITION)
    while level:
        met += [entry.code for entry in level]
        level = tuple(child for entry in level for child in children(EDITION, entry.code))
    assert sorted(met) == sorted(EDITION.entries)
    assert children(EDITION, "080810") == children(EDITION, "not a code") == ()


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2026, 12, 7), date(2027, 12, 31), None])
def test_the_edition_of_2022_is_in_force_until_that_of_2028(day):
    assert load_edition(day) is EDITION


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2028, 1, 1)])
def test_a_day_whose_edition_is_not_on_file_is_refused(day):
    with pytest.raises(Faulty, match=f"No edition of the Harmonized System is on file for {day}"):
        load_edition(day)


def test_the_edition_names_its_source():
    assert EDITION.source.title
    assert EDITION.source.checked_on


@pytest.mark.parametrize(
    ("language", "text", "path"),
    [
        ("en", "Fruit, edible; apples, fresh", ["08", "0808"]),
        ("zh", "鲜苹果", ["08", "0808"]),
        ("ru", "яблоки свежие", ["08", "0808"]),
    ],
)
def test_apples_are_described_in_three_languages_with_their_ancestors(language, text, path):
    description = describe(EDITION, "080810", language)
    assert (description.text, description.language) == (text, language)
    assert [each.code for each in description.path] == path
    assert {each.language for each in description.path} == {language}


def test_a_description_says_the_language_it_is_really_in():
    description = describe(EDITION, "841510", "ru")
    assert description.language == "en"
    assert [each.language for each in description.path] == ["ru", "ru"]


def test_what_is_not_in_the_edition_cannot_be_described():
    with pytest.raises(Faulty, match="080811 is not in the Harmonized System 2022"):
        describe(EDITION, "080811", "en")


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_all_chapters_and_all_of_vegetables_and_fruit_have_our_own_names(language):
    wanted = [code for code in EDITION.entries if len(code) == 2 or code[:2] in ("07", "08")]
    assert [code for code in wanted if language not in EDITION.entries[code].names] == []


def test_the_only_subheading_of_a_heading_has_its_names():
    assert describe(EDITION, "070200", "zh").text == describe(EDITION, "0702", "zh").text


def test_a_long_description_is_cut_at_a_word():
    assert shortened("apples, fresh") == "apples, fresh"
    assert shortened("Lamps and light fittings; parts thereof, of materials", 40) == "Lamps and light fittings; parts thereof…"
    assert len(shortened("苹" * 100, 40)) == 41
