"""Every name by which goods can be found: the Harmonized System's in three languages, and the trade's everyday words."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from chorsu.nomenclature.load import load_edition
from chorsu.text import LANGUAGES


@dataclass(frozen=True)
class Name:
    """Words for a chapter, heading or subheading in one language; ``everyday`` where the trade says so."""

    code: str
    language: str
    words: str
    everyday: bool = False


@cache
def load_names() -> tuple[Name, ...]:
    """All names of the Harmonized System that consignments are written in, in its order, then the everyday words."""
    entries = load_edition().entries.values()
    own = [
        Name(entry.code, language, entry.names[language])
        for entry in entries
        for language in LANGUAGES
        if language in entry.names and not _repeats(entry.code, language)
    ]
    return (*own, *_everyday())


def _repeats(code: str, language: str) -> bool:
    """Whether a subheading's Chinese or Russian name is its heading's: the heading has it already."""
    entries = load_edition().entries
    return language != "en" and len(code) == 6 and entries[code].names[language] == entries[code[:4]].names.get(language)


def _everyday() -> list[Name]:
    table = io.StringIO((files("chorsu") / "data" / "nomenclature" / "everyday.csv").read_text("utf-8"))
    return [
        Name(row["hs"], row["language"], words.strip(), everyday=True)
        for row in csv.DictReader(table)
        for words in row["words"].split(";")
        if words.strip()
    ]
