"""The text of China's printed tariff, as pypdf draws it from the official PDF, to lines with their rates.

A line of the import tariff is printed as ``5 0101.2900 --其他 10 0 东盟AS,…,港HK 0 惠LD 30``: number, code, name,
most-favoured-nation rate (behind a ``∆`` the provisional one), agreement rates with the agreements that grant them, the rate for
least developed states, the general rate. Further agreement rates follow on lines of their own, and so do rows ``ex…`` for some
goods of a line only. A rate that is no plain percentage is a circled number, and its words stand at the foot of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NUMBER = r"\d+(?:\.\d+)?"
# The agreements by their names in the printed column, 《亚太贸易协定》 first; the members of RCEP bear a raised R.
AGREEMENTS = (
    r"(?:亚太\s*AP|东盟\s*AS|智\s*CL|巴\s*PK|新西兰\s*NZ|新加坡\s*SG|秘\s*PE|哥\s*CR|瑞\s*CH|冰\s*IS|韩\s*KR|澳\s*AU|格\s*GE|毛\s*MU"
    r"|东盟\s*R|澳\s*R|日\s*R|韩\s*R|新西兰\s*R|柬\s*KH|尼\s*NI|厄\s*EC|塞\s*RS|洪\s*HN|马\s*MV|港\s*HK|澳门\s*MO|台\s*TW)"
)
_HEAD = "序号 税则号列 货品名称 最惠国税率(%) 协定税率(%) 特惠税率(%) 普通税率(%)"
_EXPORT_HEAD = "出口税率（%）"
_RATE = rf"(?:{NUMBER}|[{CIRCLES}])?[{CIRCLES}]?(?:\s?∆\s?(?:{NUMBER}|[{CIRCLES}]))?[{CIRCLES}]?"
_WITH_AGREEMENTS = re.compile(rf"\s({_RATE})\s+((?:{NUMBER}[{CIRCLES}]?|[{CIRCLES}])\s+{AGREEMENTS}.*)")
_WITHOUT_AGREEMENTS = re.compile(rf"\s({_RATE})\s+0\s+惠LD")
_SPECIAL = re.compile(rf"\s+(?:{NUMBER}[{CIRCLES}]?|[{CIRCLES}])\s*(?=惠LD|亚太(?!\s*AP)|柬(?!\s*KH)|老|缅)")


@dataclass
class Line:
    """One row of the import tariff: a line of eight digits, or some goods of one (``ex``)."""

    code: str
    text: str
    page: int
    ex: bool = False
    further: list[tuple[str, int]] = field(default_factory=list)  # agreement rates on lines of their own, with their page
    notes: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)  # the feet of the pages, by page and circle

    @property
    def joined(self) -> str:
        return " " + " ".join(part.strip() for part in self.text.split("\n"))

    @property
    def _match(self) -> re.Match[str]:
        if self.ex:
            found = re.search(rf"\s(∆?\s?(?:{NUMBER}|[{CIRCLES}]))\s*$", self.joined)
        else:
            found = _WITH_AGREEMENTS.search(self.joined)
            if not found or not found[1]:
                found = _WITHOUT_AGREEMENTS.search(self.joined)
        if not found:
            raise ValueError(f"{self.code}, page {self.page}: no rate in “{self.joined}”")
        return found

    @property
    def rate(self) -> str:
        """The printed figure of the first column of rates: ``10``, ``24∆12``, ``65①``, ``①``, ``∆5``."""
        return self._match[1].replace(" ", "")

    @property
    def words(self) -> str:
        """The name as printed, without its dashes and the spaces that line breaks left."""
        name = self.joined[: self._match.start()]
        return re.sub(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", "", name.strip().lstrip("-")).strip()

    def note(self, figure: str, page: int = 0) -> str:
        """The words at the foot of the page behind the circled number of a figure, or nothing."""
        circle = next((sign for sign in figure if sign in CIRCLES), "")
        return self.notes.get(page or self.page, {}).get(circle, "")

    def agreements(self) -> dict[str, tuple[str, int]]:
        """The rate under each agreement, by its letters (``AP``, ``PK``), with the page on which its notes stand."""
        rows = list(self.further)
        if not self.ex and self._match.re is _WITH_AGREEMENTS:
            rows.insert(0, (self._match[2], self.page))
        found: dict[str, tuple[str, int]] = {}
        for row, page in rows:
            own = _SPECIAL.split(" " + row)[0].strip()
            if parts := re.match(rf"({NUMBER}|[{CIRCLES}])[{CIRCLES}]?\s+(.*)$", own):
                for name in parts[2].replace(" ", "").split(","):
                    found[re.sub(r"[^A-Z]", "", name)] = (parts[1], page)
        return found


@dataclass(frozen=True)
class ExportLine:
    """One row of the export tariff; ``rate`` as printed, ``30∆5`` with its provisional rate."""

    code: str
    name: str
    rate: str
    ex: bool


def read_pages(path: Path) -> dict[int, str]:
    """The text of each page by its number: of a PDF, or of a text in which ``--- Page 17 ---`` heads page 17."""
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return {number: page.extract_text() for number, page in enumerate(PdfReader(path).pages, 1)}
    parts = re.split(r"^--- Page (\d+) ---$", path.read_text("utf-8"), flags=re.M)[1:]
    return {int(number): text for number, text in zip(parts[::2], parts[1::2], strict=True)}


def import_lines(pages: dict[int, str]) -> list[Line]:
    """Every row of the import tariff, in its order."""
    found: list[Line] = []
    current: Line | None = None
    notes: dict[int, dict[str, str]] = {}
    for page, text in pages.items():
        if _HEAD not in text:
            continue
        body, notes[page] = _split_foot(text[text.index(_HEAD) + len(_HEAD) :])
        for row in body:
            if match := re.match(r"^\d{1,4} (\d{4})\.(\d{4}) (.*)$", row):
                current = Line(match[1] + match[2], match[3], page, notes=notes)
                found.append(current)
            elif match := re.match(r"^\s*(?:\d{1,4}\s+)?ex\s?(\d{8}) (.*)$", row):
                current = Line(match[1], match[2], page, ex=True, notes=notes)
                found.append(current)
            elif re.match(r"^ \d\d\.\d\d |^  -|^\s*第.{1,5}[章类]", row):
                current = None  # a heading, which has no rates
            elif current is not None and re.match(rf"^ {{2,}}(?:{NUMBER}|[{CIRCLES}]) {AGREEMENTS}", row):
                current.further.append((row.strip(), page))
            elif current is not None and current.further:
                last, at = current.further[-1]
                current.further[-1] = (last + row.strip(), at)
            elif current is not None:
                current.text += "\n" + row.rstrip()
    return found


def export_lines(pages: dict[int, str]) -> list[ExportLine]:
    """Every row of the export tariff, in its order."""
    found = []
    for text in pages.values():
        if _EXPORT_HEAD not in text:
            continue
        body = re.sub(r"\n(?!\s*(?:\d{1,3} )?(?:ex)?\d{8} |\s*\d\d\.\d\d)", "", text[text.index(_EXPORT_HEAD) :])
        for row in body.split("\n"):
            if match := re.match(rf"^\s*(?:\d{{1,3}} )?(ex)?(\d{{8}}) (.*?)\s*({NUMBER}(?:∆{NUMBER})?)\s*$", row):
                found.append(ExportLine(match[2], match[3].replace(" ", ""), match[4], bool(match[1])))
    return found


def _split_foot(text: str) -> tuple[list[str], dict[str, str]]:
    """The rows of a page, and the notes at its foot by their circled number."""
    rows: list[str] = []
    notes: dict[str, str] = {}
    last, foot = "", False
    for row in text.split("\n"):
        match = re.match(rf"^([{CIRCLES}])\s?(.*)$", row)
        if re.match(r"^\s{40,}$", row):
            foot = True
        elif match and (foot or "税率" in match[2]):
            foot, last = True, match[1]
            notes[last] = match[2].strip()
        elif foot:
            if last:
                notes[last] += row.strip()
        elif row.strip():
            rows.append(row)
    return rows, notes
