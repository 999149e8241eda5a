"""What was taken without being said plainly, gathered: one guess for all cells that it touches."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from chorsu.documents.invoices.choices import Choices
from chorsu.documents.invoices.model import Guess
from chorsu.documents.invoices.vocabulary import folded
from chorsu.text import Text, say

_SHOWN = 5


@dataclass
class _Gathered:
    field: str
    written: str
    value: str
    why: Text
    options: tuple[str, ...]
    cells: list[str] = dataclasses.field(default_factory=list)
    count: int = 0


class Guesses:
    """Gathers guesses while a file is read; what was chosen instead of one counts from then on."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._found: dict[str, _Gathered] = {}

    def add(self, key: str, name: str, written: str, value: str, why: Text, cell: str = "", options: tuple[str, ...] = ()) -> str:
        """Keep a guess and give the value that counts: the chosen one, else the guessed one."""
        chosen = self._choices.meanings.get(key, value)
        gathered = self._found.setdefault(key, _Gathered(name, written, chosen, why, options))
        gathered.count += 1
        if cell and len(gathered.cells) < _SHOWN:
            gathered.cells.append(cell)
        return chosen

    def meaning(self, name: str, written: str, value: str, why: Text, cell: str, options: tuple[str, ...] = ()) -> str:
        """A guess about what a word means, the same for every cell that has it."""
        return self.add(meaning_key(name, written), name, written, value, why, cell, options)

    def sign(self, written: str, value: str, others: tuple[str, ...], cell: str) -> str:
        """A guess about a sign of money that several states write alike."""
        why = say("Several states write {sign}.", sign=written)
        return self.meaning("currency", written, value, why, cell, others)

    def gathered(self) -> tuple[Guess, ...]:
        """The guesses in the order in which they were met."""
        return tuple(
            Guess(
                key,
                each.field,
                each.written,
                each.value,
                each.why,
                tuple(each.cells),
                each.count,
                each.options,
                key in self._choices.confirmed or key in self._choices.meanings,
            )
            for key, each in self._found.items()
        )


def meaning_key(name: str, written: str) -> str:
    """The name of what a word means in a field."""
    return f"{name}:{(folded(written) or written)[:80]}"
