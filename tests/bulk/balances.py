"""What buyers have bought in a period, and what is used of quotas: what the rest still covers, in the order of the lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.assessment.oracle.rounding import Unknown

Key = tuple[str, str, str, str]  # jurisdiction, buyer, period, currency; of a quota: no buyer, its name and first day, its unit


def period_of(on: date, per: str) -> str:
    """The calendar period of a day: ``2026``, ``2026-Q4`` or ``2026-11``."""
    return {"year": f"{on:%Y}", "quarter": f"{on:%Y}-Q{(on.month + 2) // 3}", "month": f"{on:%Y-%m}"}[per]


@dataclass
class Balances:
    """What is used of the limits, in the chain's currency (the customs values as the chain rounds them), and of quotas."""

    used: dict[Key, Fraction] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: list[dict[str, str]]) -> "Balances":
        return cls({(r["jurisdiction"], r["buyer"] or "", r["period"], r["currency"]): Fraction(str(r["used"])) for r in rows})

    def copy(self) -> "Balances":
        return Balances(dict(self.used))

    def stand(
        self, chain: dict[str, Any], line: dict[str, Any], value: Fraction | None, convert: Callable[[Fraction, str], Fraction]
    ) -> str:
        """Where a consignment worth so much stands to the limits of its chain: ``within``, ``beyond``, or ``untold``.

        It counts for the periods where their limits cover it, whatever the limit for one consignment says; untold, it does not.
        """
        verdicts = [self.passes(limit, chain, line, value, convert) for limit in chain["limits"]]
        of_periods = [verdict for limit, verdict in zip(chain["limits"], verdicts, strict=True) if "per" in limit]
        word = "beyond" if True in verdicts else "untold" if None in verdicts else "within"
        if word != "untold" and set(of_periods) <= {False}:
            for key in {self.account(limit, chain, line) for limit in chain["limits"] if "per" in limit}:
                self.used[key] = self.used.get(key, Fraction(0)) + (value or 0)
        return word

    def cover(self, quota: dict[str, Any], sure: Fraction, perhaps: Fraction | None) -> bool | None:
        """Whether what is left of a quota covers what is asked of it, which is then used up. None where that cannot be told."""
        key = quota["jurisdiction"], "", f"quota:{quota['name']} from {quota['valid_from']}", quota["unit"]
        whole = Fraction(quota["amount"])
        used = self.used.get(key, whole - Fraction(quota["left"]) if "left" in quota else None)
        if used is None:
            return None
        if used + sure > whole:
            return False
        if perhaps is None or used + sure + perhaps > whole:
            return None
        self.used[key] = used + sure + perhaps
        return True

    def passes(
        self,
        limit: dict[str, str],
        chain: dict[str, Any],
        line: dict[str, Any],
        value: Fraction | None,
        convert: Callable[[Fraction, str], Fraction],
    ) -> bool | None:
        """Whether one limit is passed; None for want of a customs value or a rate."""
        before = self.used.get(self.account(limit, chain, line), Fraction(0)) if "per" in limit else Fraction(0)
        try:
            most = convert(Fraction(limit["amount"]), limit["currency"])
        except Unknown:
            return None
        return None if value is None else before + value > most

    def account(self, limit: dict[str, str], chain: dict[str, Any], line: dict[str, Any]) -> Key:
        return line["jurisdiction"], line["buyer"], period_of(line["on"], limit["per"]), chain["currency"]
