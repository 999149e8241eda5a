"""Find subheadings by words in any of three languages, or by the first digits, as people type them: cut short or with a slip."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from chorsu.nomenclature.describe import describe
from chorsu.nomenclature.model import Edition, Entry, Hit
from chorsu.nomenclature.stems import words

MOST_TEXT = 200
MOST_WORDS = 12
_CHINESE = re.compile("[\u3400-\u9fff]+")
_CHINESE_SIGN = re.compile("[\u3400-\u9fff]")
_CODE = re.compile(r"[0-9][0-9. ]*")
# Words that join others and name no goods; a text that has nothing else is searched for them all the same.
_JOINING_WORDS = """
a an and as at but by for from in into is not of on or other than that the thereof these this to whether which with
без в для и из или к на не от по под с со
"""
_JOINING = frozenset(_JOINING_WORDS.split())
# What a word weighs in the subheading's own name, and in the names above it alone.
_OWN, _HEADING, _CHAPTER = 0.75, 0.28, 0.1
_CONFIRMED = 0.25  # and an own word that the heading has too: the heading is about it
_BEGINS, _SLIP, _PART = 0.9, 0.8, 0.4
_LEAST_SLIP = 0.7
_MOST_BEGUN = 300

Scores = npt.NDArray[np.float64]
Near = list[tuple[str, float]]
Scored = tuple[str, float, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Index:
    """The words of an edition's names: for each the subheadings where it stands (by number in ``codes``) and its weight there.

    ``words`` are sorted, to find those that begin as typed; ``lengths`` counts the words of each English name.
    """

    codes: tuple[str, ...]
    places: Mapping[str, tuple[npt.NDArray[np.int64], Scores]]
    words: tuple[str, ...]
    rarity: Mapping[str, float]
    lengths: npt.NDArray[np.int64]


def search(edition: Edition, words: str, *, language: str | None = None, limit: int = 10) -> tuple[Hit, ...]:
    """The subheadings that answer what was typed, the best first; none for an empty or overlong text.

    Figures alone (with dots or spaces) are the first digits of a code. Else every word is looked for in the names on file of all
    three languages, whole, as a beginning, or with a slip of the keyboard; rare words weigh more, a subheading's own words
    more than those of its heading and chapter. ``language`` is the reader's: the descriptions are in it where it is on file,
    without it in the first language in which a word was found. The evidence are the words on file that answered. Never raises.
    """
    if len(words) > MOST_TEXT or limit <= 0:
        return ()
    typed = words.strip()
    scored = _by_digits(edition, typed) if _CODE.fullmatch(typed) else _by_words(index_of(edition), typed, limit)
    return tuple(
        Hit(code, round(min(score, 1.0), 4), evidence, describe(edition, code, language or _language(evidence)))
        for code, score, evidence in scored[:limit]
    )


def _by_digits(edition: Edition, typed: str) -> list[Scored]:
    digits = re.sub("[^0-9]", "", typed)[:6]
    return [(code, len(digits) / 6, (digits,)) for code in edition.level(6) if code.startswith(digits)]


def _by_words(index: Index, typed: str, limit: int) -> list[Scored]:
    words = list(dict.fromkeys(words_of(typed)))
    words = ([word for word in words if word not in _JOINING] or words)[:MOST_WORDS]
    near = [_near(index, word) for word in words]
    rarest = max(index.rarity.values())
    weights = [max((index.rarity[each] for each, _ in found), default=rarest) for found in near]
    sums = sum((weight * _best(index, found) for weight, found in zip(weights, near, strict=True)), np.zeros(len(index.codes)))
    places = np.flatnonzero(sums)
    # Of equal answers the shorter name says less that was not asked for; then the lower code stands first.
    order = np.lexsort((places, index.lengths[places], -sums[places].round(6)))[:limit]
    return [(index.codes[at], float(sums[at]) / sum(weights), tuple(_evidence(index, near, at))) for at in places[order].tolist()]


def _best(index: Index, near: Near) -> Scores:
    """For one word typed: how well each subheading answers by the word on file that answers best there."""
    best = np.zeros(len(index.codes))
    for each, likeness in near:
        at, weight = index.places[each]
        best[at] = np.maximum(best[at], likeness * weight)
    return best


def _evidence(index: Index, near: Sequence[Near], at: int) -> Iterator[str]:
    """For each word typed the first of the words like it that a subheading has."""
    for found in near:
        ranked = sorted(found, key=lambda each: -each[1])
        yield from islice((each for each, _ in ranked if at in index.places[each][0]), 1)


def _near(index: Index, word: str) -> Near:
    """Words on file like the one typed, with how like they are (0 to 1): itself, those it begins, else those a slip away."""
    first = bisect_left(index.words, word)
    begun = takewhile(lambda each: each.startswith(word), index.words[first : first + _MOST_BEGUN])
    found = [(each, 1.0 if each == word else _BEGINS * (0.9 + 0.1 * len(word) / len(each))) for each in begun]
    if found:
        return found
    if _CHINESE.fullmatch(word):
        return [(sign, _PART) for sign in word if sign in index.places]
    if len(word) < 4 or word.isdigit():
        return []
    alike = process.extract(word, index.words, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SLIP, limit=20)
    return [(each, _SLIP * likeness) for each, likeness, _ in alike]


@cache
def index_of(edition: Edition) -> Index:
    """The index of an edition's names in all languages, made at the first search."""
    codes = edition.level(6)
    named = {code: _words_of_entry(entry) for code, entry in edition.entries.items()}
    places: dict[str, list[int]] = defaultdict(list)
    weights: dict[str, list[float]] = defaultdict(list)
    for at, code in enumerate(codes):
        own, heading, chapter = named[code], named[code[:4]], named[code[:2]]
        for word in own | heading | chapter:
            places[word].append(at)
            above = _HEADING if word in heading else _CHAPTER
            weights[word].append(above if word not in own else _OWN + _CONFIRMED * (word in heading))
    return Index(
        codes=codes,
        places={word: (np.array(where), np.array(weights[word])) for word, where in places.items()},
        words=tuple(sorted(places)),
        rarity={word: math.log(1 + len(codes) / len(where)) for word, where in places.items()},
        lengths=np.array([edition.entries[code].names["en"].count(" ") for code in codes]),
    )


def _words_of_entry(entry: Entry) -> frozenset[str]:
    return frozenset(word for name in entry.names.values() for word in (*words_of(name), *_CHINESE_SIGN.findall(name)))


def words_of(text: str) -> Iterator[str]:
    """The words by which names are compared: small letters without accents, English plurals as singulars.

    Chinese is written without spaces: a run of its signs is given as pairs, a single sign as it is.
    """
    return map(_singular, words(text))


def _singular(word: str) -> str:
    """An English plural without its ending; other words as they are."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _language(evidence: Sequence[str]) -> str:
    """The language of the first word found, by its script."""
    word = evidence[0] if evidence else ""
    if _CHINESE.search(word):
        return "zh"
    return "ru" if re.search("[\u0400-\u04ff]", word) else "en"
