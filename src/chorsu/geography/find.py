"""Find a place by its code or by a name in any language, as people type: the beginning of it, or with a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from rapidfuzz import fuzz

from chorsu.geography.model import Ambiguous, Atlas, Found, Name, Place, Unfound

MOST_TEXT = 100
_EXACT, _BEGINS, _WORD_BEGINS, _CONTAINS, _SLIP = 1.0, 0.9, 0.8, 0.7, 0.65
_CLEAR_SLIP = 0.75 * _SLIP  # three letters in four are right
_CLEAR_LEAD = 0.03
# Between names that answer equally well, a city comes before its terminals, and these before border points.
_KIND_ORDER = ("city", "seaport", "dry_port", "rail_terminal", "airport", "border_station", "border_road")


def find_places(atlas: Atlas, text: str, *, limit: int = 10, kinds: Collection[str] | None = None) -> tuple[Found, ...]:
    """The places that answer what was typed, the best first; none for an empty or overlong text.

    The whole name (or code) comes first, then a name that begins so, one with a word that begins so, one that contains
    it, and last one that differs by slips of the keyboard (at least six letters in ten right; not for fewer than four letters).
    """
    if len(text) > MOST_TEXT or not (typed := key_of(text)):
        return ()
    best: dict[str, Found] = {}
    for place in atlas.places.values():
        if key_of(place.code) == typed:
            best[place.code] = Found(place, _EXACT, "", "")
    for name in atlas.names:
        score = _score(typed, name)
        held = best.get(name.place.code)
        if score and (held is None or score > held.score):
            best[name.place.code] = Found(name.place, score, name.written, name.language)
    fitting = (found for found in best.values() if kinds is None or found.place.kind in kinds)
    return tuple(sorted(fitting, key=_order)[: max(limit, 0)])


def resolve_place(atlas: Atlas, text: str) -> Place | Ambiguous | Unfound:
    """The one place that a code or name means, or why there is not one.

    A whole name counts for that place; if several places bear it, they are the candidates. A name with a slip or cut
    short counts if one place answers clearly better than all others.
    """
    if text in atlas.places:
        return atlas.places[text]
    found = find_places(atlas, text)
    if not found or found[0].score < _CLEAR_SLIP:
        return Unfound(text, found)
    whole = tuple(each for each in found if each.score == _EXACT)
    if len(whole) == 1:
        return whole[0].place
    rivals = whole or tuple(each for each in found if each.score > found[0].score - _CLEAR_LEAD)
    return rivals[0].place if len(rivals) == 1 else Ambiguous(text, rivals)


def key_of(text: str) -> str:
    """How names are compared: small letters without accents or apostrophes, words parted by one space."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['’`ʼ]", "", bare)).replace("_", " ").split())


def keys_of(written: str) -> tuple[str, ...]:
    """The keys of a name: the whole of it, and what stands before the first bracket or comma."""
    head = re.split(r"[(（,，]", written, maxsplit=1)[0]
    return tuple(dict.fromkeys(key for key in (key_of(written), key_of(head)) if key))


def _order(found: Found) -> tuple[float, int, str]:
    return (-found.score, _KIND_ORDER.index(found.place.kind), found.place.code)


def _score(typed: str, name: Name) -> float:
    """How well a name answers; the longer the part that was typed, the better among equals."""
    key = name.key
    if typed == key or typed.replace(" ", "") == key.replace(" ", ""):
        return _EXACT
    share = len(typed) / max(len(typed), len(key))
    if key.startswith(typed):
        return _BEGINS + 0.09 * share
    if any(word.startswith(typed) for word in _words(key)):
        return _WORD_BEGINS + 0.09 * share
    if typed in key:
        return _CONTAINS + 0.09 * share
    if len(typed) < 4:
        return 0.0
    alike = fuzz.ratio(typed, key, score_cutoff=60) / 100
    return _SLIP * alike


def _words(key: str) -> Iterator[str]:
    return iter(key.split(" ")[1:])
