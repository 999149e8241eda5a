"""What whoever sent the file says about it: which column is what, what a word means, what a cell should have said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_MOST = 20_000
_MOST_LETTERS = 2_000


@dataclass(frozen=True)
class Choices:
    """Answers to what a preview asks; the empty ones leave the reading as it is.

    ``columns`` gives fields by the index of a column (an empty field: not read). ``meanings`` gives values by the key of a guess.
    ``cells`` gives the values of single cells by ``ROW:FIELD``, in the form of the consignment. ``codes`` gives six digits by
    description. ``answers`` is what the file does not tell: fields of the consignment, and ``currency`` and ``origin`` of rows.
    """

    sheet: str = ""
    encoding: str = ""
    header: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    confirmed: frozenset[str] = frozenset()
    together: bool = False

    def to_json(self) -> dict[str, Any]:
        """As they are kept."""
        return {
            "sheet": self.sheet,
            "encoding": self.encoding,
            "header": self.header,
            "columns": {str(index): name for index, name in self.columns.items()},
            "meanings": dict(self.meanings),
            "cells": dict(self.cells),
            "codes": dict(self.codes),
            "answers": dict(self.answers),
            "left_out": sorted(self.left_out),
            "confirmed": sorted(self.confirmed),
            "together": self.together,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Choices:
        """From what :meth:`to_json` gave."""
        return cls(
            sheet=_text(kept.get("sheet")),
            encoding=_text(kept.get("encoding")),
            header=int(kept.get("header") or 0),
            columns={int(index): _text(name) for index, name in _pairs(kept.get("columns"))},
            meanings={key: _text(value) for key, value in _pairs(kept.get("meanings"))},
            cells={key: _text(value) for key, value in _pairs(kept.get("cells"))},
            codes={key: _text(value) for key, value in _pairs(kept.get("codes"))},
            answers=dict(kept.get("answers") or {}),
            left_out=frozenset(int(number) for number in (kept.get("left_out") or [])[:_MOST]),
            confirmed=frozenset(_text(key) for key in (kept.get("confirmed") or [])[:_MOST]),
            together=bool(kept.get("together")),
        )


def _pairs(kept: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    return list((kept or {}).items())[:_MOST]


def _text(value: Any) -> str:
    return str(value or "")[:_MOST_LETTERS]
