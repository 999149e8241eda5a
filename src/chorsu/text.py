"""What is said to people: a sentence with its values, put into a language only at the door.

Engines say things without knowing who reads them. They make a :class:`Text` with :func:`say`; a page, a command or a paper
renders it in the reader's language with :func:`catalogue`. The English template is the key of the translation.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh", "ru")
_LOCALES = {"zh": "zh_Hans", "ru": "ru"}

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Text:
    """A sentence in English with named places, and the values that fill them. ``str()`` is the English sentence.

    A value may itself be a Text or a Figure, or a mapping of languages to words (a name on file in several languages).
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.in_("en")

    def __hash__(self) -> int:
        return hash(str(self))

    def in_(self, language: str) -> str:
        """The sentence in ``en``, ``zh`` or ``ru``; English where the catalogue has no translation."""
        values = {name: spoken(value, language) for name, value in self.values.items()}
        return catalogue(language)(self.template).format(**values)


@dataclass(frozen=True)
class Figure:
    """An exact figure: all its digits, grouped as the reader's language does it (1,234.50; in Russian 1 234,50)."""

    number: Decimal

    def in_(self, language: str) -> str:
        """The figure as ``en``, ``zh`` or ``ru`` writes it."""
        written = f"{self.number:,f}".replace("-", "\N{MINUS SIGN}")
        return written.translate(_RUSSIAN_MARKS) if language == "ru" else written


# Groups are set apart by a space that does not break.
_RUSSIAN_MARKS = {ord(","): "\u00a0", ord("."): ","}


def say(template: str, /, **values: Any) -> Text:
    """Make a Text; the name by which the message extractor finds sentences (``pybabel extract -k say``)."""
    return Text(template, values)


def listed(parts: Sequence[Any]) -> Text:
    """Several things one after the other, as the reader's language sets them apart."""
    first, *others = parts
    told = Text("{first}", {"first": first})
    for part in others:
        told = say("{first}, {next}", first=told, next=part)
    return told


def spoken(value: Any, language: str) -> Any:
    """A value in the reader's language: Text and Figure rendered, words picked from a mapping of languages, all else as it is."""
    if isinstance(value, Text | Figure):
        return value.in_(language)
    if isinstance(value, Mapping):
        return in_language(value, language)
    return value


def in_language(words: Mapping[str, str] | str | None, language: str) -> str:
    """Pick the words of a language from a mapping like ``{"en": …, "zh": …}``: that language, else English, else any."""
    if not words:
        return ""
    if isinstance(words, str):
        return words
    return words.get(language) or words.get("en") or next(iter(words.values()))


def like_formula(cell: str) -> bool:
    """Whether a spreadsheet that opens the text would take it for a formula."""
    # Sheets of Chinese and Japanese readers take the wide signs for the narrow ones.
    return cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@cache
def catalogue(language: str) -> Translate:
    """The translator of a language (``en``, ``zh``, ``ru``): English text in, that language's text out."""
    if language not in _LOCALES:
        return lambda message: message
    path = files("chorsu") / "locale" / _LOCALES[language] / "LC_MESSAGES" / "chorsu.mo"
    with path.open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext
