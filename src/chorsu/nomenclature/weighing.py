"""Name the subheadings that a description of goods may belong to, by its words and by its meaning, with the reasons.

Two witnesses are asked for every name on file. By words: BM25 over the names of the Harmonized System in three languages and the
trade's everyday words. By meaning: the cosine of a multilingual sentence encoder, which needs no word and no language in common.
A subheading has the best of its own names, helped by those of its heading and chapter; the witnesses are added by their weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from chorsu.nomenclature.load import load_edition
from chorsu.nomenclature.matching import Answered, Index, build_index, match
from chorsu.nomenclature.meaning import MOST_LETTERS, Vectors, embed, vectors
from chorsu.nomenclature.names import Name, load_names

Scores = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """What each witness counts for: words and meaning of the subheading's own names, and of the names above it.

    ``everyday`` is added where an everyday word of the trade stands whole in the text. Chosen by hand, and measured in
    benchmarks/classify.py.
    """

    words: float = 0.35
    meaning: float = 0.45
    heading_words: float = 0.15
    heading_meaning: float = 0.15
    chapter: float = 0.05
    everyday: float = 0.2


@dataclass(frozen=True, eq=False)
class Shelf:
    """Every name on file with its index, and which subheading, heading and chapter each name is of (by number)."""

    names: tuple[Name, ...]
    index: Index
    codes: tuple[str, ...]
    levels: Mapping[int, tuple[Places, Places]]
    above: Mapping[int, Places]
    everyday: npt.NDArray[np.bool_]
    meanings: Vectors

    def rows_of(self, digits: int, at: int) -> list[int]:
        """The names of a subheading (by number), or of what it stands under at a level of so many digits."""
        rows, numbers = self.levels[digits]
        return [int(row) for row in rows[numbers == self.above[digits][at]]]


@cache
def shelf() -> Shelf:
    """The names on file, indexed at the first question."""
    names, edition = load_names(), load_edition()
    codes = edition.level(6)
    levels, above = {}, {}
    for digits in (2, 4, 6):
        numbers = {code: at for at, code in enumerate(edition.level(digits))}
        rows = [row for row, name in enumerate(names) if len(name.code) == digits]
        levels[digits] = (np.array(rows), np.array([numbers[names[row].code] for row in rows]))
        above[digits] = np.array([numbers[code[:digits]] for code in codes])
    everyday = np.array([name.everyday for name in names])
    written = [name.words for name in names]
    return Shelf(names, build_index(written), codes, levels, above, everyday, vectors(written))


@dataclass(frozen=True, eq=False)
class Heard:
    """What both witnesses say of every name, by number."""

    words: Scores
    told: Scores
    meaning: Scores
    found: tuple[str, ...]


def listen(text: str) -> Heard:
    """Ask both witnesses about a text."""
    on_file = shelf()
    by_words: Answered = match(on_file.index, text)
    near = on_file.meanings @ embed([text[:MOST_LETTERS]])[0]
    return Heard(by_words.asked, by_words.told, np.clip(near, 0.0, 1.0).astype(float), by_words.words)


def weigh(heard: Heard, weights: Weights) -> Scores:
    """The score of every subheading, 0 to 1."""
    on_file = shelf()
    whole = np.where(on_file.everyday & (heard.told > 0.99), 1.0, 0.0) * (0.5 + 0.5 * heard.words)
    own = {name: _best(on_file, 6, of) for name, of in (("w", heard.words), ("m", heard.meaning), ("e", whole))}
    heading = {name: _best(on_file, 4, of) for name, of in (("w", heard.words), ("m", heard.meaning), ("e", whole))}
    chapter = _best(on_file, 2, 0.5 * heard.words + 0.5 * heard.meaning)
    total = (
        weights.words * own["w"] + weights.meaning * own["m"] + weights.everyday * np.maximum(own["e"], 0.5 * heading["e"])
        + weights.heading_words * heading["w"] + weights.heading_meaning * heading["m"] + weights.chapter * chapter
    )  # fmt: skip
    return np.clip(total, 0.0, 1.0)


def _best(on_file: Shelf, digits: int, scores: Scores) -> Scores:
    """For each subheading the best score of a name at a level above it or its own."""
    rows, numbers = on_file.levels[digits]
    best = np.zeros(int(on_file.above[digits].max()) + 1)
    np.maximum.at(best, numbers, scores[rows])
    found: Scores = best[on_file.above[digits]]
    return found
