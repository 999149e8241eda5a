"""The arithmetic of a chain of charges, written once, as relations over columns of whole numbers.

Everything is counted in *steps*: the unit that the chain rounds to (0.01 of its currency, say). Rates, units and grossing-up have
been worked into whole coefficients over a common denominator (:mod:`chorsu.assessment.coefficients`), so that each amount is one
linear form, one comparison and one rounding, exact. A NULL is an unknown, and spreads as one.

A line is a row with the columns ``n`` (its number), ``c`` (its consignment), ``cv`` (customs value in steps), ``q0 …``
(quantities by unit), ``x0 …`` (steps that one unit of a currency comes to), and by charge ``k`` its entry ``e{k}``: a row of the
relation ``entry{k}`` with the state ``s{k}`` of the charge and, by slot ``j``, the coefficients of the measure in it. What only
concerns the line itself is computed in its row (*straight*); what is shared out over a consignment, or is to be picked among
many, goes through the relations ``due`` and ``form`` (*gathered*).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chorsu.assessment.dialect import Dialect

# ruff: noqa: S608 - the SQL below is put together from this module's own words and integers only

ZERO, DUE, UNKNOWN, GATHERED = 0, 1, 2, 3


@dataclass(frozen=True)
class Pair:
    """Money per unit: the column of the unit's quantity (None for a fixed sum) and that of the currency."""

    unit: int | None
    currency: int

    def sql(self, integer: str) -> str:
        """The quantity in steps of the chain's currency, but for the coefficient."""
        exchange = f"CAST(x{self.currency} AS {integer})"
        return exchange if self.unit is None else f"(CAST(q{self.unit} AS {integer}) * {exchange})"


@dataclass(frozen=True)
class SlotShape:
    """How many groups a measure in a slot may have, forms in a group, and terms of money in a form."""

    groups: int = 1
    forms: int = 1
    terms: int = 0


@dataclass(frozen=True)
class ChargeRule:
    """What is special about a charge: its bases (customs value and places of earlier charges), lowest, share, exemption.

    ``exempt`` is (column of the currency, numerator, denominator) of the sum that is not collected.
    """

    on_customs_value: bool
    on_charges: tuple[int, ...] = ()
    lowest: bool = False
    share: tuple[int, int] | None = None
    exempt: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class ChargeShape:
    """What a batch of lines asks of a charge: slots of straight measures, gathered ones, numbers of more than 64 bits."""

    slots: tuple[SlotShape, ...] = ()
    gathered: bool = False
    wide: bool = True


class _Steps:
    """Queries that each add columns to the one before, and leave out those that nobody needs any more."""

    def __init__(self, source: str, columns: list[str], dialect: Dialect) -> None:
        self.current, self.columns, self.dialect = source, columns, dialect
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def add(
        self, new: Mapping[str, str], *, join: str = "", joined: Sequence[str] = (), last_use_of: Collection[str] = ()
    ) -> None:
        """A step with ``new`` columns (SQL by name), and those of what is ``joined``."""
        kept = [name for name in (*self.columns, *joined) if name not in last_use_of]
        listed = ", ".join((*kept, *(f"{sql} AS {name}" for name, sql in new.items())))
        name = f"step{len(self.found)}_{len(self._open)}"
        self._open.append((name, f"SELECT {listed} FROM {self.current} {join}"))
        self.current, self.columns = name, [*kept, *new]

    def close(self, name: str) -> str:
        """Make the steps so far one relation."""
        # Steps put into one another would repeat what they compute, many times over.
        hint = "MATERIALIZED " if self.dialect.name == "sqlite" else ""
        body = ", ".join(f"{step} AS {hint}({query})" for step, query in self._open[:-1])
        last = self._open[-1][1]
        self.found.append((name, f"WITH {body} {last}" if body else last))
        self._open.clear()
        self.current = name
        return name


@dataclass(frozen=True)
class Program:
    """The arithmetic of a batch of lines under one chain. ``together``: some lines share a consignment."""

    rules: tuple[ChargeRule, ...]
    shapes: tuple[ChargeShape, ...]
    pairs: tuple[Pair, ...]
    units: int
    currencies: int
    mode: str
    together: bool
    dialect: Dialect

    def line_columns(self) -> Iterator[str]:
        """The columns of a line, in order."""
        yield from ("n", "c", "cv")
        for letter, count in (("q", self.units), ("x", self.currencies), ("e", len(self.rules))):
            yield from (f"{letter}{number}" for number in range(count))

    def form_columns(self) -> Iterator[str]:
        """The columns of the relation ``form``, in order."""
        yield from ("m", "g", "rate", *(f"a{pair}" for pair in range(len(self.pairs))), "d")

    def entry_columns(self, k: int) -> Iterator[tuple[str, bool]]:
        """The columns of the relation ``entry{k}``, in order, each with whether it needs more than 64 bits."""
        wide = self.shapes[k].wide
        yield from ((f"e{k}", False), (f"s{k}", False))
        for j, slot in enumerate(self.shapes[k].slots):
            yield f"d{k}_{j}", wide
            for place in _places(slot):
                yield f"r{k}_{j}_{place}", wide
                for term in range(slot.terms):
                    yield f"a{k}_{j}_{place}_{term}", wide
                    yield f"p{k}_{j}_{place}_{term}", False

    def stages(self, source: str, carried: Sequence[str] = ()) -> list[tuple[str, str]]:
        """The relations to make one after the other, as (name, query); the last one holds a row for each line of ``source``.

        Its columns: those of a line, what else of the source is to be ``carried`` along, and by charge its base ``b{k}``,
        the amounts by slot ``m{k}_{j}`` (of which ``v{k}_{j}`` is due where a share is), the whole amount ``t{k}`` (NULL
        unknown, 0 also where exempt), what of it is due ``u{k}``, and ``stands{k}`` (true where no exemption may undo it).
        A stage ``gathered{k}`` has the amounts of the measures that were gathered: n, m, base, amount, due.
        """
        steps = _Steps(source, [*self.line_columns(), *carried], self.dialect)
        for k in range(len(self.rules)):
            entry = [name for name, _ in self.entry_columns(k)][1:]
            steps.add({f"b{k}": self._base(k)}, join=f"JOIN entry{k} USING (e{k})", joined=entry)
            if self.shapes[k].gathered:
                before = steps.close(f"before{k}")
                steps.found.append((f"gathered{k}", self._gathered(k, before)))
                steps.found.append((f"summed{k}", self._summed(k)))
                steps.add({}, join=f"LEFT JOIN summed{k} USING (n)", joined=[f"{letter}{k}" for letter in "gvhw"])
            self._charge(k, steps)
        steps.close("charged")
        return steps.found

    def _cast(self, sql: str, wide: bool = True) -> str:
        return f"CAST({sql} AS {self.dialect.integer(wide)})"

    def _base(self, k: int) -> str:
        rule = self.rules[k]
        parts = [*(["cv"] if rule.on_customs_value else []), *(f"t{other}" for other in rule.on_charges)]
        return self._cast(" + ".join(parts) or "0", self.shapes[k].wide)

    def _charge(self, k: int, steps: _Steps) -> None:
        """The steps of one charge."""
        rule, shape = self.rules[k], self.shapes[k]
        slots = range(len(shape.slots))
        if shape.slots:
            coefficients = {name for name, _ in self.entry_columns(k)} - {f"e{k}", f"s{k}"}
            divisors = {f"d{k}_{j}" for j in slots}
            steps.add({f"n{k}_{j}": self._fraction(k, j) for j in slots}, last_use_of=coefficients - divisors)
            amounts = {f"m{k}_{j}": self.dialect.rounded(f"n{k}_{j}", f"d{k}_{j}", self.mode, shape.wide) for j in slots}
            steps.add(amounts, last_use_of=divisors | {f"n{k}_{j}" for j in slots})
            if rule.share:
                steps.add({f"v{k}_{j}": self.share_of(k, f"m{k}_{j}") for j in slots})
        steps.add({f"o{k}": self._whole(k)})
        if rule.exempt:
            steps.add(self._sums(k))
        steps.add(self._due(k))

    def _fraction(self, k: int, j: int) -> str:
        """The numerator of the amount of a measure in a slot: the greatest, over its groups, of the least form of each."""
        slot = self.shapes[k].slots[j]
        forms = [[self._form(k, j, f"{g}_{f}", slot.terms) for f in range(slot.forms)] for g in range(slot.groups)]
        least = [f"{self.dialect.least}({', '.join(group)})" if len(group) > 1 else group[0] for group in forms]
        greatest = f"{self.dialect.greatest}({', '.join(least)})" if len(least) > 1 else least[0]
        flat = [form for group in forms for form in group]
        # Both functions leave out what is NULL, but an amount of which a part is unknown is unknown.
        return greatest if len(flat) == 1 else f"CASE WHEN ({' + '.join(flat)}) IS NOT NULL THEN {greatest} END"

    def _form(self, k: int, j: int, place: str, terms: int) -> str:
        parts = [f"r{k}_{j}_{place} * b{k}"]
        for term in range(terms):
            integer = self.dialect.integer(self.shapes[k].wide)
            cases = " ".join(f"WHEN {number} THEN {pair.sql(integer)}" for number, pair in enumerate(self.pairs))
            parts.append(f"a{k}_{j}_{place}_{term} * CASE p{k}_{j}_{place}_{term} {cases} ELSE 0 END")
        return " + ".join(parts)

    def _whole(self, k: int) -> str:
        """The charge before any exemption: of straight measures the sum or the lowest, or what was gathered."""
        rule, shape = self.rules[k], self.shapes[k]
        amounts = [f"m{k}_{j}" for j in range(len(shape.slots))]
        straight = (
            f"{self.dialect.least}({', '.join(amounts)})" if rule.lowest and len(amounts) > 1 else " + ".join(amounts) or "NULL"
        )
        gathered = f"WHEN {GATHERED} THEN g{k} " if shape.gathered else ""
        return self._cast(f"CASE s{k} WHEN {ZERO} THEN 0 WHEN {DUE} THEN {straight} {gathered}END", shape.wide)

    def _sums(self, k: int) -> dict[str, str]:
        """The charge over the whole consignment, and what of it is exempt."""
        currency, n, d = self.rules[k].exempt or (0, 0, 1)
        most = self.dialect.quotient(f"{self.dialect.literal(n, True)} * x{currency}", self.dialect.literal(d, True), wide=True)
        # Where a charge is unknown as a whole, some of its amounts may be known: those of other fees.
        known = [f"coalesce(m{k}_{j}, 0)" for j in range(len(self.shapes[k].slots))]
        known += [f"coalesce(h{k}, 0)"] if self.shapes[k].gathered else []
        part = f"coalesce(o{k}, {' + '.join(known) or 0})"
        if not self.together:
            return {f"y{k}": part, f"z{k}": f"o{k} IS NOT NULL", f"most{k}": most}
        known_all = f"count(o{k}) OVER (PARTITION BY c) = count(*) OVER (PARTITION BY c)"
        return {f"y{k}": self._cast(f"sum({part}) OVER (PARTITION BY c)"), f"z{k}": known_all, f"most{k}": most}

    def _due(self, k: int) -> dict[str, str]:
        """The whole charge, what of it is due, and whether no exemption may undo it."""
        if not self.rules[k].exempt:
            return {f"t{k}": f"o{k}", f"u{k}": self._shared(k), f"stands{k}": "true"}
        whole = f"CASE WHEN y{k} > most{k} OR o{k} = 0 THEN o{k} WHEN z{k} AND y{k} <= most{k} THEN 0 END"
        due = f"CASE WHEN y{k} > most{k} THEN {self._shared(k)} WHEN o{k} = 0 OR (z{k} AND y{k} <= most{k}) THEN 0 END"
        return {f"t{k}": whole, f"u{k}": due, f"stands{k}": f"coalesce(y{k} > most{k}, false)"}

    def _shared(self, k: int) -> str:
        """What of the charge is due: its share, of each amount by itself."""
        rule, slots = self.rules[k], len(self.shapes[k].slots)
        if rule.share is None:
            return f"o{k}"
        parts = " + ".join(f"v{k}_{j}" for j in range(slots)) or "0"
        straight = self.share_of(k, f"o{k}") if rule.lowest else f"CASE WHEN o{k} IS NOT NULL THEN {parts} END"
        gathered = f"WHEN s{k} = {GATHERED} THEN v{k} " if self.shapes[k].gathered else ""
        return f"CASE WHEN o{k} = 0 THEN 0 {gathered}ELSE {straight} END"

    def share_of(self, k: int, amount: str) -> str:
        """SQL for the share of an amount that is due."""
        n, d = self.rules[k].share or (1, 1)
        wide = self.shapes[k].wide
        return self.dialect.rounded(f"{amount} * {n}", self.dialect.literal(d, wide), self.mode, wide)

    def _gathered(self, k: int, source: str) -> str:
        """The amounts of measures that are laid once on several lines and shared out, or of which one is picked."""
        rule, wide = self.rules[k], self.dialect.wide
        pairs = "".join(f", {pair.sql(wide)} AS v{number}" for number, pair in enumerate(self.pairs))
        # A fixed sum is due once however many lines there are; quantities add up.
        lumped = "".join(
            f", max(v{number}) AS v{number}"
            if pair.unit is None
            else f", CAST(sum(coalesce(v{number}, 0)) AS {wide}) AS v{number}"
            for number, pair in enumerate(self.pairs)
        )
        form = " + ".join(["rate * base", *(f"CASE WHEN a{p} = 0 THEN 0 ELSE a{p} * v{p} END" for p in range(len(self.pairs)))])
        due = self.share_of(k, "amount") if rule.share else "amount"
        picked = self._lowest(k) if rule.lowest else "SELECT n, m, base, share AS amount FROM shared WHERE doubt = 0"
        return f"""
            WITH part AS (SELECT DISTINCT src.n, src.c, due.m, CASE WHEN due.lump = 1 THEN -1 ELSE src.n END AS g, due.doubt,
                                 CAST(b{k} AS {wide}) AS base, CAST(cv AS {wide}) AS cv{pairs}
                          FROM {source} AS src JOIN due ON src.e{k} = due.e WHERE due.k = {k}),
            lump AS (SELECT c, m, g, CASE WHEN count(*) = count(base) AND max(doubt) = 0
                                          THEN CAST(sum(base) AS {wide}) END AS base{lumped}
                     FROM part GROUP BY c, m, g),
            least AS (SELECT c, lump.m, lump.g, form.g AS branch, min({form}) AS fraction, max(d) AS d,
                             count(*) = count({form}) AS told
                      FROM lump JOIN form ON lump.m = form.m GROUP BY c, lump.m, lump.g, form.g),
            greatest AS (SELECT c, m, g, max(d) AS d,
                                CASE WHEN count(*) = sum(CASE WHEN told THEN 1 ELSE 0 END) THEN max(fraction) END AS fraction
                         FROM least GROUP BY c, m, g),
            whole_amount AS (SELECT c, m, g, {self.dialect.rounded("fraction", "d", self.mode)} AS whole FROM greatest),
            weighed AS (SELECT n, part.c, part.m, part.g, base, doubt, whole,
                               CASE WHEN sum(cv) OVER same = 0 OR count(*) OVER same = 1 THEN 1 ELSE cv END AS w
                        FROM part JOIN whole_amount AS whole_of
                          ON part.c = whole_of.c AND part.m = whole_of.m AND part.g = whole_of.g
                        WINDOW same AS (PARTITION BY part.c, part.m, part.g)),
            shared AS ({self.dialect.shared_out("weighed", "c, m, g")}),
            picked AS ({picked})
            SELECT n, m, base, amount, {due} AS due FROM picked"""

    def _lowest(self, k: int) -> str:
        """SQL that picks the lowest amount of each contest, the first id of equal ones; unknown where the winners differ."""
        return f"""
            SELECT n, m, base, amount FROM (
              SELECT n, m, base, CASE WHEN min(meaning) OVER own = max(meaning) OVER own THEN share END AS amount,
                     row_number() OVER (PARTITION BY n ORDER BY place, m) AS first
              FROM (SELECT shared.n, shared.m, base, share, meaning, place,
                           row_number() OVER (PARTITION BY shared.n, contest ORDER BY share NULLS FIRST, shared.m) AS rank
                    FROM shared JOIN (SELECT n, e{k} FROM before{k}) AS src ON shared.n = src.n
                    JOIN due ON src.e{k} = due.e AND shared.m = due.m WHERE due.k = {k}) AS ranked
              WHERE rank = 1 WINDOW own AS (PARTITION BY n)) AS picked WHERE first = 1"""

    def _summed(self, k: int) -> str:
        """By line, the charge gathered: ``g`` its amount, ``v`` what is due, ``h`` what is known, ``w`` its first measure."""
        told = "count(*) = count(amount)"
        return f"""SELECT n, CASE WHEN {told} THEN CAST(sum(amount) AS {self.dialect.wide}) END AS g{k},
            CASE WHEN {told} THEN CAST(sum(due) AS {self.dialect.wide}) END AS v{k},
            CAST(sum(amount) AS {self.dialect.wide}) AS h{k}, min(m) AS w{k} FROM gathered{k} GROUP BY n"""


def _places(slot: SlotShape) -> Iterator[str]:
    """The places of forms in a slot, as they stand in the names of columns."""
    return (f"{g}_{f}" for g in range(slot.groups) for f in range(slot.forms))
