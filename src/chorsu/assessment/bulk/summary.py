"""What a run came to: lines and amounts by state, regime and kind, what is unknown and why, what was rejected."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chorsu.assessment.bulk.session import Session

# ruff: noqa: S608 - the SQL below is put together from this module's own words only

_REASONS = 50  # how many of the most frequent reasons are told


def of_stretch(session: Session, kinds: Iterable[str]) -> dict[str, Any]:
    """The summary of one stretch, from ``result``, ``kind``, ``phrase`` and ``refused``."""
    kinds = list(kinds)
    sums = "".join(f", sum({kind}), count({kind})" for kind in kinds)
    results = "FROM result JOIN kind ON result.kind = kind.kind"
    by_state: list[dict[str, Any]] = []
    for state, regime, currency, lines, known, value, total, *figures in session.rows(f"""
            SELECT jurisdiction, regime_out, currency_out, count(*), count(total), sum(customs_value), sum(total){sums}
            {results} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""):  # fmt: skip
        charges = {
            kind: {"lines": count, "amount": _plain(amount)}
            for kind, amount, count in zip(kinds, figures[::2], figures[1::2], strict=True)
            if count
        }
        by_state.append({"jurisdiction": state, "regime": regime, "currency": currency, "lines": lines, "known": known,
                         "customs_value": _plain(value), "total": _plain(total), "charges": charges, "unknown": {}})  # fmt: skip
    places = {(row["jurisdiction"], row["regime"], row["currency"]): row for row in by_state}
    why: dict[str, int] = {}
    for state, regime, currency, unknown, reasons, lines in session.rows(f"""
            SELECT jurisdiction, regime_out, currency_out, unknown, why, lines
            FROM (SELECT jurisdiction, regime_out, currency_out, s, count(*) AS lines {results} GROUP BY 1, 2, 3, 4) AS counted
            JOIN (SELECT * FROM phrase WHERE {session.dialect.size('unknown')} > 0) AS phrase ON counted.s = phrase.s
            ORDER BY 1, 2, 3"""):  # fmt: skip
        told = places[state, regime, currency]["unknown"]
        for kind in unknown:
            told[kind] = told.get(kind, 0) + lines
        for reason in reasons:
            why[reason] = why.get(reason, 0) + lines
    for row in by_state:
        row["unknown"] = dict(sorted(row["unknown"].items()))
    rejected = next(session.rows("SELECT count(*) FROM refused"))[0]
    refused = dict(session.rows("SELECT reason, count(*) FROM refused GROUP BY 1"))
    return {
        "assessed": sum(row["lines"] for row in by_state),
        "rejected": rejected,
        "by_state": by_state,
        "why_unknown": _most_frequent(why),
        "why_rejected": _most_frequent(refused),
    }


def _most_frequent(reasons: dict[str, int]) -> dict[str, int]:
    return dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:_REASONS])


def _plain(amount: Decimal | None) -> str:
    return format(Decimal(amount), "f") if amount is not None else "0"


def add_up(stretches: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The summaries of all stretches as one."""
    whole: dict[str, Any] = {"assessed": 0, "rejected": 0, "by_state": {}, "why_unknown": {}, "why_rejected": {}}
    for stretch in stretches:
        for name in ("assessed", "rejected"):
            whole[name] += stretch[name]
        for name in ("why_unknown", "why_rejected"):
            for reason, lines in stretch[name].items():
                whole[name][reason] = whole[name].get(reason, 0) + lines
        for row in stretch["by_state"]:
            _add(whole["by_state"], row)
    for name in ("why_unknown", "why_rejected"):
        whole[name] = _most_frequent(whole[name])
    whole["by_state"] = [whole["by_state"][key] for key in sorted(whole["by_state"], key=str)]
    return whole


def _add(places: dict[tuple[str, ...], dict[str, Any]], row: dict[str, Any]) -> None:
    key = (row["jurisdiction"], row["regime"], row["currency"])
    if key not in places:
        places[key] = row
        return
    sum_ = places[key]
    for name in ("lines", "known"):
        sum_[name] += row[name]
    for name in ("customs_value", "total"):
        sum_[name] = _plain(Decimal(sum_[name]) + Decimal(row[name]))
    for kind, charge in row["charges"].items():
        here = sum_["charges"].setdefault(kind, {"lines": 0, "amount": "0"})
        here["lines"] += charge["lines"]
        here["amount"] = _plain(Decimal(here["amount"]) + Decimal(charge["amount"]))
    for kind, lines in row["unknown"].items():
        sum_["unknown"][kind] = sum_["unknown"].get(kind, 0) + lines
