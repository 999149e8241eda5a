"""What is sealed is found out when it is altered: tables, properties, and an oracle that writes JSON in its own way."""

from __future__ import annotations

import hashlib
import math
import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chorsu.journal import GENESIS, Break, Entry, canonical, digest_of_personal, seal, verify

AT = datetime(2026, 11, 29, 8, 0, 0, 123456, tzinfo=UTC)

text = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
)
facts = st.dictionaries(text, json_values, max_size=5)


def written_apart(value) -> str:
    """RFC 8785 written letter by letter, without the library's writer."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
        return '"' + "".join(short.get(each) or (f"\\u{ord(each):04x}" if each < " " else each) for each in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(written_apart, value)) + "]"
    units = lambda name: struct.unpack(f">{len(name.encode('utf-16-be')) // 2}H", name.encode("utf-16-be"))  # noqa: E731
    return "{" + ",".join(f"{written_apart(name)}:{written_apart(value[name])}" for name in sorted(value, key=units)) + "}"


def chain(count: int, stream: str = "case:1") -> list[Entry]:
    """A stream of so many entries, one of them with words that name people."""
    entries, before = [], GENESIS
    for number in range(1, count + 1):
        words = {"name": f"Лю {number}"} if number % 2 else None
        entry = Entry(
            stream=stream,
            number=number,
            at=AT + timedelta(minutes=number),
            facts={"verb": "case.changed", "step": number, "goods": "苹果"},
            personal=digest_of_personal(words or {}, "s"),
            before=before,
            words=words,
            salt="s" if words else "",
        )
        entry = replace(entry, hash=seal(entry))
        before = entry.hash
        entries.append(entry)
    return entries


def head(entries: list[Entry]) -> tuple[int, str]:
    return (entries[-1].number, entries[-1].hash) if entries else (0, GENESIS)


def kinds(entries, end) -> list[tuple[int, str]]:
    return [(each.number, each.kind) for each in verify(entries, stream="case:1", head=end)]


@given(json_values)
def test_the_canonical_writing_is_that_of_the_standard(value):
    assert canonical(value).decode() == written_apart(value)


def test_names_are_sorted_as_the_standard_s_own_example_sorts_them():
    """RFC 8785, section 3.2.3: sorted by UTF-16 code units, not by code points."""
    given = {
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
    }  # fmt: skip
    order = ["Carriage Return", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
    written = canonical(given).decode()
    places = [written.index(word) for word in order]
    assert places == sorted(places)


@pytest.mark.parametrize("value", [1.5, 1.0, math.nan, math.inf, b"x", {1: "x"}, {"a": {2}}, object(), AT])
def test_what_has_no_one_writing_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"x": value})


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_others_would_read_otherwise_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011 - also UnicodeEncodeError
        canonical({"x": value})


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        seal(replace(chain(1)[0], at=datetime(2026, 1, 1)))  # noqa: DTZ001


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_one_moment_has_one_seal_in_every_zone(at, hours):
    entry = replace(chain(1)[0], at=at)
    assert seal(entry) == seal(replace(entry, at=at.astimezone(timezone(timedelta(hours=hours)))))


def test_the_seal_is_as_the_documentation_says():
    """By hand: SHA-256 over the canonical writing of these six names."""
    entry = chain(1)[0]
    raw = (
        '{"at":"2026-11-29T08:01:00.123456+00:00","before":"ZERO","facts":{"goods":"苹果","step":1,"verb":"case.changed"},'
        '"number":1,"personal":"WORDS","stream":"case:1"}'
    )
    raw = raw.replace("ZERO", "0" * 64).replace("WORDS", entry.personal)
    assert entry.hash == hashlib.sha256(raw.encode()).hexdigest()
    assert entry.personal == hashlib.sha256('s{"name":"Лю 1"}'.encode()).hexdigest()


@given(st.integers(0, 12))
def test_a_whole_stream_has_no_break(count):
    entries = chain(count)
    assert kinds(entries, head(entries)) == []


@given(facts, facts)
def test_other_facts_have_another_seal(one, other):
    first, second = (replace(chain(1)[0], facts=each) for each in (one, other))
    assert (seal(first) == seal(second)) == (written_apart(one) == written_apart(other))


def altered(value, data):
    """A value other by as little as one letter, one step."""
    if isinstance(value, str):
        place = data.draw(st.integers(0, max(len(value) - 1, 0)))
        return value[:place] + chr((ord(value[place]) if value else 64) ^ 1) + value[place + 1 :]
    if isinstance(value, int):
        return value + data.draw(st.sampled_from([-1, 1]))
    if isinstance(value, datetime):
        return value + timedelta(microseconds=data.draw(st.sampled_from([-1, 1])))
    name = data.draw(st.sampled_from(sorted(value)))
    return {**value, name: altered(value[name], data)}


@given(st.data(), st.integers(0, 5), st.sampled_from(["stream", "number", "at", "facts", "personal", "before", "hash"]))
def test_any_alteration_of_any_field_is_found(data, place, field):
    entries = chain(6)
    end = head(entries)
    changed = replace(entries[place], **{field: altered(getattr(entries[place], field), data)})
    found = kinds([*entries[:place], changed, *entries[place + 1 :]], end)
    assert found
    if field not in ("number", "hash"):
        assert (place + 1, "altered") in found


@given(st.data(), st.sampled_from([0, 2, 4]), st.sampled_from(["words", "salt"]))
def test_altered_words_are_found_and_erased_words_are_no_break(data, place, field):
    entries = chain(6)
    changed = replace(entries[place], **{field: altered(getattr(entries[place], field), data)})
    assert kinds([*entries[:place], changed, *entries[place + 1 :]], head(entries)) == [(place + 1, "personal_altered")]
    erased = replace(entries[place], words=None, salt="")
    assert kinds([*entries[:place], erased, *entries[place + 1 :]], head(entries)) == []


def test_words_put_where_none_were_sealed_are_found():
    entries = chain(2)
    entries[1] = replace(entries[1], words={"name": "X"}, salt="s")
    assert kinds(entries, head(entries)) == [(2, "personal_altered")]


@given(st.integers(2, 8), st.data())
def test_a_removed_entry_is_found(count, data):
    entries = chain(count)
    gone = data.draw(st.integers(0, count - 1))
    found = kinds([*entries[:gone], *entries[gone + 1 :]], head(entries))
    assert found == ([(count, "head")] if gone == count - 1 else [(gone + 1, "missing")])


@given(st.integers(1, 8), st.data())
def test_a_cut_tail_and_a_head_put_back_are_found(count, data):
    entries = chain(count)
    left = data.draw(st.integers(0, count - 1))
    assert kinds(entries[:left], head(entries)) == [(count, "head")]
    assert kinds(entries, head(entries[:left])) == [(left, "head")]


def test_two_that_were_swapped_are_found_with_their_numbers_or_without():
    entries = chain(4)
    assert (2, "out_of_order") in kinds([entries[0], entries[2], entries[1], entries[3]], head(entries))
    renumbered = [entries[0], replace(entries[2], number=2), replace(entries[1], number=3), entries[3]]
    assert {(2, "altered"), (3, "altered")} <= set(kinds(renumbered, head(entries)))


@pytest.mark.parametrize("place", range(5))
def test_an_entry_put_between_is_found_even_if_it_is_sealed(place):
    entries = chain(4)
    before = entries[place - 1].hash if place else GENESIS
    forged = replace(entries[0], number=place + 1, before=before, facts={"verb": "forged"})
    forged = replace(forged, hash=seal(forged))
    assert kinds([*entries[:place], forged, *entries[place:]], head(entries))


def test_a_resealed_entry_breaks_the_link_of_the_next():
    entries = chain(3)
    forged = replace(entries[1], facts={"verb": "forged"})
    entries[1] = replace(forged, hash=seal(forged))
    assert kinds(entries, head(entries)) == [(3, "unlinked")]


def test_an_entry_of_another_stream_is_found():
    entries = chain(2)
    other = chain(2, "case:2")
    assert (2, "altered") in kinds([entries[0], other[1]], head(entries))


def test_a_stream_without_entries_that_should_have_some_is_named():
    assert list(verify([], stream="case:9", head=(3, "f" * 64))) == [Break("case:9", 3, "head")]


@pytest.mark.parametrize("kind", ["altered", "unlinked", "missing", "out_of_order", "personal_altered", "head", "headless",
                                  "cut_back", "rewritten", "anchor"])  # fmt: skip
def test_every_break_is_said_in_three_languages(kind):
    said = {Break("case:1", 7, kind).said().in_(language) for language in ("en", "zh", "ru")}
    assert len(said) == 3
    assert all("case:1" in each and "7" in each for each in said)
