"""What buyers have bought in a period: whether a limit still covers a consignment, counted in the order of the lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

Key = tuple[str, str, str, str]  # jurisdiction, buyer, period, currency


def period_of(on: date, per: str) -> str:
    """The calendar period of a day: ``2026``, ``2026-Q4`` or ``2026-11``."""
    return {"year": f"{on:%Y}", "quarter": f"{on:%Y}-Q{(on.month + 2) // 3}", "month": f"{on:%Y-%m}"}[per]


@dataclass
class Balances:
    """What is used of the limits, in the chain's currency: the customs values as the chain rounds them."""

    used: dict[Key, Fraction] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: list[dict[str, str]]) -> "Balances":
        return cls({(r["jurisdiction"], r["buyer"], r["period"], r["currency"]): Fraction(str(r["used"])) for r in rows})

    def copy(self) -> "Balances":
        return Balances(dict(self.used))

    def cover(
        self, chain: dict[str, Any], line: dict[str, Any], value: Fraction, convert: Callable[[Fraction, str], Fraction]
    ) -> bool:
        """Whether the limits of a chain cover a consignment worth so much; counts it where the period's limits do."""
        single = [limit for limit in chain["limits"] if "per" not in limit]
        of_periods = [limit for limit in chain["limits"] if "per" in limit]
        keys = [(line["jurisdiction"], line["buyer"], period_of(line["on"], one["per"]), chain["currency"]) for one in of_periods]
        within = all(
            self.used.get(key, Fraction(0)) + value <= convert(Fraction(limit["amount"]), limit["currency"])
            for key, limit in zip(keys, of_periods, strict=True)
        )
        if within:
            for key in set(keys):
                self.used[key] = self.used.get(key, Fraction(0)) + value
        return within and all(value <= convert(Fraction(limit["amount"]), limit["currency"]) for limit in single)
