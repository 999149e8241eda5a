"""The sentences of the engines, in Chinese and Russian: all there, with the same places to fill, and loadable."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import chorsu
from chorsu.text import catalogue, say

PACKAGE = Path(chorsu.__file__).parent
ENGINES = ("geography", "nomenclature", "measures", "assessment", "routing", "documents", "planning", "cli")
LOCALES = {"zh": "zh_Hans", "ru": "ru"}


def sources() -> list[Path]:
    """The modules whose sentences `make messages` gathers."""
    return [*PACKAGE.glob("*.py"), *(path for name in ENGINES for path in (PACKAGE / name).rglob("*.py"))]


@cache
def templates() -> frozenset[str]:
    """Every template that the code says, found as the message extractor finds it."""
    return frozenset(
        message for path in sources() for _, message, _, _ in extract_from_file("python", path, keywords={"say": None})
    )


@cache
def translations(language: str) -> Catalog:
    with (PACKAGE / "locale" / LOCALES[language] / "LC_MESSAGES" / "chorsu.po").open("rb") as file:
        return read_po(file)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def around(text: str) -> tuple[int, int]:
    """How much white space stands before and behind a text."""
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())


def test_every_sentence_is_written_where_it_is_said():
    """The extractor sees a literal only; a template that comes in a variable would never reach the translators."""
    hidden = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in sources()
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say"
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LOCALES)
def test_every_sentence_is_translated(language):
    catalog = translations(language)
    assert len(templates()) > 300
    assert sorted(template for template in templates() if not (template in catalog and catalog[template].string)) == []


@pytest.mark.parametrize("language", LOCALES)
def test_no_translation_is_empty_or_doubtful(language):
    assert [message.id for message in translations(language) if message.id and (message.fuzzy or not message.string)] == []


@pytest.mark.parametrize("language", LOCALES)
def test_a_translation_has_the_places_of_its_template(language):
    differing = {
        message.id: message.string
        for message in translations(language)
        if message.id and placeholders(message.id) != placeholders(message.string)
    }
    assert differing == {}


@pytest.mark.parametrize("language", LOCALES)
def test_a_translation_is_filled_without_error(language):
    for message in translations(language):
        if message.id:
            said = message.string.format(**dict.fromkeys(placeholders(message.id), "⟨value⟩"))
            assert said.count("⟨value⟩") >= len(placeholders(message.id))


def test_a_russian_translation_keeps_the_space_around_its_template():
    shifted = [message.id for message in translations("ru") if message.id and around(message.id) != around(message.string)]
    assert shifted == []


def test_a_chinese_translation_keeps_the_indent_of_its_template():
    """But where full-width punctuation brings its own space, as in （…）."""
    shifted = [
        message.id
        for message in translations("zh")
        if message.id and around(message.id) != around(message.string) and not message.string.startswith("（")
    ]
    assert shifted == []


@pytest.mark.parametrize("language", LOCALES)
def test_the_compiled_catalogue_says_what_the_translators_wrote(language):
    translate = catalogue(language)
    differing = [message.id for message in translations(language) if message.id and translate(message.id) != message.string]
    assert differing == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Item 2: VAT, import"), ("zh", "第2项：增值税（进口）"), ("ru", "Товар 2. НДС, ввоз")],
)
def test_a_sentence_inside_a_sentence_is_said_in_the_same_language(language, expected):
    inner = say("{kind}, {side}", kind=say("VAT"), side=say("import"))
    assert say("Item {item}: {text}", item=2, text=inner).in_(language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", "资料库中没有可降低哈萨克斯坦税费的原产地证明。"),
        ("ru", "Казахстан: сертификата о происхождении, который снизил бы платежи, в базе нет."),
    ],
)
def test_a_name_on_file_is_said_in_the_readers_language(language, expected):
    state = {"en": "Kazakhstan", "zh": "哈萨克斯坦", "ru": "Казахстан"}
    assert say("No proof of origin on file would lower a charge in {state}.", state=state).in_(language) == expected


def test_a_name_that_lacks_the_readers_language_is_said_in_english():
    assert say("{words}", words={"en": "Almaty", "ru": "Алматы"}).in_("zh") == "Almaty"
