"""The cells and tables of a printed plan: figures or the word for unknown, places by name, sources numbered as they are cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chorsu.documents.plan_json import amount, mapping, text
from chorsu.documents.words import Places, word
from chorsu.text import in_language

Part = dict[str, Any]
Cell = str | dict[str, Any]

_AMOUNTS = ("amount", "cost", "base", "landed", "per_unit", "recoverable", "seller_pays", "buyer_pays")
_FIGURES = frozenset(("quantity", "co2e", "handlings", "distance", *_AMOUNTS))


class PlanPage:
    """Makes cells and tables in one language, and collects the sources that they cite."""

    def __init__(self, language: str, places: Places) -> None:
        self.language = language
        self.places = places
        self.sources: dict[str, int] = {}

    def word(self, name: str, group: str = "plan") -> str:
        """A fixed word of the report."""
        return word(group, name, self.language)

    def words(self, value: Any) -> str:
        """Words of the reader's language, from a text or from a mapping of languages."""
        names = {str(name): text(entry) for name, entry in mapping(value).items()}
        return in_language(names, self.language) if names else text(value)

    def place(self, code: Any, name: Any = None) -> str:
        """A place by the name that the plan gives it, else by that of ``places``, with its code."""
        written = text(code)
        known = self.words(name) or in_language(self.places.get(written), self.language)
        return f"{known} ({written})" if known and written and known != written else known or written

    def known(self, value: Any, unit: str = "") -> Cell:
        """A figure with its unit; where it is absent, the word for unknown."""
        figure = amount(value)
        return f"{figure} {unit}".strip() if figure else {"text": self.word("unknown"), "tone": "warning"}

    def money(self, value: Any) -> Cell:
        """An amount with its currency, or unknown."""
        return self.known(mapping(value).get("amount"), text(mapping(value).get("currency")))

    def cited(self, words: str, row: Mapping[str, Any], *notes: str) -> Cell:
        """Words with the number of the row's source; an estimate is marked as one."""
        source = mapping(row.get("source"))
        if text(source.get("title")):
            read_on = text(source.get("checked_on"))
            told = [
                text(source.get("title")),
                text(source.get("address")),
                f"{self.word('checked_on')} {read_on}" if read_on else "",
            ]
            number = self.sources.setdefault(". ".join(part for part in told if part), len(self.sources) + 1)
            words = f"{words} [{number}]"
        marks = (self.word("estimated") if row.get("estimated") is True else "", *notes)
        return {"text": words, "notes": [mark for mark in marks if mark]}

    def heading(self, name: str) -> Part:
        """A heading of the first level."""
        return {"kind": "heading", "level": 1, "text": self.word(name)}

    def table(self, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]], group: str = "plan") -> list[Part]:
        """A table with these columns (name and share of the width); nothing where it has no rows."""
        heads = [{"head": self._head(group, name), "share": share, "right": name in _FIGURES} for name, share in columns]
        return [{"kind": "table", "columns": heads, "rows": [list(row) for row in rows]}] if rows else []

    def _head(self, group: str, name: str) -> str:
        own = self.word(name, group)
        return own if own != name else self.word(name, "paper")


def subheading(words: str) -> Part:
    """A heading of the second level."""
    return {"kind": "heading", "level": 2, "text": words}


def listing(entries: Sequence[Cell]) -> Part:
    """A list of entries."""
    return {"kind": "list", "entries": list(entries)}


def fields(rows: Sequence[tuple[str, Cell]]) -> Part:
    """Named values; those that are empty are left out."""
    return {"kind": "fields", "rows": [[name, value] for name, value in rows if value]}
