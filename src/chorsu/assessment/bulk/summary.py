"""What a run came to: lines and amounts by state, regime and kind, what is unknown and why, what was rejected."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chorsu.assessment.bulk.session import Session

# ruff: noqa: S608 - the SQL below is put together from this module's own words only

_REASONS = 50  # how many of the most frequent reasons are told


def of_stretch(session: Session, kinds: Iterable[str]) -> dict[str, Any]:
    """The summary of one stretch, from ``typed``, ``result`` and ``refused``."""
    kinds = list(kinds)
    sums = "".join(f", sum({kind}), count({kind})" for kind in kinds)
    by_state: list[dict[str, Any]] = []
    for state, regime, currency, lines, known, value, total, *figures in session.rows(f"""
            SELECT jurisdiction, regime_out, currency_out, count(*), count(total), sum(result.customs_value), sum(total){sums}
            FROM result JOIN typed ON result.n = typed.n GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""):  # fmt: skip
        charges = {
            kind: {"lines": count, "amount": _plain(amount)}
            for kind, amount, count in zip(kinds, figures[::2], figures[1::2], strict=True)
            if count
        }
        by_state.append({"jurisdiction": state, "regime": regime, "currency": currency, "lines": lines, "known": known,
                         "customs_value": _plain(value), "total": _plain(total), "charges": charges, "unknown": {}})  # fmt: skip
    places = {(row["jurisdiction"], row["regime"], row["currency"]): row for row in by_state}
    for state, regime, currency, kind, lines in session.rows(f"""
            SELECT jurisdiction, regime_out, currency_out, kind, count(*) FROM (
              SELECT jurisdiction, regime_out, currency_out, {session.dialect.spread('result.unknown')} AS kind FROM result JOIN typed ON result.n = typed.n) AS u
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""):  # fmt: skip
        places[state, regime, currency]["unknown"][kind] = lines
    why = dict(
        session.rows(
            f"SELECT why, count(*) AS lines FROM (SELECT {session.dialect.spread('why')} AS why FROM result) AS r GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_REASONS}"
        )
    )
    rejected = next(session.rows("SELECT count(*) FROM refused"))[0]
    reasons = dict(session.rows(f"SELECT reason, count(*) AS lines FROM refused GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_REASONS}"))
    return {
        "assessed": sum(row["lines"] for row in by_state),
        "rejected": rejected,
        "by_state": by_state,
        "why_unknown": why,
        "why_rejected": reasons,
    }


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
        most = sorted(whole[name].items(), key=lambda pair: (-pair[1], pair[0]))[:_REASONS]
        whole[name] = dict(most)
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
