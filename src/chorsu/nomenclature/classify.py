"""Goods by words: the subheadings that a description may belong to, each with a score and the reasons for it."""

from __future__ import annotations

import numpy as np

from chorsu.nomenclature.describe import shortened
from chorsu.nomenclature.model import Candidate, Classified
from chorsu.nomenclature.names import Name
from chorsu.nomenclature.stems import language_of, stems, words
from chorsu.nomenclature.weighing import Heard, Weights, listen, shelf, weigh
from chorsu.text import Text, say

MOST_TEXT = 2000
# Below it no name has much in common with the text, and a candidate would be a guess.
LEAST_SCORE = 0.15
_MOST_LETTERS = 80
# A cosine above it is likeness of meaning; half of all pairs of names lie below 0.2.
_LIKE = 0.4


def classify(text: str, language: str | None = None, top: int = 10) -> Classified:
    """The subheadings (six digits) that a description in English, Chinese or Russian may belong to, the best first.

    A score says how well the names on file answer, from 0 to 1: the weighed sum of the share of the text's words that a name
    has, of the likeness of meaning, and of the same for the heading and chapter above it (see ``weighing.Weights``). It is no
    probability. None comes back where the text is empty, or where nothing on file is like it. Letters after the two thousandth
    are not read. ``language`` only names the language of the text where its letters do not.
    """
    read = " ".join(text[:MOST_TEXT].split())
    spoken = language or language_of(read)
    if not any(stems(read)):
        return Classified((), spoken)
    heard = listen(read)
    scores = weigh(heard, Weights())
    order = np.lexsort((np.arange(len(scores)), -scores))[: max(top, 0)]
    found = [
        Candidate(shelf().codes[at], round(float(scores[at]), 3), _evidence(int(at), heard))
        for at in order
        if scores[at] >= LEAST_SCORE
    ]
    return Classified(tuple(found), spoken)


def _evidence(at: int, heard: Heard) -> tuple[Text, ...]:
    """Why a subheading was named: the words that its best name shares with the text, and the name nearest in meaning."""
    on_file = shelf()
    reasons: list[Text] = []
    rows = [row for digits in (6, 4) for row in on_file.rows_of(digits, at)]
    by_words = max(rows, key=lambda row: (heard.words[row], heard.told[row]))
    name = on_file.names[by_words]
    shared = [word for word in dict.fromkeys(words(name.words)) if set(stems(word)) & set(heard.found)]
    if heard.words[by_words] > 0 and shared:
        listed = ", ".join(shared[:8])
        reasons.append(say("the words “{words}” of “{name}”", words=listed, name=_shown(name)))
    nearest = max(rows, key=lambda row: heard.meaning[row])
    if heard.meaning[nearest] >= _LIKE:
        reasons.append(say("close in meaning to “{name}”", name=_shown(on_file.names[nearest])))
    if not reasons:
        reasons.append(say("something in common with “{name}”", name=_shown(on_file.names[nearest])))
    return tuple(reasons)


def _shown(name: Name) -> str:
    return f"{name.code} {shortened(name.words, _MOST_LETTERS)}"
