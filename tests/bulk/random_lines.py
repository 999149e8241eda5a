"""Random files of lines over random worlds: the worlds of single consignments, with goods that come as lines.

Consignments are of one or several lines, together or scattered over the file. A file has those that the world's thresholds
were set by, the same again with a figure a step higher or lower or a day on, and new ones. Everything comes from one seed.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.assessment.oracle import plain
from tests.assessment.random_books import QUESTIONS, SOURCE, TERMS, World
from tests.assessment.random_measures import Measures

from .line_oracle import Line, LineOracle, question_of

REGIMES = (
    "import", "export", "transit", "temporary", "inward-processing", "bonded", "import:parcel", "import:9610", "import:1210",
    "export:9610", "export:9710", "export:9810",
)  # fmt: skip
OPTIONAL = (
    "consignment_id", "code", "quantity", "unit", "net_mass", "gross_mass", "incoterm", "freight", "proofs", "buyer", "producer",
    "mode", "buyer_kind", "importer",
)  # fmt: skip
BUYERS = ("Ли Мин", "B-1", "B-2", "王芳")
MOST_LINES = 12


def random_file(seed: int, lines: int, *, bad: bool = True) -> dict[str, Any]:
    """A book, rates and a file: ``book``, ``rates``, ``lines``, ``columns``, ``given`` (what comes from the command)."""
    return LineWorld(Random(f"lines {seed}")).file(lines, bad=bad)


class LineMeasures(Measures):
    """Measures for goods that say one quantity only, so that most rates by a unit can be computed."""

    def specific(self) -> str:
        figure = self.dice.choice(["0.03", "0.2", "1", "2.5", self.world.figure(0.01, 5, 3)])
        units = ["KGM", "KGM", "100KGM", "TNE", self.world.unit, self.world.unit, self.world.unit]
        return f"{figure} {self.money()}/{self.dice.choice(units if self.chance(97) else ['KWT'])}"

    def condition(self, thresholds: list[tuple[str, str]]) -> str:
        return f"quota:Q-{self.dice.randint(1, 2)}" if self.chance(20) else super().condition(thresholds)


class LineWorld(World):
    """What one seed makes."""

    def __init__(self, dice: Random) -> None:
        super().__init__(dice)
        self.unit = dice.choice(["NAR", "NAR", "LTR", "KGM"])
        self.regimes = dice.sample(REGIMES, dice.choice([1, 1, 2, 3]))
        # The regimes with limits, beyond which is the last of all.
        self.limited = tuple(self.regimes[:-1]) if self.chance(60) else ()
        self.buyers = dice.sample(BUYERS, dice.randint(1, 3))
        self.asked_lines: list[list[Line]] = []

    # The law

    def file(self, lines: int, *, bad: bool) -> dict[str, Any]:
        groups, rates = self.groups(), self.rates()
        writer = LineMeasures(self)
        book: dict[str, Any] = {"measures": [], "groups": groups, "chains": []}
        pool: list[list[Line]] = []
        for regime in self.regimes:
            self.regime = regime
            self.asked_lines = []
            law = self.law(writer, groups, rates, [self.question() for _ in range(QUESTIONS)])
            book["measures"] += law["measures"]
            book["chains"] += law["chains"]
            pool += self.asked_lines
        self.dice.shuffle(book["measures"])
        self.set_quotas(book, pool)
        if self.limited:
            self.set_limits(book, rates, pool)
        found = {"book": book, "rates": rates, "measures_as_csv": self.chance(30)}
        return found | self.lines_of(pool, lines, bad=bad)

    def quotas(self) -> list[dict[str, Any]]:
        """Quotas are set when the law of all regimes is there."""
        return []

    def set_quotas(self, book: dict[str, Any], pool: list[list[Line]]) -> None:
        """Two quotas, of which is left mostly on file, and often just what a few consignments bring."""
        book["quotas"] = []
        for name, unit in (("Q-1", self.dice.choice(["KGM", "KGM", "TNE"])), ("Q-2", self.unit)):
            row = {"name": name, "unit": unit, "amount": "1000000000", "jurisdiction": self.states[0], "source": SOURCE}
            row |= {"valid_from": date(2022, 1, 1), "left_on": self.day}
            if self.chance(85):
                row["left"] = self.left(unit, pool)
            if self.chance(20):
                row["valid_to"] = self.near(-1, 0, 0, 30)
                if self.chance(80):
                    later = {"valid_from": row["valid_to"] + timedelta(1), "left": self.left(unit, pool)}
                    book["quotas"].append({name: value for name, value in row.items() if name != "valid_to"} | later)
            book["quotas"].append(row)

    def left(self, unit: str, pool: list[list[Line]]) -> str:
        """What some consignments bring in a unit, or a little less."""
        lines = [line for lines in self.dice.choices(pool, k=self.dice.choice([1, 2, 4, 10, 30])) for line in lines]
        if unit == self.unit != "KGM":
            brought = sum((Fraction(line["quantity"]) for line in lines if line.get("unit") == unit), Fraction(0))
        else:
            brought = sum((Fraction(line.get("net_mass", 0)) for line in lines), Fraction(0))
        brought = brought / (1000 if unit == "TNE" else 1) + self.dice.choice([0, 0, Fraction(-1, 1000)])
        return plain(max(brought, Fraction(0)))

    def limit(self, asked: list[dict[str, Any]], book: dict[str, Any], rates: list[dict[str, str]]) -> None:
        """Limits are set when the law of all regimes is there."""

    def set_limits(self, book: dict[str, Any], rates: list[dict[str, str]], pool: list[list[Line]]) -> None:
        """Limit chains by what consignments are worth, to the step, and by a few of them together."""
        values: dict[str, list[Fraction]] = {state: [] for state in self.states}
        oracle = LineOracle(book, rates)
        for lines in pool:
            if lines[0]["regime"] in self.limited and oracle.chains_of(lines[0]):
                rows = oracle.ask(question_of(lines))
                if rows and all(row["customs_value"] is not None for row in rows):
                    values[lines[0]["jurisdiction"]].append(sum(row["customs_value"] for row in rows))
        for chain in book["chains"]:
            worth = values[chain["jurisdiction"]]
            if chain["regime"] not in self.limited or not worth:
                continue
            step = Fraction(chain["rounding"]["to"])
            single = self.dice.choice(worth) + self.dice.choice([0, 0, -1, 1]) * step
            period = sum(self.dice.choices(worth, k=self.dice.randint(1, 4))) + self.dice.choice([0, 0, -1, 1]) * step
            limits = [{"amount": plain(max(single, step)), "currency": chain["currency"]}] if self.chance(80) else []
            limits.append(
                {
                    "amount": plain(max(period, step)),
                    "currency": chain["currency"],
                    "per": self.dice.choice(["year", "year", "quarter", "month"]),
                }
            )
            if self.chance(25):  # the single limit, or the period's, in other money: mostly far beside
                limits[0] = limits[0] | {"amount": self.figure(1, 5000, 2), "currency": "USD"}
            if self.chance(20):
                limits.append(limits[-1] | {"per": self.dice.choice(["year", "month"])})
            chain |= {"limits": limits, "beyond": self.regimes[-1]}

    def pieces(self, question: dict[str, Any], found: tuple[str, str, list[str]] | None) -> list[str]:
        """Comparisons of one piece of a line that it just hits: its value, its masses."""
        limits = []
        for number, item in enumerate(question["consignment"]["items"]):
            pairs = [("E4", "KGM", item.get("gross_mass"), item.get("net_mass"), "")]
            if "unit" in item and item["unit"] != "KGM":
                pairs.append(("KGM", item["unit"], item.get("net_mass"), item["quantity"], ""))
                pairs.append(("customs_value", item["unit"], found and found[2][number], item["quantity"], found and found[1]))
            for figure, unit, of_all, pieces, money in pairs:
                each = of_all and pieces and Fraction(pieces) and Fraction(of_all) / Fraction(pieces)
                if each and 10**9 % each.denominator == 0:
                    sign = self.dice.choice(["<=", "<", ">=", ">"])
                    limits.append(f"{figure}/{unit} {sign} {plain(each)} {money}".rstrip())
        return limits

    # The lines

    def question(self) -> dict[str, Any]:
        """One consignment of lines, as the law's thresholds are set by it."""
        lines = self.new_lines()
        self.asked_lines.append(lines)
        return question_of(lines)

    def new_lines(self) -> list[Line]:
        """The lines of one consignment, without names."""
        state = self.dice.choice(self.states)
        shared: Line = {"jurisdiction": state, "regime": self.regime}
        shared["on"] = self.day if self.chance(70) else self.near(-1, 1, 0, 2)
        if self.chance(90):
            shared["mode"] = self.dice.choice(["road", "rail", "sea", "air"])
        if self.chance(50):
            shared["buyer_kind"] = self.dice.choice(["business", "private"])
        if self.limited or self.chance(10):
            shared["buyer"] = self.dice.choice(self.buyers)
        if self.chance(30):
            shared["importer"] = self.dice.sample(["AEO", "REGISTERED"], self.dice.randint(1, 2))
        number = self.dice.choice([1, 1, 1, 2, 2, 3, 4, self.dice.randint(1, MOST_LINES)])
        lines = [self.line(state) | shared for _ in range(number)]
        if self.chance(15):  # lines alike in what sums are shared out by
            lines = [line | {name: lines[0][name] for name in ("value", "currency")} for line in lines]
        return lines

    def line(self, state: str) -> Line:
        """One line's own columns."""
        term = self.dice.choice(TERMS)
        with_freight = self.chance(30)
        dear = with_freight and term in TERMS[4:] and self.chance(95)
        item = self.item(state, self.dice.choice([*self.foreign, self.foreign[0]]), masses=True, dear=dear)
        line: Line = {name: value for name, value in item.items() if name not in ("description", "codes", "quantities")}
        codes = item.get("codes", {})
        if state in codes or "EAEU" in codes:
            line["code"] = codes.get(state) or codes["EAEU"]
        if self.chance(85):
            line["unit"] = self.unit
        if self.chance(30):  # round quantities, so that what one piece is worth ends in decimals
            line["quantity"] = self.dice.choice(["1", "2", "4", "10", "0"] if self.chance(10) else ["1", "2", "4", "10"])
        if self.chance(5):
            del line["quantity"], line["unit"]
        if self.chance(8):
            line.pop("gross_mass", None)
        if with_freight:
            line["freight"] = self.dice.choice(
                [self.figure(0.01, 3, 3) if term in TERMS[4:] else self.figure(1, 90, 3), "0", "0.005"]
            )
        if (with_freight and self.chance(97)) or self.chance(20):
            line["incoterm"] = term
        return line

    def varied(self, lines: list[Line]) -> list[Line]:
        """The same lines, or with a figure or the day a little beside."""
        choice = self.dice.randrange(6)
        if choice == 0:
            beside = self.dice.randrange(len(lines))
            name = self.dice.choice(["value", "net_mass", "gross_mass"])
            if name in lines[beside]:
                step = Fraction(self.dice.choice(["0.01", "-0.01", "0.001", "1"]))
                changed = plain(max(Fraction(0), Fraction(lines[beside][name]) + step))
                return [line | {name: changed} if place == beside else line for place, line in enumerate(lines)]
        if choice == 1:
            on = lines[0]["on"] + timedelta(self.dice.choice([-1, 1, 31, -31, 92] if self.limited else [-1, 1]))
            return [line | {"on": on} for line in lines]
        if choice == 2:
            return [line | {"origin": self.dice.choice(["CN", "UZ", "IN", "TR"])} for line in lines]
        if choice == 3 and "buyer" in lines[0]:
            return [line | {"buyer": self.dice.choice(self.buyers)} for line in lines]
        if choice == 4 and len(lines) > 1:
            return lines[1:]
        return lines

    def lines_of(self, pool: list[list[Line]], most: int, *, bad: bool) -> dict[str, Any]:
        """The file: consignments from the pool, beside it and new, until there are enough lines."""
        chosen: list[list[Line]] = []
        count = 0
        while count < most:
            if self.chance(40):
                self.regime = self.dice.choice(self.regimes)
                lines = self.new_lines()
            else:
                lines = self.varied(self.dice.choice(pool))
            if bad and self.chance(1):
                lines = [self.spoilt(lines[0]), *lines[1:]]
            chosen.append(self.named(lines, f"Накладная {len(chosen)}"))
            count += len(lines)
        order = [(place, line) for place, lines in enumerate(chosen) for line in lines]
        if self.chance(50):  # scattered, each consignment in its own order
            spread = self.dice.choice([3, 30, len(chosen)])
            order.sort(key=lambda pair: pair[0] + self.dice.random() * spread)
        lines = [line | {"line_id": f"L{number}"} for number, (_, line) in enumerate(order, 1)]
        given = {}
        for name in ("jurisdiction", "regime", "on"):
            if len({line.get(name) for line in lines}) == 1 and self.chance(50):
                given[name] = lines[0][name]
                lines = [{key: value for key, value in line.items() if key != name} for line in lines]
        used = {name for line in lines for name in line}
        columns = [
            name for name in (*("line_id", "jurisdiction", "regime", "on", "hs", "origin", "value", "currency"), *OPTIONAL)
        ]
        columns = [name for name in columns if name in used or (name in OPTIONAL and self.chance(30))]
        self.dice.shuffle(columns)
        return {"lines": lines, "columns": columns, "given": given}

    def named(self, lines: list[Line], name: str) -> list[Line]:
        """The lines of one consignment under its name; a single one often has none."""
        if len(lines) == 1 and self.chance(60):
            return lines
        return [line | {"consignment_id": name} for line in lines]

    def spoilt(self, line: Line) -> Line:
        """The line with something that cannot be read or is not there."""
        spoil: list[Callable[[], Line]] = [
            lambda: line | {"value": self.dice.choice(["-1", "a lot", "1,5", "1e3x", ""])},
            lambda: line | {"hs": self.dice.choice(["999999", "0808", ""])},
            lambda: line | {"currency": self.dice.choice(["XXQ", "", "usd"])},
            lambda: line | {"origin": self.dice.choice(["ZZ", "", "China"])},
            lambda: line | {"net_mass": "-0.5"},
            lambda: line | {"code": "12345678"},
        ]
        return self.dice.choice(spoil)()
