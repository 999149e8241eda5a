"""What is said of a line in lists: the measures that count, what is unknown and why. Many lines share a phrase."""

from __future__ import annotations

from dataclasses import dataclass, field

from chorsu.assessment.bulk.session import Session

Phrase = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

_COLUMNS = ["s INTEGER", "measures VARCHAR[]", "unknown VARCHAR[]", "why VARCHAR[]"]


@dataclass
class Phrases:
    """The phrases of a run by number; with :meth:`tell` they stand in the relation ``phrase`` too."""

    language: str
    numbers: dict[Phrase, int] = field(default_factory=dict)
    told: int = 0

    def number(self, measures: tuple[str, ...], unknown: tuple[str, ...], why: tuple[str, ...]) -> int:
        """The number of a phrase."""
        return self.numbers.setdefault((measures, unknown, why), len(self.numbers))

    def tell(self, session: Session) -> None:
        """Bring the relation ``phrase`` up to date."""
        new = list(self.numbers)[self.told :]
        session.add("phrase", _COLUMNS, [(self.told + place, *map(list, phrase)) for place, phrase in enumerate(new)])
        self.told = len(self.numbers)
