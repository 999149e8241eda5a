"""Polars: the same job as columns of 128-bit integers, since its decimals round each product to the scale of its factors.

Choices come from ``choices.py`` as for the loop, once for each key, and are joined to the lines; then each chain is a few dozen
column expressions. It covers charges of one measure (or the lowest of two) with at most two linear forms of one sum each, in
steps of 0.01 rounded half up, and conditions on the consignment's value: what it does not cover comes out as unknown. It reads
whole files, as a person at a notebook does.

``python benchmarks/peers/in_polars.py LINES.parquet OUT.parquet RATES.csv``
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor
from pathlib import Path
from time import perf_counter

import polars as pl
from choices import Bought, Choices, Law, Line, Slot

from chorsu.assessment import read_rates
from chorsu.measures import Measure, load_book
from chorsu.measures.model import Chain, ChainCharge

MILLION = 10**6
ZERO, DUE, UNKNOWN = 0, 1, 2
KEY = ("period", "band", "code", "hs", "origin", "buyer_kind", "proofs", "each")
# One side of a charge: rate in millionths, a sum of money in millionths by currency and unit, the measure it is of.
SIDE = {"rate": pl.Int128, "sum": pl.Int128, "currency": pl.String, "unit": pl.String, "id": pl.String}
NOTHING = Line(*[None] * len(Line._fields))._replace(value=Decimal(0), currency="", unit="")


def whole(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.Int128)


def half_up(n: pl.Expr, d: pl.Expr | int) -> pl.Expr:
    """n / d rounded half up."""
    return (2 * n + d) // (2 * d)


def millionths(number: object) -> int:
    scaled = (
        Decimal(number.numerator) * MILLION / Decimal(number.denominator) if not isinstance(number, Decimal) else number * MILLION
    )
    assert scaled == int(scaled), number
    return int(scaled)


class Job:
    """A file under a book."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.choosing = 0.0

    def run(self, lines: pl.DataFrame) -> pl.DataFrame:
        """The lines with their charges, in their order."""
        lines = lines.with_row_index("place").with_columns(under="regime")
        regimes = lines.select("jurisdiction", "regime").unique().rows()
        limited = [part for part in regimes if self.law_of(*part, lines).chain.limits]
        beyond = self.beyond(limited, lines) if limited else {}
        moved = pl.col("consignment_id").replace_strict(beyond, default=None, return_dtype=pl.String)
        lines = lines.with_columns(under=pl.coalesce(moved, "under"))
        parts = [self.state(part) for part in lines.partition_by("jurisdiction", "under")]
        return pl.concat(parts, how="diagonal").sort("place").drop("place")

    def law_of(self, state: str, regime: str, lines: pl.DataFrame) -> Law:
        """What holds on some day of the file."""
        return self.choices.law(state, regime, lines["on"][0])

    def beyond(self, limited: Sequence[tuple[str, str]], lines: pl.DataFrame) -> dict[str, str]:
        """The consignments that pass a limit, with the regime they go to: one by one, since each counts for the next."""
        valued = []
        for state, regime in limited:
            part = lines.filter(jurisdiction=state, regime=regime)
            laws = {on: self.choices.law(state, regime, on) for on in part["on"].unique()}
            valued.append(self.valued(part, laws, self.law_of(state, regime, lines).chain))
        together = pl.concat(valued).group_by("consignment_id").agg(
            pl.min("place"), pl.first("jurisdiction", "regime", "on", "buyer"), pl.sum("customs_value"))  # fmt: skip
        bought, found = Bought(), {}
        for name, _, state, regime, on, buyer, value in together.sort("place").iter_rows():
            law = self.choices.law(state, regime, on)
            if bought.passes(law, buyer, Decimal(value) / 100):
                found[name] = law.chain.beyond
        return found

    def state(self, lines: pl.DataFrame) -> pl.DataFrame:
        """The lines of one border and regime."""
        state, regime = lines["jurisdiction"][0], lines["under"][0]
        laws = {on: self.choices.law(state, regime, on) for on in lines["on"].unique()}
        chains = {law.chain.id: law.chain for law in laws.values()}
        (chain,) = chains.values()
        assert chain.rounding.to == Decimal("0.01")
        assert chain.rounding.mode == "half_up"
        valued = self.compared(self.banded(self.valued(lines, laws, chain), laws), laws)
        return self.charged(valued.join(self.chosen(valued, laws, chain), on=KEY, how="left", nulls_equal=True), laws, chain)

    def money(self, laws: dict[object, Law], currencies: Sequence[str], name: str) -> pl.DataFrame:
        """The rates of each day in millionths."""
        rows = [(on, code, millionths(law.money(code))) for on, law in laws.items() for code in currencies]
        return pl.DataFrame(rows, schema={"on": pl.Date, name: pl.String, f"{name}_rate": pl.Int128}, orient="row")

    def valued(self, lines: pl.DataFrame, laws: dict[object, Law], chain: Chain) -> pl.DataFrame:
        lines = lines.join(self.money(laws, lines["currency"].unique().to_list(), "currency"), on=["on", "currency"], how="left")
        cents, freight = whole(pl.col("value").to_physical()), whole(pl.col("freight").to_physical())
        without = pl.col("incoterm").is_in(["EXW", "FCA", "FAS", "FOB"]) & pl.col("freight").is_not_null()
        carriage = pl.when(without).then(half_up(freight * pl.col("currency_rate"), MILLION)).otherwise(0)
        price = cents * pl.col("currency_rate") + carriage * MILLION
        return lines.with_columns(customs_value=half_up(price, MILLION)).drop("currency_rate")

    def banded(self, lines: pl.DataFrame, laws: dict[object, Law]) -> pl.DataFrame:
        """Number, for each line, the limits on file that the value of its consignment has reached."""
        lines = lines.with_columns(all_value=pl.col("customs_value").sum().over("consignment_id").cast(pl.Int64))
        edges = []
        for on, law in laws.items():
            assert all(figure == "customs_value" for figure, _ in law.limits)
            steps = sorted(
                {edge for _, limits in law.limits for limit in limits for edge in (ceil(limit * 100), floor(limit * 100) + 1)}
            )
            edges += [(on, step, band, law.period) for band, step in enumerate([0, *steps])]
        table = pl.DataFrame(edges, schema={"on": pl.Date, "edge": pl.Int64, "band": pl.Int32, "period": pl.Int32}, orient="row")
        return lines.sort("all_value").join_asof(
            table.sort("edge"), left_on="all_value", right_on="edge", by="on", check_sortedness=False
        )

    def compared(self, lines: pl.DataFrame, laws: dict[object, Law]) -> pl.DataFrame:
        """Say for the few lines whose rows compare something of each piece how that comes out."""
        begin = perf_counter()
        told, names = [], ("on", "code", "hs", "unit", "quantity", "net_mass", "gross_mass", "customs_value")
        places = self.choices.book.jurisdictions(lines["jurisdiction"][0], lines["on"][0])
        codes = [code for code in lines["code"].unique() if self.choices.book.comparisons_of_items(places, code)]
        for place, *cells in lines.filter(pl.col("code").is_in(codes)).select("place", *names).iter_rows():
            row = dict(zip(names, cells, strict=True))
            value = Decimal(row.pop("customs_value")) / 100
            told.append((place, str(self.choices.of_each(laws[row["on"]], NOTHING._replace(**row), value))))
        self.choosing += perf_counter() - begin
        table = pl.DataFrame(told, schema={"place": lines.schema["place"], "each": pl.String}, orient="row")
        return lines.join(table, on="place", how="left")

    def chosen(self, lines: pl.DataFrame, laws: dict[object, Law], chain: Chain) -> pl.DataFrame:
        """What each charge of each key is due by, as columns."""
        begin = perf_counter()
        keys = lines.group_by(KEY).agg(pl.first("on", "quantity", "unit", "net_mass", "customs_value", "all_value"))
        schema = {name: keys.schema[name] for name in KEY}
        columns: dict[str, list[object]] = {name: keys[name].to_list() for name in KEY}
        for k in range(len(chain.charges)):
            schema |= {
                f"state{k}": pl.Int8,
                f"most{k}": pl.Boolean,
                **{f"{name}{side}{k}": kind for side in "ab" for name, kind in SIDE.items()},
            }
        rows = []
        state = lines["jurisdiction"][0]
        for row in keys.iter_rows(named=True):
            line = NOTHING._replace(jurisdiction=state, **{name: row[name] for name in Line._fields if name in row})
            # The other lines of the consignment count by their value only.
            values = [Decimal(row["customs_value"]) / 100, Decimal(row["all_value"] - row["customs_value"]) / 100]
            slots = self.choices.slots(laws[row["on"]], [line, line], 0, (row["band"],), values)
            rows.append([cell for slot, rule in zip(slots, chain.charges, strict=True) for cell in _cells(slot, rule)])
        columns |= dict(zip(list(schema)[len(KEY) :], zip(*rows, strict=True), strict=True))
        self.choosing += perf_counter() - begin
        return pl.DataFrame(columns, schema=schema)

    def charged(self, lines: pl.DataFrame, laws: dict[object, Law], chain: Chain) -> pl.DataFrame:
        """The charges of a chain, one after the other."""
        bases, counted = {"customs_value": "customs_value"}, []
        for k, rule in enumerate(chain.charges):
            for side in "ab":
                named = [code for code in lines[f"currency{side}{k}"].unique().to_list() if code]
                if named:
                    lines = lines.join(self.money(laws, named, f"currency{side}{k}"), on=["on", f"currency{side}{k}"], how="left")
                else:
                    lines = lines.with_columns(pl.lit(0).cast(pl.Int128).alias(f"currency{side}{k}_rate"))
            base = sum((pl.col(bases[kind]) for kind in rule.base if kind in bases), pl.lit(0).cast(pl.Int128))
            lines = lines.with_columns(_side("a", k, base, rule), _side("b", k, base, rule))
            a, b, state = pl.col(f"amounta{k}"), pl.col(f"amountb{k}"), pl.col(f"state{k}")
            first = pl.col(f"idb{k}").is_null() | pl.when(pl.col(f"most{k}")).then(a >= b).otherwise(a <= b)
            counts = pl.when(first).then(pl.col(f"ida{k}")).otherwise(pl.col(f"idb{k}")).alias(f"id{k}")
            # Unknown where either is.
            lines = lines.with_columns(pl.when(first).then(a).otherwise(b + 0 * a).alias("one"), counts)
            if rule.kind == "fee":
                lines = _shared(lines, k)
            amount = pl.when(state == ZERO).then(pl.lit(0).cast(pl.Int128)).when(state == DUE).then(pl.col("one"))
            if rule.exempt_up_to:
                limit = int(rule.exempt_up_to.amount * 100)
                assert rule.exempt_up_to.currency == chain.currency
                same = "consignment_id"
                over = amount.sum().over(same) > limit
                known = amount.is_not_null().all().over(same)
                amount = pl.when(over | (amount == 0)).then(amount).when(known).then(pl.lit(0).cast(pl.Int128))
            lines = lines.with_columns(amount.alias(f"whole_{rule.kind}"))
            bases[rule.kind] = f"whole_{rule.kind}"
            due = pl.col(f"whole_{rule.kind}")
            lines = lines.with_columns(
                (half_up(due * millionths(rule.share), MILLION) if rule.share is not None else due).alias(rule.kind)
            )
            counted.append(pl.when(state == DUE).then(pl.col(f"id{k}")))
        kinds = [rule.kind for rule in chain.charges]
        unknown = pl.concat_list([pl.when(pl.col(kind).is_null()).then(pl.lit(kind)) for kind in kinds]).list.drop_nulls()
        total = sum((pl.col(kind) for kind in kinds), pl.lit(0).cast(pl.Int128))
        kept = ["place", *[name for name in Line._fields if name in lines.columns]]
        amounts = [_money(pl.col(kind)).alias(kind) for kind in kinds]
        return lines.select(
            *kept, *amounts, total=_money(total), measures=pl.concat_list(counted).list.drop_nulls(), unknown=unknown
        )


def _money(steps: pl.Expr) -> pl.Expr:
    return (steps.cast(pl.Decimal(38, 0)).cast(pl.Decimal(38, 2)) * pl.lit(Decimal("0.01"))).cast(pl.Decimal(38, 2))


def _side(side: str, k: int, base: pl.Expr, rule: ChainCharge) -> pl.Expr:
    """The amount of one of the two forms, rounded."""
    rate, sums, unit = (pl.col(f"{name}{side}{k}") for name in ("rate", "sum", "unit"))
    mass = (
        pl.when(pl.col("net_mass").is_null() & (pl.col("unit") == "KGM")).then(pl.col("quantity")).otherwise(pl.col("net_mass"))
    )
    quantity = (pl.when(unit == "KGM").then(whole(mass.to_physical())).when(unit == "").then(pl.lit(1000).cast(pl.Int128))
                .when(unit == pl.col("unit")).then(whole(pl.col("quantity").to_physical())))  # fmt: skip
    money = pl.when(sums == 0).then(0).otherwise(sums * pl.col(f"currency{side}{k}_rate") * quantity * 100)
    over = (MILLION - rate) * 10**9 if rule.gross_up else 10**15
    return half_up(rate * base * 10**9 + money, over).alias(f"amount{side}{k}")


def _shared(lines: pl.DataFrame, k: int) -> pl.DataFrame:
    """A fee once for the consignment, shared by customs value by largest remainder."""
    same = ["consignment_id", f"ida{k}"]
    weight = pl.col("customs_value")
    weight = pl.when(weight.sum().over(same) == 0).then(pl.lit(1).cast(pl.Int128)).otherwise(weight)
    lines = lines.with_columns(weight=weight).with_columns(all_weight=pl.col("weight").sum().over(same))
    product = pl.col("one") * pl.col("weight")
    lines = lines.with_columns(part=product // pl.col("all_weight"), rest=product % pl.col("all_weight"))
    order = pl.struct(pl.lit(0).cast(pl.Int128) - pl.col("rest"), "place").rank("ordinal").over(same)
    left = pl.col("one") - pl.col("part").sum().over(same)
    return lines.with_columns(one=pl.col("part") + (order <= left).cast(pl.Int128)).drop("weight", "all_weight", "part", "rest")


def _cells(slot: Slot, rule: ChainCharge) -> list[object]:
    """The cells of a charge: state, whether the greater side counts, and the two sides."""
    nothing = [None] * (1 + 2 * len(SIDE))
    measures = slot.contests[0] if slot.contests else ()
    if not measures:
        return [UNKNOWN if slot.unknown else ZERO, *nothing]
    sides = [(side, most) for measure in measures for side, most in _sides(measure)]
    covered = len(slot.contests) == 1 and len(sides) in (1, 2) and None not in [side for side, _ in sides]
    if len(measures) == 2:  # the lowest of two plain ones, first by alphabet
        covered = covered and rule.lowest
    if not covered or any((measure.per == "consignment") != (rule.kind == "fee") for measure in measures):
        return [UNKNOWN, *nothing]
    most = len(measures) == 1 and sides[0][1]
    first, second = sides[0][0], sides[1][0] if len(sides) == 2 else [None] * len(SIDE)
    return [UNKNOWN if slot.unknown else DUE, most, *first, *second]


def _sides(measure: Measure) -> list[tuple[list[object] | None, bool]]:
    """The forms of an expression, and whether the greater counts."""
    groups = measure.expression.forms if measure.expression else ()
    most = len(groups) > 1
    forms = [form for group in groups for form in group]
    if len(forms) > 2 or (most and any(len(group) > 1 for group in groups)):
        return [(None, most)]
    return [(_form(form, measure), most) for form in forms]


def _form(form: object, measure: Measure) -> list[object] | None:
    if len(form.amounts) > 1:
        return None
    currency, unit, amount = form.amounts[0] if form.amounts else ("", "", 0)
    return [millionths(form.rate), millionths(amount) if amount else 0, currency, unit, measure.id]


def main() -> None:
    """Assess the file that is named."""
    lines, out, rates = sys.argv[1:]
    job = Job(Choices(load_book(), read_rates(Path(rates))))
    job.run(pl.read_parquet(lines)).write_parquet(out)
    print(f"choosing {job.choosing:.2f}")


if __name__ == "__main__":
    main()
