"""Find a place by its code or by a name in any language, as people type: the beginning of it, or with a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz

from chorsu.geography.model import Ambiguous, Atlas, Found, Name, Place, Unfound

MOST_TEXT = 100
_EXACT, _BEGINS, _WORD_BEGINS, _CONTAINS, _SLIP = 1.0, 0.9, 0.8, 0.7, 0.65
_CLEAR_SLIP = 0.75 * _SLIP  # three letters in four are right
_CLEAR_LEAD = 0.03
# What is written like a UN/LOCODE: a state and three letters or digits 2 to 9.
_LIKE_A_CODE = re.compile("[A-Z]{2}[A-Z2-9]{3}")
# Between names that answer equally well, a city comes before its terminals, and these before border points.
_KIND_ORDER = ("city", "seaport", "dry_port", "rail_terminal", "airport", "border_station", "border_road")


def find_places(atlas: Atlas, text: str, *, limit: int = 10, kinds: Collection[str] | None = None) -> tuple[Found, ...]:
    """The places that answer what was typed, the best first; none for an empty or overlong text.

    The whole name (or code) comes first, then a name that begins so, one with a word that begins so, one that contains
    it, and last one that differs by slips of the keyboard (the first letter and at least six in ten right; not for fewer than
    four letters).
    """
    fitting = (found for found in _ranked(atlas, text) if kinds is None or found.place.kind in kinds)
    return tuple(islice(fitting, max(limit, 0)))


@lru_cache(maxsize=256)  # a plan asks for its few places several times over
def _ranked(atlas: Atlas, text: str) -> tuple[Found, ...]:
    """Every place that answers what was typed, the best first."""
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
    return tuple(sorted(best.values(), key=_order))


def resolve_place(atlas: Atlas, text: str) -> Place | Ambiguous | Unfound:
    """The one place that a code or name means, or why there is not one.

    A whole name counts for that place; if several places bear it, they are the candidates. The name itself goes before a
    name with an addition (“Moscow” before “Moscow, Domodedovo airport”), and an airport is meant only where it is named.
    A state may stand behind a comma or in brackets (“Hyderabad, Pakistan”). A name with a slip or cut short counts if one
    place answers clearly better than all others; a code is never a slip for a name.
    """
    if text in atlas.places:
        return atlas.places[text]
    found = find_places(atlas, text)
    whole = _meant(text, tuple(each for each in found if each.score == _EXACT)) or _in_its_state(atlas, text)
    if len(whole) == 1:
        return whole[0].place
    if not whole and _LIKE_A_CODE.fullmatch(text) and text[:2] in atlas.states:
        return Unfound(text, ())
    if not whole and (not found or found[0].score < _CLEAR_SLIP):
        return Unfound(text, found)
    rivals = whole or _meant(text, tuple(each for each in found if each.score > found[0].score - _CLEAR_LEAD))
    return rivals[0].place if len(rivals) == 1 else Ambiguous(text, rivals)


def names_whole(atlas: Atlas, text: str) -> bool:
    """Whether a text is the code or the whole name of a place, so that nothing is guessed where it is read as one."""
    if text in atlas.places:
        return True
    return any(each.score == _EXACT for each in find_places(atlas, text, limit=1)) or bool(_in_its_state(atlas, text))


def _meant(text: str, candidates: tuple[Found, ...]) -> tuple[Found, ...]:
    """Of places that answer a name equally well those that bear it without addition, and no airports beside others."""
    typed = key_of(text)
    closest = min((_addition(typed, each) for each in candidates), default=0)
    nearest = tuple(each for each in candidates if _addition(typed, each) == closest)
    return tuple(each for each in nearest if each.place.kind != "airport") or nearest


def _addition(typed: str, found: Found) -> int:
    """0 for the name as typed, 1 for a name with an addition in brackets or behind a comma, 2 for anything else."""
    keys = keys_of(found.name) if found.name else (typed,)
    return keys.index(typed) if typed in keys[:2] else 2


def _in_its_state(atlas: Atlas, text: str) -> tuple[Found, ...]:
    """The places that a name means of which the state is said, too: behind a comma or in brackets, by its name or code."""
    head, *rest = re.split(r"[,，(（]", text, maxsplit=1)
    said = key_of(rest[0]) if rest else ""
    states = {code for code, state in atlas.states.items() if said in {key_of(each) for each in (code, *state.names.values())}}
    named = find_places(atlas, head, limit=len(atlas.places)) if said and states else ()
    return _meant(head, tuple(each for each in named if each.score == _EXACT and each.place.state in states))


@lru_cache(maxsize=8192)
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
    # The first letter is hardly ever the slip: Sochi is not Kochi.
    if len(typed) < 4 or typed[0] != key[0]:
        return 0.0
    alike = fuzz.ratio(typed, key, score_cutoff=60) / 100
    return _SLIP * alike


def _words(key: str) -> Iterator[str]:
    return iter(key.split(" ")[1:])
