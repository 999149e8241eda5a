"""Six digits and national digits, right and wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chorsu.nomenclature import check_hs, check_national, load_edition, nearest

EDITION = load_edition()
SUBHEADINGS = frozenset(EDITION.level(6))


def test_exactly_the_subheadings_of_the_edition_pass():
    accepted = [f"{number:06}" for number in range(1_000_000) if f"{number:06}" in SUBHEADINGS]
    assert len(accepted) == 5612
    assert all(check_hs(code) is None for code in accepted)


@given(st.from_regex("[0-9]{6}", fullmatch=True))
def test_six_other_digits_are_told_with_up_to_three_codes_that_exist(code):
    wrong = check_hs(code)
    assert (wrong is None) == (code in SUBHEADINGS)
    near = nearest(code, EDITION)
    assert len(near) <= 3
    assert set(near) <= SUBHEADINGS
    assert wrong is None or all(each in str(wrong) for each in near)


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(code):
    assert (check_hs(code) is None) == (code in SUBHEADINGS)
    assert "\n" not in str(check_hs(code))
    assert check_national("EAEU", code, date(2026, 12, 7)) is not None
    assert check_national(code, "0808108008", date(2026, 12, 7)) is not None or code == "EAEU"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("080820", ["080810", "080830", "080840"]),  # pears and quinces before 2012: its neighbours
        ("401198", ["401190", "401180", "401170"]),  # tyres before those with one digit wrong elsewhere
        ("80810", []),
        ("0808.10", []),
        ("０８０８１０", []),  # figures of another script
    ],
)
def test_the_nearest_codes_have_few_digits_wrong_and_a_long_common_beginning(code, expected):
    assert check_hs(code) is not None
    if len(expected) == 3:
        assert list(nearest(code, EDITION)) == expected


def test_the_sentence_says_what_is_wrong_and_what_may_have_been_meant():
    assert str(check_hs("080820")) == (
        "080820 is not in the Harmonized System 2022. Nearest: 080810 (Fruit, edible; apples, fresh), "
        "080830 (Fruit, edible; pears, fresh), 080840 (Fruit, edible; quinces, fresh)."
    )
    assert str(check_hs("999999")).startswith("999999 is not in the Harmonized System 2022. Nearest: ")
    assert str(check_hs("08081")) == "08081 is not six digits of the Harmonized System 2022."


@pytest.mark.parametrize(
    ("code", "day", "told"),
    [
        # Common Customs Tariff of the EAEU, chapter 08, edition of 2024-07-28, pages 5 and 6
        ("0808108006", "2026-11-30", None),
        (
            "0808108006",
            "2026-12-01",
            "0808108006 is for 1 August to 30 November; on 2026-12-01 the line is 0808108008 (apples of",
        ),
        (
            "0808108008",
            "2026-11-30",
            "0808108008 is for 1 December to 31 December; on 2026-11-30 the line is 0808108006 (apples of",
        ),
        ("0808108008", "2026-12-07", None),
        (
            "0808108007",
            "2027-01-01",
            "0808108007 is for 1 December to 31 December; on 2027-01-01 the line is 0808108001 (apples, other",
        ),
        ("0808108001", "2026-12-07", "on 2026-12-07 the lines are 0808108007 (apples of"),
        ("0808101000", "2026-12-15", None),
        ("0808101000", "2026-12-16", "0808101000 is for 16 September to 15 December; on 2026-12-16 the lines are 0808108007 "),
        # chapter 07, edition of 2022-05-08, pages 2, 3 and 5
        (
            "0707000501",
            "2028-02-29",
            "The codes of the nomenclature EAEU on file are not for 2028-02-29; 0707000501 was not checked.",
        ),
        ("0707000501", "2024-02-29", None),
        ("0707000501", "2026-03-01", "0707000501 is for 1 January to the end of February; on 2026-03-01 the line is 0707000502"),
        ("0709601002", "2026-01-15", None),
        ("0709601002", "2026-04-01", "0709601002 is for 1 October to 31 March; on 2026-04-01 the line is 0709601001"),
        ("0806101000", "2026-12-07", None),
        ("0808108009", "2026-12-07", "0808108009 is not on file in the nomenclature EAEU. Under 080810 it has: 0808101000, "),
        ("0808108", "2026-12-07", "0808108 is not a whole code of the nomenclature EAEU; there are 7 under it: 0808108001, "),
        ("9999999999", "2026-12-07", "9999999999 is not on file in the nomenclature EAEU."),
    ],
)
def test_a_national_code_is_checked_for_the_day(code, day, told):
    wrong = check_national("EAEU", code, date.fromisoformat(day))
    assert (wrong is None) if told is None else (told in str(wrong))


def test_a_nomenclature_that_is_not_on_file_is_said_so():
    wrong = check_national("CN", "08081000", date(2026, 12, 7))
    assert str(wrong) == "No codes of the nomenclature CN are on file; 08081000 was not checked."
