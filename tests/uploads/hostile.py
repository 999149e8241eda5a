"""What nobody honest sends, made here: each small to keep and large to open, or dressed as what it is not."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.uploads import made

UBL = (
    b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    b'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    b'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">%s</Invoice>'
)
SHEET = "xl/worksheets/sheet1.xml"
SHEET_XML = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>%s</worksheet>'
)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&j;</t></si></sst>'
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def rows(*texts: str, more: bytes = b"") -> bytes:
    """A workbook whose sheet has the head of the apples and rows of raw XML."""
    cell = b'<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>'
    cells = b"".join(cell % (65 + number, head.encode()) for number, head in enumerate(made.HEADS))
    body = b'<row r="1">' + cells + b"</row>" + "".join(texts).encode()
    return made.with_parts(made.apples(), {SHEET: SHEET_XML % (body, more)})


def bomb() -> bytes:
    """Forty kilobytes that would be forty megabytes of zeros, four hundred times over."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezed.compress(b"0" * 40_000_000) + squeezed.flush()
    return _raw({f"xl/worksheets/sheet{n}.xml": (packed, 40_000_000) for n in range(1, 200)})


def lying_bomb() -> bytes:
    """A part that says it is small, and is not."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezed.compress(b"<" * 200_000_000) + squeezed.flush()
    return _raw({"[Content_Types].xml": (packed, 1_000), "xl/workbook.xml": (packed, 1_000), SHEET: (packed, 1_000)})


def overlapping() -> bytes:
    """Many names for the same bytes."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezed.compress(b" " * 900_000) + squeezed.flush()
    first = _local("xl/workbook.xml", packed, 900_000)
    names = ["[Content_Types].xml", *(f"xl/{n}.xml" for n in range(900))]
    directory = b"".join(_central(name, packed, 900_000, 0) for name in names)
    return first + directory + _end(len(names), len(directory), len(first))


def _raw(parts: dict[str, tuple[bytes, int]]) -> bytes:
    body, directory = b"", b""
    for name, (packed, size) in {"[Content_Types].xml": (b"\x03\x00", 0), "xl/workbook.xml": (b"\x03\x00", 0), **parts}.items():
        directory += _central(name, packed, size, len(body))
        body += _local(name, packed, size)
    count = directory.count(b"PK\x01\x02")
    return body + directory + _end(count, len(directory), len(body))


def _local(name: str, packed: bytes, size: int) -> bytes:
    return (
        struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0) + name.encode() + packed
    )


def _central(name: str, packed: bytes, size: int, at: int) -> bytes:
    fields = (b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0, 0, 0, 0, 0, at)
    return struct.pack("<4sHHHHHHIIIHHHHHII", *fields) + name.encode()


def _end(count: int, size: int, at: int) -> bytes:
    return struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, at, 0)


def _noise(count: int) -> bytes:
    """A remark that does not pack well, so that what stands beside it packs no better than a sheet."""
    return b"<!--" + random.Random(1).randbytes(count).hex().encode() + b"-->"


def zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def _csv(*cells: str, encoding: str = "utf-8") -> bytes:
    return made.csv([made.HEADS, cells], encoding=encoding)


def _endless_format() -> bytes:
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" '
    return made.with_parts(
        made.apples(), {"xl/styles.xml": styles + b'formatCode="' + b"[" * 900_000 + b'"/></numFmts></styleSheet>'}
    )


def _merges() -> bytes:
    body = (f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 9_000))
    more = b"".join(b'<mergeCell ref="A2:CU%d"/>' % n for n in range(3, 8_000))
    return rows(*body, more=b"<mergeCells>" + more + b"</mergeCells>")


def _quadratic() -> bytes:
    return b'<!DOCTYPE Invoice [<!ENTITY a "' + b"a" * 90_000 + b'">]>' + UBL % (b"<cbc:ID>" + b"&a;" * 90_000 + b"</cbc:ID>")


# What must be refused whole: a name, what makes the file, a word of the reason.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "over the limit": (lambda: b"a,b\n" * 3_000_000, "10 MB"),
    "empty": (lambda: b"", "empty"),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 500, "Windows"),
    "html": (lambda: b"<!DOCTYPE html><table><tr><td>1</table>", "HTML"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "SVG"),
    "picture": (made.png, "PNG"),
    "archive": (lambda: zipped({"invoice.xlsx": b"x"}), "archive"),
    "nested": (lambda: made.with_parts(made.apples(), {"xl/embeddings/a.bin": zipped({"a": b"b"})}), "packed into"),
    "nested by name": (lambda: made.with_parts(made.apples(), {"xl/embeddings/a.zip": b"x"}), "packed into"),
    "bomb": (bomb, "grow more than"),
    "lying bomb": (lying_bomb, "damaged"),
    "overlapping": (overlapping, "unpacked"),
    "thousands of parts": (lambda: made.with_parts(made.apples(), {f"xl/a{n}.xml": b"<a/>" for n in range(2_000)}), "parts"),
    "laughs in shared strings": (lambda: made.with_parts(made.apples(), {"xl/sharedStrings.xml": LAUGHS}), "DTD"),
    "laughs in utf-16": (
        lambda: made.with_parts(made.apples(), {"xl/sharedStrings.xml": LAUGHS.decode().encode("utf-16")}),
        "UTF-8",
    ),
    "entity in a sheet": (lambda: made.with_parts(made.apples(), {SHEET: XXE + SHEET_XML % (b"", b"")}), "DTD"),
    "entity in the types": (lambda: made.with_parts(made.apples(), {"[Content_Types].xml": XXE + b"<Types/>"}), "DTD"),
    "odd encoding": (
        lambda: made.with_parts(made.apples(), {SHEET: b'<?xml version="1.0" encoding="cp037"?>' + SHEET_XML % (b"", b"")}),
        "UTF-8",
    ),
    "macros": (lambda: made.with_parts(made.apples(), {"xl/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    "links": (lambda: made.with_parts(made.apples(), {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "other files"),
    "name leads out": (lambda: made.with_parts(made.apples(), {"../../evil.xml": b"<a/>"}), "leads out"),
    "cut off": (lambda: made.apples()[:-200], "cut off"),
    "polyglot before": (lambda: made.png() + made.apples(), "behind"),
    "polyglot behind": (lambda: made.apples() + b"<script>alert(1)</script>", "behind"),
    "locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9, "password"),
    "flood of tags": (lambda: rows("<row r='2'>" + "<c/>" * 4_100_000 + "</row>", more=_noise(100_000)), "tags"),
    "not a workbook": (lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), "damaged"),
    "far row": (lambda: rows('<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'), "damaged"),
    "many columns": (lambda: made.xlsx([["a"] * 16_384]), "16384 columns"),
    "many columns of text": (lambda: made.csv([["a"] * 16_384]), "16384 columns"),
    "many rows": (lambda: made.csv([made.HEADS, *[made.APPLES] * 10_101]), "10000 rows"),
    "endless line": (lambda: b"a;b\n" + b"x" * 9_000_000, "letters"),
    "only separators": (lambda: b"," * 9_000_000, "letters"),
    "quotation mark left open": (lambda: b'Description,HS code\n"apples,080810\n' + b"pears,080830\n" * 9_000, "does not end"),
    "endless format": (_endless_format, "larger than an invoice needs"),
    "merges over merges": (_merges, "more than 400000 cells"),
    "hidden formulas": (lambda: rows('<row r="2"><c><f>1+1</f><v>2</v></c></row>'), "without an address"),
    "ubl with an entity": (lambda: XXE + UBL % b"<cbc:ID>&e;</cbc:ID>", "DTD"),
    "ubl with laughs": (lambda: LAUGHS.replace(b"<!DOCTYPE sst", b"<!DOCTYPE Invoice"), "DTD"),
    "ubl with a far dtd": (lambda: b'<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/x.dtd">' + UBL % b"", "DTD"),
    "quadratic blowup": (_quadratic, "DTD"),
    "deep ubl": (lambda: UBL % (b"<cac:A>" * 400_000), "XML"),
    "other xml": (lambda: b"<Order/>", "Order"),
    "ubl in utf-16": (lambda: (UBL % b"").decode().encode("utf-16"), "UTF-8"),
    "nul": (lambda: _csv("app\0les", *map(str, made.APPLES[1:])), "no text"),
    "rtf": (lambda: b"{\\rtf1 invoice}" * 20, "no row"),
}  # fmt: skip


def _formula_row() -> bytes:
    return rows('<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="F2"><f>A1</f></c></row>')


def _long_cell() -> bytes:
    long = random.Random(1).randbytes(4_000_000).hex()
    return rows(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{long}</t></is></c><c r="F2"><v>1</v></c></row>')


def _merged() -> bytes:
    body = (f'<row r="{n}"><c r="B{n}"><v>80810</v></c><c r="F{n}"><v>9</v></c></row>' for n in (2, 3))
    return rows(*body, more=b'<mergeCells><mergeCell ref="F2:F3"/></mergeCells>')


FAULTY = ("a", "99", "ZZ", "1,2,3", "foo", "-5", "ABC", "?", "?")
REST = tuple(map(str, made.APPLES[1:]))

# What is shown with its faults: a name, what makes the file, a cell that must have a fault.
SHOWN: dict[str, tuple[Callable[[], bytes], str]] = {
    "formula that calls": (lambda: _csv('=HYPERLINK("http://x","y")', *REST), "A2"),
    "formula that runs": (lambda: _csv("=cmd|' /C calc'!A0", *REST), "A2"),
    "formula without value": (_formula_row, "Sheet1!F2"),
    "bidi": (lambda: _csv("app\u202eles", *REST), "A2"),
    "zero width": (lambda: _csv("app\u200bles", *REST), "A2"),
    "invalid utf-8": (lambda: _csv("яблоки", *REST).replace("о".encode(), b"\xff"), "A2"),
    "long cell": (_long_cell, "Sheet1!A2"),
    "huge figure": (lambda: rows('<row r="2"><c r="F2"><v>1e308</v></c></row>'), "Sheet1!F2"),
    "endless figure": (lambda: rows('<row r="2"><c r="F2"><v>1e999</v></c></row>'), "Sheet1!F2"),
    "error of a formula": (lambda: rows('<row r="2"><c r="F2" t="e"><v>#REF!</v></c></row>'), "Sheet1!F2"),
    "two heads alike": (lambda: made.csv([(*made.HEADS, "Amount"), (*made.APPLES[:5], "x", *made.APPLES[6:], 1)]), "F2"),
    "faulty rows": (lambda: made.csv([made.HEADS, *[FAULTY] * 10_000]), "B10001"),
    "faulty rows of a workbook": (lambda: made.xlsx([made.HEADS, *[FAULTY] * 10_000]), "Sheet1!B10001"),
    "merged figures": (_merged, "Sheet1!F3"),
}
