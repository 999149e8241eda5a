"""A look into an office file (a ZIP of XML parts) before any part of it is parsed: is it safe and of bearable size?"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from chorsu.reading import shown
from chorsu.text import Text, say

MOST_PARTS = 1_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 250
# Of a part: what a sheet and its words may have, and what all else (styles, relations) may have.
MOST_TAGS = 4_000_000
MOST_OTHER = 8_000_000
MOST_OTHER_TAGS = 200_000
_MOST_DIRECTORY = 400_000
_CHUNK = 1 << 20
# A part below this size cannot hurt, however well it is packed.
_SMALL = 1_000_000
_BIG_PARTS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml|word/document\.xml")
_ENCODING = re.compile(rb"""^<\?xml[^<>]*?encoding\s*=\s*["']([^"']*)""")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,3}\d{1,7})"[^<>]*>\s*<(?:\w+:)?f[\s/>]')
# A format of figures has at most 255 letters; a reader that looks for brackets in an endless one would not come back.
_ENDLESS_FORMAT = re.compile(rb"""formatCode\s*=\s*(?:"[^"<]{300}|'[^'<]{300})""")
_MOST_MERGED = 20_000
# No tag of a cell is longer than this, so that one cut by the end of a chunk is seen whole in the next.
_OVERLAP = 400


class NotAPackage(Exception):
    """The file is not opened; the message says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Part:
    """What the look at a sheet's XML found: cells with formulas, merged ranges, both as ``C7`` and ``A1:B2``.

    ``hidden_formulas`` is true where a formula stands in a cell without an address, so that nobody can say in which.
    """

    formulas: frozenset[str]
    hidden_formulas: bool
    merged: tuple[str, ...]


def look_into(content: bytes) -> frozenset[str]:
    """The names of the parts. Raises NotAPackage for what no honest office program writes.

    Looked at before a byte is unpacked: the size of the directory, the number of parts, their names, sizes and ratios, locks,
    macros, archives within. No part is unpacked here.
    """
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeDecodeError):
        raise _broken() from None
    if len(infos) > MOST_PARTS:
        raise NotAPackage(say("The file has more than {most} parts.", most=MOST_PARTS))
    names = [info.filename for info in infos]
    if len({name.lower() for name in names}) != len(names):
        raise NotAPackage(say("Two parts of the file have one name."))
    for info in infos:
        _check_part(info)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MOST_UNPACKED:
        raise NotAPackage(
            say("Unpacked, the file would have {size} bytes; at most {most} are opened.", size=unpacked, most=MOST_UNPACKED)
        )
    if "[Content_Types].xml" in names:
        _check_office(frozenset(names))
    return frozenset(names)


def _broken() -> NotAPackage:
    return NotAPackage(say("The file is cut off or damaged: it cannot be unpacked."))


def _check_directory(content: bytes) -> None:
    """The end of the directory is where it must be, nothing stands before or behind the archive, its size is bearable."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0 or end + 22 > len(content):
        raise _broken()
    parts = int.from_bytes(content[end + 10 : end + 12], "little")
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    offset = int.from_bytes(content[end + 16 : end + 20], "little")
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    if end + 22 + comment != len(content) or offset + size != end:
        raise NotAPackage(say("Something else stands before or behind the archive, or it is of a size that no invoice has."))
    if parts > MOST_PARTS or size > _MOST_DIRECTORY:
        raise NotAPackage(say("The file has more than {most} parts.", most=MOST_PARTS))


def _check_part(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\\" in name or not name.isprintable():
        raise NotAPackage(say("A part of the file has a name that leads out of it: {name}.", name=shown(name)))
    if info.flag_bits & 0x1:
        raise NotAPackage(say("A part of the file is locked by a password: {name}.", name=shown(name)))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotAPackage(say("A part of the file is packed in a way that office programs do not use: {name}.", name=shown(name)))
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        raise NotAPackage(
            say("A part of the file would grow more than {most} times when unpacked: {name}.", most=MOST_RATIO, name=shown(name))
        )


def _check_office(names: frozenset[str]) -> None:
    for name in sorted(names):
        low = name.lower()
        if low.endswith("vbaproject.bin"):
            raise NotAPackage(say("The file has macros. Save it without them, as .xlsx or .docx."))
        if low.startswith("xl/externallinks/"):
            raise NotAPackage(say("The workbook takes values out of other files. Save the values themselves, and send it again."))
        if low.endswith((".zip", ".rar", ".7z", ".gz", ".xlsx", ".xlsm", ".docx", ".jar", ".exe")):
            raise NotAPackage(say("Another file is packed into this one: {name}.", name=shown(name)))


def scan(content: bytes) -> dict[str, Part]:
    """Read every XML part of an office file once, as bytes: no document type, no odd encoding, no flood of tags.

    Gives what was seen of each part. Raises NotAPackage. Memory is bounded by one chunk at a time.
    """
    found: dict[str, Part] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                with archive.open(info) as part:
                    if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                        found[info.filename] = _scan_part(info, part.read)
                    elif part.read(4) == b"PK\x03\x04":
                        raise NotAPackage(say("Another file is packed into this one: {name}.", name=shown(info.filename)))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise _broken() from None
    except Exception as mistake:
        # The unpacker's own error of damaged data has no name of its own in the standard library's interface.
        if type(mistake).__module__ == "zlib":
            raise _broken() from None
        raise
    return found


def _scan_part(info: zipfile.ZipInfo, read: Callable[[int], bytes]) -> Part:
    name, is_big = info.filename, _BIG_PARTS.fullmatch(info.filename) is not None
    if info.file_size > (MOST_UNPACKED if is_big else MOST_OTHER):
        raise NotAPackage(say("A part of the file is larger than an invoice needs: {name}.", name=shown(name)))
    most = MOST_TAGS if is_big else MOST_OTHER_TAGS
    tags, formula_tags, formulas, merged, tail = 0, 0, set[str](), dict[str, None](), b""
    while chunk := read(_CHUNK):
        text = tail + chunk
        if not tail:
            _check_beginning(name, chunk)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise NotAPackage(say("A part of the file declares a document type (DTD): {name}.", name=shown(name)))
        if _ENDLESS_FORMAT.search(text):
            raise NotAPackage(say("A part of the file is larger than an invoice needs: {name}.", name=shown(name)))
        if b"\0" in chunk:
            raise NotAPackage(say("A part of the file is not UTF-8 text: {name}.", name=shown(name)))
        tags += chunk.count(b"<")
        if tags > most:
            raise NotAPackage(say("A part of the file has more than {most} tags: {name}.", most=most, name=shown(name)))
        # What ends in the overlap was counted with the chunk before.
        formula_tags += sum(match.end() > len(tail) for match in _FORMULA.finditer(text))
        formulas.update(ref.decode() for ref in _FORMULA_CELL.findall(text))
        if len(merged) < _MOST_MERGED:
            merged.update(dict.fromkeys(ref.decode() for ref in _MERGE.findall(text)))
        tail = text[-_OVERLAP:]
    return Part(frozenset(formulas), formula_tags > len(formulas), tuple(merged))


def _check_beginning(name: str, chunk: bytes) -> None:
    start = chunk.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.match(start[:200])
    if not start.startswith(b"<") or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise NotAPackage(say("A part of the file is not UTF-8 text: {name}.", name=shown(name)))
