"""The preview of an invoice that was sent in, read from the store again whenever it is needed, and remembered for a while.

Reading is pure: the same bytes and answers give the same preview, so nothing of it need be kept but the answers.
"""

from collections import OrderedDict
from threading import Lock

from chorsu.desks import files
from chorsu.documents.invoices import Choices, Preview, read_invoice

# How many rows are remembered altogether: two large files, or a hundred small ones.
MOST_ROWS = 20_000

_remembered: "OrderedDict[tuple[str, str], Preview]" = OrderedDict()
_lock = Lock()


def preview_of(digest: str, choices: Choices, content: bytes | None = None) -> Preview:
    """The preview of a file in the store (of ``content`` where it is not there yet). Raises Faulty as the reading does."""
    key = (digest, repr(sorted(choices.to_json().items())))
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    preview = read_invoice(files.content_of(digest) if content is None else content, choices)
    with _lock:
        _remembered[key] = preview
        while len(_remembered) > 1 and sum(max(len(each.rows), 100) for each in _remembered.values()) > MOST_ROWS:
            _remembered.popitem(last=False)
    return preview
