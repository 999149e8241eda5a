"""A field for a large answer, kept compressed: a plan in three languages is a megabyte and a half of like sentences."""

import json
import zlib

from django.db import models


class PackedJSON(models.BinaryField):
    """JSON that is read whole and never searched: about a twentieth of its size in the database."""

    def from_db_value(self, value, expression, connection):
        """The value as it was given."""
        return None if value is None else json.loads(zlib.decompress(bytes(value)))

    def get_prep_value(self, value):
        """The value as bytes."""
        return None if value is None else zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def get_db_prep_value(self, value, connection, prepared=False):
        """The bytes as the database takes them."""
        given = value if prepared else self.get_prep_value(value)
        return super().get_db_prep_value(given, connection, prepared=True)

    def to_python(self, value):
        """The value stays what it is: no form gives one."""
        return value
