"""Random measures of every kind and shape for the goods of a random world."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .oracle import plain

if TYPE_CHECKING:
    from .random_books import World

UNITS = ["KGM", "KGM", "100KGM", "TNE", "NAR", "LTR", "KWT", "E4"]
REQUIREMENTS = ["prohibition", "licence", "quota", "document", "phytosanitary", "veterinary", "conformity"]
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Measures:
    """Writes the measures of one world."""

    def __init__(self, world: World) -> None:
        self.world, self.dice, self.chance = world, world.dice, world.chance
        self.count = 0

    def row(self, kind: str, expression: str | None, **more: Any) -> dict[str, Any]:
        """A measure with a name of its own, whose alphabet says nothing of its order."""
        self.count += 1
        state = self.dice.choice(self.world.states)
        row: dict[str, Any] = {"id": f"{self.dice.choice('abcxyz')}{self.count}-{kind}", "jurisdiction": state, "kind": kind}
        if state in ("KZ", "RU") and self.chance(50):
            row["jurisdiction"] = "EAEU"
        row |= {"commodity": "*", "origin": "*", "regime": self.world.regime}
        if expression is not None:
            row["expression"] = expression
        row |= {"valid_from": date(2022, 1, 1), "source": {"title": "A law", "address": "https://law.example/2"}}
        row["source"]["checked_on"] = date(2026, 11, 23)
        return row | more

    # Amounts

    def expression(self, depth: int = 0) -> str:
        """Any shape of the grammar."""
        shapes = {"%": 36, "per": 17, "fixed": 3, "free": 5, "+": 10, "limit": 14, "nested": 5, "over": 5, "-": 5}
        shape = self.dice.choices(list(shapes), list(shapes.values()))[0]
        if shape == "free":
            return "FREE"
        if shape == "%" or depth > 1:
            return self.percent()
        if shape == "per":
            return self.specific()
        if shape == "fixed":
            return f"{self.world.figure(1, 200, 2)} {self.money()}"
        if shape == "+":
            return f"{self.percent()} + {self.specific()}"
        if shape == "over":
            return self.over()
        if shape == "-":
            return self.less()
        if shape == "limit":
            left = self.dice.choice([self.percent(), self.specific(), f"{self.percent()} + {self.specific()}", self.exceeding()])
            sign = self.dice.choice(["MIN", "MAX"])
            second = (
                f" {self.dice.choice(['MIN', 'MAX'])} {self.world.figure(1, 500, 1)} {self.money()}" if self.chance(15) else ""
            )
            return f"{left} {sign} {self.dice.choice([self.specific(), self.percent(), self.exceeding()])}{second}"
        sign = self.dice.choice(["MIN", "MAX", "+", "-"])
        return f"({self.expression(depth + 1)}) {sign} ({self.expression(depth + 1)})"

    def exceeding(self) -> str:
        """A rate on what exceeds a limit, of the base or of a quantity; limits that some goods are just at."""
        if self.chance(50):
            return f"{self.percent()} OVER {self.dice.choice(['200', '1000', self.world.figure(1, 900, 2)])} {self.money()}"
        unit = self.dice.choice([("KGM", "KGM"), ("E4", "E4"), ("TNE", "KGM"), ("100KGM", "TNE"), ("NAR", "NAR")])
        limit = self.dice.choice(["0.031", "0.2"]) if unit[1] == "TNE" else self.dice.choice(["31", "30", "100.5"])
        return f"{self.dice.choice(['2', '0.03', '2.5'])} {self.money()}/{unit[0]} OVER {limit} {unit[1]}"

    def over(self) -> str:
        """A rate on what exceeds a limit, alone or with others."""
        more = ["", "", f" MIN {self.exceeding()}", f" + {self.specific()}", f" MAX {self.percent()}", f" - {self.percent()}"]
        return self.exceeding() + self.dice.choice(more)

    def less(self) -> str:
        """What is taken off: a reference price less the value, a rate less a sum, a rate less what has limits itself."""
        return self.dice.choice(
            [
                f"{self.world.figure(1, 900, 1)} {self.money()}/{self.dice.choice(UNITS)} - 100%",
                f"{self.percent()} - {self.world.figure(0.1, 90, 2)} {self.money()}",
                f"{self.percent()} - ({self.percent()} {self.dice.choice(['MIN', 'MAX'])} {self.specific()})",
                f"{self.percent()} - {self.specific()} - {self.exceeding()}",
                f"{self.percent()} - {self.specific()} MIN {self.specific()}",
            ]
        )

    def otherwise(self, expression: str) -> str:
        """The same in other words."""
        if expression in ("FREE", "0%"):
            return self.dice.choice(["FREE", "0%", "0.00%"])
        written = NUMBER.match(expression)
        if written and expression.endswith("/KGM") and expression.count("/") == 1 and not re.search("%|-", expression):
            times, unit = self.dice.choice([(1000, "TNE"), (100, "100KGM")])
            return plain(Fraction(written[0]) * times) + expression[written.end() : -3] + unit
        if " + " in expression and not any(word in expression for word in ("MIN", "MAX", "(", " - ")):
            return " + ".join(reversed(expression.split(" + ")))
        if written and self.chance(60):
            return written[0] + (".0" if "." not in written[0] else "00") + expression[written.end() :]
        return f"({expression})"

    def percent(self) -> str:
        return self.dice.choice(["5%", "10%", "8%", "12.5%", "2.5%", "0.5%", "15%", f"{self.world.figure(0.1, 19, 2)}%"])

    def specific(self) -> str:
        figure = self.dice.choice(["0.03", "0.2", "1", "2.5", self.world.figure(0.01, 5, 3)])
        return f"{figure} {self.money()}/{self.dice.choice(UNITS)}"

    def money(self) -> str:
        return self.dice.choice(["EUR", "USD", *self.world.foreign])

    # Whom and when a measure fits

    def commodity(self, *, longest: int = 10) -> str:
        """A prefix of some good of the world."""
        from .random_books import ENDINGS

        good = self.dice.choice(self.world.goods)
        length = self.dice.choice([2, 4, 4, 6, 6, self.world.digits, self.world.digits])
        if min(length, longest) <= 6:
            return good[: min(length, longest)]
        return good + self.dice.choice(ENDINGS[self.world.digits])

    def condition(self, thresholds: list[tuple[str, str]]) -> str:
        """A condition of any kind; a threshold is often just the figure of a consignment."""
        near = [self.world.near(*range(-2, 3)).strftime("%m-%d") for _ in range(2)]
        far = [self.world.near(-100, 90, 150).strftime("%m-%d"), self.world.near(-120, 60, 200).strftime("%m-%d")]
        limits = [f"{amount} {currency}" for amount, currency in thresholds] * 2 + ["200 EUR", "1000 USD"]
        sign = self.dice.choice(["<=", "<", ">=", ">"])
        of_each = [f"customs_value/NAR {sign} 100 USD", f"customs_value/TNE {sign} 2000 EUR"]
        of_each += [f"LTR/NAR {sign} 10", f"E4/KGM {sign} 1.1"]
        mass, tonnes = self.dice.choice(["net_mass", "gross_mass"]), ["0.03 TNE", "0.2 TNE", "100 KGM"]
        return self.dice.choice(
            [
                "proof:" + self.dice.choice(["CT-1", "ST-1", "FORM-A"]),
                "proof:" + self.dice.choice(["CT-1", "ST-1", "FORM-A"]),
                "producer:Jiaozhou Fruit Co",
                "buyer:" + self.dice.choice(["private", "business"]),
                "quota:" + self.dice.choice(["Q-1", "Q-2"]),
                "importer:" + self.dice.choice(["AEO", "REGISTERED"]),
                self.dice.choice(of_each),
                self.dice.choice(of_each),
                self.dice.choice(self.world.of_each or of_each),
                self.dice.choice(self.world.of_each or of_each),
                f"season:{near[0]}..{far[0]}",
                f"season:{far[1]}..{near[1]}",
                "mode:" + self.dice.choice(["road", "rail"]),
                f"customs_value {sign} {self.dice.choice(limits)}",
                f"customs_value {sign} {self.dice.choice(limits)}",
                f"{mass} {sign} {self.dice.choice([*self.masses(mass), *self.masses(mass), *tonnes])}",
                f"{mass} {sign} {self.dice.choice([*self.masses(mass), *tonnes])}",
            ]
        )

    def masses(self, which: str) -> list[str]:
        """What the consignments weigh, where that is known."""
        found = []
        for items in self.world.sent:
            if all(which in item for item in items):
                found.append(plain(sum((Fraction(item[which]) for item in items), Fraction(0))) + " KGM")
        return found

    def told(self) -> str:
        """A condition that can always be told."""
        return self.dice.choice(
            ["proof:CT-1", "buyer:private", "mode:road", f"season:{self.world.day:%m-%d}..{self.world.day:%m-%d}"]
        )

    def origin(self) -> str:
        return self.dice.choice(["*", "*", "CIS", "APTA", "CN", "UZ", "IN"])

    # The book

    def official_values(self) -> list[dict[str, Any]]:
        """Seldom an official value: a floor, or one that replaces."""
        if not self.chance(18):
            return []
        more: dict[str, Any] = {"commodity": self.commodity(longest=6), "as": self.dice.choice(["floor", "replace"])}
        if self.chance(30):
            more["conditions"] = ["proof:CT-1"]
        return [self.row("customs_value", self.dice.choice([self.specific(), f"{self.world.figure(1, 900, 2)} USD"]), **more)]

    def for_chains(self, chains: list[dict[str, Any]], thresholds: list[tuple[str, str]]) -> list[dict[str, Any]]:
        """For each charge a base rate that mostly fits, and some others that compete with it."""
        rows: list[dict[str, Any]] = []
        charges: dict[str, dict[str, Any]] = {}
        for charge in (charge for chain in chains for charge in chain["charge"]):
            charges[charge["kind"]] = charge | charges.get(charge["kind"], {})
        for kind, charge in charges.items():
            rows += self.fees() if kind == "fee" else self.rates(kind, charge, thresholds)
        if self.chance(15):
            of = self.dice.sample(list(charges), min(len(charges), self.dice.randint(1, 2)))
            more: dict[str, Any] = {"of": of, "commodity": self.commodity(longest=6), "origin": self.origin()}
            rows.append(self.row("relief", None, **more, conditions=[self.condition(thresholds)]))
        for _ in range(self.dice.randint(0, 3)):
            more = {"commodity": self.dice.choice(["*", self.commodity(longest=6)]), "origin": self.origin()}
            more |= {"text": {"en": "What must be done"}, "conditions": [self.told()] if self.chance(50) else []}
            rows.append(self.row(self.dice.choice(REQUIREMENTS), None, **more))
        return rows

    def base_rates(self, kind: str, charge: dict[str, Any]) -> list[dict[str, Any]]:
        """What is charged when nothing else is: for each state, on all goods or on each heading."""
        rows = []
        for state in self.world.states:
            for commodity in ["*"] if self.chance(60) else sorted({good[:4] for good in self.world.goods}):
                if charge.get("listed_only") and self.chance(70):
                    continue
                row = self.row(kind, self.expression(), commodity=commodity, scheme="MFN", jurisdiction=state)
                if "choose" not in charge and self.chance(18):
                    row["per"] = "consignment"
                rows.append(row)
        return rows if self.chance(96) else rows[1:]

    def rates(self, kind: str, charge: dict[str, Any], thresholds: list[tuple[str, str]]) -> list[dict[str, Any]]:
        rows = self.base_rates(kind, charge)
        if rows and self.chance(15):
            return rows + self.alike(rows)
        # Few expressions in all, so that the longer rows under a short code often agree, sometimes in other words.
        expressions = [row["expression"] for row in rows[:1]] * 2 + [self.expression()]
        for _ in range(self.dice.choice([0, 1, 1, 2, 3, 4])):
            expression = self.dice.choice([*expressions, self.expression(), self.expression()])
            if self.chance(50):
                expression = self.otherwise(expression)
            row = self.row(kind, expression, commodity=self.commodity(), origin=self.origin())
            if self.chance(50):
                row["scheme"] = self.dice.choice(["MFN", "MFN", "provisional", "FTA"])
            if row["origin"] == "*" and "choose" not in charge and self.chance(85):
                row["scheme"] = "MFN"  # another scheme for every origin would be as near as this, and nothing could be told
            if self.chance(30):
                row["valid_from"] = self.world.near(-200, -1, 0, 0, 1)
            if self.chance(25):
                row["valid_to"] = self.world.near(-1, 0, 0, 1, 40)
                row["valid_from"] = min(row["valid_from"], row["valid_to"])
            if self.chance(35):
                row["conditions"] = [self.condition(thresholds) for _ in range(self.dice.choice([1, 1, 2]))]
            if rows and self.chance(20):
                row["replaces"] = [self.dice.choice(rows)["id"]]
            if "choose" not in charge and self.chance(6):
                row["per"] = "consignment"
            rows.append(row)
            if self.chance(12):
                rows.append(self.rival(row))
        return rows

    def alike(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A national line for each ending, charged as the goods are anyway, in other words: a short code is enough."""
        from .random_books import ENDINGS

        kept = {name: one for name, one in rows[0].items() if name in ("origin", "scheme", "jurisdiction", "per")}
        found = []
        for good in self.world.goods:
            for ending in ENDINGS[self.world.digits]:
                row = self.row(rows[0]["kind"], self.otherwise(rows[0]["expression"]), **kept)
                found.append(row | {"commodity": good + ending})
        return found

    def rival(self, row: dict[str, Any]) -> dict[str, Any]:
        """Another measure for the same goods in the same scheme: a later one, or that of the union or of its member."""
        other = self.row(row["kind"], self.expression())
        kept = {
            name: one
            for name, one in row.items()
            if name in ("commodity", "origin", "scheme", "jurisdiction", "conditions", "valid_from")
        }
        if row["jurisdiction"] in ("EAEU", "KZ", "RU") and self.chance(60):
            kept["jurisdiction"] = "EAEU" if row["jurisdiction"] != "EAEU" else self.world.states[0]
        else:
            kept["valid_from"] = self.world.near(-30, 0, 1)
        return other | kept

    def fees(self) -> list[dict[str, Any]]:
        rows = [self.row("fee", self.fee(), jurisdiction=state) for state in self.world.states]
        rows += [self.row("fee", self.fee(), commodity=self.commodity(longest=6)) for _ in range(self.dice.choice([0, 0, 1]))]
        for row in rows:
            if self.chance(50):
                row["per"] = "consignment"
        return rows

    def fee(self) -> str:
        fixed = f"{self.world.figure(1, 2000, 2)} {self.money()}"
        return self.dice.choice([fixed, fixed, "0.2%", "0.15% MIN 5 USD MAX 50 USD", self.expression()])
