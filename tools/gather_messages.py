"""Gather the portal's and the desks' sentences into ``src/chorsu/portal/locale``: new ones empty, translated ones kept.

    python tools/gather_messages.py

Templates are turned into Python by Django itself, and Babel reads the rest: no gettext tools need be installed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "chorsu"
ROOMS = ("portal", "desks")
LANGUAGES = ("zh_Hans", "ru")
CALL = re.compile(r"\b(_|gettext|ngettext)\(((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^()'\"])*)\)")

Message = str | tuple[str, str]


def gather() -> set[Message]:
    """Every sentence of the portal and the desks; a pair where it has a plural."""
    found: set[Message] = set()
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            found.update(_of_python(path.read_bytes()))
        for path in sorted((SOURCE / room).rglob("*.html")):
            found.update(_of_template(path.read_text("utf-8")))
    return found


def _of_python(source: bytes) -> Iterator[Message]:
    for _line, name, message, _comments in extract_python(BytesIO(source), ["_", "gettext", "gettext_lazy", "ngettext"], [], {}):
        if name == "ngettext":
            yield message[0], message[1]
        elif isinstance(message, str):
            yield message


def _of_template(source: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    for name, arguments in CALL.findall(templatize(source)):
        words = [ast.literal_eval(word) for word in re.findall(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", arguments)]
        if words:
            yield (words[0], words[1]) if name == "ngettext" else words[0]


def update(language: str, messages: set[Message]) -> Catalog:
    """Write the catalogue of a language anew: the sentences of now, with the translations of before."""
    path = SOURCE / "portal" / "locale" / language / "LC_MESSAGES" / "django.po"
    before = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
    catalog = Catalog(locale=language, fuzzy=False, header_comment="# The pages of Chorsu. Gathered by tools/gather_messages.py.")
    for message in sorted(messages, key=str):
        known = before.get(message if isinstance(message, str) else message[0])
        catalog.add(message, known.string if known else "")
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
    sentences = gather()
    for each in LANGUAGES:
        empty = [message.id for message in update(each, sentences) if message.id and not any(message.string or ())]
        print(f"{each}: {len(sentences)} sentences, {len(empty)} to translate", *empty, sep="\n  ")
