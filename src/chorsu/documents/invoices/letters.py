"""The text of a cell as it is read: spaces made one, letters that cannot be seen told."""

from __future__ import annotations

import re
import unicodedata

from chorsu.documents.invoices.model import MOST_LETTERS
from chorsu.text import Text, say

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def tidy(written: str) -> tuple[str, Text | None]:
    """The text of a cell with single spaces, and what is wrong with it: too long, letters lost or that cannot be seen.

    What is wrong is cut off or taken out of the text that comes back.
    """
    if len(written) > MOST_LETTERS:
        head = _SPACES.sub(" ", written[:200]).strip()
        return _seen(head), say("This has {count} letters; at most {most} are read.", count=len(written), most=MOST_LETTERS)
    text = _SPACES.sub(" ", written).strip()
    if text.isprintable() and "\ufffd" not in text:
        return text, None
    if "\ufffd" in text:
        return _seen(text), say("A letter was lost here: the text is not in the encoding that was taken.")
    unseen = sorted({f"U+{ord(letter):04X}" for letter in text if not letter.isprintable()})
    return _seen(text), say("This has letters that cannot be seen: {letters}.", letters=", ".join(unseen[:5]))


def _seen(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isprintable())
