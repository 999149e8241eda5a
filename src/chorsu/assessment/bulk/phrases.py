"""What is said of a line in lists: the measures that count, what is unknown and why. Many lines share a phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from chorsu.assessment.bulk.session import Session

Phrase = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

_COLUMNS = ["s INTEGER", "measures VARCHAR[]", "unknown VARCHAR[]", "why VARCHAR[]"]


@dataclass
class Phrases:
    """The phrases of a run by number; with :meth:`tell` they stand in the relation ``phrase`` too."""

    language: str
    numbers: dict[Phrase, int] = field(default_factory=dict)
    told: int = 0
    _next: Iterator[int] = field(default_factory=count)

    def number(self, measures: tuple[str, ...], unknown: tuple[str, ...], why: tuple[str, ...]) -> int:
        """The number of a phrase."""
        phrase = measures, unknown, why
        # Several laws may speak at once: no two phrases have one number, and some numbers have none.
        return self.numbers[phrase] if phrase in self.numbers else self.numbers.setdefault(phrase, next(self._next))

    def tell(self, session: Session) -> None:
        """Bring the relation ``phrase`` up to date."""
        new = list(self.numbers.items())[self.told :]
        session.add("phrase", _COLUMNS, [(number, *map(list, phrase)) for phrase, number in new])
        self.told = len(self.numbers)
