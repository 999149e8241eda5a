"""The cells and tables of a printed plan: figures or the word for unknown, places by name, sources numbered as they are cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chorsu.documents.plan_json import amount, mapping, text
from chorsu.documents.words import Places, state_name, word
from chorsu.measures.words import kind_name
from chorsu.text import in_language

# The mark of an estimate, the same as on a page; its meaning is told at the head of the report.
ESTIMATED = "≈"

Part = dict[str, Any]
Cell = str | dict[str, Any]

_AMOUNTS = ("amount", "cost", "base", "landed", "per_unit", "recoverable", "seller_pays", "buyer_pays")
_FIGURES = frozenset(("quantity", "co2e", "handlings", "distance", *_AMOUNTS))


class PlanPage:
    """Makes cells and tables in one language, and collects the sources that they cite."""

    def __init__(self, language: str, places: Places, way: int | None = None) -> None:
        self.language = language
        self.places = places
        self.way = way
        self.sources: dict[str, int] = {}

    def tells(self, journey: Any) -> bool:
        """Whether a way is told in full: that of the page, or each where the page has none of its own."""
        return self.way is None or (journey == self.way and not isinstance(journey, bool))

    def concerns(self, row: Mapping[str, Any]) -> bool:
        """Whether a row is about a way that is told in full; one that names no ways is about all."""
        named = row.get("journeys")
        return not isinstance(named, list) or not named or any(self.tells(journey) for journey in named)

    def word(self, name: str, group: str = "plan") -> str:
        """A fixed word of the report."""
        return word(group, name, self.language)

    def words(self, value: Any) -> str:
        """Words of the reader's language, from a text or from a mapping of languages."""
        names = {str(name): text(entry) for name, entry in mapping(value).items()}
        return in_language(names, self.language) if names else text(value)

    def kind(self, row: Mapping[str, Any]) -> str:
        """The kind of a charge or a requirement in the reader's language."""
        return kind_name(text(row.get("kind"))).in_(self.language)

    def state(self, code: Any) -> str:
        """A state or union by its name."""
        return state_name(text(code), self.language)

    def states(self, codes: Any) -> str:
        """The names of states that a text lists by their codes."""
        return ", ".join(self.state(code.strip()) for code in text(codes).split(",") if code.strip())

    def place(self, code: Any, name: Any = None) -> str:
        """A place by the name that the plan gives it, else by that of ``places``, with its code."""
        written = text(code)
        known = self.words(name) or in_language(self.places.get(written), self.language)
        return f"{known} ({written})" if known and written and known != written else known or written

    def known(self, value: Any, unit: str = "", *, estimated: Any = False) -> Cell:
        """A figure with its unit, an estimate with its mark; where it is absent, the word for unknown."""
        figure = amount(value)
        mark = ESTIMATED if estimated is True else ""
        return f"{mark}{figure} {unit}".strip() if figure else {"text": self.word("unknown"), "tone": "warning"}

    def money(self, value: Any, *, estimated: Any = False) -> Cell:
        """An amount with its currency, or unknown."""
        return self.known(mapping(value).get("amount"), text(mapping(value).get("currency")), estimated=estimated)

    def cited(self, words: str, row: Mapping[str, Any], *notes: str) -> Cell:
        """Words with the number of the row's source."""
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
        return {"text": words, "notes": [note for note in notes if note]}

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
