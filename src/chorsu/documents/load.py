"""The papers, issuers and headings on file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from chorsu.documents.model import Issuer, Names
from chorsu.facts import Source


@dataclass(frozen=True)
class PaperRow:
    """A row of papers.toml; the head of that file says what its fields mean."""

    kind: str
    route: str
    for_side: str
    names: Names = field(hash=False)
    why: Names = field(hash=False)
    issued_by: str
    valid_from: date
    valid_to: date | None = None
    lodged_with: str = ""
    modes: tuple[str, ...] = ()
    from_states: tuple[str, ...] = ()
    to_states: tuple[str, ...] = ()
    accompanies: str = ""
    draft: str | None = None
    if_asked: bool = False
    source: Source | None = None

    def fits(self, export_state: str, import_state: str, on: date) -> bool:
        """Whether the row speaks of this pair of states on that day."""
        return (
            (not self.from_states or export_state in self.from_states)
            and (not self.to_states or import_state in self.to_states)
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


@cache
def papers_on_file() -> tuple[PaperRow, ...]:
    """The rows of papers.toml, in the order in which people read the list."""
    return tuple(
        PaperRow(
            kind=row["kind"],
            route=row["route"],
            for_side=row["for"],
            names=row["names"],
            why=row.get("why", {}),
            issued_by=row["issued_by"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            lodged_with=row.get("lodged_with", ""),
            modes=tuple(row.get("modes", ())),
            from_states=tuple(row.get("from", ())),
            to_states=tuple(row.get("to", ())),
            accompanies=row.get("accompanies", ""),
            draft=row.get("draft"),
            if_asked=row.get("if_asked", False),
            source=Source.of(row.get("source")),
        )
        for row in _table("papers.toml")["paper"]
    )


@cache
def issuers() -> Mapping[str, Issuer]:
    """Authorities and parties by their id."""
    table = _table("authorities.toml")
    rows = [*table["authority"], *table["party"]]
    return {
        row["id"]: Issuer(
            id=row["id"],
            names=row["names"],
            state=row.get("state", ""),
            roles=tuple(row.get("roles", ())),
            source=Source.of(row.get("source")),
        )
        for row in rows
    }


@cache
def headings(group: str) -> Mapping[str, Names]:
    """The fixed words of a group of headings.toml (``paper``, ``plan``, ``unit`` …), by name."""
    return _table("headings.toml")[group]  # type: ignore[no-any-return]


def template(name: str) -> bytes:
    """The text of a page template on file."""
    return (files("chorsu") / "data" / "documents" / name).read_bytes()


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("chorsu") / "data" / "documents" / name).read_text(encoding="utf-8"))
