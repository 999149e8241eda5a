"""What happened: entries in streams, each sealed to the one before it. Pure: where entries are kept is the caller's business."""

from chorsu.journal.anchor import Anchor, Head, read_anchors, root, write_anchor
from chorsu.journal.model import GENESIS, Break, Entry
from chorsu.journal.seal import canonical, digest_of_personal, seal
from chorsu.journal.verify import verify

__all__ = [
    "GENESIS",
    "Anchor",
    "Break",
    "Entry",
    "Head",
    "canonical",
    "digest_of_personal",
    "read_anchors",
    "root",
    "seal",
    "verify",
    "write_anchor",
]
