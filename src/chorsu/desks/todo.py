"""What waits for somebody. Each desk says it of its own, in ``todo.py``: ``things(actor, on)``; the first page gathers them.

A program is told what its token's scopes let it read.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# At most so many of one sort are told; their list has the rest.
MOST = 10


class Tone(StrEnum):
    """How it presses. The order is the order on the page."""

    LATE = "late"  # late, returned, refused: something already went wrong
    NOW = "now"  # waits for this reader
    SOON = "soon"  # will have to be done, by a day
    BEGIN = "begin"  # a step by which a new organisation gets going


@dataclass(frozen=True)
class Thing:
    """One thing to do: what it is of (``title``), why it waits, and the one action with the address at which it is done."""

    title: str
    why: str
    address: str
    action: str
    due: date | None = None
    tone: Tone = Tone.NOW
