"""Cut a text into the words by which goods are compared: without accents and endings, Chinese as pairs of signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"\d+|[^\W\d_]+")
_CHINESE = re.compile("[\u3400-\u9fff]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# Words that join others and name no goods, and the words of nomenclatures that stand in every second name.
_JOINING = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on",
    "or", "other", "than", "that", "the", "thereof", "these", "this", "to", "whether", "which", "with",
    "without", "not", "nec", "elsewhere", "included", "specified", "including", "heading", "no", "chapter",
    "similar", "kind", "kinds", "used", "use", "such", "like", "new", "set", "pcs", "pc", "piece", "без",
    "в", "для", "и", "из", "или", "к", "на", "не", "от", "по", "под", "с", "со", "прочие", "прочий",
    "прочая", "прочее", "другие", "иные", "кроме", "включая", "其他", "的", "及", "和", "或",
})  # fmt: skip
# Endings of Russian adjectives, participles and nouns, the longest first; ё is already е.
_RUSSIAN_ENDINGS = (
    "иями", "ями", "ами", "ыми", "ими", "ого", "его", "ому", "ему", "ая", "яя", "ое", "ее", "ые", "ие", "ый",
    "ий", "ой", "ей", "ую", "юю", "ых", "их", "ым", "им", "ом", "ем", "ов", "ев", "ам", "ям", "ах", "ях",
    "ия", "ию", "ии", "ья", "ье", "ью", "а", "я", "о", "е", "у", "ю", "ы", "и", "ь", "й",
)  # fmt: skip
_LEAST_STEM = 3


def stems(text: str) -> Iterator[str]:
    """The words of a text in order, as they are compared: small letters, no accents, no endings, no joining words.

    A run of Chinese signs is given as its pairs, a single sign as it is. Figures are words of their own.
    """
    for word in words(text):
        stem = _stem(word)
        if stem:
            yield stem


def words(text: str) -> Iterator[str]:
    """The words of a text before their endings are cut off; Chinese as pairs of signs."""
    # Only Latin letters lose their accents: й is a letter of its own; ё is often written е.
    bare = re.sub("([a-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFKD", text.casefold()))
    for word in _WORD.findall(unicodedata.normalize("NFC", bare).replace("ё", "е")):
        at = 0
        for run in _CHINESE.finditer(word):
            if run.start() > at:
                yield word[at : run.start()]
            signs = run.group()
            yield from (signs[place : place + 2] for place in range(max(len(signs) - 1, 1)))
            at = run.end()
        if at < len(word):
            yield word[at:]


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    if word in _JOINING:
        return ""
    if _CYRILLIC.match(word):
        return _russian(word)
    return word if _CHINESE.match(word) else _english(word)


def _russian(word: str) -> str:
    for ending in _RUSSIAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def _english(word: str) -> str:
    """An English word without the ending of its plural or of its form in -ing or -ed, where what is left is long enough."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "oes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            bare = word[: -len(ending)]
            return bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "lsz" else bare
    return word[:-1] if len(word) > 5 and word.endswith("e") else word


def language_of(text: str) -> str:
    """The language that a text is most likely written in, by its script: ``zh``, ``ru``, else ``en``.

    A Chinese sign counts as three letters: it says about as much.
    """
    chinese = 3 * sum(len(run) for run in _CHINESE.findall(text))
    russian = len(_CYRILLIC.findall(text))
    latin = len(re.findall("[A-Za-z\u00c0-\u024f]", text))
    if chinese and chinese >= max(russian, latin):
        return "zh"
    return "ru" if russian and russian >= latin else "en"
