"""Parquet files of one schema put one after the other, byte by byte: only the footer is written anew.

To read and write again what stretches of a run have written would take a quarter as long as to assess it, and no library
at hand joins files without decoding them. A Parquet file is ``PAR1``, the pages, the footer (a Thrift struct, its length
after it), ``PAR1``; the footer says at which byte each column of each row group is. See
https://parquet.apache.org/docs/file-format/ and
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_MAGIC = b"PAR1"
_LENGTH = 4
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)

# Fields of the footer by their numbers: the struct's own, and those of its parts that say at which byte something is.
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
_CHUNK_OFFSETS, _CHUNK_META = (2, 4, 6), 3
_META_OFFSETS = (9, 10, 11, 14)

# A struct as its fields by number: type and value. A list is its type and items.
Struct = dict[int, tuple[int, Any]]


def alike(parts: Sequence[Path]) -> bool:
    """Whether files have one schema, so that they can be joined: a column that is never empty in one may be written otherwise."""
    schemas = []
    for part in parts:
        with part.open("rb") as source:
            schemas.append(_footer(source, part)[0][_SCHEMA])
    return all(schema == schemas[0] for schema in schemas)


def join(parts: Sequence[Path], out: Path) -> None:
    """Write files of one schema as one, their row groups in order. Raises ValueError for other schemas, and for no Parquet."""
    whole: Struct = {}
    with out.open("wb") as target:
        target.write(_MAGIC)
        for part in parts:
            with part.open("rb") as source:
                footer, end = _footer(source, part)
                _move(footer, target.tell() - len(_MAGIC))
                source.seek(len(_MAGIC))
                _copy(source, target, end - len(_MAGIC))
            if not whole:
                whole = footer
                continue
            if footer[_SCHEMA] != whole[_SCHEMA]:
                raise ValueError(f"{part} has other columns")
            whole[_ROWS] = (_I64, whole[_ROWS][1] + footer[_ROWS][1])
            whole[_GROUPS][1][1].extend(footer[_GROUPS][1][1])
        for ordinal, group in enumerate(whole[_GROUPS][1][1]):
            group.pop(_ORDINAL, None)
            if ordinal < 1 << 15:  # the field has 16 bits, and may be left out
                group[_ORDINAL] = (_I16, ordinal)
        written = b"".join(_write_struct(whole))
        target.write(written + len(written).to_bytes(_LENGTH, "little") + _MAGIC)


def _footer(source: Any, path: Path) -> tuple[Struct, int]:
    """The footer of a file, and the byte at which it begins."""
    end = source.seek(0, 2) - _LENGTH - len(_MAGIC)
    source.seek(max(end, 0))
    tail = source.read()
    begin = end - int.from_bytes(tail[:_LENGTH], "little")
    if tail[_LENGTH:] != _MAGIC or begin < len(_MAGIC):
        raise ValueError(f"{path} is not a Parquet file")
    source.seek(begin)
    return _Reader(source.read(end - begin)).struct(), begin


def _copy(source: Any, target: Any, count: int) -> None:
    while count:
        block = source.read(min(count, 1 << 20))
        if not block:
            raise ValueError("a file has become shorter")
        target.write(block)
        count -= len(block)


def _move(footer: Struct, by: int) -> None:
    """Say that everything is so many bytes further on."""
    for group in footer[_GROUPS][1][1]:
        _add(group, (_GROUP_OFFSET,), by)
        for chunk in group[_COLUMNS][1][1]:
            _add(chunk, _CHUNK_OFFSETS, by)
            _add(chunk[_CHUNK_META][1], _META_OFFSETS, by)


def _add(struct: Struct, fields: Sequence[int], by: int) -> None:
    for number in fields:
        if number in struct and struct[number][1]:  # some writers put zero for what they leave out
            struct[number] = (_I64, struct[number][1] + by)


class _Reader:
    """Reads the compact protocol."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def struct(self) -> Struct:
        found: Struct = {}
        number = 0
        while header := self._byte():
            number = number + (header >> 4) if header >> 4 else _signed(self._varint())
            kind = header & 15
            found[number] = (kind, kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind))
        return found

    def _value(self, kind: int) -> Any:
        if kind in (_TRUE, _FALSE, _BYTE):  # in a list a truth is a byte
            return self._byte()
        if kind in (_I16, _I32, _I64):
            return _signed(self._varint())
        if kind == _DOUBLE:
            return self._take(8)
        if kind == _BINARY:
            return self._take(self._varint())
        if kind in (_LIST, _SET):
            header = self._byte()
            count = header >> 4 if header >> 4 < 15 else self._varint()
            return header & 15, [self._value(header & 15) for _ in range(count)]
        if kind == _STRUCT:
            return self.struct()
        raise ValueError(f"a footer with a field of type {kind}")

    def _take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7


def _signed(number: int) -> int:
    return number >> 1 ^ -(number & 1)


def _write_struct(struct: Struct) -> Iterator[bytes]:
    before = 0
    for number, (kind, value) in sorted(struct.items()):
        delta = number - before
        yield bytes([delta << 4 | kind]) if 0 < delta < 16 else bytes([kind]) + _varint(_zigzag(number))
        before = number
        if kind not in (_TRUE, _FALSE):
            yield from _write(kind, value)
    yield b"\0"


def _write(kind: int, value: Any) -> Iterator[bytes]:
    if kind in (_TRUE, _FALSE, _BYTE):
        yield bytes([value])
    elif kind in (_I16, _I32, _I64):
        yield _varint(_zigzag(value))
    elif kind == _DOUBLE:
        yield value
    elif kind == _BINARY:
        yield _varint(len(value)) + value
    elif kind in (_LIST, _SET):
        of, items = value
        yield bytes([len(items) << 4 | of]) if len(items) < 15 else bytes([15 << 4 | of]) + _varint(len(items))
        for item in items:
            yield from _write(of, item)
    else:
        yield from _write_struct(value)


def _zigzag(number: int) -> int:
    return number << 1 ^ number >> 63


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])
