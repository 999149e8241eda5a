"""The database as rows, and rows as a database: the same writing whatever database they come from and go to."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import JSONField, Value
from django.db.models.sql import InsertQuery

SNAPSHOT = "snapshot"
MANY = 500
LEFT_BEHIND = frozenset({("trade", "0001_initial"), ("trade", "0002_shelf")})
"""Migrations of earlier releases under names that mean nothing now: those of 0.1.0, when the desk of plans was called trade."""


@contextmanager
def snapshot() -> Iterator[str]:
    """A connection that sees the database as it is now, however much is written meanwhile; gives its name.

    SQLite: a read transaction on the write-ahead log. PostgreSQL: a repeatable read, read only. Neither holds writers up.
    """
    given = connections.databases["default"]
    settings = {**given, "OPTIONS": dict(given.get("OPTIONS", {})), "CONN_MAX_AGE": 0}
    if connections["default"].vendor == "sqlite":
        settings |= {"NAME": connections["default"].settings_dict["NAME"]}
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
    else:
        settings["NAME"] = connections["default"].settings_dict["NAME"]
    connections.databases[SNAPSHOT] = settings
    try:
        with transaction.atomic(using=SNAPSHOT), connections[SNAPSHOT].cursor() as cursor:
            if connections[SNAPSHOT].vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")  # the first look is what all later ones see
            cursor.fetchone()
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def migrations(using: str) -> list[tuple[str, str]]:
    """The migrations that the database has had, by app and name; of apps that are not installed any more, none.

    Raises LookupError where the database has had one that this version does not know: it is a newer version's.
    """
    loader = MigrationExecutor(connections[using]).loader
    had = set(MigrationRecorder(connections[using]).applied_migrations()) - LEFT_BEHIND
    had = sorted(node for node in had if node[0] in loader.migrated_apps)
    unknown = [f"{app}.{name}" for app, name in had if not _of_graph(loader, (app, name))]
    if unknown:
        raise LookupError(", ".join(unknown))
    return had


def models_of(using: str, applied: Iterable[tuple[str, str]]) -> list[type[models.Model]]:
    """The tables as they are after these migrations, in a fixed order. Raises LookupError for one that is not known here."""
    loader = MigrationExecutor(connections[using]).loader
    nodes = set()
    for node in applied:
        found = _of_graph(loader, tuple(node))
        if found is None:
            raise LookupError(".".join(node))
        nodes.add(found)
    state = loader.project_state(sorted(nodes))
    tables = [
        model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    return sorted(tables, key=lambda model: model._meta.db_table)


def migrate_to(applied: Iterable[tuple[str, str]], using: str) -> None:
    """Make the tables as they are after these migrations, in an empty database."""
    executor = MigrationExecutor(connections[using])
    nodes = {_of_graph(executor.loader, tuple(node)) for node in applied} - {None}
    # The last ones alone: to name one that others build on would be to ask for these to be taken back.
    after = executor.loader.graph.node_map
    executor.migrate(sorted(node for node in nodes if not {child.key for child in after[node].children} & nodes))


def _of_graph(loader, node: tuple[str, str]) -> tuple[str, str] | None:
    """The migration itself, or the one that was made of it and others; None where there is neither."""
    if node in loader.graph.nodes:
        return node
    return next((new for new, migration in loader.replacements.items() if node in migration.replaces), None)


def lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    """The rows of a table in the order of their keys, each a line of JSON: a list in the order of the columns."""
    names = [field.attname for field in model._meta.concrete_fields]
    yield _line(names)
    for row in model._base_manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=MANY):
        yield _line([_written(value) for value in row])


def load(model: type[models.Model], given: Iterator[bytes], using: str) -> int:
    """Put rows back as they were written; how many. The columns are those that the table has now, under the same names."""
    names = json.loads(next(given))
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [fields[name] for name in names]
    found, batch = 0, []
    for line in given:
        values = zip(columns, json.loads(line), strict=True)
        batch.append(model(**{field.attname: _read(field, value) for field, value in values}))
        found += 1
        if len(batch) == MANY:
            _insert(model, batch, columns, using)
            batch = []
    _insert(model, batch, columns, using)
    return found


def digest_of_heads(using: str) -> dict:
    """How many streams and entries the journal has, and one hash over all heads: an anchor that proves what it held."""
    from chorsu.desks.journal.models import Stream

    heads, streams, entries = hashlib.sha256(), 0, 0
    for name, number, head in Stream.objects.using(using).order_by("name").values_list("name", "number", "head").iterator(MANY):
        heads.update(f"{name} {number} {head}\n".encode())
        streams, entries = streams + 1, entries + number
    return {"streams": streams, "entries": entries, "heads": heads.hexdigest()}


def empty(tables: list[type[models.Model]], using: str) -> None:
    """Delete every row of the tables, within a transaction."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
            cursor.execute(f"TRUNCATE {names} CASCADE")
        else:
            for model in tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - names of our tables


def count_on(tables: list[type[models.Model]], using: str) -> None:
    """Let keys that the database numbers go on after the greatest there is."""
    from django.core.management.color import no_style

    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _insert(model, rows: list, columns: list, using: str) -> None:
    if not rows:
        return
    # SQLite takes so many values at a time and no more.
    most = connections[using].ops.bulk_batch_size(columns, rows) or len(rows)
    for start in range(0, len(rows), max(1, most)):
        query = InsertQuery(model)
        query.insert_values(columns, rows[start : start + most], raw=True)
        query.get_compiler(using=using).execute_sql()


def _line(value: list) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _written(value):
    if value is None or isinstance(value, bool | int | float | str | dict | list):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be backed up")


def _read(field: models.Field, value):
    if value is None:
        # JSON's null in a column that may not be empty.
        return Value(None, JSONField()) if isinstance(field, JSONField) and not field.null else None
    if isinstance(field, JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    target = field.target_field if field.is_relation else field
    return target.to_python(value)
