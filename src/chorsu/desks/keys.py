"""Keys of rows: UUIDs of version 7, which sort by the time at which they were made and tell nobody how many there are."""

import uuid

from uuid_utils.compat import uuid7


def new_key() -> uuid.UUID:
    """A key for a new row (RFC 9562, version 7): the same on every database, and made before the row is."""
    return uuid7()
