"""Random worlds to assess: a book, a table of rates, and a few consignments, all from one seed.

Edges are common (dates on the boundary of their validity, thresholds hit exactly, halves at rounding, equal measures), faults are
rare, and most charges can be told, so that the figures and not the unknowns are what is compared.
"""

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from . import oracle
from .random_measures import Measures

CURRENCIES = {"KZ": "KZT", "RU": "RUB", "CN": "CNY", "IN": "INR", "UZ": "UZS"}
GOODS = ["080810", "080830", "080840", "401120", "870380", "520512", "081310", "740311", "100630", "851713"]
ORIGINS = ["CN", "UZ", "IN", "RU", "TR", "KZ"]
ENDINGS = {6: [""], 8: ["10", "90"], 10: ["1000", "2000", "8001", "8008"]}
PROOFS = ["CT-1", "ST-1", "FORM-A"]
PRODUCERS = ["Jiaozhou Fruit Co", "Tyre Works No 2"]
TERMS = ["EXW", "FCA", "FAS", "FOB", "CFR", "CPT", "CIF", "CIP", "DAP", "DPU", "DDP"]
SOURCE = {"title": "A law", "address": "https://law.example/1", "checked_on": date(2026, 11, 23)}
QUESTIONS = 8
REGIMES = ["import", "import", "import", "import:parcel"]


def random_world(seed: int) -> dict[str, Any]:
    """A book, rates and consignments: ``book``, ``rates``, ``measures_as_csv`` and ``asked``, a list of what to assess."""
    return World(Random(seed)).build()


class World:
    """What one seed makes, step by step: days and states, goods, rates, consignments, chains, measures, exact thresholds."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.day = date(2026, 1, 1) + timedelta(dice.randrange(365))
        self.states = dice.sample(["KZ", "RU"], 1) if dice.random() < 0.6 else dice.sample(list(CURRENCIES), dice.randint(1, 2))
        self.regime = dice.choice(REGIMES)
        self.goods = dice.sample(GOODS, dice.randint(1, 3))
        self.digits = dice.choice([6, 8, 10, 10])
        self.sent: list[list[dict[str, Any]]] = []
        self.foreign = dice.sample(["USD", "EUR", "CNY", "RUB", "TRY", "GBP"], 3)

    def chance(self, of_hundred: int) -> bool:
        return self.dice.randrange(100) < of_hundred

    def near(self, *days: int) -> date:
        """A day so many days from the world's own."""
        return self.day + timedelta(self.dice.choice(days))

    def figure(self, least: float, most: float, digits: int) -> str:
        """A decimal figure with at most so many digits after the point."""
        scale = 10 ** self.dice.randint(0, digits)
        whole = self.dice.randint(max(1, int(least * scale)), max(1, int(most * scale)))
        return oracle.plain(Fraction(whole, scale))

    def build(self) -> dict[str, Any]:
        groups = self.groups()
        rates = self.rates()
        asked = [self.question() for _ in range(QUESTIONS)]
        book = self.law(Measures(self), groups, rates, asked)
        self.dice.shuffle(book["measures"])
        return {"book": book, "rates": rates, "measures_as_csv": self.chance(30), "asked": asked}

    def law(
        self, writer: Measures, groups: list[dict[str, Any]], rates: list[dict[str, str]], asked: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """The chains and measures of the world's regime, with thresholds that the consignments hit."""
        self.sent = [question["consignment"]["items"] for question in asked]
        chains = [self.chain(state) for state in self.states]
        chains += [self.chain(state) | {"valid_from": self.near(-300, 0, 1)} for state in self.states if self.chance(15)]
        book = {"measures": writer.official_values(), "groups": groups, "chains": chains, "quotas": self.quotas()}
        thresholds = [self.customs_value(question, book, rates) for question in asked]
        self.of_each = [
            limit for question, found in zip(asked, thresholds, strict=True) for limit in self.pieces(question, found)
        ]
        book["measures"] += writer.for_chains(chains, [(found[0], found[1]) for found in thresholds if found])
        self.limit(asked, book, rates)
        self.exempt(asked, book, rates)
        return book

    # Who belongs to what

    def groups(self) -> list[dict[str, Any]]:
        """The union EAEU and two groups of origins; memberships that begin or end about the day."""
        rows = []
        for name, states in (("EAEU", ["KZ", "RU"]), ("CIS", ["KZ", "UZ", "RU"]), ("APTA", ["CN", "IN", "UZ"])):
            members = [self.member(state, steady=name == "EAEU") for state in states]
            rows.append({"name": name, "members": members, "source": SOURCE})
        return rows

    def member(self, state: str, *, steady: bool) -> dict[str, Any]:
        row = {"state": state, "valid_from": date(2012, 1, 1)}
        if self.chance(5 if steady else 25):
            row["valid_from"] = self.near(-1, 0, 0, 1)
        if self.chance(3 if steady else 15):
            row["valid_to"] = self.near(1, 1, 30)
        return row

    # What money is worth

    def rates(self) -> list[dict[str, str]]:
        """Rates between each foreign currency and the states' own: direct, inverse, crossed, with gaps; rarely none."""
        rows: list[dict[str, str]] = []
        for state in self.states:
            home = CURRENCIES[state]
            for currency in self.foreign + [money for money in ("USD", "EUR") if money not in self.foreign]:
                if currency != home:
                    rows += self.pair(currency, home, state)
        if self.chance(50):
            self.dice.shuffle(rows)
        return rows

    def pair(self, currency: str, home: str, state: str) -> list[dict[str, str]]:
        way = self.dice.choices(["direct", "inverse", "both", "crossed", "old", "none"], [50, 15, 10, 18, 5, 2])[0]
        fresh = [0, 0, -1, -20, -61, -62]
        if way == "none":
            return []
        if way == "old":
            return self.row(currency, home, [-62, -63, -64, 1], state)
        if way == "crossed":
            others = [one for one in ("USD", "EUR", "CNY", "RUB", "GBP", "AED", "TRY") if one not in (currency, home)]
            rows = []
            for middle in self.dice.sample(others[: self.dice.choice([2, 3, 6])], self.dice.choice([1, 2, 2])):
                for leg in ((currency, middle), (middle, home)):
                    rows += self.row(*(reversed(leg) if self.chance(40) else leg), fresh, state)
            return rows
        rows = []
        if way in ("direct", "both"):
            rows += self.row(currency, home, fresh, state)
            if self.chance(50):
                rows += self.row(currency, home, [0, -1, -30, 1, -70], state)
        if way in ("inverse", "both"):
            rows += self.row(home, currency, fresh, state)
        return rows

    def row(self, one: str, other: str, days: list[int], state: str) -> list[dict[str, str]]:
        """A row of a pair, sometimes with rivals of the same day: another bank's, one that is not official."""
        on = self.near(*days).isoformat()
        figure = self.dice.choice(
            [self.figure(0.05, 2, 4), self.figure(1, 20, 4), self.figure(50, 600, 2), "0.5", "450.005", "3"]
        )
        rows = [{"from": one, "to": other, "rate": figure, "on": on, "source": "a bank"}]
        if self.chance(20):
            rows[0]["authority"] = self.dice.choice([state, "RU", "CN"])
        if self.chance(20):
            rival = {"rate": self.figure(1, 20, 3), "authority": self.dice.choice([state, "CN", ""]), "source": "another"}
            rows.insert(self.dice.randint(0, 1), rows[0] | rival)
        if self.chance(10):
            later = (date.fromisoformat(on) + timedelta(self.dice.choice([0, 1]))).isoformat()
            rows.append(rows[0] | {"rate": self.figure(1, 20, 3), "on": later, "official": "false", "source": "a paper"})
        return rows

    # What is sent

    def question(self) -> dict[str, Any]:
        """One consignment and where, when and how it enters."""
        state = self.dice.choice(self.states)
        on = self.day if self.chance(70) else self.near(-1, 1, 0, 2)
        mode = self.dice.choice(["road", "rail", "sea", "air"]) if self.chance(97) else None
        question = {"consignment": self.consignment(state), "jurisdiction": state, "regime": self.regime, "on": on, "mode": mode}
        return question | {"plan": self.chance(8)}

    def consignment(self, state: str) -> dict[str, Any]:
        row: dict[str, Any] = {"reference": "R-1", "incoterm": self.dice.choice(TERMS)}
        currencies = self.dice.choices([CURRENCIES[state], *self.foreign], k=2)
        masses = self.chance(90)
        # What a term takes off is small beside the price, else the customs value would often be below zero, which is a fault.
        within = row["incoterm"] in TERMS[4:]
        row["items"] = [
            self.item(state, self.dice.choice(currencies), masses=masses, dear=within and self.chance(90))
            for _ in range(self.dice.choice([1, 1, 2, 2, 3, 4]))
        ]
        if self.chance(20):  # items alike in what sums are shared out by
            alike = {name: row["items"][0][name] for name in ("value", "currency", "gross_mass") if name in row["items"][0]}
            row["items"] = [item | alike for item in row["items"]]
        if self.chance(92):
            amount = self.figure(0.01, 3, 3) if within else self.figure(1, 90, 3)
            row["freight"] = {"amount": amount, "currency": currencies[0] if within else self.dice.choice([currencies[0], "USD"])}
            if self.chance(60):
                part = Fraction(amount) * self.dice.choice([Fraction(0), Fraction(1, 2), Fraction(1, 4), Fraction(1)])
                row["freight"]["after_entry"] = oracle.plain(part)
        if self.chance(50):
            row["insurance"] = {"amount": self.figure(0.01, 1 if within else 9, 3), "currency": self.dice.choice(currencies)}
        elif self.chance(30):
            row["insurance"] = None
        if self.chance(60 if row["incoterm"] == "DDP" else 5):
            row["duties_included"] = {"amount": self.figure(0.01, 1, 2), "currency": self.dice.choice(currencies)}
        if self.chance(40):
            row["importer"] = self.dice.choice([["AEO"], ["REGISTERED"], ["REGISTERED", "AEO"], []])
        if self.chance(50):
            row["bought"] = {"amount": self.figure(0.01, 3000, 2), "currency": self.dice.choice(currencies)}
        if self.chance(60):
            row["buyer_kind"] = self.dice.choice(["business", "private"])
        return row

    def item(self, state: str, currency: str, *, masses: bool, dear: bool) -> dict[str, Any]:
        hs = self.dice.choice(self.goods)
        value = self.dice.choice(["1000", "200", "999.99", self.figure(100, 5000, 2), self.figure(1e6, 5e9, 2)])
        if not dear:
            value = self.dice.choice([value, "99.99", "0.125", "0", self.figure(1, 100, 3)])
        row: dict[str, Any] = {"description": "goods", "hs": hs, "origin": self.dice.choice(ORIGINS), "value": value}
        row |= {"currency": currency, "codes": self.codes(state, hs)}
        row["quantity"], row["unit"] = self.figure(1, 300, 2), self.dice.choice(["NAR", "LTR", "KGM"])
        row["quantities"] = {unit: self.figure(1, 300, 2) for unit in ("NAR", "LTR", "KWT") if self.chance(97)}
        if "NAR" in row["quantities"] and self.chance(40):
            row["quantities"]["NAR"] = self.dice.choice(["1", "2", "4", "10", "0"] if self.chance(10) else ["1", "2", "4", "10"])
        net = self.dice.choice(["30", "31", "0.5", self.figure(1, 400, 3)])
        if self.chance(96):
            row["net_mass"] = net
        if masses or self.chance(50):
            row["gross_mass"] = oracle.plain(Fraction(net) * self.dice.choice([Fraction(1), Fraction(11, 10), Fraction(2)]))
        if self.chance(50):
            row["proofs"] = self.dice.sample(PROOFS, self.dice.randint(1, 2))
        if self.chance(30):
            row["producer"] = self.dice.choice(PRODUCERS)
        return {name: one for name, one in row.items() if one not in ({}, None)}

    def codes(self, state: str, hs: str) -> dict[str, str]:
        """National digits: mostly of the union or the state, seldom of both, sometimes of a stranger."""
        found: dict[str, str] = {}
        if self.chance(70):
            found[self.dice.choice(["EAEU", state])] = hs + self.dice.choice(ENDINGS[self.digits])
        if self.chance(8):
            found[state] = hs + self.dice.choice(ENDINGS[self.digits])
        if self.chance(15):
            found[self.dice.choice(["TR", "US"])] = hs + "8001"
        return found

    # What the law charges

    def chain(self, state: str) -> dict[str, Any]:
        """A chain of one to six charges."""
        modes = ["half_up", "half_up", "half_even", "down", "up"]
        row: dict[str, Any] = {"jurisdiction": state, "regime": self.regime, "currency": CURRENCIES[state]}
        row["valuation"] = self.dice.choice(["CIF", "CIF", "FOB", "DAP-border"])
        row["rounding"] = {
            "to": self.dice.choice(["0.01"] * 5 + ["0.1", "1", "0.05", "10", "0.001"]),
            "mode": self.dice.choice(modes),
        }
        row["valid_from"] = date(2020, 1, 1)
        if self.chance(20):
            row["freight_if_unknown"] = self.dice.choice(["20%", "12.5%"])
        if self.chance(15):
            row["freight_at_most"] = {"rate": self.dice.choice(["20%", "2%"]), "mode": self.dice.choice(["air", "road", "rail"])}
        if self.chance(15):
            row["insurance_if_unknown"] = "1.125%"
        if self.chance(15):
            row["addition"] = {
                "rate": self.dice.choice(["1%", "0.5%"]),
                "of": self.dice.choice([["value"], ["value", "freight"], ["value", "insurance"], ["customs_value"]]),
            }
        row["source"] = SOURCE
        kinds = ["customs_duty", "anti_dumping", "surcharge", "aidc", "consumption_tax", "fee", "vat", "income_tax"]
        weights = {"customs_duty": 95, "vat": 80, "fee": 45, "consumption_tax": 45}
        chosen = [kind for kind in kinds if self.chance(weights.get(kind, 25))] or ["customs_duty"]
        row["charge"] = [self.charge(kind, chosen[:place]) for place, kind in enumerate(chosen)]
        return row

    def charge(self, kind: str, earlier: list[str]) -> dict[str, Any]:
        row: dict[str, Any] = {"kind": kind, "base": ["customs_value", *(one for one in earlier if self.chance(70))]}
        if kind == "surcharge" and "customs_duty" in earlier and self.chance(60):
            row["base"] = ["customs_duty"]
        if kind in ("customs_duty", "aidc") and self.chance(35):
            row["choose"] = "lowest"
        if kind == "consumption_tax" and self.chance(70):
            row["gross_up"] = True
        if kind in ("anti_dumping", "consumption_tax") and self.chance(80):
            row["listed_only"] = True
            if self.chance(50):
                row["list"] = {"complete_on": date(2026, 1, 1), "title": "The list", "address": "https://law.example/list"}
        if self.chance(12):
            row["share"] = self.dice.choice(["0.70", "0.5", "0.333"])
        elif self.chance(25):
            row["exempt_up_to"] = {"amount": self.figure(1, 60, 2), "currency": self.dice.choice(["EUR", "USD"])}
        return row

    def quotas(self) -> list[dict[str, Any]]:
        """Two quotas, of which what is left is mostly on file, and often just what a consignment brings."""
        rows = []
        for name, unit in (("Q-1", self.dice.choice(["KGM", "TNE"])), ("Q-2", "NAR")):
            row = {"name": name, "unit": unit, "amount": "1000000", "jurisdiction": self.states[0], "source": SOURCE}
            row |= {"valid_from": date(2026, 1, 1), "left_on": self.day}
            if self.chance(80):
                row["left"] = self.dice.choice(["0", "1", self.figure(1, 400, 2), *self.brought(unit), *self.brought(unit)])
            if self.chance(20):
                row["valid_to"] = self.near(-1, 0, 0)
                if self.chance(80):
                    rows.append(row | {"valid_from": row["valid_to"] + timedelta(1), "left": self.figure(1, 400, 2)})
                    del rows[-1]["valid_to"]
            rows.append(row)
        return rows

    def brought(self, unit: str) -> list[str]:
        """What the consignments bring in a unit, all of their items or the first."""
        found = []
        for items in self.sent:
            numbers = [item["quantities"].get("NAR") if unit == "NAR" else item.get("net_mass") for item in items]
            if None not in numbers:
                whole = [sum(map(Fraction, numbers[:count])) for count in (1, len(numbers))]
                found += [oracle.plain(number / (1000 if unit == "TNE" else 1)) for number in whole]
        return found

    # Thresholds that are hit exactly

    def customs_value(
        self, question: dict[str, Any], book: dict[str, Any], rates: list[dict[str, str]]
    ) -> tuple[str, str, list[str]] | None:
        """The consignment's customs value by the oracle, its currency and the items' values, for thresholds that they hit."""
        try:
            found = oracle.assess(**question, book=book, rates=rates)
        except oracle.Fault:
            return None
        return found["customs_value"] and (found["customs_value"], found["currency"], found["customs_values"])

    def pieces(self, question: dict[str, Any], found: tuple[str, str, list[str]] | None) -> list[str]:
        """Comparisons of one piece of an item that it just hits: its value, and its quantity in another unit."""
        limits = []
        for number, item in enumerate(question["consignment"]["items"]):
            of_piece = {
                "LTR/NAR": item["quantities"].get("LTR"),
                "E4/KGM": item.get("gross_mass"),
                "KGM/NAR": item.get("net_mass"),
            }
            if found:
                of_piece["customs_value/NAR"] = found[2][number]
            for figure, whole in of_piece.items():
                number_of = item.get("net_mass") if figure == "E4/KGM" else item["quantities"].get("NAR")
                each = whole and number_of and number_of != "0" and Fraction(whole) / Fraction(number_of)
                if each and 10**9 % each.denominator == 0:
                    sign = self.dice.choice(["<=", "<", ">=", ">"])
                    limits.append(f"{figure} {sign} {oracle.plain(each)} {found[1] if 'value' in figure else ''}".rstrip())
        return limits

    def limit(self, asked: list[dict[str, Any]], book: dict[str, Any], rates: list[dict[str, str]]) -> None:
        """Seldom limits for one consignment and for a year or less, just hit by some; beyond them a chain of another regime."""
        if not self.chance(20):
            return
        beyond: dict[str, dict[str, Any]] = {}
        for chain in book["chains"]:
            state = chain["jurisdiction"]
            values = [self.customs_value(question, book, rates) for question in asked if question["jurisdiction"] == state]
            hit = [(found[0], found[1]) for found in values if found]
            periods = self.dice.choice([[None], [None, "year"], ["month"], ["quarter"]])
            chain |= {"limits": [self.one_limit(hit, per) for per in periods], "beyond": "import:general"}
            charges = [charge | {"base": ["customs_value"]} for charge in chain["charge"][-2:]]
            beyond[state] = self.chain(state) | {"regime": "import:general", "charge": charges}
        book["chains"] += [chain for chain in beyond.values() if self.chance(95)]
        book["measures"] += [
            row
            | {"id": f"{row['id']}-general", "regime": "import:general"}
            | ({"replaces": [f"{name}-general" for name in row["replaces"]]} if "replaces" in row else {})
            for row in book["measures"]
        ]

    def one_limit(self, hit: list[tuple[str, str]], per: str | None) -> dict[str, str]:
        amount, currency = self.dice.choice(hit) if hit and self.chance(70) else (self.figure(10, 5000, 2), "USD")
        if per and self.chance(60):
            amount = oracle.plain(Fraction(amount) * 2)
        return {"amount": amount, "currency": currency} | ({"per": per} if per else {})

    def exempt(self, asked: list[dict[str, Any]], book: dict[str, Any], rates: list[dict[str, str]]) -> None:
        """Set some exempt sums to just what a consignment would pay, or a unit beside it."""
        for chain in book["chains"]:
            for charge in chain["charge"]:
                if "exempt_up_to" not in charge or self.chance(25):
                    continue
                written = charge.pop("exempt_up_to")
                question = self.dice.choice(asked)
                try:
                    found = oracle.assess(**question, book=book, rates=rates)
                except oracle.Fault:
                    charge["exempt_up_to"] = written
                    continue
                if not found["currency"]:  # beyond a limit, where no chain is
                    charge["exempt_up_to"] = written
                    continue
                due = sum(Fraction(row["amount"]) for row in found["charges"] if row["kind"] == charge["kind"])
                due += self.dice.choice([0, 0, 1, -1]) * Fraction(chain["rounding"]["to"])
                charge["exempt_up_to"] = {"amount": oracle.plain(max(due, Fraction(0))), "currency": found["currency"]}
