"""The words of invoices on file (invoice-columns.toml), ready to be looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import tomli
from babel import Locale
from rapidfuzz import fuzz, process

from chorsu.reading import is_currency, is_state

# Below this likeness (of 100) two words have nothing to do with each other.
_LEAST = 86
_LEAST_LETTERS = 4
_DROPPED = re.compile(r"[\s.,:;№#*'’ʼ\"()\[\]{}<>«»“”/\\|_\-–—&]+")


def folded(text: str) -> str:
    """A word as it is looked up: one width and case, ё as е, without spaces and marks."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text[:300]).casefold().replace("ё", "е"))


@cache
def on_file() -> dict[str, Any]:
    """The data file as it is."""
    return tomli.loads((files("chorsu") / "data" / "documents" / "invoice-columns.toml").read_text("utf-8"))


@cache
def column_words() -> Mapping[str, str]:
    """The fields of columns by their folded words. The first field that claims a word has it."""
    return _by_word((name, word) for name, words in on_file()["column"].items() for word in _all(words))


@cache
def head_words() -> Mapping[str, str]:
    """The fields of heads by their folded words."""
    return _by_word((name, word) for name, words in on_file()["head"].items() for word in _all(words))


@cache
def total_words() -> frozenset[str]:
    """The folded words that begin a row of totals."""
    return frozenset(folded(word) for word in _all(on_file()["totals"]))


@cache
def russian_words() -> frozenset[str]:
    """The folded Russian words of columns, by which a table's language is told."""
    return frozenset(folded(word) for words in on_file()["column"].values() for word in words["ru"])


@cache
def _units() -> Mapping[str, str]:
    return _by_word((code, word) for code, words in on_file()["unit"].items() for word in words)


@cache
def _packages() -> Mapping[str, str]:
    return _by_word((code, word) for code, words in on_file()["package"].items() for word in words)


@cache
def _currencies() -> Mapping[str, str]:
    return _by_word((code, word) for code, words in on_file()["currency"].items() for word in words)


@cache
def _countries() -> Mapping[str, str]:
    ours = [(code, word) for code, words in on_file()["country"].items() for word in words]
    theirs = [
        (str(code), name)
        for language in ("en", "zh", "ru")
        for code, name in Locale(language).territories.items()
        if is_state(str(code))
    ]
    return _by_word([*ours, *theirs])


def _all(words: Mapping[str, list[str]]) -> Iterator[str]:
    for language in ("en", "zh", "ru"):
        yield from words[language]


def _by_word(pairs: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, word in pairs:
        key = folded(word) or unicodedata.normalize("NFKC", word).strip()
        found.setdefault(key, name)
    return found


def unit_of(word: str) -> str:
    """The code of a unit by its word (Recommendation 20); empty where it is not on file."""
    return _units().get(folded(word), "")


def package_of(word: str) -> str:
    """The code of a kind of package by its word (Recommendation 21), or a code itself; empty where it is not on file."""
    return _packages().get(folded(word), "")


def currency_of(word: str) -> tuple[str, tuple[str, ...]]:
    """The currency by its code, word or sign, and the others that the sign may mean (a guess where there are any)."""
    written = unicodedata.normalize("NFKC", word).strip().upper()
    if is_currency(written):
        return written, ()
    signs = {unicodedata.normalize("NFKC", sign): codes for sign, codes in on_file()["sign"].items()}
    if written in signs:
        return signs[written][0], tuple(signs[written])
    key = folded(word) or written
    return _currencies().get(key, ""), ()


def country_of(word: str) -> tuple[str, bool]:
    """The state by its code or name, and whether it is a guess: a name that is only like one on file."""
    written = unicodedata.normalize("NFKC", word).strip()
    if is_state(written.upper()) and len(written) == 2 and written.isascii():
        return written.upper(), False
    key = folded(word)
    if key in _countries():
        return _countries()[key], False
    near = like(key, tuple(_countries()))
    return (_countries()[near], True) if near else ("", False)


@lru_cache(maxsize=4096)
def like(key: str, words: tuple[str, ...]) -> str:
    """The word on file that is nearly the same; empty where none is. Short words are never taken for others."""
    if len(key) < _LEAST_LETTERS or len(key) > 60:
        return ""
    near = process.extractOne(key, words, scorer=fuzz.ratio, score_cutoff=_LEAST)
    return near[0] if near else ""
