"""Files as people and attackers send them, made here so that nothing large is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from csv import writer

from openpyxl import Workbook

HEADS = ("Description", "HS code", "Origin", "Quantity", "Unit", "Amount", "Currency", "Net weight (kg)", "Gross weight (kg)")
APPLES = ("Fresh apples, Fuji", "080810", "CN", 20000, "kg", 23400, "USD", 20000, 21000)


def xlsx(rows: Iterable[Iterable], *, sheet: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with parts added, or others in their place."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info.filename, old.read(info.filename))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def apples() -> bytes:
    """The apples as a workbook."""
    return xlsx([HEADS, APPLES])


def csv(rows: Iterable[Iterable], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as text."""
    text = io.StringIO()
    writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def png(extra: bytes = b"") -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"") + extra


def pdf() -> bytes:
    """A small PDF."""
    return b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
