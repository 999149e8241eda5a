"""Every sentence of the pages is translated, and keeps its places."""

import re
import runpy
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "chorsu"
FOLDERS = sorted([SOURCE / "portal" / "locale", *(SOURCE / "desks").glob("*/locale")])
BRANDS = {"Chorsu"}


@pytest.fixture(scope="module")
def sentences():
    return runpy.run_path(str(ROOT / "tools" / "gather_messages.py"))["gather"]()


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.parent.name)
def folder(request):
    return request.param


@pytest.fixture(params=["zh_Hans", "ru"])
def catalogue(request, folder):
    with (folder / request.param / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=request.param)


def test_every_sentence_is_in_the_catalogue_and_no_other(sentences, folder, catalogue):
    there = {(message.id, message.context or "") for message in catalogue if message.id}
    assert there == {(sentence.key, sentence.context) for sentence in sentences[folder]}


@pytest.mark.parametrize("language", ["zh_Hans", "ru"])
def test_a_sentence_of_two_desks_has_one_translation(language):
    """One desk's would be read on the other's pages: what means two things needs a context."""
    found = defaultdict(set)
    for folder in FOLDERS:
        with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file, locale=language):
                found[message.id, message.context].add(message.string)
    found.pop(("", None))
    assert {key: words for key, words in found.items() if len(words) > 1} == {}


def test_no_translation_is_empty_or_fuzzy(catalogue):
    for message in catalogue:
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(forms), message.id
            assert not message.fuzzy, message.id


def test_translations_keep_the_places_of_values(catalogue):
    for message in catalogue:
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            asked = set(re.findall(r"%\(\w+\)s", message.id if isinstance(message.id, str) else message.id[1]))
            assert all(set(re.findall(r"%\(\w+\)s", form)) == asked for form in forms), message.id


def test_chinese_is_not_left_in_latin_letters(catalogue):
    if catalogue.locale and catalogue.locale.language == "zh":
        without_places = {m.id: re.sub(r"%\(\w+\)s", "", str(m.string)) for m in catalogue if m.id}
        latin = [
            sentence
            for sentence, words in without_places.items()
            if re.search("[a-zA-Z]", words) and not re.search(r"[\u4e00-\u9fff]", words)
        ]
        assert set(latin) <= BRANDS
