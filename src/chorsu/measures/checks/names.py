"""Names lead somewhere: jurisdictions, origins, regimes, groups, and what conditions name."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import get_close_matches

from chorsu.facts import Fault
from chorsu.measures.checks.rule import Examined, fault, warning
from chorsu.measures.condition import Named
from chorsu.measures.model import MODES, REGIMES, Measure
from chorsu.reading import is_state
from chorsu.text import Text, say

BUYERS = ("business", "private")


@fault
def same_id(book: Examined) -> Iterator[Fault]:
    """Within a layer each measure has an id of its own."""
    for name, times in Counter(row.id for row in book.rows).items():
        if times > 1:
            yield Fault(name, say("{times} measures of one layer have this id.", times=times), say("an id of its own for each"))


@fault
def unknown_jurisdiction(book: Examined) -> Iterator[Fault]:
    """The jurisdiction of a measure, chain or quota is a state, or a group of the book."""
    named = [(row.id, row.jurisdiction) for row in book.rows_and_chains]
    for place, name in (*named, *((place, quota.jurisdiction) for place, quota in book.periods)):
        if not book.known(name):
            yield Fault(f"{place}.jurisdiction", _nowhere(name), _groups(book, name))


@fault
def unknown_origin(book: Examined) -> Iterator[Fault]:
    """The origin of a measure is a state, a group of the book, or everyone."""
    for row in book.rows:
        if row.origin != "*" and not book.known(row.origin):
            yield Fault(f"{row.id}.origin", _nowhere(row.origin), _groups(book, row.origin))


@fault
def unknown_destination(book: Examined) -> Iterator[Fault]:
    """A condition on the destination names a state, or a group of the book."""
    for row in book.rows:
        for condition in row.conditions:
            if isinstance(condition, Named) and condition.word == "destination":
                name = condition.name.removeprefix("!")
                if not book.known(name):
                    yield Fault(f"{row.id}.conditions", _nowhere(name), _groups(book, name))


@fault
def unknown_word_of_condition(book: Examined) -> Iterator[Fault]:
    """A buyer is business or private, and a mode one of the four."""
    words = {"buyer": BUYERS, "mode": MODES}
    for row in book.rows:
        for condition in row.conditions:
            if isinstance(condition, Named) and condition.name not in (choices := words.get(condition.word, (condition.name,))):
                message = say("{value} does not fit.", value=str(condition))
                yield Fault(f"{row.id}.conditions", message, say("one of {choices}", choices=", ".join(choices)))


@fault
def unknown_regime(book: Examined) -> Iterator[Fault]:
    """A regime is one of customs law, a state's own beside one of these (import:9610), or one that a chain is for."""
    expected = say("one of {choices}, or one of these with a further name (import:9610)", choices=", ".join(REGIMES))
    of_chains = {chain.regime for chain in book.book.chains}
    for row in book.rows_and_chains:
        head, sign, own = row.regime.partition(":")
        if head in REGIMES and (own or not sign):
            continue
        doubtful = get_close_matches(head, REGIMES, n=1, cutoff=0.8) if row.regime in of_chains else True
        if doubtful:
            yield Fault(f"{row.id}.regime", say("{name} is not a regime.", name=row.regime), expected)


@fault
def group_named_as_state(book: Examined) -> Iterator[Fault]:
    """A group has another name than any state, for both stand where a jurisdiction or origin is named."""
    for name, _group in book.book.groups.items():
        if is_state(name):
            yield Fault(f"{name}.name", say("{name} is the code of a state too.", name=name), say("a name of its own for each"))


@fault
def membership_twice(book: Examined) -> Iterator[Fault]:
    """The memberships of one state in a group follow one another and do not overlap."""
    for name, group in book.book.groups.items():
        members = sorted(group.members, key=lambda member: (member.state, member.valid_from))
        for one, two in itertools.pairwise(members):
            if one.state == two.state and (one.valid_to is None or two.valid_from <= one.valid_to):
                message = say("{state} is a member twice on {day}.", state=one.state, day=two.valid_from.isoformat())
                yield Fault(f"{name}.members", message, say("memberships that follow one another"))


@fault
def nobody_of_group(book: Examined) -> Iterator[Fault]:
    """A group that a measure names as origin or jurisdiction has a member on some day of the measure."""
    for row in book.rows:
        for field, name in (("origin", row.origin), ("jurisdiction", row.jurisdiction)):
            group = book.book.groups.get(name)
            if group and not any(
                member.valid_from <= (row.valid_to or member.valid_from) and row.valid_from <= (member.valid_to or row.valid_from)
                for member in group.members
            ):
                message = say("{name} has no member on any day of this measure.", name=name)
                yield Fault(f"{row.id}.{field}", message, say("memberships or days that meet"))


@fault
def scheme_of_others(book: Examined) -> Iterator[Fault]:
    """A measure whose scheme bears the name of a group is for that group or for one state, not for everyone or another group."""
    groups = book.book.groups
    for row in book.rows:
        if row.scheme in groups and row.origin != row.scheme and (row.origin == "*" or row.origin in groups):
            message = say("The scheme {scheme} is not for the origin {origin}.", scheme=row.scheme, origin=row.origin)
            yield Fault(f"{row.id}.origin", message, say("perhaps {names}", names=row.scheme))


@warning
def preference_without_proof(book: Examined) -> Iterator[Fault]:
    """Where most rates of duty of a scheme and origin ask for a proof, each asks for one."""
    series: dict[tuple[str, ...], list[tuple[Measure, bool]]] = defaultdict(list)
    for row in book.charges:
        if row.origin != "*" and row.kind == "customs_duty":
            asks = any(isinstance(each, Named) and each.word in ("proof", "unread") for each in row.conditions)
            series[row.jurisdiction, row.kind, row.regime, row.scheme, row.origin].append((row, asks))
    for rows in series.values():
        bare = [row for row, asks in rows if not asks]
        if bare and len(bare) * 2 < len(rows):
            for row in bare:
                yield Fault(
                    f"{row.id}.conditions", say("Others of this scheme and origin ask for a proof, and this one does not.")
                )


@warning
def jurisdiction_without_source(book: Examined) -> Iterator[Fault]:
    """A group and a chain say where they were read."""
    sourced = [(name, group.source) for name, group in book.book.groups.items()]
    for name, source in (*sourced, *((chain.id, chain.source) for chain in book.book.chains)):
        if source is None or source.checked_on is None:
            yield Fault(f"{name}.source", say("It has no source with the day on which it was checked."))


def _nowhere(name: str) -> Text:
    return say("{name} is neither a state nor a group on file.", name=name)


def _groups(book: Examined, name: str) -> Text:
    groups = sorted(book.book.groups)
    near = get_close_matches(name, groups, n=1)
    if near:
        return say("perhaps {names}", names=near[0])
    return say("a state, or a group of the book: {groups}", groups=", ".join(groups) or "–")
