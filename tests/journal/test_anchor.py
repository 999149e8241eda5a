"""An anchor's root is that of the tree of RFC 6962, and its file tells whether it was altered."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chorsu.journal import Head, canonical, read_anchors, root, write_anchor

AT = datetime(2026, 11, 29, 8, tzinfo=UTC)
heads = st.lists(
    st.builds(
        Head, st.text("abc:12", min_size=1, max_size=6), st.integers(1, 9), st.text("0123456789abcdef", min_size=4, max_size=4)
    ),
    unique_by=lambda head: head.stream,
    max_size=17,
)


def by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + by_the_book(leaves[:split]) + by_the_book(leaves[split:])).digest()


@given(heads)
def test_the_root_is_that_of_the_standard_s_tree(given):
    leaves = [canonical([head.stream, head.number, head.hash]) for head in sorted(given)]
    assert root(given) == root(reversed(given)) == by_the_book(leaves).hex()


@given(heads, heads)
def test_an_anchor_that_follows_tells_only_what_changed_and_is_whole(first, second):
    lines = list(write_anchor(first, at=AT, known={}))
    known: dict[str, Head] = {}
    assert [anchor.is_whole for anchor in read_anchors(lines, known)] == [True]
    later = {head.stream: head for head in first} | {head.stream: head for head in second}
    more = list(write_anchor(later.values(), at=AT, known=known))
    assert len(more) == 1 + sum(known.get(head.stream) != head for head in later.values())
    read = list(read_anchors([*lines, *more]))
    assert [anchor.is_whole for anchor in read] == [True, True]
    assert read[-1].root == root(later.values())


@pytest.mark.parametrize(("field", "value"), [("number", 8), ("hash", "beef"), ("stream", "case:3")])
def test_an_altered_line_is_found(field, value):
    lines = list(write_anchor([Head("case:1", 1, "aa"), Head("case:2", 2, "bb")], at=AT, known={}))
    lines[0] = json.dumps(json.loads(lines[0]) | {field: value})
    assert [anchor.is_whole for anchor in read_anchors(lines)] == [False]


@pytest.mark.parametrize(
    "lines", [["x"], ["{}"], ['{"stream": "a"}'], ['{"stream":"a","number":1,"hash":"b"}'], ["[]"], ['{"anchor":"x"}']]
)
def test_what_is_no_anchor_is_refused_by_its_line(lines):
    good = list(write_anchor([Head("case:1", 1, "aa")], at=AT, known={}))
    with pytest.raises(ValueError, match="3"):
        list(read_anchors([*good, *lines]))
