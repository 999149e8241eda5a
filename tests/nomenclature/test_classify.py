"""Goods by words: what traders write in three languages, and the subheading or heading that customs knows it by."""

import csv
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from chorsu.nomenclature import classify, load_edition
from chorsu.nomenclature.matching import build_index, match
from chorsu.nomenclature.meaning import MOST_LETTERS, marks_of, vectors
from chorsu.nomenclature.names import load_names
from chorsu.nomenclature.weighing import Weights, listen, shelf, weigh

# Six digits where the words decide them, four where they decide the heading only.
TRADE = {
    "fresh Fuji apples in cartons": "080810", "frozen boneless beef": "0202", "sunflower oil refined bottled": "1512",
    "long grain white rice 5% broken": "100630", "dried apricots pitted": "081310", "shelled walnuts": "080232",
    "portland cement bags": "2523", "urea fertilizer 46% N": "310210", "truck tyres 315/80R22.5": "401120",
    "cotton yarn carded single": "5205", "men's cotton t-shirts": "610910", "running shoes": "6404",
    "ceramic floor tiles": "6907", "hot rolled steel coil": "7208", "copper cathodes grade A": "740311",
    "plastic injection moulding machine": "847710", "laptop computer 15 inch": "847130", "smartphone 256GB": "851713",
    "solar panel 550W": "854143", "electric passenger car": "870380", "wheel loader": "8429", "centrifugal water pump": "8413",
    "ball bearings": "8482", "wooden bedroom furniture": "9403", "plush toys": "9503", "refrigerator 300 l": "8418",
    "鲜苹果": "080810", "冷冻牛肉": "0202", "葵花籽油": "1512", "长粒大米": "100630", "杏干": "081310", "核桃仁": "080232",
    "水泥": "2523", "尿素": "310210", "卡车轮胎": "401120", "棉纱": "5205", "纯棉T恤": "610910", "运动鞋": "6404",
    "瓷砖": "6907", "热轧钢卷": "7208", "电解铜": "740311", "注塑机": "847710", "笔记本电脑": "847130", "智能手机": "851713",
    "太阳能电池板": "854143", "纯电动轿车": "870380", "装载机": "8429", "水泵": "8413", "滚动轴承": "8482", "木制家具": "9403",
    "яблоки свежие": "080810", "говядина замороженная": "0202", "масло подсолнечное рафинированное": "1512",
    "рис шлифованный длиннозёрный": "100630", "курага": "081310", "орехи грецкие очищенные": "080232", "цемент": "2523",
    "карбамид": "310210", "шины для грузовых автомобилей": "401120", "хлопчатобумажная пряжа": "5205",

    "футболки хлопковые": "610910", "кроссовки": "6404", "плитка керамическая": "6907",
    "прокат горячекатаный в рулонах": "7208", "катоды медные": "740311",
    "термопластавтомат": "847710", "ноутбук": "847130", "смартфоны": "851713", "солнечные панели": "854143",
    "электромобиль": "870380", "экскаватор гусеничный": "8429", "насос центробежный": "8413", "подшипники шариковые": "8482",
    "мебель деревянная": "9403", "черешня": "080929",
}  # fmt: skip


def rank(text, code):
    """The place of the code among the candidates, from one; eleven where it is not among ten."""
    found = [each.hs for each in classify(text)]
    return next((place for place, hs in enumerate(found, 1) if hs.startswith(code)), 11)


def test_what_traders_write_is_among_ten_candidates_and_mostly_among_three():
    ranks = {text: rank(text, code) for text, code in TRADE.items()}
    assert not {text: place for text, place in ranks.items() if place > 10}
    assert sum(place <= 3 for place in ranks.values()) >= 0.9 * len(ranks), {t: p for t, p in ranks.items() if p > 3}


@pytest.mark.parametrize(
    ("text", "language"), [("fresh apples", "en"), ("鲜苹果 Fuji", "zh"), ("яблоки Fuji", "ru"), ("315/80R22.5 шины", "ru")]
)
def test_the_language_is_that_of_the_letters(text, language):
    assert classify(text).language == language


def test_each_candidate_is_a_subheading_with_a_score_and_reasons_in_three_languages():
    found = classify("steel pipes welded")
    assert 1 <= len(found) <= 10
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    for each in found:
        assert load_edition().get(each.hs) is not None
        assert len(each.hs) == 6
        assert 0 <= each.score <= 1
        assert all(len({reason.in_(language) for language in ("en", "zh", "ru")}) == 3 for reason in each.evidence)


@pytest.mark.parametrize("text", ["", "   ", "—…!?", "\x00\x01", "\ud800"])
def test_a_text_without_words_has_no_candidates(text):
    assert len(classify(text)) == 0


@pytest.mark.parametrize(
    "text", ["яблоки" * 100_000, "苹果" * 100_000, "a " * 100_000, "'; DROP TABLE goods; --", "=1+1", "{words}"]
)
def test_long_and_hostile_text_is_answered(text):
    assert len(classify(text)) <= 10


def test_more_of_the_same_words_answer_better():
    assert classify("fresh apples").candidates[0].score > classify("apples wrapped in something unheard of").candidates[0].score


def test_the_vectors_on_file_are_those_of_the_names_on_file():
    """Stale vectors would be of names that are no more; tools/make_meanings.py makes them anew."""
    names = tuple(name.words for name in load_names())
    found = vectors(names)
    assert found.shape == (len(names), 512)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=0.05)
    assert len(set(marks_of(names).tolist())) == len(set(names))
    assert MOST_LETTERS > 100


def test_everyday_words_are_of_subheadings_that_there_are():
    table = (files("chorsu") / "data" / "nomenclature" / "everyday.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(table))
    assert len(rows) > 300
    assert {row["language"] for row in rows} == {"en", "zh", "ru"}
    assert not [row for row in rows if load_edition().get(row["hs"]) is None or len(row["hs"]) != 6]


@pytest.mark.parametrize(("text", "whole"), [("power bank 10000 mAh", True), ("power", False), ("electric power station", False)])
def test_an_everyday_word_of_the_trade_counts_where_it_stands_whole(text, whole):
    heard, at = listen(text), shelf().codes.index("850760")  # everyday.csv: power bank
    added = weigh(heard, Weights())[at] - weigh(heard, replace(Weights(), everyday=0.0))[at]
    assert bool(added > 0.1) is whole
    assert whole or added == 0


def test_a_word_cut_short_is_nearer_to_the_word_of_which_it_is_the_most():
    answered = match(build_index(["motor", "motorcycles", "apples"]), "moto")
    assert answered.asked[0] > answered.asked[1] > answered.asked[2] == 0
