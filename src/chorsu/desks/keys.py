"""Keys of rows (UUIDs of version 7, which sort by time and tell nobody how many there are), and secret keys as they are kept."""

import uuid
from hashlib import sha256

from uuid_utils.compat import uuid7


def new_key() -> uuid.UUID:
    """A key for a new row (RFC 9562, version 7): the same on every database, and made before the row is."""
    return uuid7()


def digest_of_key(key: str) -> str:
    """What is kept of a secret key, and by what it is found again: SHA-256, which needs no salt for 256 random bits."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
