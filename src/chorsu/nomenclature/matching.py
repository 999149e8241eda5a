"""How well the words of a text answer to each name on file: BM25 over an index of all names.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009). A word that is not on file counts as those
that it begins, else as those a slip of the keyboard away.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from chorsu.nomenclature.stems import stems

MOST_WORDS = 80
# The usual constants: how fast a repeated word saturates, and how much a long name is held against it.
_SATURATION, _LENGTH = 1.2, 0.6
_BEGUN, _SLIP, _LEAST_SLIP, _MOST_BEGUN = 0.8, 0.6, 0.75, 60

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Index:
    """The words of names: for each word the names where it stands (by number) and its weight there, 0 to about 2."""

    count: int
    places: Mapping[str, tuple[npt.NDArray[np.int64], Scores]]
    words: tuple[str, ...]
    rarity: Mapping[str, float]
    masses: Scores

    @property
    def rarest(self) -> float:
        """The weight of a word that stands in one name; a word on no name at all counts as much."""
        return math.log(1 + self.count)


@dataclass(frozen=True, eq=False)
class Answered:
    """What the words of a text found, by name, from 0 to 1.

    ``asked`` is the share of the text's weight that a name answers, ``told`` the share of the name's own that the text has.
    """

    asked: Scores
    told: Scores
    words: tuple[str, ...]


def build_index(names: Sequence[str]) -> Index:
    """The index of names, in about a quarter of a second for ten thousand."""
    numbers: dict[str, int] = {}
    word_of: list[int] = []
    name_of: list[int] = []
    for at, name in enumerate(names):
        for stem in stems(name):
            word_of.append(numbers.setdefault(stem, len(numbers)))
            name_of.append(at)
    lengths = np.bincount(name_of, minlength=len(names)).astype(float)
    pairs, times = np.unique(np.array(word_of) * len(names) + np.array(name_of), return_counts=True)
    words_at, names_at = np.divmod(pairs, len(names))
    damped = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[names_at] / lengths.mean())
    weights = times * (_SATURATION + 1) / (times + damped)
    starts = np.searchsorted(words_at, np.arange(len(numbers) + 1))
    spread = np.diff(starts)
    rarities = np.log(1 + (len(names) - spread + 0.5) / (spread + 0.5))
    masses = np.bincount(names_at, weights=rarities[words_at], minlength=len(names)).astype(np.float64)
    places = {
        word: (names_at[starts[number] : starts[number + 1]], weights[starts[number] : starts[number + 1]])
        for word, number in numbers.items()
    }
    rarity = {word: float(rarities[number]) for word, number in numbers.items()}
    return Index(len(names), places, tuple(sorted(numbers)), rarity, masses)


def match(index: Index, text: str) -> Answered:
    """Score every name on file by the words of a text; all noughts where it has no word."""
    asked = list(dict.fromkeys(stems(text)))
    asked = ([word for word in asked if not word.isdigit()] or asked)[:MOST_WORDS]
    scores, told, whole = np.zeros(index.count), np.zeros(index.count), 0.0
    found: list[str] = []
    for word in asked:
        near = _near(index, word)
        weight = max((index.rarity[each] for each, _ in near), default=index.rarest)
        whole += weight
        best, own = np.zeros(index.count), np.zeros(index.count)
        for each, likeness in near:
            at, share = index.places[each]
            best[at] = np.maximum(best[at], likeness * weight * share)
            own[at] = np.maximum(own[at], likeness * index.rarity[each])
        scores += best
        told += own
        found += [each for each, _ in near]
    most = (_SATURATION + 1) / (1 + _SATURATION * (1 - _LENGTH))  # of a word that stands once in a name of one word
    asked_share = np.minimum(scores / (whole * most), 1.0) if whole else scores
    return Answered(asked_share, np.minimum(told / np.maximum(index.masses, 1e-9), 1.0), tuple(dict.fromkeys(found)))


def _near(index: Index, word: str) -> list[tuple[str, float]]:
    """The words on file for one of a text, with how like they are: itself, else those it begins, else those a slip away."""
    if word in index.places:
        return [(word, 1.0)]
    if word.isdigit() or len(word) < 3:
        return []
    first = bisect_left(index.words, word)
    begun = takewhile(lambda each: each.startswith(word), index.words[first : first + _MOST_BEGUN])
    found = [(each, _BEGUN * len(word) / len(each)) for each in begun]
    if found or len(word) < 5:
        return found
    alike = process.extract(word, index.words, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SLIP, limit=5)
    return [(each, _SLIP * likeness) for each, likeness, _ in alike]
