"""The words for modes of carriage, sides of a border, and places that were guessed."""

from __future__ import annotations

from chorsu.geography import Atlas, Place, names_whole, resolve_place
from chorsu.text import Text, say

_MODES = {"rail": say("rail"), "road": say("road"), "sea": say("sea"), "air": say("air")}
_SIDES = {"import": say("import"), "export": say("export"), "transit": say("transit")}


def mode_name(mode: str) -> Text:
    """A mode of carriage in words."""
    return _MODES.get(mode) or Text("{mode}", {"mode": mode})


def side_name(side: str) -> Text:
    """Import, export or transit, in words."""
    return _SIDES[side]


def guessed_place(atlas: Atlas, text: str) -> Text | None:
    """For which place a name with a slip or cut short was taken; None where nothing was guessed."""
    place = resolve_place(atlas, text)
    if not isinstance(place, Place) or names_whole(atlas, text):
        return None
    names, state = place.names, atlas.state(place.state).names
    return say("“{text}” is read as {place} ({code}), {state}.", text=text, place=names, code=place.code, state=state)
