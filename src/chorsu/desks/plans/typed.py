"""Figures as people type them: ``23 400,50``, ``20,000``, ``２００００``. Engines read one form alone, ``23400.50``."""

import re
import unicodedata

_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"\d+,\d+")


def plain_figure(typed: str, language: str) -> str:
    """The figure in the form of the engines; what could mean two figures comes back as it was typed, to be asked about.

    Spaces set thousands apart everywhere. A comma does so in English and Chinese, and is the decimal sign in Russian: there
    ``20,000`` may be twenty or twenty thousand, and is not guessed.
    """
    written = unicodedata.normalize("NFKC", typed).strip()
    if _GROUPED.fullmatch(written):
        written = written.replace(" ", "")
    whole, _comma, rest = written.partition(",")
    if _COMMA.fullmatch(written) and (len(rest) != 3 or whole == "0" or len(whole) > 3):
        return f"{whole}.{rest}"
    if _ENGLISH.fullmatch(written) and (language != "ru" or written.count(",") > 1 or "." in written):
        return written.replace(",", "")
    return written if written.isascii() else typed
