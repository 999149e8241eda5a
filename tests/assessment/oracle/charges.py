"""The charges of a consignment, one kind after the other as the chain names them, and the assessment in the contract's form."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from . import expressions, limits
from .choosing import applying, choose, code_of
from .customs_value import customs_values, declared_values
from .exchange import find_rate
from .rounding import Unknown, largest_remainder, plain, to_unit

NOT_CHARGES = (
    "relief",
    "customs_value",
    "prohibition",
    "licence",
    "quota",
    "document",
    "phytosanitary",
    "veterinary",
    "conformity",
)


def assess(
    consignment: dict,
    book: dict,
    rates: list[dict],
    jurisdiction: str,
    regime: str,
    on: date,
    mode: str | None = None,
    plan: bool = False,
    declare: Callable[[dict], list[Fraction | None]] = declared_values,
) -> dict:
    """Assess a consignment on a day. ``book`` has ``measures``, ``groups`` and ``chains``; ``rates`` the table's rows.

    ``declare`` gives the declared customs value of each item: by the consignment's terms, unless items have terms of their own.
    What passes a limit of the chain is assessed under the regime beyond, and ``assessed_as`` names that.
    """
    chain = max(
        (
            row
            for row in book["chains"]
            if (row["jurisdiction"], row["regime"]) == (jurisdiction, regime)
            and row["valid_from"] <= on <= row.get("valid_to", date.max)
        ),
        key=lambda row: row["valid_from"],
        default=None,
    )
    if chain is None:
        return without_chain(consignment, jurisdiction, regime, on)
    used: dict[tuple[str, str], tuple[Fraction, str, bool]] = {}

    def convert(amount: Fraction, currency: str) -> Fraction:
        if currency == chain["currency"]:
            return amount
        found = find_rate(rates, currency, chain["currency"], on, jurisdiction, plan)
        if found is None:
            raise Unknown(f"no rate from {currency} to {chain['currency']}")
        used[currency, chain["currency"]] = found
        return amount * found[0]

    case = {"consignment": consignment, "book": book, "chain": chain, "jurisdiction": jurisdiction, "regime": regime, "on": on}
    case |= {"mode": mode, "convert": convert}
    case["customs_values"] = [None] * len(consignment["items"])  # not yet known: an official value cannot depend on itself
    case["customs_values"] = customs_values(case, declare(case))
    stands = limits.stand(case)
    if stands == "beyond":
        answer = assess(consignment, book, rates, jurisdiction, chain["beyond"], on, mode, plan, declare)
        return answer | {"regime": regime, "assessed_as": answer["assessed_as"] or chain["beyond"]}
    result = Result(case)
    if stands == "untold":
        return result.untold(used)
    if stands == "assumed":
        result.assumed += [(i + 1, "all") for i in range(len(consignment["items"]))]
    for charge in chain["charge"]:
        result.add(charge)
    return result.to_json(used)


def without_chain(consignment: dict, jurisdiction: str, regime: str, on: date) -> dict:
    """The answer where no chain is on file: nothing is known."""
    answer = {"jurisdiction": jurisdiction, "regime": regime, "assessed_as": None, "on": on.isoformat(), "currency": ""}
    answer |= {name: [] for name in ("customs_values", "charges", "assumed", "requirements", "exchange_rates")}
    answer["unknown"] = [{"item": number, "kind": "chain"} for number, _ in enumerate(consignment["items"], 1)]
    return answer | {"customs_value": None, "estimated": False, "total": None}


class Result:
    """What has been found so far: for each kind of charge the whole amount of each item, None where it is unknown."""

    def __init__(self, case: dict) -> None:
        self.case = case
        self.items = case["consignment"]["items"]
        self.wholes: dict[str, list[Fraction | None]] = {"customs_value": case["customs_values"]}
        self.rows: list[dict] = []
        self.assumed: list[tuple[int, str]] = []

    def round(self, amount: Fraction) -> Fraction:
        return to_unit(amount, self.case["chain"]["rounding"])

    def add(self, charge: dict) -> None:
        """Charge one kind: choose for each item, compute, exempt a small sum, take the share that is due."""
        kind = charge["kind"]
        bases = [self.base(charge, i) for i in range(len(self.items))]
        self.possible: list[set[str]] = [set() for _ in self.items]
        chosen = [self.measures_for(charge, i, bases) for i in range(len(self.items))]
        # One row for each item and measure: [item, measure, amount or None].
        rows = []
        for i, measures in enumerate(chosen):
            if measures is None:
                rows.append([i, None, None])
                continue
            rows += [[i, measure, self.amount(charge, measure, i, bases, chosen)] for measure in measures]
        self.exempt(charge, rows)
        self.wholes[kind] = []
        for i in range(len(self.items)):
            amounts = [amount for place, _, amount in rows if place == i]
            self.wholes[kind].append(None if None in amounts else sum(amounts, Fraction(0)))
        for i, measure, amount in rows:
            due = amount
            if due is not None and "share" in charge:
                due = self.round(due * Fraction(charge["share"]))
            row = {"item": i + 1, "kind": kind, "measure": None, "amount": due, "base": bases[i]}
            if measure is not None:
                row |= {"measure": measure["id"], "expression": measure.get("expression", "")}
            self.rows.append(row)

    def base(self, charge: dict, i: int) -> Fraction | None:
        parts = [self.wholes[name][i] for name in charge["base"]]
        return None if None in parts else sum(parts, Fraction(0))

    def measures_for(self, charge: dict, i: int, bases: list) -> list[dict] | None:
        """The measures that count for an item: none where the charge is zero by its list, and None where they cannot be told."""
        kind, item = charge["kind"], self.items[i]
        reliefs, untold = applying("relief", item, code_of(item, self.case), self.case)
        reliefs = sorted((found for found in reliefs if kind in found["of"]), key=lambda found: found["id"])
        if reliefs:
            return reliefs[:1]
        perhaps_relieved = any(kind in found["of"] for found in untold)
        try:
            if kind == "fee":  # all that fit; each that cannot be told is an unknown one
                found, untold = applying(kind, item, code_of(item, self.case), self.case)
                found += [measure | {"untold": True} for measure in untold]
            else:
                one = choose(
                    kind,
                    item,
                    self.case,
                    lowest=charge.get("choose") == "lowest",
                    amount_of=lambda measure: self.compute(charge, measure, [i], bases),
                )
                found = [] if one is None else [one]
        except Unknown as unknown:
            self.possible[i] = unknown.possible
            return None
        if perhaps_relieved:
            self.possible[i] = {measure["id"] for measure in found}
            return None
        if found:
            return found
        if not charge.get("listed_only"):
            return None
        if "list" not in charge:
            self.assumed.append((i + 1, kind))
        return []

    def amount(self, charge: dict, measure: dict, i: int, bases: list, chosen: list) -> Fraction | None:
        """What a measure charges on an item: its own amount, or its share of what is charged once on the consignment."""
        if measure["kind"] == "relief":
            return Fraction(0)
        if "untold" in measure:
            return None
        try:
            if measure.get("per") != "consignment":
                return self.compute(charge, measure, [i], bases)
            if any(measure["id"] in possible for possible in self.possible):
                return None  # whether it counts for that item too cannot be told
            together = [j for j, measures in enumerate(chosen) if measures and measure in measures]
            amount = self.compute(charge, measure, together, bases)
            values = [self.case["customs_values"][j] for j in together]
            if None in values:
                return None
            shares = largest_remainder(amount, values, Fraction(self.case["chain"]["rounding"]["to"]))
            return shares[together.index(i)]
        except Unknown:
            return None

    def compute(self, charge: dict, measure: dict, items: list[int], bases: list) -> Fraction:
        """The rounded amount of a measure on the sums of these items. Raises Unknown."""
        if any(bases[i] is None for i in items):
            raise Unknown("the base is unknown")
        base = sum((bases[i] for i in items), Fraction(0))
        shape = expressions.lines(
            expressions.parse(measure["expression"]),
            lambda unit: sum((expressions.quantity(self.items[i], unit) for i in items), Fraction(0)),
            self.case["convert"],
        )
        return self.round(expressions.contained(shape, base) if charge.get("gross_up") else expressions.amount(shape, base))

    def exempt(self, charge: dict, rows: list) -> None:
        """Where the whole consignment's charge of the kind is not more than the exempt sum, it is zero."""
        if "exempt_up_to" not in charge:
            return
        sure = sum((amount for *_, amount in rows if amount is not None), Fraction(0))
        if sure == 0:
            return
        try:
            limit = self.case["convert"](Fraction(charge["exempt_up_to"]["amount"]), charge["exempt_up_to"]["currency"])
        except Unknown:
            limit = None
        if limit is not None and sure > limit:
            return
        untold = limit is None or any(amount is None for *_, amount in rows)
        for row in rows:
            if row[2]:
                row[2] = None if untold else Fraction(0)

    def requirements(self) -> list[str]:
        """The requirements that fit an item, and those of which that cannot be told."""
        names = set()
        for kind in NOT_CHARGES[2:]:
            for item in self.items:
                for some in applying(kind, item, code_of(item, self.case), self.case):
                    names |= {found["id"] for found in some}
        return sorted(names)

    def untold(self, used: dict) -> dict:
        """The answer where it cannot be told which regime's charges are due: none of them is known."""
        unknown = [{"item": i + 1, "kind": "chain"} for i in range(len(self.items))]
        answer = self.to_json(used)
        return answer | {"unknown": answer["unknown"] + unknown, "total": None, "requirements": []}

    def to_json(self, used: dict) -> dict:
        values = self.wholes["customs_value"]
        unknown = [{"item": i + 1, "kind": "customs_value"} for i, value in enumerate(values) if value is None]
        missing = [{"item": row["item"], "kind": row["kind"]} for row in self.rows if row["amount"] is None]
        unknown += [row for place, row in enumerate(missing) if row not in missing[:place]]
        charges = [
            row | {"amount": plain(row["amount"]), "base": None if row["base"] is None else plain(row["base"])}
            for row in self.rows
            if row["amount"] is not None
        ]
        whole = sum((row["amount"] for row in self.rows if row["amount"] is not None), Fraction(0))
        return {
            "jurisdiction": self.case["jurisdiction"],
            "regime": self.case["regime"],
            "assessed_as": None,
            "on": self.case["on"].isoformat(),
            "currency": self.case["chain"]["currency"],
            "customs_value": None if None in values else plain(sum(values, Fraction(0))),
            "customs_values": [None if value is None else plain(value) for value in values],
            "charges": charges,
            "unknown": unknown,
            "assumed": [{"item": item, "kind": kind} for item, kind in self.assumed],
            "estimated": bool(self.assumed) or any(estimated for *_, estimated in used.values()),
            "total": None if missing else plain(whole),
            "requirements": self.requirements(),
            "exchange_rates": [
                {"from": a, "to": b, "rate": plain(rate), "on": day} for (a, b), (rate, day, _) in sorted(used.items())
            ],
        }
