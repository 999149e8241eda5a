"""What a file is, by what it holds: its name and what a browser says of it prove nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from chorsu.documents.invoices.package import NotAPackage, look_into
from chorsu.facts import Fault, Faulty
from chorsu.reading import shown
from chorsu.text import Text, say

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEAD = 4_096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its name, the ending that its name should have, its media type."""

    name: str
    ending: str
    media_type: str


XLSX = Kind("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
DOCX = Kind("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
CSV = Kind("csv", ".csv", "text/csv")
XML = Kind("xml", ".xml", "application/xml")
PDF = Kind("pdf", ".pdf", "application/pdf")
PNG = Kind("png", ".png", "image/png")
JPEG = Kind("jpeg", ".jpg", "image/jpeg")
KINDS = (PDF, XLSX, DOCX, CSV, XML, PNG, JPEG)


def kind_of(content: bytes) -> Kind:
    """The kind of a file. Raises Faulty, saying what it is instead, for all that is not taken.

    A file must be of one kind from its first byte to its last: a picture with an archive behind it is neither.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise _refused(say("The file is empty."))
    for begins, check in _BY_BEGINNING:
        if content.startswith(begins):
            return check(content)
    if _wide(content):
        return _of_text(_text_of_wide(content))
    if b"\0" in content[:_HEAD]:
        raise _refused(say("This is {what}.", what=_named(content)))
    return _of_text(content[:_HEAD].decode("utf-8", "replace"))


def _refused(message: Text) -> Faulty:
    taken = say("a file of PDF, XLSX, DOCX, CSV, UBL XML, PNG or JPEG")
    return Faulty((Fault("", message, taken),))


def _named(content: bytes) -> str | Text:
    try:
        found = puremagic.magic_string(content[:_HEAD])
    except (puremagic.PureError, ValueError):
        found = []
    return shown(found[0].name) if found and found[0].name else say("data that is no text")


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-1_024:]:
        raise _refused(say("The PDF is cut off: its end is missing."))
    return PDF


def _png(content: bytes) -> Kind:
    at = 8
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            if at != len(content):
                raise _refused(say("Something else stands behind the end of the picture."))
            return PNG
    raise _refused(say("The picture is cut off: its end is missing."))


def _jpeg(content: bytes) -> Kind:
    if not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        raise _refused(say("The picture is cut off, or something else stands behind its end."))
    return JPEG


def _zip(content: bytes) -> Kind:
    try:
        names = look_into(content)
    except NotAPackage as why:
        raise _refused(why.message) from None
    if "xl/workbook.xml" in names:
        return XLSX
    if "word/document.xml" in names:
        return DOCX
    raise _refused(say("This is an archive. Send the files that are in it."))


def _ole(content: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _refused(say("This workbook is locked by a password. Take the password off and save it again."))
    raise _refused(say("This is a file of an old office program (.xls, .doc). Save it as .xlsx or .docx."))


_BY_BEGINNING: tuple[tuple[bytes, Callable[[bytes], Kind]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (_ZIP, _zip),
    (_OLE, _ole),
)


def _wide(content: bytes) -> bool:
    """Whether this is text of two bytes a letter: by its mark, or by a NUL in every second byte of what is mostly Latin."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = content[: _HEAD // 2 * 2]
    if len(head) < 8:
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 5 and min(even, odd) * 20 < max(even, odd)


def _text_of_wide(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[:_HEAD].decode("utf-16", "replace")
    little = content[1:_HEAD:2].count(0) > content[0:_HEAD:2].count(0)
    return content[:_HEAD].decode("utf-16-le" if little else "utf-16-be", "replace")


def _of_text(head: str) -> Kind:
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _of_markup(start)
    if start.startswith(("{", "[")) and '"' in start[:200]:
        raise _refused(say("This is JSON. Send a consignment in JSON on the page of plans."))
    if len(_CONTROL.findall(head)) * 20 > len(head):
        raise _refused(say("This is {what}.", what=say("data that is no text")))
    if start.startswith(("#!", "MZ")):
        raise _refused(say("This is {what}.", what=say("a program")))
    return CSV


def _of_markup(start: str) -> Kind:
    begin = re.sub(r"<\?.*?\?>|<!--.*?-->", "", start, flags=re.DOTALL).lstrip()
    tag = re.match(r"<!?\s*(?:[\w.-]+:)?([\w.-]+)", begin)
    name = tag[1].lower() if tag else ""
    if name in ("html", "svg", "head", "body", "script", "table", "div", "meta", "img", "iframe"):
        raise _refused(say("This is {what}.", what="SVG" if name == "svg" else "HTML"))
    if name == "doctype" and re.match(r"<!doctype\s+(html|svg)", begin, re.IGNORECASE):
        raise _refused(say("This is {what}.", what="HTML"))
    return XML
