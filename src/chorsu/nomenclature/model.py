"""What goods are called: editions of the Harmonized System, and the lines of a nomenclature below it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from chorsu.facts import Source
from chorsu.text import Text

DayOfYear = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """A chapter (2 digits), heading (4) or subheading (6).

    ``names`` by language: ``en`` always, ``zh`` and ``ru`` where on file; the only subheading of a heading has its names.
    """

    code: str
    names: Mapping[str, str]

    @property
    def parent(self) -> str:
        """The code one level up; empty for a chapter."""
        return self.code[:-2]


@dataclass(frozen=True, eq=False)
class Edition:
    """An edition of the Harmonized System, in force from ``valid_from`` to ``valid_to`` (both included; None: no end known).

    ``entries`` holds every chapter, heading and subheading by its digits, in the order of the nomenclature.
    """

    name: str
    names: Mapping[str, str]
    valid_from: date
    valid_to: date | None
    entries: Mapping[str, Entry]
    source: Source

    def get(self, code: str) -> Entry | None:
        """The entry with these digits (2, 4 or 6, without dots); None if the edition has none."""
        return self.entries.get(code)

    def level(self, digits: int) -> tuple[str, ...]:
        """All chapters (2), headings (4) or subheadings (6), in order."""
        return tuple(code for code in self.entries if len(code) == digits)

    def on(self, day: date) -> bool:
        """Whether the edition is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Description:
    """The words for a code, and the language that they are really in (English where the one asked for is not on file).

    ``path`` are the descriptions of its chapter and heading, the widest first.
    """

    code: str
    text: str
    language: str
    path: tuple[Description, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A subheading that answers a search: how well (0 to 1), by which words on file, and its description."""

    hs: str
    score: float
    evidence: tuple[str, ...]
    description: Description


@dataclass(frozen=True)
class Season:
    """Days of every year, month and day, both included; may pass the new year."""

    first: DayOfYear
    last: DayOfYear

    def covers(self, day: date) -> bool:
        """Whether the day is in the season."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True)
class Line:
    """A whole code of a nomenclature below the Harmonized System.

    ``names``, ``season`` and ``kinds`` are those of lines whose words are on file; ``names`` is empty for all others, and
    then nothing is known of a season either. ``kinds`` are the answers of the subheading's question that lead to the line.
    """

    nomenclature: str
    code: str
    names: Mapping[str, str]
    season: Season | None
    kinds: tuple[str, ...]
    source: Source

    def possible_on(self, day: date) -> bool:
        """Whether the line's season covers the day; a line without a known season is possible all year."""
        return self.season is None or self.season.covers(day)


@dataclass(frozen=True)
class Answer:
    """One answer to a question that is on file: the kind of line that it leads to, and its words."""

    kind: str
    name: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question on file: what is asked of goods under a prefix, and the answers."""

    prefix: str
    ask: Mapping[str, str]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Option:
    """A possible answer in words, and the codes it leaves."""

    name: Text | Mapping[str, str]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What decides among the lines that are possible on a day.

    ``text`` is the whole for people. ``ask`` and ``options`` are its parts, for a form; there are none where one line is
    left, or where the words of the lines are not on file.
    """

    on: date
    lines: tuple[Line, ...]
    text: Text
    ask: Text | Mapping[str, str] | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, eq=False)
class Nomenclature:
    """The lines of a state or union, built on an edition of the Harmonized System; every whole code has ``digits`` digits.

    ``codes`` are sorted; ``printed`` says for each the chapter's edition and the page where it stands in the tariff.
    ``worded`` are the lines whose words are on file, by code.
    """

    name: str
    names: Mapping[str, str]
    digits: int
    edition: Edition
    codes: tuple[str, ...]
    printed: tuple[tuple[str, str], ...]
    worded: Mapping[str, Line]
    questions: tuple[Asked, ...]
    source: Source

    def has(self, code: str) -> bool:
        """Whether this is a whole code of the nomenclature."""
        return code in self.codes[self._first(code) : self._first(code) + 1]

    def under(self, prefix: str) -> tuple[Line, ...]:
        """The lines that begin with these digits, in order; a whole code gives its one line."""
        last = bisect_left(self.codes, prefix + ":")  # the sign after 9
        return tuple(self._line(at) for at in range(self._first(prefix), last))

    def _first(self, prefix: str) -> int:
        return bisect_left(self.codes, prefix)

    def _line(self, at: int) -> Line:
        code = self.codes[at]
        edition, page = self.printed[at]
        title = f"{self.source.title}, chapter {code[:2]}, edition of {edition}, page {page}"
        return self.worded.get(code) or Line(self.name, code, {}, None, (), replace(self.source, title=title))


@dataclass(frozen=True)
class Candidate:
    """A subheading that a description of goods may belong to: how well it fits (0 to 1), and why it was named."""

    hs: str
    score: float
    evidence: tuple[Text, ...]

    def to_json(self, language: str) -> dict[str, object]:
        """The shape of the command line's JSON, with the evidence in the reader's language."""
        return {"hs": self.hs, "score": self.score, "evidence": [each.in_(language) for each in self.evidence]}


@dataclass(frozen=True)
class Classified:
    """The candidates for a text, the best first (none where nothing fits), and the language that the text is written in."""

    candidates: tuple[Candidate, ...]
    language: str

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    def __len__(self) -> int:
        return len(self.candidates)

    def to_json(self, language: str) -> dict[str, object]:
        """The shape of the command line's JSON."""
        return {"candidates": [each.to_json(language) for each in self.candidates], "language": self.language}
