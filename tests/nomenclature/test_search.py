"""Goods found by words in three languages, cut short, with slips, and by digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chorsu.nomenclature import load_edition, search

EDITION = load_edition()


@pytest.mark.parametrize(
    ("typed", "hs"),
    [
        ("apple", "080810"),
        ("Fresh APPLES, Fuji", "080810"),
        ("appel", "080810"),
        ("appl", "080810"),
        ("ябло", "080810"),
        ("яблоко", "080810"),
        ("Свежие яблоки", "080810"),
        ("苹果", "080810"),
        ("新鲜苹果", "080810"),
        ("苹", "080810"),
        ("苹菓", "080810"),
        ("0808", "080810"),
        ("0808.10", "080810"),
        ("0808 10 800 8", "080810"),
        ("dried apples", "081330"),
        ("juice of apples", "20097"),
        ("груша", "080830"),
        ("大蒜", "070320"),
        ("чеснок", "070320"),
        ("котлы", "84"),
        ("番茄", "070200"),
        ("мёд и мед", "040900"),
        ("new tyres for lorries", "401120"),
        ("bicycle", "8712"),  # the heading is about them: not their inner tubes
        ("chassis", "8706"),
    ],
)
def test_what_people_type_brings_the_goods_to_the_top(typed, hs):
    assert search(EDITION, typed)[0].hs.startswith(hs)


def test_a_hit_shows_the_words_that_answered_and_the_language_of_its_description():
    (hit, *_) = search(EDITION, "ябло")
    assert hit.evidence == ("яблоки",)
    assert (hit.description.text, hit.description.language) == ("яблоки свежие", "ru")
    assert search(EDITION, "ябло", language="zh")[0].description.text == "鲜苹果"


def test_hits_come_best_first_with_scores_from_0_to_1_and_no_code_twice():
    hits = search(EDITION, "fresh fruit", limit=50)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({hit.hs for hit in hits}) == 50


def test_a_limit_cuts_the_same_list():
    assert search(EDITION, "steel pipes", limit=50)[:3] == search(EDITION, "steel pipes", limit=3)
    assert search(EDITION, "steel pipes", limit=0) == ()


@given(st.sampled_from(EDITION.level(6)), st.integers(1, 6))
def test_the_first_digits_find_all_and_only_the_codes_that_begin_so(code, digits):
    expected = [each for each in EDITION.level(6) if each.startswith(code[:digits])]
    assert [hit.hs for hit in search(EDITION, code[:digits], limit=6000)] == expected


@given(st.sampled_from(EDITION.level(6)))
def test_the_whole_name_of_goods_finds_them(code):
    name = EDITION.get(code).names["en"]
    if len(set(name.split())) <= 10 and len(name) <= 200:
        assert code in [hit.hs for hit in search(EDITION, name, limit=100)]


@given(st.text(alphabet=st.characters(), max_size=60))
def test_no_text_breaks_the_search(typed):
    for hit in search(EDITION, typed, limit=5):
        assert EDITION.get(hit.hs)


@pytest.mark.parametrize("typed", ["", "   ", "!?", "\ud800", "\x00", "x" * 100_000, "qqqqqqq", "٠٨٠٨", "a" * 200])
def test_nothing_that_names_goods_finds_nothing(typed):
    assert search(EDITION, typed) == ()
