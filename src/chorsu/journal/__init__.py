"""What happened: entries in streams, each sealed to the one before it. Pure: where entries are kept is the caller's business."""

from chorsu.journal.model import GENESIS, Break, Entry
from chorsu.journal.seal import digest_of_personal, seal
from chorsu.journal.verify import verify

__all__ = ["GENESIS", "Break", "Entry", "digest_of_personal", "seal", "verify"]
