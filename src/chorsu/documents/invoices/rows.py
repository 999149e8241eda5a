"""One row of goods: each cell read as its field asks, what is not told taken from the head, what contradicts itself told."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chorsu.consignment import read_item
from chorsu.documents.invoices.choices import Choices
from chorsu.documents.invoices.codes import read_code, what_is_wrong
from chorsu.documents.invoices.columns import Table
from chorsu.documents.invoices.figures import read_figure
from chorsu.documents.invoices.guesses import Guesses, meaning_key
from chorsu.documents.invoices.model import FIELDS, FIGURES, Cell, CellFault, Grid, Line, Row, Value
from chorsu.documents.invoices.vocabulary import country_of, currency_of, package_of, unit_of
from chorsu.facts import exact, plain
from chorsu.nomenclature.units import unit_codes
from chorsu.reading import Reader
from chorsu.text import Text, say

_POWERS = {"KGM": 0, "TNE": 3, "GRM": -3}
_TEXTS = ("description", "marks", "producer")
# Columns that fill no field of an item under their own name.
_NOT_OF_ITEMS = ("unit_price", "packages", "package_type", "marks")
_CENT = Decimal("0.01")


class RowReader:
    """Reads the rows of one table. Guesses of all rows are gathered together."""

    def __init__(
        self, grid: Grid, table: Table, comma: str, is_proved: bool, choices: Choices, head: Mapping[str, Value], guesses: Guesses
    ) -> None:
        self._grid, self._table, self._choices, self._head, self._guesses = grid, table, choices, head, guesses
        self._comma, self._is_proved = comma, is_proved
        self._index = {name: table.index(name) for name in FIELDS}

    def read(self, line: Line) -> Row:
        """The row with its item, as far as it can be read."""
        return _OneRow(self, line).row()

    def at(self, line: Line, name: str) -> str:
        """The address of a field's cell; that of the row's first cell where no column has the field."""
        return self._grid.at(line.number, max(self._index[name], 0))


class _OneRow:
    """The reading of one row; fields are read in an order in which the later need the earlier."""

    def __init__(self, reader: RowReader, line: Line) -> None:
        self.of, self.line = reader, line
        self.item: dict[str, Any] = {}
        self.values: dict[str, Value] = {}
        self.faults: list[CellFault] = []
        self.words: dict[str, tuple[str, ...]] = {}

    def row(self) -> Row:
        for name in _TEXTS:
            self.text(name)
        self.code()
        self.origin()
        figures = {name: self.figure(name) for name in FIGURES}
        self.masses(figures)
        self.quantity(figures)
        self.money(figures)
        self.packages(figures["packages"])
        self.corrected()
        self.checked()
        return Row(self.line.number, self.values, tuple(self.faults), self.item)

    # What every field needs.

    def cell(self, name: str) -> Cell:
        return self.line.cell(self.of._index[name])

    def correction(self, name: str) -> str | None:
        return self.of._choices.cells.get(f"{self.line.number}:{name}")

    def put(self, name: str, value: str, guess: str = "") -> None:
        self.values[name] = Value(self.of.at(self.line, name), self.cell(name).text, value, guess)

    def fault(self, name: str, message: Text, expected: Text | None = None, key: str = "") -> None:
        self.faults.append(
            CellFault(self.of.at(self.line, name), self.line.number, name, self.cell(name).text, message, expected, key)
        )

    def guess(self, key: str, name: str, value: str, why: Text, options: tuple[str, ...] = ()) -> str:
        return self.of._guesses.add(key, name, self.cell(name).text, value, why, self.of.at(self.line, name), options)

    def reckoned(self, name: str) -> None:
        if self.cell(name).is_formula and self.cell(name).fault is None:
            self.guess("formula", name, "", say("Formulas stand here; what they came to when the file was saved was taken."))

    # Fields.

    def text(self, name: str) -> None:
        cell = self.cell(name)
        if self.correction(name) is not None or cell.is_empty:
            return
        self.reckoned(name)
        if cell.fault is not None:
            self.fault(name, cell.fault, say("the same words written plainly"))
            return
        self.put(name, cell.text)
        if name == "marks":
            return
        self.item[name] = cell.text

    def code(self) -> None:
        cell = self.cell("hs")
        chosen = self.of._choices.codes.get(str(self.item.get("description", "")))
        if self.correction("hs") is not None:
            return
        if cell.is_empty:
            if chosen:
                self.item["hs"] = chosen
                self.put("hs", chosen)
            return
        self.reckoned("hs")
        read = read_code(cell, self.of.at(self.line, "hs"), self.of._guesses)
        if read.fault is not None:
            self.fault("hs", read.fault, say("six digits of the Harmonized System 2022, for example 080810"))
            return
        self.item["hs"] = read.hs
        codes = {**read.codes, **self.of._grid.codes.get(self.line.number, {})}
        if codes:
            self.item["codes"] = codes
        self.put("hs", read.hs)

    def origin(self) -> None:
        cell = self.cell("origin")
        if self.correction("origin") is not None:
            return
        if cell.is_empty:
            told = self.of._head.get("origin")
            if value := told.value if told else str(self.of._choices.answers.get("origin") or ""):
                self.item["origin"] = value
            return
        key = meaning_key("origin", cell.text)
        code, is_guess = country_of(cell.text) if cell.fault is None else ("", False)
        if key in self.of._choices.meanings:
            code, is_guess = self.of._choices.meanings[key], True
        if not code:
            wrong = cell.fault or say("No state is called so on file.")
            self.fault("origin", wrong, say("a state as in ISO 3166-1, for example CN, KZ, UZ"), key)
            return
        if is_guess:
            why = say("The state's name is only like one on file.")
            code = self.of._guesses.meaning("origin", cell.text, code, why, self.of.at(self.line, "origin"))
        self.item["origin"] = code
        self.put("origin", code)

    def figure(self, name: str) -> Decimal | None:
        cell = self.cell(name)
        given = self.correction(name)
        if given is not None:
            return exact(given)
        if cell.is_empty:
            return None
        self.reckoned(name)
        wrong = cell.fault or (say("This is a day.") if cell.day else None)
        if wrong is None and cell.rows > 1:
            wrong = say("This figure stands for {count} rows together.", count=cell.rows)
        if wrong is not None:
            self.fault(name, wrong, say("a figure of this row alone, for example 20000"))
            return None
        if cell.number is not None:
            return self.bounded(name, cell.number)
        read = read_figure(cell.text, self.of._comma)
        self.words[name] = read.words
        if read.number is None:
            self.fault(name, say("This is no figure that can be read."), say("a figure of this row alone, for example 20000"))
            return None
        if read.open and not self.of._is_proved:
            self.guess(
                "comma",
                name,
                self.of._comma,
                say("A comma or point before three digits may mean two things."),
                ("group", "decimal"),
            )
        return self.bounded(name, -read.number if read.below else read.number)

    def bounded(self, name: str, number: Decimal) -> Decimal | None:
        if number < 0:
            self.fault(name, say("{value} is below zero.", value=plain(number)), say("a figure from zero"))
            return None
        whole, _point, rest = plain(number).partition(".")
        if len(whole) > 15 or len(rest.rstrip("0")) > 9:
            limits = say("at most 15 digits before the point and 9 after it")
            self.fault(name, say("{value} has too many digits.", value=plain(number)[:60]), limits)
            return None
        return Decimal(f"{whole}.{rest.rstrip('0')}") if rest.rstrip("0") else Decimal(whole)

    def masses(self, figures: dict[str, Decimal | None]) -> None:
        for name in ("net_mass", "gross_mass"):
            number = figures[name]
            if number is None:
                continue
            if self.correction(name) is None:
                number = self.in_kilograms(name, number)
            figures[name] = number
            if number is not None:
                self.item[name] = plain(number)
                self.put(name, plain(number))
        net, gross = figures["net_mass"], figures["gross_mass"]
        if net is not None and gross is not None and net > gross:
            message = say("The net mass {net} is more than the gross mass {gross}.", net=plain(net), gross=plain(gross))
            self.fault("gross_mass", message, say("the mass with all packing"))

    def in_kilograms(self, name: str, number: Decimal) -> Decimal | None:
        said = next((word for word in self.words.get(name, ()) if word), "")
        unit = unit_of(said) or self.of._table.head(name).unit
        if said and not unit_of(said):
            self.fault(name, say("{unit} is not a unit of mass read here.", unit=said[:60]), say("KGM, TNE or GRM"))
            return None
        if not unit and self.of._grid.fields:
            unit = "KGM"
        if not unit:
            why = say("The column does not say its unit of mass.")
            unit = self.guess(f"mass:{name}", name, "KGM", why, tuple(_POWERS))
        if unit not in _POWERS:
            self.fault(name, say("{unit} is not a unit of mass read here.", unit=unit), say("KGM, TNE or GRM"))
            return None
        return self.bounded(name, number.scaleb(_POWERS[unit]))

    def quantity(self, figures: dict[str, Decimal | None]) -> None:
        number = figures["quantity"]
        if number is None:
            return
        self.item["quantity"] = plain(number)
        self.put("quantity", plain(number))
        if self.correction("unit") is not None:
            return
        unit = self.unit(number, figures["net_mass"])
        if unit:
            self.item["unit"] = unit
            self.put("unit", unit)

    def unit(self, number: Decimal, net: Decimal | None) -> str:
        words = [word for word in (self.cell("unit").text, *self.words.get("quantity", ())) if word]
        choices = self.of._choices.meanings
        for word in words:
            key = meaning_key("unit", word)
            code = choices.get(key) or unit_of(word) or (word.upper() if word.upper() in unit_codes() else "")
            if code:
                return code
            wrong = (
                say("{word} is a kind of package, no unit of measure.", word=word[:60])
                if package_of(word)
                else say("No unit of measure is called so on file.")
            )
            self.fault("unit", wrong, say("a unit of UN/ECE Recommendation 20, for example KGM"), key)
            return ""
        if unit := self.of._table.head("quantity").unit or choices.get("unit:"):
            return unit
        if net is not None and net == number:
            return self.guess("unit:same", "unit", "KGM", say("No unit is told; the quantity is the net mass in kilograms."))
        self.fault("unit", say("The quantity has no unit."), say("a unit of UN/ECE Recommendation 20, for example KGM"), "unit:")
        return ""

    def money(self, figures: dict[str, Decimal | None]) -> None:
        value, price, quantity = figures["value"], figures["unit_price"], figures["quantity"]
        if price is not None:
            self.put("unit_price", plain(price))
        product = price * quantity if price is not None and quantity is not None else None
        if value is None and product is not None and not self.has_fault("value"):
            value = product.quantize(_CENT)
            self.guess("reckoned", "value", "", say("No amount is told; quantity times price was taken."))
        elif value is not None and product is not None and price is not None and quantity is not None:
            self.compare(value, product, price, quantity)
        if value is not None:
            self.item["value"] = plain(value)
            self.put("value", plain(value))
        if self.correction("currency") is None:
            self.currency()

    def has_fault(self, name: str) -> bool:
        return any(fault.field == name for fault in self.faults)

    def compare(self, value: Decimal, product: Decimal, price: Decimal, quantity: Decimal) -> None:
        """The price is rounded: quantity times half of its last digit is no contradiction, nor is a cent."""
        places = max(0, -int(price.as_tuple().exponent))
        if abs(value - product) > quantity * Decimal(5).scaleb(-places - 1) + _CENT:
            why = say("Quantity times price is not the amount in some rows; the amount was taken.")
            self.guess("doubt", "value", plain(value), why)

    def currency(self) -> None:
        words = [self.cell("currency").text, *self.words.get("value", ()), *self.words.get("unit_price", ())]
        for word in filter(None, words):
            code, others = currency_of(word)
            key = meaning_key("currency", word)
            code = self.of._choices.meanings.get(key, code)
            if not code:
                self.fault(
                    "currency",
                    say("No currency is called so on file."),
                    say("a currency as in ISO 4217, for example CNY, USD, KZT"),
                    key,
                )
                return
            at = self.of.at(self.line, "currency" if self.of._index["currency"] >= 0 else "value")
            self.take_currency(self.of._guesses.sign(word, code, others, at) if others else code)
            return
        head, table = self.of._head.get("currency"), self.of._table
        told = table.head("value").currency or table.head("unit_price").currency
        self.take_currency(told or (head.value if head else str(self.of._choices.answers.get("currency") or "")))

    def take_currency(self, code: str) -> None:
        if code:
            self.item["currency"] = code
            self.put("currency", code)

    def packages(self, count: Decimal | None) -> None:
        if count is None:
            return
        if count != count.to_integral_value() or not 1 <= count <= 100_000_000:
            self.fault("packages", say("This is not a number of packages."), say("a whole number from 1"))
            return
        words = [self.cell("package_type").text, *self.words.get("packages", ())]
        kind = (
            next((code for code in map(package_of, filter(None, words)) if code), "") or self.of._table.head("packages").package
        )
        marks = self.cell("marks")
        packed: dict[str, Any] = {"count": int(count), "type": kind, "marks": marks.text if marks.fault is None else ""}
        self.item["packages"] = {name: value for name, value in packed.items() if value}
        self.put("packages", " ".join(filter(None, (str(int(count)), kind))))

    def corrected(self) -> None:
        """What somebody wrote in the place of a cell counts as it stands; its faults are found as everybody's are."""
        for name in FIELDS:
            given = self.correction(name)
            if given and name not in _NOT_OF_ITEMS and name not in self.item:
                self.item[name] = given
            if given is not None:
                self.put(name, given)

    def checked(self) -> None:
        """What the consignment itself asks of an item, told at the cell; a field whose cell has a fault is not told again."""
        reader = Reader(self.item, "items[0]")
        read_item(reader, what_is_wrong)
        for fault in reader.faults:
            name = fault.path.removeprefix("items[0].").partition(".")[0].partition("[")[0]
            name = {"codes": "hs", "quantities": "quantity"}.get(name, name)
            if name in FIELDS and not self.has_fault(name):
                self.fault(name, fault.message, fault.expected)
