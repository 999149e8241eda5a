"""Official customs values of lines. Few goods have one: they are set by the engine of single consignments, which knows how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

from chorsu.assessment.bulk.lines import KIND
from chorsu.assessment.bulk.questions import Law, texts
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.valuing import Scales, Valued
from chorsu.assessment.case import Case, Standing
from chorsu.assessment.official import set_official_values
from chorsu.assessment.relations import Relations
from chorsu.consignment import Consignment, Item

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and codes only

_AT_ONCE = 500
_COLUMNS = ("n", "c", "jurisdiction", "day", "hs", "code", "origin", "proofs", "producer", "mode", "buyer_kind", "importer", "unit",
            "quantity", "net_mass", "gross_mass", "cv")  # fmt: skip


def official_values(session: Session, law: Law, scales: Scales, valued: Valued) -> Valued:
    """Put the official values that fit in the place of the lines' own; one that cannot be told makes the value NULL."""
    if not any(row.kind == "customs_value" for row in law.sketches):
        return valued
    prefixes = {row.prefix for row in law.book.of(law.makers) if row.kind == "customs_value" and row.regime == law.chain.regime}
    code = "coalesce(code, hs)"
    goods = " OR ".join(f"({code} LIKE '{prefix}%' OR '{prefix}' LIKE {code} || '%')" for prefix in sorted(prefixes))
    official = f"SELECT c FROM {valued.relation} WHERE kind IN (SELECT kind FROM kind WHERE {goods})"
    kept = ", ".join(f"kind.{name}" if name in KIND else f"declared.{name}" for name in _COLUMNS)
    lines = session.rows(f"""SELECT {kept} FROM {valued.relation} AS declared JOIN kind ON declared.kind = kind.kind
        WHERE c IN ({official}) ORDER BY c, n""")  # fmt: skip
    rows = (dict(zip(_COLUMNS, line, strict=True)) for line in lines)
    consignments = (list(found) for _, found in groupby(rows, key=lambda row: row["c"]))
    changed: list[tuple[int, int | None]] = []
    with Relations() as relations:
        while some := list(islice(consignments, _AT_ONCE)):
            standings = [_standing(found, law, scales) for found in some]
            set_official_values(standings, relations, law.chain.rounding.mode)
            for found, standing in zip(some, standings, strict=True):
                changed += [(row["n"], cv) for row, cv in zip(found, standing.values, strict=True) if cv != row["cv"]]
    if not changed:
        return valued
    session.table(
        "official", ["n BIGINT", f"official {session.dialect.wide}", "changed BOOLEAN"], [(*row, True) for row in changed]
    )
    kept = ", ".join(f"declared.{name}" for name in session.columns(valued.relation) if name != "cv")
    session.view("valued_officially", f"""SELECT {kept}, CASE WHEN official.changed THEN official.official ELSE declared.cv END AS cv
        FROM {valued.relation} AS declared LEFT JOIN official ON declared.n = official.n""")  # fmt: skip
    most = max([valued.most, *(cv or 0 for _, cv in changed)])
    return replace(valued, relation="valued_officially", most=most)


class _Declared(Standing):
    """A case of which quotas are not yet shared out: what a consignment asks of them may turn on its value."""

    def within_quota(self, name: str, item: Item) -> None:
        return None


def _standing(rows: Iterable[Mapping[str, Any]], law: Law, scales: Scales) -> Standing:
    """The lines of a consignment as a case whose customs values are settled as declared."""
    rows = list(rows)
    first = rows[0]
    nomenclature = law.book.nomenclatures(first["jurisdiction"], first["day"])[0]
    items = tuple(_item(row, nomenclature, scales.measure) for row in rows)
    buyer, importer = first["buyer_kind"] or "business", texts(first["importer"] or "")
    case = Case(Consignment(items, "CIF", buyer_kind=buyer, importer=importer), first["jurisdiction"], law.chain.regime, first["day"],
                first["mode"] or "")  # fmt: skip
    standing = _Declared(case, law.book, law.chain, law.rates)
    standing.values = [None if row["cv"] is None else int(row["cv"]) for row in rows]
    return standing


def _item(row: Mapping[str, Any], nomenclature: str, scale: int) -> Item:
    def figure(name: str) -> Decimal | None:
        return None if row[name] is None else Decimal(int(row[name])) / scale

    return Item(
        description="",
        hs=row["hs"],
        origin=row["origin"],
        value=Decimal(0),
        currency="",
        codes={nomenclature: row["code"]} if row["code"] else {},
        quantity=figure("quantity"),
        unit=row["unit"] or "",
        gross_mass=figure("gross_mass"),
        net_mass=figure("net_mass"),
        proofs=texts(row["proofs"] or ""),
        producer=row["producer"] or "",
    )
