"""The pages of the documentation, read as text: sections, tables, blocks of code, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in (*DOCS.rglob("*.md"), ROOT / "README.md") if "_build" not in path.parts)

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file name that it is captioned with (empty without), and its text."""

    language: str
    caption: str
    text: str


def page(name: str) -> str:
    """The text of a page under docs."""
    return (DOCS / name).read_text("utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page in order; ``{code-block} toml`` with ``:caption: NAME`` counts as ``toml``."""
    found = []
    for match in _FENCE.finditer(text):
        language = match["info"].replace("{code-block}", "").strip()
        body, caption = match["body"], ""
        if options := re.match(r":caption: (\S+)\n\n?", body):
            caption, body = options[1], body[options.end() :]
        found.append(Block(language, caption, body))
    return found


def without_blocks(text: str) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", text)


def section(text: str, heading: str) -> str:
    """What stands under a heading, with what stands under the headings below it; empty if there is no such heading."""
    match = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    if match is None:
        return ""
    rest = text[match.end() :]
    end = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def own_part(text: str, heading: str) -> str:
    """What stands under a heading before any other heading."""
    return re.split(r"^#+ ", section(text, heading), maxsplit=1, flags=re.MULTILINE)[0]


def first_column(text: str) -> Iterator[str]:
    """What stands in backticks in the first column of the tables of a text."""
    for line in text.splitlines():
        if line.startswith("| `"):
            first = re.split(r"(?<!\\)\|", line)[1]
            yield from re.findall(r"`([^`]+)`", first)


def links(text: str) -> list[str]:
    """The addresses that a page links to, images among them."""
    return _LINK.findall(without_blocks(text))
