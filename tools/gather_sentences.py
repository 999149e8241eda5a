"""Gather the engines' sentences (``say("…")``) into ``src/chorsu/locale``: new ones empty, known ones kept, gone ones dropped.

python tools/gather_sentences.py
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "chorsu"
LANGUAGES = ("zh_Hans", "ru")


def sentences() -> set[str]:
    """Every template said outside the portal and the desks."""
    files = (path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in ("portal", "desks"))
    return {message for path in files for _, message, _, _ in extract_from_file("python", str(path), keywords={"say": None})}


def update(language: str, said: set[str]) -> int:
    """Write one catalogue anew, under the head that it has; gives how many sentences are left to translate."""
    path = SOURCE / "locale" / language / "LC_MESSAGES" / "chorsu.po"
    text = path.read_text("utf-8")
    with path.open("rb") as file:
        known = {message.id: message.string for message in read_po(file) if message.id}
    catalogue = Catalog(locale=language)
    for message in sorted(said):
        catalogue.add(message, known.get(message, ""))
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, width=120, sort_output=True, no_location=True)
    path.write_text(text[: text.index("\n\n") + 2] + body.getvalue().decode("utf-8"), "utf-8")
    return sum(not known.get(message) for message in said)


def main() -> None:
    """Update both catalogues."""
    said = sentences()
    for language in LANGUAGES:
        print(f"{language}: {len(said)} sentences, {update(language, said)} to translate")


if __name__ == "__main__":
    main()
