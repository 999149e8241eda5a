"""Read and write UBL: a safe parser, elements read one by one with every fault kept, elements written in the schema's order.

UBL 2.1 (OASIS Standard of 2013-11-04, ISO/IEC 19845:2015) orders the children of every element; writers add them so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from chorsu.facts import Fault, Faulty, exact, plain
from chorsu.reading import MOST_BYTES, MOST_FAULTS, MOST_TEXT, shown
from chorsu.text import Text, say

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_PREFIXES = {"cac": CAC, "cbc": CBC}


def parse_xml(raw: bytes | str, root: str, *, most_bytes: int = MOST_BYTES) -> Node:
    """Parse a UBL document whose root element must be ``root`` in its own namespace.

    Nothing is parsed that is too large, is not UTF-8 or declares a document type; entities and network are off. Raises Faulty.
    """
    element = _parse(raw, most_bytes)
    expected = f"{{urn:oasis:names:specification:ubl:schema:xsd:{root}-2}}{root}"
    if element.tag != expected:
        message = say("The root element is {name}.", name=shown(etree.QName(element).localname))
        raise _refused(message, say("a UBL 2 {root}", root=root))
    return Node(element, f"/{root}", [])


def root_name(raw: bytes | str, *, most_bytes: int = MOST_BYTES) -> str:
    """The local name of a document's root element, by the same safe parser. Raises Faulty."""
    return str(etree.QName(_parse(raw, most_bytes)).localname)


def _parse(raw: bytes | str, most_bytes: int) -> etree._Element:
    text = _text(raw, most_bytes)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )
    try:
        element = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as mistake:
        line, column = mistake.position
        place = say("line {line}, column {column}", line=line, column=column)
        raise _refused(say("This is not XML: {place}.", place=place)) from None
    if element.getroottree().docinfo.internalDTD is not None:
        raise _refused(say("A document type declaration (DTD) is not accepted."))
    return element


def _text(raw: bytes | str, most_bytes: int) -> str:
    if len(raw) > most_bytes:
        raise _refused(say("The document has more than {most} bytes.", most=most_bytes))
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        text.encode("utf-8")
    except UnicodeError:
        raise _refused(say("The document is not UTF-8 text."), say("XML in UTF-8")) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _refused(say("A document type declaration (DTD) is not accepted."))
    return text


def _refused(message: Text, expected: Text | None = None) -> Faulty:
    return Faulty((Fault("", message, expected),))


class Node:
    """One element of a document, read child by child. Nodes of a document share the list of faults."""

    def __init__(self, element: etree._Element | None, path: str, faults: list[Fault]) -> None:
        self.element = element
        self.path = path
        self.faults = faults

    def fault(self, name: str, message: Text, expected: Text | None = None) -> None:
        """Keep a fault of a child (of the element itself where the name is empty)."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(f"{self.path}/{name}" if name else self.path, message, expected))

    def has(self, name: str) -> bool:
        """Whether there is such a child."""
        return next(self._elements(name), None) is not None

    def child(self, name: str) -> Node:
        """The first child of that name; a node without element where there is none."""
        return Node(next(self._elements(name), None), f"{self.path}/{name}", self.faults)

    def children(self, name: str, *, most: int = 10_000) -> Iterator[Node]:
        """The children of that name; their paths count from 1, as XPath does."""
        for index, element in enumerate(self._elements(name), 1):
            if index > most:
                self.fault(name, say("There are more than {most} of these.", most=most))
                return
            yield Node(element, f"{self.path}/{name}[{index}]", self.faults)

    def _elements(self, name: str) -> Iterator[etree._Element]:
        return iter(()) if self.element is None else self.element.iterchildren(_tag(name))

    def text(self, name: str, *, required: bool = False) -> str:
        """The text of a child; empty where absent."""
        return self.child(name).own_text(required=required)

    def own_text(self, *, required: bool = False) -> str:
        """The text of this element, of at most 2,000 printable characters; empty where absent."""
        value = "" if self.element is None else (self.element.text or "").strip()
        if self.element is not None and len(self.element):
            self.fault("", say("This element must hold text only."))
        elif len(value) > MOST_TEXT or not value.isprintable():
            self.fault("", say("This is not a text of at most {most} printable characters.", most=MOST_TEXT))
        elif required and not value:
            self.fault("", say("This element is missing or empty."))
        else:
            return value
        return ""

    def attribute(self, name: str, attribute: str) -> str:
        """An attribute of a child; empty where absent."""
        element = self.child(name).element
        return "" if element is None else element.get(attribute, "").strip()

    def decimal(self, name: str, *, required: bool = False) -> Decimal | None:
        """An exact figure that is not below zero."""
        written = self.text(name, required=required)
        if not written:
            return None
        number = exact(written)
        if number is None:
            self.fault(name, say("{value} is not a decimal figure.", value=shown(written)))
            return None
        if number < 0:
            self.fault(name, say("{value} is below zero.", value=plain(number)))
            return None
        whole, _, fraction = plain(number).partition(".")
        if len(whole.lstrip("0")) > 15 or len(fraction.rstrip("0")) > 9:
            self.fault(name, say("{value} has too many digits.", value=plain(number)))
            return None
        return number.copy_abs()

    def day(self, name: str) -> date | None:
        """A day as YYYY-MM-DD."""
        written = self.text(name, required=True)
        try:
            if written and len(written) == len("2026-12-01"):
                return date.fromisoformat(written)
        except ValueError:
            pass
        if written:
            self.fault(
                name, say("{value} is not a day.", value=shown(written)), say("a day as YYYY-MM-DD, for example 2026-12-01")
            )
        return None


class Writer:
    """Writes one element; what has no value is left out."""

    def __init__(self, element: etree._Element, path: str) -> None:
        self.element = element
        self.path = path

    def aggregate(self, name: str) -> Writer:
        """Add a child that holds further children."""
        return Writer(etree.SubElement(self.element, _tag(f"cac:{name}")), f"{self.path}/cac:{name}")

    def basic(self, name: str, value: str | Decimal | date | int | None, **attributes: str) -> None:
        """Add a child that holds a value; nothing for None and for an empty text. Raises Faulty for text that XML cannot hold."""
        if value is None or value == "":
            return
        text = plain(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else str(value)
        child = etree.SubElement(self.element, _tag(f"cbc:{name}"))
        try:
            child.text = text
            child.attrib.update(attributes)
        except ValueError:
            message = say("This text has a character that XML cannot hold: {value}.", value=shown(text))
            raise Faulty((Fault(f"{self.path}/cbc:{name}", message),)) from None


def start(root: str) -> Writer:
    """Begin a UBL 2.1 document."""
    namespace = f"urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
    element = etree.Element(f"{{{namespace}}}{root}", nsmap={None: namespace, "cac": CAC, "cbc": CBC})
    writer = Writer(element, f"/{root}")
    writer.basic("UBLVersionID", "2.1")
    return writer


def finish(writer: Writer) -> bytes:
    """The document as UTF-8 with declaration; the same document always gives the same bytes."""
    return etree.tostring(writer.element, xml_declaration=True, encoding="UTF-8", pretty_print=True)  # type: ignore[no-any-return]


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}"
