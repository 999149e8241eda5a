"""What has been asked of a law, and answered: kept from batch to batch, so that every question is asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chorsu.assessment.bulk.questions import Goods, Law, Question
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.entries import Entry
from chorsu.assessment.prepare import Settled


@dataclass
class Register:
    """What has been asked of one law so far: answers by number, and the entries of each charge by what is in them.

    It stands in relations of the session too, each with the law's number: ``goods``, ``origin_class`` and ``proof_class`` (what
    of goods, origins and proofs counts), ``circumstances`` (a question but for figures and truths, by its number ``w``),
    ``question`` (with them: the number ``ch`` of its answer), ``choice`` and ``choices`` (its entries, for a consignment of one
    line or of several).

    ``tables`` are the columns and rows of the entries, with what they were made for; ``marked`` the answers whose reasons name an
    origin, or a day of exchange, of those ``looked_through``; ``phrases`` the numbers of the phrases for what answers came to.
    Those by truth are for lines that are alone (False), and that share a consignment (True).
    """

    number: int
    goods: list[Goods] = field(default_factory=list)
    goods_numbers: dict[Goods, int] = field(default_factory=dict)
    named_origins: dict[frozenset[str], int] = field(default_factory=dict)
    named_proofs: dict[frozenset[str], int] = field(default_factory=dict)
    origins: dict[tuple[frozenset[str], tuple[object, ...], str], str] = field(default_factory=dict)
    circumstances: list[tuple[Any, ...]] = field(default_factory=list)
    numbers: dict[Question, int] = field(default_factory=dict)
    answers: list[Sequence[Settled]] = field(default_factory=list)
    entries: list[list[Entry]] = field(default_factory=list)
    places: list[dict[object, int]] = field(default_factory=list)
    tables: dict[bool, tuple[object, Any]] = field(default_factory=lambda: {False: (None, None), True: (None, None)})
    marked: list[tuple[int, bool, bool]] = field(default_factory=list)
    looked_through: int = 0
    phrases: dict[bool, dict[tuple[object, ...], int]] = field(default_factory=lambda: {False: {}, True: {}})
    told: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})

    def relation(self, name: str) -> str:
        """A relation of this register."""
        return f"{name}_{self.number}"

    def choices(self, *, together: bool) -> str:
        """The relation of the entries of answers."""
        return self.relation("choices" if together else "choice")

    def ask(self, law: Law, question: Question) -> int:
        """The number of the answer to a question."""
        if question not in self.numbers:
            self.numbers[question] = len(self.answers)
            self.answers.append(law.answer(question))
        return self.numbers[question]

    def tell_choices(self, session: Session, *, together: bool) -> None:
        """Bring the relation of the entries of answers up to date."""
        while self.answers and len(self.entries) < len(self.answers[0]):
            self.entries.append([])
            self.places.append({})
        new = range(self.told[together], len(self.answers))
        rows = [
            (number, *(self._entry(k, settled, together) for k, settled in enumerate(self.answers[number]))) for number in new
        ]
        session.add(self.choices(together=together), ["ch INTEGER", *(f"e{k} INTEGER" for k in range(len(self.entries)))], rows)
        self.told[together] = len(self.answers)

    def _entry(self, k: int, settled: Settled, together: bool) -> int:
        """The number of an entry among those of its charge."""
        seen = id(settled), together  # the law keeps what it has settled
        if seen not in self.places[k]:
            lump = together and any(row.per == "consignment" for rows in (*settled.contests, settled.doubts) for row in rows)
            relief = settled.relief.id if settled.relief else ""
            ids = tuple(tuple(row.id for row in rows) for rows in settled.contests)
            key = (settled.state, relief, lump, ids, tuple(row.id for row in settled.doubts) if lump else ())
            if key not in self.places[k]:
                self.places[k][key] = len(self.entries[k])
                self.entries[k].append(Entry(settled.state, settled.contests, settled.doubts if lump else (), not lump, relief))
            self.places[k][seen] = self.places[k][key]
        return self.places[k][seen]
