"""Set pages and print them to PDF: templates are ours, all that users write goes in as data and comes out as plain text."""

from __future__ import annotations

import json
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from chorsu.documents.load import template

_LONGEST = 20_000
_KEPT = "\n\u00a0"


def typeset(name: str, data: Mapping[str, Any], *, on: date) -> bytes:
    """Set the template of that name with the data, and return the PDF (PDF/A-2b, tagged).

    The data reaches the template as JSON in an input, never as markup, and no value is evaluated. Texts are cleaned first (see
    :func:`printable`). The same data and day give the same bytes: the time in the file is the day's midnight in UTC.
    """
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
    compiler = typst.Compiler(
        template("page.typ") + template(name),
        root=str(files("chorsu") / "data" / "documents"),  # the templates' own folder is all that they could read
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_clean(data), ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=int(moment.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("one document makes one file")
    return pdf


def printable(text: str) -> str:
    """The text as the fonts on file can print it, composed (NFC).

    What has no shape is dropped: control characters, marks of direction, unassigned code points. A letter that no font draws
    (Arabic, say) stands as its code point, ``[U+0645]``, so that nothing vanishes unseen. Very long text is cut with an ellipsis.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > _LONGEST:
        composed = composed[:_LONGEST] + "…"
    return "".join(_drawn(letter) for letter in composed)


def _drawn(letter: str) -> str:
    if letter in _KEPT or (" " < letter <= "~"):
        return letter
    category = unicodedata.category(letter)
    if category in ("Zs", "Zl", "Zp") or letter == "\t":
        return " "
    if category in ("Cc", "Cf", "Cs", "Cn") or "\ufe00" <= letter <= "\ufe0f":
        return ""
    return letter if _covers(ord(letter)) else f"[U+{ord(letter):04X}]"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(name): _clean(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(entry) for entry in value]
    return value


@cache
def _fonts() -> typst.Fonts:
    folders = {str(path.parent) for path in _font_files()}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def _font_files() -> tuple[Path, ...]:
    latin_and_cyrillic = files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf"
    chinese = files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"
    return (Path(str(latin_and_cyrillic)), Path(str(chinese)))


def _covers(code_point: int) -> bool:
    starts, ends = _coverage()
    index = bisect_right(starts, code_point) - 1
    return index >= 0 and code_point <= ends[index]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """The code points that the fonts draw, as sorted ranges that do not touch: their first and their last members."""
    ranges = sorted(group for path in _font_files() for group in _groups(path.read_bytes()))
    starts: list[int] = []
    ends: list[int] = []
    for first, last in ranges:
        if ends and first <= ends[-1] + 1:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return starts, ends


def _groups(font: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of a font's character map (OpenType ``cmap``, format 12: full Unicode)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, _, offset, _ in directory if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for index in range(subtables):
        _, _, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * index)
        start = cmap + offset
        if struct.unpack_from(">H", font, start) == (12,):
            (count,) = struct.unpack_from(">L", font, start + 12)
            for group in range(count):
                first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * group)
                yield (first if glyph else first + 1, last)
            return
    raise ValueError("the font has no full Unicode character map")
