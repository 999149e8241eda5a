"""Places and goods found as the reader types, and named beside their codes."""

import re

from chorsu.desks.plans import words
from chorsu.geography import find_places
from chorsu.nomenclature import classify, describe, load_edition, search, shortened
from chorsu.planning import load_references
from chorsu.text import in_language

MOST_OPTIONS = 8
MOST_LETTERS = 100


def places(typed: str, language: str) -> list[dict]:
    """Places for what was typed: the label that goes into the field, and what tells one from another."""
    typed = typed.strip()[:MOST_LETTERS]
    if not typed:
        return []
    return [_place(found.place, language) for found in find_places(load_references().atlas, typed, limit=MOST_OPTIONS)]


def goods(typed: str, language: str) -> list[dict]:
    """Goods of the Harmonized System for what was typed: the subheading, and the heading that it stands under."""
    typed = typed.strip()[:MOST_LETTERS]
    if not typed:
        return []
    return [_goods(description) for description in _found(typed, language)]


def _found(typed: str, language: str):
    edition = load_edition()
    if any(letter.isdigit() for letter in typed[:4]):
        return [found.description for found in search(edition, typed, language=language, limit=MOST_OPTIONS)]
    return [describe(edition, found.hs, language) for found in classify(typed, top=MOST_OPTIONS)]


def _place(place, language: str) -> dict:
    return {"label": place_label(place.code, language), "more": words.state(place.state)}


def place_label(code: str, language: str) -> str:
    """A place's name with its code, ``Qingdao (CNTAO)``; what is not a code stays as it was written."""
    place = load_references().atlas.places.get(code)
    return f"{in_language(place.names, language)} ({code})" if place else code


def short_place(code: str, language: str) -> str:
    """A place's name up to its first bracket or comma, for headings and lists."""
    place = load_references().atlas.places.get(code)
    return re.split(r"\s*[(（,，]", in_language(place.names, language), maxsplit=1)[0] if place else code


def _goods(description) -> dict:
    heading = description.path[-1] if description.path else None
    same = heading is None or heading.text == description.text
    return {
        "label": _label(description),
        "more": "" if same else shortened(heading.text, MOST_LETTERS),
        "lang": description.language,
        "more_lang": description.language if same else heading.language,
    }


def goods_label(hs: str, language: str) -> str:
    """Six digits with their words; what is not in the edition stays as it was written."""
    edition = load_edition()
    return _label(describe(edition, hs, language)) if edition.get(hs) else hs


def nearest_name(hs: str, language: str) -> str:
    """The goods by the nearest name on file in the reader's language: their own, their heading's or their chapter's."""
    edition = load_edition()
    if not edition.get(hs):
        return ""
    named = describe(edition, hs, language)
    return next((row.text for row in (named, *reversed(named.path)) if row.language == language), "")


def _label(description) -> str:
    return f"{description.code} {shortened(description.text, MOST_LETTERS)}"
