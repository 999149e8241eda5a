"""Finding a place as people type it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chorsu.geography import Ambiguous, Place, Unfound, find_places, load_atlas, names_whole, resolve_place

ATLAS = load_atlas()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KZDOS", "KZDOS"),
        ("kzala", "KZALA"),
        ("Qingdao", "CNQIN"),
        ("青岛", "CNQIN"),
        ("Циндао", "CNQIN"),
        ("Qingdao Port", "CNTAO"),
        ("Jiaozhou", "CNJZH"),
        ("胶州", "CNJZH"),
        ("Алматы", "KZALA"),
        ("алма-ата", "KZALA"),
        ("阿拉木图", "KZALA"),
        ("Almaty airport", "KZ-ALA-AIR"),
        ("xian", "CNCHN"),
        ("Xi’an", "CNCHN"),
        ("Дружба", "KZDOS"),
        ("Нур Жолы", "kz-nur-zholy"),
    ],
)
def test_a_code_or_whole_name_in_any_language_means_one_place(typed, code):
    place = resolve_place(ATLAS, typed)
    assert isinstance(place, Place)
    assert place.code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Qindao", "CNQIN"), ("Алмата", "KZALA"), ("Jiaozhu", "CNJZH"), ("Shangai", "CNSGH"), ("Урумчы", "CNURM")],
)
def test_a_slip_of_the_keyboard_still_means_the_place(typed, code):
    assert resolve_place(ATLAS, typed).code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        # Cities whose airports bear their name in front: the city is meant.
        ("Москва", "RUMOW"),
        ("Ташкент", "UZTAS"),
        ("Иркутск", "RUIKT"),
        ("Karachi", "PKKHI"),
        ("Aktau", "KZAAU"),
        ("Навои", "uz-navoi"),
        ("Jalal-Abad", "kg-jalal-abad"),
        # The state behind the name.
        ("Almaty, Kazakhstan", "KZALA"),
        ("Hyderabad, Pakistan", "PKHDD"),
        ("Hyderabad (IN)", "INHYD"),
        ("塔什干，乌兹别克斯坦", "UZTAS"),
        # Other codes of UN/LOCODE (airport, port) and the state with the city's IATA code.
        ("CNSHA", "CNSGH"),
        ("CNCTU", "CNCDU"),
        ("CNURC", "CNURM"),
        ("RUSVX", "RUYEK"),
        ("KZTSE", "kz-astana"),
        ("TJLBD", "TJKHU"),
        # Names of other times and spellings.
        ("Kashi", "CNKSS"),
        ("Bombay", "INBOM"),
        ("海参崴", "RUVVO"),
    ],
)
def test_a_city_is_meant_by_its_name_with_its_state_or_by_its_other_codes(typed, code):
    assert resolve_place(ATLAS, typed).code == code


@pytest.mark.parametrize("typed", ["CNQQQ", "RUZZZ", "Yochi", "Лкутск"])
def test_an_unknown_code_or_a_wrong_first_letter_is_never_taken_for_another_place(typed):
    assert isinstance(resolve_place(ATLAS, typed), Unfound)


@pytest.mark.parametrize(("typed", "whole"), [("KZALA", True), ("Алматы", True), ("Almaty, Kazakhstan", True), ("Алмата", False)])
def test_it_can_be_told_whether_a_name_was_guessed(typed, whole):
    assert names_whole(ATLAS, typed) is whole


@pytest.mark.parametrize("typed", ["Khorgos", "Хоргос", "霍尔果斯"])
def test_a_name_of_several_places_is_answered_with_the_candidates(typed):
    answer = resolve_place(ATLAS, typed)
    assert isinstance(answer, Ambiguous)
    assert {found.place.code for found in answer.candidates} >= {"CNHUP", "cn-khorgos-road"}


@pytest.mark.parametrize("typed", ["", "   ", "zzzzzz", "?", "a" * 5000])
def test_what_names_no_place_is_unfound(typed):
    assert isinstance(resolve_place(ATLAS, typed), Unfound)


@pytest.mark.parametrize(
    ("typed", "code"), [("qing", "CNQIN"), ("алма", "KZALA"), ("青", "CNQIN"), ("阿拉木", "KZALA"), ("цин", "CNQIN")]
)
def test_the_beginning_of_a_name_finds_the_city_first(typed, code):
    assert find_places(ATLAS, typed)[0].place.code == code


def test_a_search_can_be_kept_to_kinds_and_to_a_number():
    found = find_places(ATLAS, "qingdao", kinds=("airport",))
    assert [each.place.code for each in found] == ["CN-TAO-AIR"]
    assert len(find_places(ATLAS, "а", limit=3)) == 3


@settings(deadline=None)
@given(st.sampled_from(sorted(ATLAS.places)), st.sampled_from(["en", "zh", "ru"]))
def test_every_place_is_found_by_its_code_and_by_each_of_its_names(code, language):
    place = ATLAS.place(code)
    assert resolve_place(ATLAS, code) == place
    assert place in [found.place for found in find_places(ATLAS, place.names[language])]


@settings(deadline=None)
@given(st.text(max_size=150))
def test_any_text_is_answered_with_falling_scores(text):
    found = find_places(ATLAS, text)
    assert all(0 < each.score <= 1 for each in found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert isinstance(resolve_place(ATLAS, text), Place | Ambiguous | Unfound)
