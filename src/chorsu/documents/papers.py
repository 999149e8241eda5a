"""Which papers a consignment needs: for the trade itself, for the ways it goes, and for the requirements that name one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from chorsu.consignment import Consignment
from chorsu.documents.load import PaperRow, issuers, papers_on_file
from chorsu.documents.model import Issuer, Paper
from chorsu.facts import Source
from chorsu.text import say


class Requirement(Protocol):
    """What is read of a measure; ``extra`` holds ``paper`` (the kind or kinds it calls for) and ``issued_by`` (an authority)."""

    @property
    def id(self) -> str: ...
    @property
    def jurisdiction(self) -> str: ...
    @property
    def regime(self) -> str: ...
    @property
    def text(self) -> Mapping[str, str]: ...
    @property
    def source(self) -> Source | None: ...
    @property
    def extra(self) -> Mapping[str, Any]: ...


def papers_needed(
    requirements: Iterable[Requirement],
    consignment: Consignment,
    *,
    modes: Collection[str],
    on: date,
    export_state: str = "",
    import_state: str = "",
    customs: bool = True,
) -> tuple[Paper, ...]:
    """The papers that a consignment needs when it goes by these modes, in the order in which people read them.

    ``requirements`` are the measures that apply, on either side; those that name no paper add none. ``modes`` are the means of
    carriage of the journey (rail, road, sea, air). The states are those of consignor and consignee where they are not given. A
    paper that several requirements call for stands once and lists them in ``required_by``; of several rows for one kind the first
    that fits the states describes it. Requirements of the regime ``transit`` make papers for the jurisdiction that the goods
    pass. A kind that is not on file is listed all the same, by the name that the requirement gives. Where no ``customs`` border
    is passed, the papers of customs alone are left out.
    """
    export_state = export_state or (consignment.consignor.country if consignment.consignor else "")
    import_state = import_state or (consignment.consignee.country if consignment.consignee else "")
    demands: dict[str, list[Requirement]] = {}
    for requirement in requirements:
        for kind in _kinds(requirement):
            demands.setdefault(kind, []).append(requirement)
    found: dict[str, Paper] = {}
    for row in papers_on_file():
        if row.kind in found or not row.fits(export_state, import_state, on) or (row.customs and not customs):
            continue
        asking = tuple(demands.get(row.kind) or demands.get(row.accompanies) or ())
        if asking or row.route == "trade" or (row.route == "mode" and set(row.modes) & set(modes)):
            found[row.kind] = _paper(row, asking, export_state, import_state)
    unlisted = ((kind, asking) for kind, asking in demands.items() if kind not in found)
    return (*found.values(), *(_unlisted(kind, asking, export_state, import_state) for kind, asking in unlisted))


def _kinds(requirement: Requirement) -> tuple[str, ...]:
    """The kinds of paper that a measure calls for: names, as a list or separated by semicolons."""
    named = requirement.extra.get("paper") or ()
    kinds = named.split(";") if isinstance(named, str) else tuple(named)
    return tuple(dict.fromkeys(str(kind).strip() for kind in kinds if str(kind).strip()))


def _paper(row: PaperRow, asking: tuple[Requirement, ...], export_state: str, import_state: str) -> Paper:
    named = next((str(demand.extra["issued_by"]) for demand in asking if demand.extra.get("issued_by")), "")
    issued_by = _issuer(row.issued_by, export_state, import_state)
    # Transit to the customs of release is asked by the state of import, and its own row describes the paper.
    passed = "" if import_state in row.to_states else _passed(asking)
    return Paper(
        kind=row.kind,
        names=row.names,
        why=row.why or next((demand.text for demand in asking), {}),
        route="requirement" if asking else row.route,
        for_state=passed or (export_state if row.for_side == "export" else import_state),
        issued_by=issued_by or _issuer(named, export_state, import_state),
        lodged_with=_issuer(row.lodged_with, export_state, import_state),
        draft=row.draft,
        if_asked=row.if_asked and not asking,
        proof=row.proof,
        required_by=tuple(dict.fromkeys(demand.id for demand in asking)),
        source=row.source,
    )


def _unlisted(kind: str, asking: list[Requirement], export_state: str, import_state: str) -> Paper:
    first = asking[0]
    exporting = first.regime.split(":")[0] == "export"
    return Paper(
        kind=kind,
        names={"en": kind[:1].upper() + kind[1:]},
        why=first.text or say("Measure {id} calls for it.", id=first.id),
        route="requirement",
        for_state=_passed(asking) or (export_state if exporting else import_state),
        issued_by=_issuer(str(first.extra.get("issued_by", "")), export_state, import_state),
        required_by=tuple(dict.fromkeys(demand.id for demand in asking)),
        source=first.source,
    )


def _passed(asking: Sequence[Requirement]) -> str:
    """The jurisdiction that the goods only pass, where nobody but it asks; else empty."""
    return asking[0].jurisdiction if asking and all(demand.regime == "transit" for demand in asking) else ""


def _issuer(reference: str, export_state: str, import_state: str) -> Issuer | None:
    """An authority or party by id, or the export or import state's authority with a role; None where none is on file."""
    side, _, role = reference.partition(":")
    if not role:
        return issuers().get(reference)
    state = export_state if side == "export" else import_state
    return next((issuer for issuer in issuers().values() if issuer.state == state and role in issuer.roles), None)
