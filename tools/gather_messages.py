"""Gather the sentences of the pages into their catalogues: new ones empty, translated ones kept.

    python tools/gather_messages.py

A desk with a folder ``locale`` has a catalogue of its own; the portal's takes the rest, and what stands there is not said twice.
Templates are turned into Python by Django itself, and Babel reads the rest: no gettext tools need be installed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "chorsu"
PORTAL = SOURCE / "portal"
LANGUAGES = ("zh_Hans", "ru")
WORDS = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
CALL = re.compile(rf"\b(_|gettext|pgettext|ngettext)\(((?:{WORDS}|[^()'\"])*)\)")
KEYWORDS = ["_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"]


class Sentence(NamedTuple):
    """A sentence to translate: with a plural, or with a context that tells two of the same letters apart, where it has one."""

    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str | tuple[str, str]:
        """The sentence as a catalogue has it."""
        return (self.id, self.plural) if self.plural else self.id


def gather() -> dict[Path, set[Sentence]]:
    """The sentences of each catalogue, by its folder ``locale``."""
    desks = sorted(folder for folder in (SOURCE / "desks").iterdir() if (folder / "locale").is_dir())
    found = {folder / "locale": set(_of_folder(folder)) for folder in desks}
    elsewhere = set(_of_folder(PORTAL))
    for path in sorted((SOURCE / "desks").iterdir()):
        if path not in desks:
            elsewhere.update(_of_folder(path) if path.is_dir() else _of_file(path))
    return {PORTAL / "locale": elsewhere} | {folder: sentences - elsewhere for folder, sentences in found.items()}


def _of_folder(folder: Path) -> Iterator[Sentence]:
    for path in sorted(folder.rglob("*")):
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Sentence]:
    if path.suffix == ".py":
        yield from _of_python(path.read_bytes())
    elif path.suffix in (".html", ".txt"):
        yield from _of_template(path.read_text("utf-8"))


def _of_python(source: bytes) -> Iterator[Sentence]:
    for _line, name, message, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
        yield from _said(name, message if isinstance(message, tuple) else (message,))


def _of_template(source: str) -> Iterator[Sentence]:
    from django.utils.translation.template import templatize

    for name, arguments in CALL.findall(templatize(source)):
        yield from _said(name, tuple(ast.literal_eval(word) for word in re.findall(WORDS, arguments)))


def _said(name: str, words: tuple[str | None, ...]) -> Iterator[Sentence]:
    if not words or not isinstance(words[0], str):
        return
    if name.startswith("ngettext"):
        yield Sentence(words[0], plural=words[1] or "")
    elif name.startswith("pgettext"):
        yield Sentence(words[1] or "", context=words[0])
    else:
        yield Sentence(words[0])


def update(folder: Path, language: str, sentences: set[Sentence]) -> Catalog:
    """Write the catalogue of a language anew: the sentences of now, with the translations of before."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    before = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
    catalog = Catalog(locale=language, fuzzy=False, header_comment="# The pages of Chorsu. Gathered by tools/gather_messages.py.")
    for sentence in sorted(sentences):
        known = before.get(sentence.id, sentence.context or None)
        catalog.add(sentence.key, known.string if known else "", context=sentence.context or None)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = BytesIO()
    write_po(lines, catalog, sort_output=True, width=0, omit_header=False)
    # No date and no names: a run that changes no sentence changes no line.
    kept = [line for line in lines.getvalue().decode().splitlines() if not line.startswith(NOISE)]
    path.write_text("\n".join(kept).strip() + "\n", "utf-8")
    return catalog


NOISE = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Report-Msgid',
    '"Project-Id',
    '"Generated-By',
)


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()
    for folder, sentences in gather().items():
        for each in LANGUAGES:
            empty = [message.id for message in update(folder, each, sentences) if message.id and not any(message.string or ())]
            where = folder.parent.relative_to(SOURCE)
            print(f"{where}, {each}: {len(sentences)} sentences, {len(empty)} to translate", *empty, sep="\n  ")
