"""Say what a code is, in a language, with the chapter and heading above it."""

from __future__ import annotations

from chorsu.facts import Fault, Faulty
from chorsu.nomenclature.model import Description, Edition, Entry
from chorsu.text import in_language, say


def describe(edition: Edition, code: str, language: str) -> Description:
    """The words for a chapter, heading or subheading in ``en``, ``zh`` or ``ru``, with its ancestors.

    Where the language's own words are not on file the English ones are given and ``language`` says ``en``; so each
    description in the path says its own. Raises Faulty for digits that the edition does not have.
    """
    entry = edition.get(code)
    if entry is None:
        message = say("{code} is not in the {edition}.", code=code[:20], edition=edition.names)
        raise Faulty((Fault("code", message, say("two, four or six digits of the edition")),))
    path: tuple[Description, ...] = ()
    for digits in range(2, len(code), 2):
        path = (*path, _worded(edition.entries[code[:digits]], language, path))
    return _worded(entry, language, path)


def _worded(entry: Entry, language: str, path: tuple[Description, ...]) -> Description:
    spoken = language if language in entry.names else "en"
    return Description(entry.code, in_language(entry.names, spoken), spoken, path)


def children(edition: Edition, code: str = "") -> tuple[Entry, ...]:
    """The entries one level below a chapter or heading, or the chapters; none below a subheading or an unknown code."""
    below = len(code) + 2
    return tuple(entry for each, entry in edition.entries.items() if len(each) == below and each.startswith(code))


def shortened(text: str, most: int = 48) -> str:
    """A description cut at a word, with a sign where it was cut."""
    if len(text) <= most:
        return text
    head = text[: most + 1]
    return head[: head.rfind(" ") if " " in head[most // 2 :] else most].rstrip(" ,;:(") + "…"
